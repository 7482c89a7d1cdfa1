"""What the rows are: strategies, partners with all their parts, themes, actions; each action where it belongs."""

import pytest

from actions.held import Held
from actions.progress import record_update
from tests.factories import (
    make_action,
    make_alignment,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_theme,
)
from violence_plan.dashboards import alignment_matrix

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """5.1 with two themes and a loose action, 5.2 without themes, 3.1 in prose; joint leads, a post, a person."""
    plan = make_plan(slug="anytown")
    causes = make_principle(framework=plan.framework, number=1)
    system = make_principle(framework=plan.framework, number=2)
    make_principle(framework=plan.framework, kind="enabling", number=1)
    prose = make_strategy(plan=plan, ref="3.1", title="Words", position=1)
    knives = make_strategy(plan=plan, ref="5.1", title="Knives", position=2)
    gangs = make_strategy(plan=plan, ref="5.2", title="Gangs", position=3)
    make_alignment(strategy=prose, principle=system)
    sweeps, schools = (make_theme(strategy=knives, title=title) for title in ("Sweeps", "Schools"))
    make_theme(strategy=knives, title="Empty")
    police = make_partner(code="police", name="Police")
    inspector = make_partner(code="inspector", name="Inspector", kind="post", parent=police)
    council = make_partner(code="council", name="Council")
    officer = make_partner(code="officer-1", name="Zoe", kind="person", public_name="A named officer")
    make_partner(code="idle", name="Idle")
    one = make_action(theme=sweeps, ref="5.1.1", text="Sweep.")
    two = make_action(theme=schools, ref="5.1.2", text="Teach.")
    three = make_action(strategy=knives, ref="5.1.3", text="Talk.")
    four = make_action(strategy=gangs, ref="5.2.1", text="Listen.")
    make_action(strategy=gangs, ref="5.2.2", text="Wait.")
    for action, principle in ((one, causes), (two, causes), (two, system), (three, system), (four, causes)):
        make_alignment(action=action, principle=principle)
    for action, partner in ((one, police), (one, inspector), (two, inspector), (two, council), (three, officer)):
        make_lead(action=action, partner=partner)
    make_lead(action=four, partner=council, role="support")
    record_update(action=one, reported_on="2026-01-01", status="on_track", narrative="So.", publication="published")
    return plan


def rows_of(plan, user, **asked):
    """The rows as plain figures: number and title, aligned and actions, and a count per principle."""
    return [
        (
            f"{row.subject.ref} {row.subject.title}".strip(),
            row.aligned,
            row.actions,
            [cell.actions for cell in row.cells],
        )
        for row in alignment_matrix(Held(plan, user), **asked).rows
    ]


def test_by_partner_with_all_its_parts_and_the_unled_last(plan, public, officer):
    expected = [
        ("Council", 2, 2, [2, 1, 0]),
        ("Police", 2, 2, [2, 1, 0]),
        ("A named officer", 1, 1, [0, 1, 0]),
        ("Nobody", 0, 1, [0, 0, 0]),
    ]
    assert rows_of(plan, public, rows="partner") == expected
    assert rows_of(plan, officer, rows="partner")[2] == ("Zoe", 1, 1, [0, 1, 0])
    matrix = alignment_matrix(Held(plan, public), rows="partner")
    assert (matrix.aligned, matrix.actions, [cell.actions for cell in matrix.totals]) == (4, 5, [3, 2, 0])
    assert matrix.overlaps is True
    assert [row.is_rest for row in matrix.rows] == [False, False, False, True]


def test_within_a_partner_it_stands_above_its_parts(plan, public):
    police = plan.actions.get(ref="5.1.1").leads.first().partner
    matrix = alignment_matrix(Held(plan, public), rows="partner", partner=police)
    assert [(row.subject.title, row.actions, row.is_rest) for row in matrix.rows] == [
        ("Police, altogether", 2, True),
        ("Inspector", 2, False),
    ]
    assert matrix.asked.partner_name == "Police"
    council = plan.actions.get(ref="5.2.1").leads.first().partner
    alone = alignment_matrix(Held(plan, public), rows="partner", partner=council).rows
    assert [(row.subject.title, row.actions, row.is_rest) for row in alone] == [("Council", 2, False)]


