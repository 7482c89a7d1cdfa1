"""Plans and sections: what the database refuses, what each reader sees, and where an old number leads."""

import pytest
from django.db import IntegrityError

from actions.models import Plan, Section, Strategy, Theme
from tests.factories import make_action, make_plan, make_strategy

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"slug": ""}, "actions_plan_slug_not_empty"),
        ({"period_start": "2022-04-01", "period_end": "2022-04-01"}, "actions_plan_period_ends_after_start"),
        ({"publication": "secret"}, "actions_plan_publication_known"),
        ({"access": "secret"}, "actions_plan_access_known"),
    ],
)
def test_a_plan_refused_by_the_database(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        make_plan(**fields)


def test_a_section_number_is_unique_within_its_plan():
    plan = make_plan()
    Section.objects.create(plan=plan, ref="3", title="Wider determinants", position=1)
    with pytest.raises(IntegrityError, match="actions_section_ref_unique"):
        Section.objects.create(plan=plan, ref="3", title="Again", position=2)


def test_the_public_sees_published_open_plans_only(public, officer):
    shown = make_plan()
    hidden = [
        make_plan(publication="draft"),
        make_plan(publication="in_review"),
        make_plan(publication="withdrawn"),
        make_plan(access="exempt"),
    ]
    assert set(Plan.objects.visible_to(public)) == {shown}
    assert set(Plan.objects.visible_to(officer)) == {shown, *hidden}


def test_each_reads_as_number_and_title():
    assert str(Plan(title="Single Violence Plan")) == "Single Violence Plan"
    assert str(Section(ref="3", title="Wider determinants")) == "3 Wider determinants"
    assert str(Strategy(ref="5.1", title="Knife crime action plan")) == "5.1 Knife crime action plan"
    assert str(Theme(title="Key actions")) == "Key actions"


def test_addresses():
    strategy = make_strategy(plan=make_plan(slug="hackney"), ref="5.1")
    assert strategy.plan.get_absolute_url() == "/plans/hackney/"
    assert strategy.get_absolute_url() == "/plans/hackney/strategies/5.1/"


def test_plan_counts_are_of_what_the_reader_sees(public, officer):
    strategy = make_strategy()
    make_strategy(plan=strategy.plan, publication="draft")
    make_action(strategy=strategy)
    make_action(strategy=strategy, publication="draft")
    make_plan()

    def counts(user):
        return list(Plan.objects.with_counts(user).order_by("pk").values_list("strategy_total", "action_total"))

    assert counts(public) == [(1, 1), (0, 0)]
    assert counts(officer) == [(2, 2), (0, 0)]


def test_a_row_is_known_by_its_number_and_by_those_it_had():
    plan = make_plan()
    first, second = (make_strategy(plan=plan, ref=ref) for ref in ("5.1", "5.2"))
    for strategy, ref in ((first, "6.1"), (second, "5.1"), (second, "5.3"), (first, "6.2"), (first, "6.1")):
        Strategy.objects.filter(pk=strategy.pk).update(ref=ref)
    known = plan.strategies.known_as
    assert [known(ref) for ref in ("6.1", "6.2", "5.1", "5.2", "5.3", "5.4")] == [
        first,
        first,
        second,  # which had it last
        second,
        second,
        None,
    ]
    newest = make_strategy(plan=plan, ref="5.1")
    assert known("5.1") == newest
    assert make_plan().strategies.known_as("5.1") is None
    with pytest.raises(ValueError, match="NUL"):
        known("5.1\0")
