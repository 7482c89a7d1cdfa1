"""The sentences under the matrix's title: whole, true and in good English, whatever the figures."""

import pytest

from actions.models import Plan, Strategy
from partners.models import Partner
from principles.models import Framework, Principle
from tests.matrices import summed
from violence_plan.dashboards import Asked, Cell, Row
from violence_plan.dashboards.matrix import Subject
from violence_plan.findings import capitalised, counted, findings, in_words, listed, named, numbered

TITLES = ("Complex causes", "Whole system", "Early intervention", "Curtail and restore", "Community assets")


def principles(number):
    """So many strategic principles, unsaved."""
    framework = Framework(code="ours")
    return tuple(
        Principle(framework=framework, kind="strategic", number=n, short_title=title, code=f"strategic-{n}")
        for n, title in enumerate(TITLES[:number], start=1)
    )


def matrix(*rows, subjects=(), **asked):
    """A Matrix of `rows`: per strategy its actions, its aligned actions, and per principle a count, "w" where only the
    text states it. The strategies are 5.1, 5.2 and so on, unless `subjects` are given; `asked` are fields of Asked.
    """
    subjects = subjects or [Strategy(ref=f"5.{at}") for at in range(1, len(rows) + 1)]
    columns = principles(max((len(row[2]) for row in rows), default=1))
    return summed(
        plan=Plan(slug="anytown"),
        principles=columns,
        asked=Asked(**asked),
        rows=tuple(
            Row(
                subject,
                actions=actions,
                aligned=aligned,
                no_lead=0,
                cells=tuple(
                    Cell(principle, 0 if count == "w" else count, 0, actions, "stated" if count == "w" else "")
                    for principle, count in zip(columns, counts, strict=True)
                ),
            )
            for subject, (actions, aligned, counts) in zip(subjects, rows, strict=True)
        ),
    )


def sentences(*rows, **asked):
    return [finding.text for finding in findings(matrix(*rows, **asked))]


def test_a_plan_that_names_no_principles():
    assert sentences((3, 0, [])) == [
        "This plan names no principles yet, so there is nothing to set its strategies against."
    ]


def test_a_plan_without_strategies():
    assert sentences() == ["This plan has no strategies yet, so there is nothing to set against its principles."]


def test_a_plan_in_prose_only():
    assert sentences((0, 0, ["w", 0])) == ["No strategy of this plan has actions yet, so no action serves a principle."]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ((1, 0, [0]), "The plan’s one action serves no principle."),
        ((1, 1, [1]), "The plan’s one action serves at least one principle."),
        ((7, 0, [0]), "None of the 7 actions serves a principle."),
        ((7, 1, [1]), "1 of 7 actions serves at least one principle."),
        ((7, 6, [6]), "6 of 7 actions serve at least one principle."),
        ((7, 7, [7]), "All 7 actions serve at least one principle."),
    ],
)
def test_how_many_actions_serve_a_principle(row, sentence):
    assert sentences(row)[0] == sentence


@pytest.mark.parametrize(
    ("bases", "sentence"),
    [
        (None, "6 of 7 actions serve at least one principle."),
        (("stated",), "Counting only what an action states itself, 6 of 7 actions serve at least one principle."),
        (
            ("inherited",),
            "Counting only what an action inherits from a row above, 6 of 7 actions serve at least one principle.",
        ),
        (("assessed",), "Counting only what officers have assessed, 6 of 7 actions serve at least one principle."),
        (("stated", "inherited"), "As the plan prints it, 6 of 7 actions serve at least one principle."),
        (
            ("stated", "assessed"),
            "Leaving out what an action inherits from a row above, 6 of 7 actions serve at least one principle.",
        ),
        (
            ("inherited", "assessed"),
            "Leaving out what an action states itself, 6 of 7 actions serve at least one principle.",
        ),
    ],
)
def test_the_first_sentence_says_what_counts(bases, sentence):
    assert sentences((7, 6, [6]), bases=bases)[0] == sentence


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ([2, 3], "Every principle is served by at least one action."),
        ([2, 0], "No action serves Strategic Principle 2 (whole system)."),
        (
            [0, 2, 0],
            "No action serves Strategic Principle 1 (complex causes) or Strategic Principle 3 (early intervention).",
        ),
        (
            [0, 0, 2, 0],
            "No action serves any of these three principles: Strategic Principle 1 (complex causes), "
            "Strategic Principle 2 (whole system) and Strategic Principle 4 (curtail and restore).",
        ),
    ],
)
def test_whom_nobody_serves(counts, sentence):
    assert sentences((7, 6, counts))[1] == sentence


def test_whom_nobody_serves_on_some_bases_only():
    rows = (7, 6, [2, 0])
    assert sentences(rows, bases=("stated",))[1] == (
        "On this count, no action serves Strategic Principle 2 (whole system)."
    )
    assert sentences((7, 6, [2, 1]), bases=("stated",))[1] == (
        "On this count, every principle is served by at least one action."
    )


def test_more_than_three_that_nobody_serves_are_told_by_number():
    assert sentences((7, 6, [0, 0, 2, 0, 0]))[1] == (
        "No action serves any of these four principles: Strategic Principles 1, 2, 4 and 5."
    )


