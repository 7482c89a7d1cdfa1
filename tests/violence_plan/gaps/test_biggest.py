"""The biggest gaps: named, counted, and each with the page that shows more."""

import pytest

from actions.models import Plan, Strategy
from principles.models import Framework, Principle
from violence_plan.dashboards import Cell, Matrix, Row
from violence_plan.gaps.biggest import Gap, gaps

FRAMEWORK = Framework(code="ours")
ANTI_RACISM, STORY, TRUST, _ = PRINCIPLES = [
    Principle(framework=FRAMEWORK, kind=kind, number=number, short_title=title, code=f"{kind}-{number}")
    for kind, number, title in (
        ("strategic", 6, "Anti-racism"),
        ("enabling", 8, "Change the story"),
        ("enabling", 5, "Build trust"),
        ("enabling", 4, "Try new ways"),
    )
]


def row(ref, title="A strategy", *, actions=0, aligned=None, no_lead=0, counts=(), principles=PRINCIPLES):
    """One strategy; per principle a count, "w" where only its text states the principle."""
    cells = tuple(
        Cell(principle, 0 if count == "w" else count, 0, actions, "stated" if count == "w" else "")
        for principle, count in zip(principles, counts, strict=False)
    )
    served = actions if aligned is None else aligned
    return Row(Strategy(ref=ref, title=title), actions=actions, aligned=served, no_lead=no_lead, cells=cells)


def gaps_of(*rows, principles=()):
    """The gaps of a plan of these rows against these principles."""
    totals = tuple(
        Cell(principle, sum(row.cells[at].actions for row in rows), 0, sum(row.actions for row in rows))
        for at, principle in enumerate(principles)
    )
    actions, aligned, no_lead = (sum(getattr(row, name) for row in rows) for name in ("actions", "aligned", "no_lead"))
    whole = Row(Strategy(), actions=actions, aligned=aligned, no_lead=no_lead, cells=totals)
    return gaps(Matrix(Plan(slug="anytown"), tuple(principles), rows, whole))


def test_a_plan_without_actions_has_no_gaps_yet():
    assert gaps_of() == []
    assert gaps_of(row("3.1", counts=[0]), principles=[TRUST]) == []


def test_a_plan_that_serves_all():
    rows = [row("5.1", actions=3, counts=[3]), row("5.2", actions=2, counts=[2])]
    assert gaps_of(*rows, principles=[TRUST]) == []


def test_an_unserved_principle_that_a_strategy_is_named_after_and_others_state_in_words():
    rows = [
        row("5.1", actions=3, counts=[0]),
        row("3.5", "ANTI-RACISM", counts=[0]),
        row("6.1", counts=["w"]),
        row("6.2", counts=["w"]),
    ]
    assert gaps_of(*rows, principles=[ANTI_RACISM]) == [
        Gap(
            name="Anti-racism.",
            text="Strategic Principle 6 is served by no action, though strategy 3.5 bears its name "
            "and strategies 6.1 and 6.2 state it in words.",
            address="/principles/ours/strategic-6/",
            link="See Strategic Principle 6",
        )
    ]


@pytest.mark.parametrize(
    ("other", "text"),
    [
        (row("3.5", counts=[0]), "Strategic Principle 6 is served by no action."),
        (
            row("3.5", "Anti-racism", counts=[0]),
            "Strategic Principle 6 is served by no action, though strategy 3.5 bears its name.",
        ),
        (
            row("6.1", counts=["w"]),
            "Strategic Principle 6 is served by no action, though strategy 6.1 states it in words.",
        ),
    ],
)
def test_an_unserved_principle(other, text):
    [gap] = gaps_of(row("5.1", actions=3, counts=[0]), other, principles=[ANTI_RACISM])
    assert gap.text == text


def test_many_unserved_principles_are_counted():
    assert gaps_of(row("5.1", actions=3, counts=[0, 0, 0, 0]), principles=PRINCIPLES) == [
        Gap(
            name="Principles nobody serves.",
            text="Four principles are served by no action.",
            address="/plans/anytown/alignment/",
            link="See the alignment",
        )
    ]


@pytest.mark.parametrize(
    ("count", "text", "link"),
    [
        (3, "Enabling Principle 8 hangs on one strategy, 5.1, with 3 actions.", "See the 3 actions"),
        (1, "Enabling Principle 8 hangs on one strategy, 5.1, with 1 action.", "See the action"),
    ],
)
def test_a_principle_that_hangs_on_one_strategy(count, text, link):
    rows = [row("5.1", actions=3, counts=[count]), row("5.2", actions=3, counts=[0])]
    address = "/plans/anytown/actions/?principle=enabling-8"
    assert gaps_of(*rows, principles=[STORY]) == [Gap("Change the story.", text, address, link)]


def test_several_principles_that_hang_on_one_strategy_each_are_left_to_the_matrix():
    rows = [row("5.1", actions=3, counts=[3, 1]), row("5.2", actions=3, counts=[0, 0])]
    assert gaps_of(*rows, principles=[STORY, TRUST]) == []


@pytest.mark.parametrize(
    ("actions", "no_lead", "text", "link"),
    [
        (16, 13, "13 of its 16 actions name no lead.", "See the 13 actions"),
        (16, 2, "2 of its 16 actions name no lead.", "See the 2 actions"),
        (16, 1, "1 of its 16 actions names no lead.", "See the action"),
        (4, 4, "None of its 4 actions names a lead.", "See the 4 actions"),
        (1, 1, "Its one action names no lead.", "See the action"),
    ],
)
def test_the_strategy_with_most_actions_that_nobody_leads(actions, no_lead, text, link):
    rows = [row("5.1", actions=9), row("5.9", "No Place for Hate", actions=actions, no_lead=no_lead)]
    address = "/plans/anytown/actions/?strategy=5.9&no_lead=true"
    assert gaps_of(*rows) == [Gap("No Place for Hate.", text, address, link)]


@pytest.mark.parametrize(
    ("aligned", "text", "link"),
    [
        (1, "4 actions serve none of the plan’s principles.", "See the 4 actions"),
        (4, "1 action serves none of the plan’s principles.", "See the action"),
    ],
)
def test_actions_that_serve_no_principle(aligned, text, link):
    address = "/plans/anytown/actions/?no_alignment=true"
    assert gaps_of(row("5.1", actions=5, aligned=aligned, counts=[aligned]), principles=[TRUST]) == [
        Gap("No principle.", text, address, link)
    ]


def test_where_a_plan_names_no_principles_its_actions_need_not_serve_one():
    assert gaps_of(row("5.1", actions=5, aligned=0)) == []
