"""Plans, sections, strategies and themes: what the database refuses and what each reader sees."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from actions.models import Plan, Section, Strategy, Theme
from tests.factories import make_action, make_lead, make_plan, make_strategy, make_theme

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


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"ref": ""}, "actions_strategy_ref_not_empty"),
        ({"title": ""}, "actions_strategy_ref_not_empty"),
        ({"publication": "secret"}, "actions_strategy_publication_known"),
    ],
)
def test_a_strategy_refused_by_the_database(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        make_strategy(**fields)


def test_a_strategy_number_is_unique_within_its_plan():
    strategy = make_strategy(ref="5.1")
    make_strategy(ref="5.1")
    with pytest.raises(IntegrityError, match="actions_strategy_ref_unique"):
        make_strategy(plan=strategy.plan, ref="5.1")


def test_a_section_number_is_unique_within_its_plan():
    plan = make_plan()
    Section.objects.create(plan=plan, ref="3", title="Wider determinants", position=1)
    with pytest.raises(IntegrityError, match="actions_section_ref_unique"):
        Section.objects.create(plan=plan, ref="3", title="Again", position=2)


def test_a_theme_title_is_unique_within_its_strategy():
    theme = make_theme(title="Key actions")
    make_theme(title="Key actions")
    with pytest.raises(IntegrityError, match="actions_theme_title_unique"):
        make_theme(strategy=theme.strategy, title="Key actions")


def test_a_section_of_another_plan_is_refused_by_raw_sql():
    section = Section.objects.create(plan=make_plan(), ref="3", title="Wider determinants", position=1)
    strategy = make_strategy()
    with pytest.raises(IntegrityError, match="actions_strategy_section_of_same_plan"), transaction.atomic():
        Strategy.objects.filter(pk=strategy.pk).update(section=section)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_full_clean_names_the_section_of_another_plan():
    strategy = make_strategy()
    strategy.section = Section.objects.create(plan=make_plan(), ref="3", title="Wider determinants", position=1)
    with pytest.raises(ValidationError) as error:
        strategy.full_clean()
    assert error.value.message_dict == {"section": ["The section belongs to another plan."]}


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


def test_the_public_sees_published_strategies_of_published_plans_only(public, officer):
    shown = make_strategy()
    hidden = [
        make_strategy(publication="draft"),
        make_strategy(plan=make_plan(publication="draft")),
        make_strategy(plan=make_plan(access="exempt")),
    ]
    assert set(Strategy.objects.visible_to(public)) == {shown}
    assert set(Strategy.objects.visible_to(officer)) == {shown, *hidden}


def test_action_counts_are_of_what_the_reader_sees(public, officer):
    strategy = make_strategy()
    lead = make_lead(action=make_action(strategy=strategy))
    make_lead(action=lead.action)
    make_action(strategy=strategy)
    make_action(strategy=strategy, publication="draft")
    make_strategy(plan=strategy.plan)

    def counts(user):
        strategies = Strategy.objects.with_action_counts(user)
        return list(strategies.order_by("pk").values_list("action_total", "action_no_lead"))

    assert counts(public) == [(2, 1), (0, 0)]
    assert counts(officer) == [(3, 2), (0, 0)]


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


def test_neighbours_are_of_the_same_plan_nearest_first():
    plan = make_plan()
    first, second, third, fourth = (
        make_strategy(plan=plan, position=position, ref=ref)
        for position, ref in ((1, "3.1"), (2, "3.2"), (2, "3.3"), (9, "1.1"))
    )
    make_strategy(position=2, ref="3.2")
    assert list(Strategy.objects.before(third)) == [second, first]
    assert list(Strategy.objects.after(second)) == [third, fourth]
    assert list(Strategy.objects.before(first)) == []
    assert list(Strategy.objects.after(fourth)) == []


def test_a_table_is_by_theme_as_the_reader_sees_it(public, officer):
    strategy = make_strategy()
    later, earlier, empty = (make_theme(strategy=strategy, position=position) for position in (2, 1, 3))
    second, first = (make_action(theme=later, position=position) for position in (2, 1))
    alone = make_action(strategy=strategy, position=3)
    draft = make_action(theme=empty, publication="draft")
    assert strategy.table_for(public) == [(None, [alone]), (earlier, []), (later, [first, second]), (empty, [])]
    assert strategy.table_for(officer)[-1] == (empty, [draft])
    assert make_strategy().table_for(public) == []