def test_by_theme_in_printed_order_and_what_stands_under_none(plan, public):
    assert rows_of(plan, public, rows="theme") == [
        ("5.1 Knives: no theme", 1, 1, [0, 1, 0]),
        ("5.1 Sweeps", 1, 1, [1, 0, 0]),
        ("5.1 Schools", 1, 1, [1, 1, 0]),
        ("5.2 Gangs", 1, 2, [1, 0, 0]),
    ]
    rows = alignment_matrix(Held(plan, public), rows="theme").rows
    assert [row.is_rest for row in rows] == [True, False, False, True]
    assert [row.called for row in rows] == ["", "“Sweeps” of 5.1", "“Schools” of 5.1", ""]


def test_within_a_strategy_its_themes_or_else_its_actions(plan, public):
    knives, gangs, prose = (plan.strategies.get(ref=ref) for ref in ("5.1", "5.2", "3.1"))
    assert [name for name, *_ in rows_of(plan, public, rows="", strategy=knives)] == [
        "5.1 Knives: no theme",
        "Sweeps",
        "Schools",
    ]
    assert rows_of(plan, public, rows="", strategy=gangs) == [
        ("5.2.1 Listen.", 1, 1, [1, 0, 0]),
        ("5.2.2 Wait.", 0, 1, [0, 0, 0]),
    ]
    assert rows_of(plan, public, rows="", strategy=prose) == [("3.1 Words", 0, 0, [0, 0, 0])]
    assert rows_of(plan, public, rows="strategy", strategy=gangs) == [("5.2 Gangs", 1, 2, [1, 0, 0])]
    assert [name for name, *_ in rows_of(plan, public, rows="")] == ["3.1 Words", "5.1 Knives", "5.2 Gangs"]


def test_the_text_of_a_strategy_stands_below_its_rows_where_it_states_a_principle(plan, public):
    gangs = plan.strategies.get(ref="5.2")
    make_alignment(strategy=gangs, principle=plan.framework.principles.get(code="strategic-2"))
    for rows in ("action", "theme"):
        last = alignment_matrix(Held(plan, public), rows=rows, strategy=gangs).rows[-1]
        assert (last.subject, last.actions, [cell.of_strategy for cell in last.cells]) == (gangs, 0, ["", "stated", ""])
    narrowed = alignment_matrix(Held(plan, public), rows="action", strategy=gangs, statuses=("not_reported",))
    assert [row.subject.ref for row in narrowed.rows] == ["5.2.1", "5.2.2"]
    assert [row.is_prose for row in alignment_matrix(Held(plan, public), rows="theme").rows] == [False] * 4


def test_where_actions_are_chosen_prose_is_left_out_and_strategies_without_any_stay(plan, public):
    matrix = alignment_matrix(Held(plan, public), statuses=("on_track",))
    assert [(row.subject.ref, row.actions, row.outside) for row in matrix.rows] == [("5.1", 1, 2), ("5.2", 0, 2)]
    assert [row.subject.ref for row in matrix.idle] == ["5.2"]
    assert matrix.actions == 1


@pytest.mark.parametrize("rows", ["strategy", "partner", "theme"])
def test_nothing_hidden_is_in_any_row(plan, public, rows):
    before = rows_of(plan, public, rows=rows)
    theme = plan.strategies.get(ref="5.1").themes.first()
    hidden = make_action(theme=theme, publication="draft")
    make_lead(action=hidden, partner=make_partner())
    hidden_strategy = make_strategy(plan=plan, publication="draft")
    make_lead(action=make_action(theme=make_theme(strategy=hidden_strategy)))
    assert rows_of(plan, public, rows=rows) == before


@pytest.mark.parametrize(("rows", "queries"), [("strategy", 5), ("partner", 6), ("theme", 6), ("action", 6)])
def test_ten_times_the_rows_take_as_many_queries(plan, public, rows, queries, django_assert_num_queries):
    plan = type(plan).objects.select_related("framework").get(pk=plan.pk)
    knives = plan.strategies.get(ref="5.1")
    strategy = knives if rows == "action" else None
    with django_assert_num_queries(queries):
        alignment_matrix(Held(plan, public), rows=rows, strategy=strategy)
    for _ in range(10):
        theme = make_theme(strategy=knives if strategy else make_strategy(plan=plan))
        make_lead(action=make_alignment(action=make_action(theme=theme)).action)
    with django_assert_num_queries(queries):
        matrix = alignment_matrix(Held(plan, public), rows=rows, strategy=strategy)
        addresses = [row.subject.get_absolute_url() for row in matrix.rows]
    assert len(addresses) >= 13
