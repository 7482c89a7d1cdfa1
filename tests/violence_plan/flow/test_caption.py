"""What is said about the picture: what a thickness stands for, and no sum that is not one."""

import pytest

from actions.held import Held
from tests.factories import make_action, make_alignment, make_lead, make_plan, make_principle, make_strategy
from violence_plan.dashboards import alignment_matrix
from violence_plan.flow import flow

pytestmark = pytest.mark.django_db

THICK = "A band from a strategy to a principle is as thick as the number of the strategy’s actions that serve it."
COMPARE = "So compare the bars; do not add them up."
TABLE = "The table above holds the same figures."


@pytest.fixture
def plan():
    """One action that serves one of two principles."""
    plan = make_plan()
    make_alignment(action=make_action(strategy=make_strategy(plan=plan)), principle=principle(plan, 1))
    principle(plan, 2)
    return plan


def principle(plan, number):
    return make_principle(framework=plan.framework, number=number)


def said(plan, user, **asked):
    return list(flow(alignment_matrix(Held(plan, user), **asked)).sentences)


def test_where_each_action_serves_one_principle_nothing_is_counted_twice(plan, public):
    assert said(plan, public) == [THICK, TABLE]


def test_an_action_in_several_bands(plan, public):
    action, second = plan.actions.get(), plan.framework.principles.get(number=2)
    make_alignment(action=action, principle=second)
    assert said(plan, public) == [
        THICK,
        "An action that serves several principles is in a band for each: the one that serves any is drawn 2 times.",
        COMPARE,
        TABLE,
    ]
    make_alignment(action=make_action(strategy=action.strategy), principle=second)
    assert said(plan, public)[1] == (
        "An action that serves several principles is in a band for each: the 2 that serve any are drawn 3 times."
    )


def test_actions_that_serve_nothing(plan, public):
    make_action(strategy=plan.strategies.get())
    assert said(plan, public) == [THICK, "The action that serves no principle ends in a gap of its own.", TABLE]
    make_action(strategy=plan.strategies.get())
    assert said(plan, public)[1] == "The 2 actions that serve no principle end in a gap of their own."


def test_actions_with_several_leads(plan, public):
    for _ in range(2):
        make_lead(action=plan.actions.get())
    assert said(plan, public, rows="partner") == [
        "A band from a partner to a principle is as thick as the number of the partner’s actions that serve it.",
        "An action that several partners lead is in a band for each: the one that serves any is drawn 2 times.",
        COMPARE,
        TABLE,
    ]
    make_alignment(action=plan.actions.get(), principle=plan.framework.principles.get(number=2))
    assert said(plan, public, rows="partner")[1] == (
        "An action that several partners lead or that serves several principles is in a band for each: "
        "the one that serves any is drawn 4 times."
    )


def test_action_by_action(plan, public):
    assert said(plan, public, rows="action") == [
        "A band from an action to a principle says that the action serves it.",
        TABLE,
    ]