def test_where_no_action_serves_anything_the_principles_are_not_listed_too():
    assert sentences((7, 0, [0, 0])) == ["None of the 7 actions serves a principle."]


def test_who_states_an_unserved_principle_in_words():
    assert sentences((7, 6, [2, 0]), (0, 0, [0, "w"]))[2] == "Strategy 5.2 states Strategic Principle 2 in words."
    assert sentences((7, 6, [2, 0]), (0, 0, [0, "w"]), (0, 0, ["w", "w"]))[2:] == [
        "Strategies 5.2 and 5.3 state Strategic Principle 2 in words.",
    ]


def test_what_is_missing_is_marked():
    assert [finding.is_gap for finding in findings(matrix((7, 6, [2, 0]), (0, 0, [0, "w"])))] == [False, True, False]
    assert [finding.is_gap for finding in findings(matrix((7, 0, [2, 0])))] == [True]
    assert [finding.is_gap for finding in findings(matrix())] == [True]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [(40, 40, [20, 20]), (40, 40, [0, 20])],
            "Strategic Principle 2 (whole system) is served most widely: by 40 actions in 2 strategies.",
        ),
        (
            [(40, 40, [20, 20, 0]), (40, 40, [20, 20, 20])],
            "Strategic Principle 1 (complex causes) and Strategic Principle 2 (whole system) are served most widely, "
            "each by actions in 2 strategies.",
        ),
        (
            [(40, 40, [20, 20, 20, 20, 0]), (40, 40, [20, 20, 20, 20, 20])],
            "Four principles are served most widely, each by actions in 2 strategies.",
        ),
    ],
)
def test_who_is_served_most_widely(rows, sentence):
    assert sentences(*rows)[2] == sentence


def test_where_all_are_served_as_widely_nothing_is_said_of_it():
    assert sentences((40, 40, [20, 20]), (40, 40, [20, 20])) == [
        "All 80 actions serve at least one principle.",
        "Every principle is served by at least one action.",
    ]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [(40, 40, [20, 1]), (40, 40, [20, 0])],
            "Strategic Principle 2 (whole system) hangs on one strategy, 5.1, with 1 action.",
        ),
        (
            [(40, 40, [20, 0]), (40, 40, [20, 3])],
            "Strategic Principle 2 (whole system) hangs on one strategy, 5.2, with 3 actions.",
        ),
        (
            [(40, 40, [20, 4, 4]), (40, 40, [20, 0, 0])],
            "Strategic Principle 2 (whole system) and Strategic Principle 3 (early intervention) "
            "hang on one strategy, 5.1.",
        ),
        (
            [(40, 40, [20, 4, 0]), (40, 40, [20, 0, 4])],
            "Strategic Principle 2 (whole system) and Strategic Principle 3 (early intervention) "
            "hang on one strategy each: 5.1 and 5.2.",
        ),
        (
            [(40, 40, [20, 4, 0, 4, 0]), (40, 40, [20, 0, 4, 0, 4])],
            "Four principles hang on one strategy each.",
        ),
    ],
)
def test_who_hangs_on_one_strategy(rows, sentence):
    assert sentences(*rows)[3] == sentence


def test_where_only_one_strategy_has_actions_nothing_hangs_on_it():
    assert sentences((40, 40, [20, 4]), (0, 0, [0, 0])) == [
        "All 40 actions serve at least one principle.",
        "Every principle is served by at least one action.",
    ]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([(40, 40, [20, 2]), (40, 40, [20, 1])], "Strategic Principle 2 (whole system) hangs on three actions."),
        (
            [(40, 40, [20, 2, 2]), (40, 40, [20, 1, 3])],
            "Strategic Principle 2 (whole system) and Strategic Principle 3 (early intervention) "
            "hang on a handful of actions each: three and five.",
        ),
        (
            [(40, 40, [20, 1, 1, 1, 1]), (40, 40, [20, 1, 1, 1, 1])],
            "Four principles hang on a handful of actions each.",
        ),
    ],
)
def test_who_hangs_on_few_actions(rows, sentence):
    assert sentences(*rows)[-1] == sentence


def test_few_actions_of_a_short_plan_are_not_few():
    assert sentences((10, 10, [9, 1]), (10, 10, [9, 2])) == [
        "All 20 actions serve at least one principle.",
        "Every principle is served by at least one action.",
    ]


KNIVES = Strategy(ref="5.1")
POLICE = Partner(code="police")


