"""Who may change which rows: officers all, a strategy lead what stands in own strategies, nobody else anything."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from actions.models import Action, Alignment, AlignmentRejection, Lead, Milestone, Period, Plan, Strategy, Theme
from actions.rules import changeable_by, may_change
from tests.factories import make_action, make_alignment, make_lead, make_plan, make_strategy, make_theme, make_user

pytestmark = pytest.mark.django_db
MODELS = (Strategy, Theme, Action, Lead, Alignment, AlignmentRejection, Milestone)


def make_full_strategy(plan):
    """A strategy with one row of everything that hangs on it."""
    strategy = make_strategy(plan=plan)
    action = make_action(theme=make_theme(strategy=strategy))
    make_lead(action=action)
    link = make_alignment(action=action)
    make_alignment(strategy=strategy, principle=link.principle)
    days = {"starts_on": date(2026, 4, 1), "ends_on": date(2027, 3, 31)}
    period = Period.objects.create(plan=plan, code=strategy.ref, title="2026/27", **days)
    Milestone.objects.create(plan=plan, action=action, period=period, text="Begin.")
    make_rejection(action, principle=link.principle)
    return strategy


def make_rejection(action, principle):
    source = make_action(strategy=action.strategy)
    return AlignmentRejection.objects.create(
        action=action, principle=principle, inherited_from=source, reason="It does not.", rejected_on=date(2026, 1, 31)
    )


@pytest.fixture
def strategies(db):
    """Two strategies of one plan, both full."""
    plan = make_plan()
    return make_full_strategy(plan), make_full_strategy(plan)


def rows(user):
    """How many rows of each model this user may change."""
    counts = {model: changeable_by(user, model.objects.all()).count() for model in MODELS}
    # The rule for one row and the rule for many are one rule.
    assert counts == {model: sum(may_change(user, row) for row in model.objects.all()) for model in MODELS}
    return list(counts.values())


@pytest.mark.parametrize("role", ["partner-reporter", "board-member", "auditor", "strategy-lead", None])
def test_who_leads_nothing_changes_nothing(strategies, role):
    assert rows(make_user(role)) == [0] * 7


def test_a_stranger_changes_nothing(strategies):
    assert rows(AnonymousUser()) == [0] * 7


def test_a_named_lead_without_the_role_changes_nothing(strategies):
    user = make_user("board-member")
    strategies[0].people.create(user=user)
    assert rows(user) == [0] * 7


def test_a_strategy_lead_changes_no_plan(strategies):
    user = make_user("strategy-lead")
    strategies[0].people.create(user=user)
    assert not may_change(user, strategies[0].plan)
    assert not changeable_by(user, Plan.objects.all()).exists()


def test_a_row_that_stands_nowhere_yet_is_nobodys_but_an_officers(strategies):
    user = make_user("strategy-lead")
    strategies[0].people.create(user=user)
    assert not may_change(user, Lead())
    assert may_change(make_user("officer"), Lead())


def test_a_strategy_lead_changes_own_strategies(strategies):
    user = make_user("strategy-lead")
    strategies[0].people.create(user=user)
    assert rows(user) == [1, 1, 2, 1, 2, 1, 1]
    assert may_change(user, Lead(action=strategies[0].actions.first()))


@pytest.mark.parametrize("role", ["administrator", "officer"])
def test_officers_change_everything(strategies, role):
    assert rows(make_user(role)) == [2, 2, 4, 2, 4, 2, 2]
