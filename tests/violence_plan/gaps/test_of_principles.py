"""Principles that nobody serves or that hang on one strategy, and strategies that state none."""

import pytest

from tests.factories import make_action, make_alignment, make_framework, make_plan, make_principle, make_strategy
from violence_plan.gaps.lists import Row
from violence_plan.gaps.of_principles import lone_principles, silent_strategies, unserved_principles

pytestmark = pytest.mark.django_db

NONE_NAMED = "The plan names no principles that it could serve."


@pytest.fixture
def plan():
    """Two strategies with an action each, both serving the first of two principles, and one in prose."""
    plan = make_plan(slug="anytown", framework=make_framework(code="ours"))
    early, _ = (make_principle(framework=plan.framework, number=n, short_title=f"Title {n}") for n in (1, 2))
    for position in (1, 2):
        strategy = make_strategy(plan=plan, ref=f"5.{position}", title="Knives", position=position)
        make_alignment(action=make_action(strategy=strategy), principle=early)
    make_strategy(plan=plan, ref="6.1", title="Communications", position=3)
    return plan


@pytest.fixture
def bare():
    """A plan without principles, with one action."""
    plan = make_plan(slug="bare")
    make_action(strategy=make_strategy(plan=plan))
    plan.framework = None
    plan.save()
    return plan


@pytest.mark.parametrize("gap", [unserved_principles, lone_principles, silent_strategies])
def test_a_plan_without_principles_lacks_none(ground_of, bare, gap):
    found = gap(ground_of(bare))
    assert (found.rows, found.nothing, found.share) == ((), NONE_NAMED, "")


def test_a_principle_nobody_serves(ground_of, plan):
    prose = plan.strategies.get(ref="6.1")
    make_alignment(strategy=prose, principle=plan.framework.principles.get(number=2), printed="as two says")
    found = unserved_principles(ground_of(plan))
    assert found.rows == (
        Row(
            "Strategic Principle 2",
            "/principles/ours/strategic-2/",
            "Title 2",
            aside="Strategy 6.1 states it in words",
            cells=("strategic-2", "Title 2", "We step in early.", "6.1"),
        ),
    )
    assert (found.share, found.address) == ("of 2 principles, 50%", "/plans/anytown/alignment/")
    assert len(found.headers) == 4


def test_a_principle_nobody_even_speaks_of(ground_of, plan):
    [row] = unserved_principles(ground_of(plan)).rows
    assert (row.aside, row.cells[-1]) == ("", "")


def test_every_principle_is_served(ground_of, plan):
    make_alignment(action=plan.actions.first(), principle=plan.framework.principles.get(number=2))
    found = unserved_principles(ground_of(plan))
    assert (found.rows, found.nothing) == ((), "Every principle is served by at least one action.")


def test_a_principle_that_hangs_on_one_strategy(ground_of, plan):
    make_alignment(action=plan.actions.first(), principle=plan.framework.principles.get(number=2))
    found = lone_principles(ground_of(plan))
    assert found.rows == (
        Row(
            "Strategic Principle 2",
            "/principles/ours/strategic-2/",
            "Title 2",
            aside="5.1 Knives, 1 action",
            more=("See the action", "/plans/anytown/actions/?principle=strategic-2"),
            cells=("strategic-2", "Title 2", "5.1", "Knives", "1"),
        ),
    )
    assert found.share == "of 2 principles, 50%"
    assert len(found.headers) == 5


def test_no_principle_hangs_on_one_strategy(ground_of, plan):
    found = lone_principles(ground_of(plan))
    assert (found.rows, found.nothing) == ((), "No principle hangs on one strategy alone.")


def test_one_strategy_alone_leaves_none_hanging(ground_of):
    alignment = make_alignment()
    found = lone_principles(ground_of(alignment.action.plan))
    assert found.rows == ()
    assert found.nothing == "Only one strategy has actions, so no principle can be served by more."


def test_strategies_that_state_nothing(ground_of, plan):
    make_action(strategy=make_strategy(plan=plan, ref="7.1", title="Hate", position=4))
    found = silent_strategies(ground_of(plan))
    assert found.rows == (
        Row(
            "6.1",
            "/plans/anytown/strategies/6.1/",
            "Communications",
            aside="In prose",
            cells=("6.1", "Communications", "0"),
        ),
        Row("7.1", "/plans/anytown/strategies/7.1/", "Hate", aside="1 action", cells=("7.1", "Hate", "1")),
    )
    assert found.share == "of 4 strategies, 50%"
    assert len(found.headers) == 3


def test_every_strategy_states_something(ground_of, plan, officer):
    make_alignment(strategy=plan.strategies.get(ref="6.1"))
    make_strategy(plan=plan, ref="8.1", publication="draft")
    found = silent_strategies(ground_of(plan))
    assert (found.rows, found.nothing, found.share) == ((), "Every strategy states a principle.", "")
    assert [row.label for row in silent_strategies(ground_of(plan, user=officer)).rows] == ["8.1"]