@pytest.mark.parametrize(
    ("row", "asked", "told"),
    [
        ((7, 7, [7]), {"strategy": KNIVES}, "All 7 actions in strategy 5.1 serve at least one principle."),
        ((7, 0, [0]), {"strategy": KNIVES}, "None of the 7 actions in strategy 5.1 serves a principle."),
        ((1, 1, [1]), {"strategy": KNIVES}, "The one action in strategy 5.1 serves at least one principle."),
        ((1, 0, [0]), {"strategy": KNIVES}, "The one action in strategy 5.1 serves no principle."),
        (
            (7, 1, [1]),
            {"partner": POLICE, "partner_name": "the Police"},
            "1 of the 7 actions led or supported by the Police serves at least one principle.",
        ),
        (
            (7, 6, [6]),
            {"strategy": KNIVES, "partner": POLICE, "partner_name": "the Police", "statuses": ("on_track", "closed")},
            "6 of the 7 actions in strategy 5.1 led or supported by the Police with the status “On track” or “Closed” "
            "serve at least one principle.",
        ),
        ((7, 0, [0]), {"kind": "enabling"}, "None of the 7 actions serves an enabling principle."),
        ((7, 0, [0]), {"kind": "strategic"}, "None of the 7 actions serves a strategic principle."),
        ((7, 6, [6]), {"kind": "aim"}, "6 of 7 actions serve at least one aim."),
    ],
)
def test_the_first_sentence_says_which_actions_count_and_which_principles(row, asked, told):
    assert sentences(row, **asked)[0] == told


def test_of_some_actions_nothing_is_said_of_all():
    assert sentences((40, 40, [20, 4, 0]), (40, 40, [20, 0, 0]), statuses=("on_track",))[1:] == [
        "None of these actions serves Strategic Principle 3 (early intervention).",
        "Here, Strategic Principle 1 (complex causes) is served most widely: by 40 actions in 2 strategies; "
        "Strategic Principle 2 (whole system) hangs on one strategy, 5.1, with 4 actions.",
    ]
    assert sentences((7, 6, [6]), kind="enabling", strategy=KNIVES)[1] == (
        "Every enabling principle is served by at least one of these."
    )


def test_where_no_action_is_of_the_kind_that_was_asked_for():
    asked = {"strategy": KNIVES, "statuses": ("on_track",)}
    assert sentences((0, 0, [0]), **asked) == ["There is no action in strategy 5.1 with the status “On track”."]
    assert sentences((0, 0, ["w", 0]), strategy=KNIVES) == [
        "There is no action in strategy 5.1.",
        "Strategy 5.1 states Strategic Principle 1 in words.",
    ]


PARTNERS = [Subject("Police", called="Police"), Subject("Council", called="Council"), Subject("Nobody", is_rest=True)]


def test_of_partners_each_is_counted_and_nobody_is_none():
    assert sentences(
        (40, 40, [20, 20, 0]), (40, 40, [20, 0, 20]), (40, 40, [0, 20, 20]), subjects=PARTNERS, rows="partner"
    )[2:] == ["Strategic Principle 1 (complex causes) is served most widely: by actions of 2 partners."]


def test_of_partners_one_that_works_alone_and_nobody_does_not():
    assert sentences((40, 40, [9, 3, 0]), (40, 40, [9, 0, 0]), (40, 40, [9, 0, 9]), subjects=PARTNERS, rows="partner")[
        3:
    ] == ["Strategic Principle 2 (whole system) hangs on one partner, Police, with 3 actions."]


def test_one_action_of_two_partners_is_one():
    shared = matrix((40, 40, [20, 1]), (40, 40, [20, 1]), subjects=PARTNERS[:2], rows="partner")
    whole = Row(
        None,
        actions=79,
        aligned=79,
        no_lead=0,
        cells=tuple(Cell(p, n, 0, 79) for p, n in zip(shared.principles, (40, 1), strict=True)),
    )
    told = findings(type(shared)(shared.plan, shared.principles, shared.rows, whole, shared.asked))
    assert told[-1].text == "Strategic Principle 2 (whole system) hangs on one action."


def test_themes_that_stand_alone_are_not_listed():
    themes = [Subject("A", called="“A”"), Subject("B", called="“B”")]
    assert sentences((40, 40, [20, 9, 0]), (40, 40, [20, 0, 9]), subjects=themes, rows="theme")[2:] == [
        "Strategic Principle 1 (complex causes) is served most widely: by actions in 2 themes.",
        "Strategic Principle 2 (whole system) and Strategic Principle 3 (early intervention) hang on one theme each.",
    ]


def test_single_actions_are_not_compared():
    rows = [(1, 1, [1, 0]), (1, 1, [1, 1])]
    assert sentences(*rows, rows="action", strategy=KNIVES) == [
        "All 2 actions in strategy 5.1 serve at least one principle.",
        "Every principle is served by at least one of these.",
    ]


def test_words():
    assert [in_words(number) for number in (0, 1, 12, 13)] == ["no", "one", "twelve", "13"]
    assert [counted(1, "strategy"), counted(2, "strategy"), counted(0, "action")] == [
        "1 strategy",
        "2 strategies",
        "0 actions",
    ]
    assert [listed(["A"]), listed(["A", "B"], "or"), listed(["A", "B", "C"])] == ["A", "A or B", "A, B and C"]
    assert capitalised("the MPS") == "The MPS"


def test_names_of_principles():
    principle = Principle(kind="enabling", number=9, short_title="ACE-aware")
    assert (numbered(principle), named(principle)) == ("Enabling Principle 9", "Enabling Principle 9 (ACE-aware)")
    assert named(Principle(kind="aim", number=2, short_title="Safer streets")) == "Aim 2 (safer streets)"
