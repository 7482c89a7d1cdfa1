"""What one plan holds, as one reader may see it, read once."""

import pytest

from actions.held import Held
from tests.factories import make_action, make_framework, make_lead, make_plan, make_principle, make_strategy, make_theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """A plan with two principles, a strategy with an open action and one in draft, and two strategies without."""
    framework = make_framework()
    make_principle(framework=framework, kind="enabling", number=1)
    make_principle(framework=framework, kind="strategic", number=2)
    plan = make_plan(framework=framework)
    strategy = make_strategy(plan=plan, ref="2.1", position=2)
    make_strategy(plan=plan, ref="1.1", position=1)
    make_strategy(plan=plan, ref="9.9", position=3, publication="draft")
    make_action(strategy=strategy, ref="2.1.1", theme=make_theme(strategy=strategy))
    make_action(strategy=strategy, ref="2.1.2", publication="draft")
    for action in plan.actions.all():
        make_lead(action=action)
    make_lead()
    return plan


def told(held):
    """All that is Held, in words."""
    ref = {action.pk: action.ref for action in held.plan.actions.all()}
    return {
        "principles": [principle.code for principle in held.principles],
        "strategies": [strategy.ref for strategy in held.strategies],
        "placed": sorted((ref[action], bool(theme)) for action, _, theme in held.placed),
        "actions": sorted(ref[action] for action in held.actions),
        "leads": sorted(ref[action] for _, action in held.leads),
        "branches": sorted(branch.total for branch in held.branches),
    }


def test_a_stranger_has_nothing_of_a_draft(plan, public):
    assert told(Held(plan, public)) == {
        "principles": ["strategic-2", "enabling-1"],
        "strategies": ["1.1", "2.1"],
        "placed": [("2.1.1", True)],
        "actions": ["2.1.1"],
        "leads": ["2.1.1"],
        "branches": [0, 1],
    }


def test_an_officer_has_all_that_is_of_the_plan(plan, officer):
    assert told(Held(plan, officer)) == {
        "principles": ["strategic-2", "enabling-1"],
        "strategies": ["1.1", "2.1", "9.9"],
        "placed": [("2.1.1", True), ("2.1.2", False)],
        "actions": ["2.1.1", "2.1.2"],
        "leads": ["2.1.1", "2.1.2"],
        "branches": [0, 1, 1],
    }


def test_a_plan_without_a_framework_has_no_principles(public):
    assert Held(make_plan(framework=None), public).principles == ()


def test_each_kind_is_read_once(plan, public, django_assert_num_queries):
    held = Held(plan, public)
    with django_assert_num_queries(4 + 2):  # and the numbers that told() says
        assert told(held) == told(held) | {"strategies": ["1.1", "2.1"]}
