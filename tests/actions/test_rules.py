"""Who may change which rows: officers all, a strategy lead what stands in own strategies, nobody else anything."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from actions.models import Action, Alignment, AlignmentRejection, Lead, Milestone, Period, Plan, Strategy, Theme
from actions.rules import changeable_by, may_answer, may_change, may_report, named_of, reportable_by
from tests.factories import (
    make_action,
    make_alignment,
    make_lead,
    make_partner,
    make_plan,
    make_strategy,
    make_theme,
    make_user,
)

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


def make_reporter(partner):
    """A partner reporter who works for `partner`."""
    user = make_user("partner-reporter")
    partner.memberships.create(user=user)
    return user


def reported_on(user):
    """The numbers of the actions that this user may report on."""
    refs = set(reportable_by(user, Action.objects.all()).values_list("ref", flat=True))
    # The rule for one row and the rule for many are one rule.
    assert refs == {action.ref for action in Action.objects.all() if may_report(user, action)}
    return refs


@pytest.mark.parametrize("role", ["board-member", "auditor", "strategy-lead", "partner-reporter", None])
def test_who_has_nothing_of_their_own_reports_and_answers_nothing(role):
    lead = make_lead()
    user = make_user(role)
    assert (reported_on(user), may_answer(user, lead)) == (set(), False)


def test_a_stranger_reports_and_answers_nothing():
    lead = make_lead()
    assert (reported_on(AnonymousUser()), may_answer(AnonymousUser(), lead)) == (set(), False)


def test_who_works_for_a_partner_without_the_role_reports_and_answers_nothing():
    lead = make_lead()
    user = make_user("board-member")
    lead.partner.memberships.create(user=user)
    assert (reported_on(user), may_answer(user, lead)) == (set(), False)


@pytest.mark.parametrize(
    "hidden",
    [
        {"publication": "draft"},
        {"publication": "withdrawn"},
        {"access": "exempt", "exempt_paragraph": 7, "handling": "official_sensitive"},
    ],
)
def test_a_reporter_does_nothing_to_what_is_hidden_from_partners(hidden):
    lead = make_lead(action=make_action(**hidden))
    user = make_reporter(lead.partner)
    assert (reported_on(user), may_answer(user, lead)) == (set(), False)
    assert not named_of(user, Lead.objects.all()).exists()


def test_a_reporter_reports_on_and_answers_for_the_own_organisation_and_its_parts():
    police = make_partner()
    team = make_partner(kind="team", parent=police)
    ours, of_team = make_lead(partner=police), make_lead(partner=team, role="support")
    beside, others = make_lead(action=ours.action), make_lead()
    user = make_reporter(police)
    assert reported_on(user) == {ours.action.ref, of_team.action.ref}
    assert [may_answer(user, lead) for lead in (ours, of_team, beside, others)] == [True, True, False, False]
    assert set(named_of(user, Lead.objects.all())) == {ours, of_team}
    assert reported_on(make_reporter(team)) == {of_team.action.ref}


def test_a_strategy_lead_reports_and_answers_in_own_strategies():
    ours, others = make_lead(), make_lead()
    user = make_user("strategy-lead")
    ours.action.strategy.people.create(user=user)
    assert reported_on(user) == {ours.action.ref}
    assert [may_answer(user, lead) for lead in (ours, others)] == [True, False]


@pytest.mark.parametrize("role", ["administrator", "officer"])
def test_officers_report_and_answer_everywhere(role):
    lead = make_lead(action=make_action(publication="draft"))
    user = make_user(role)
    assert (reported_on(user), may_answer(user, lead)) == ({lead.action.ref}, True)
    assert not named_of(user, Lead.objects.all()).exists()
