"""Strategies and themes: what the database refuses, what each reader sees, and their addresses."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from actions.models import Section, Strategy, StrategyLead, Theme
from tests.factories import make_action, make_alignment, make_lead, make_plan, make_strategy, make_theme, make_user

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Keeping deadly weapons off our streets", "keeping-deadly-weapons-off-our-streets"),
        (" “CCE” & CSE (10-17) ", "cce-cse-10-17"),
        ("Ce\u0301ile", "ce-ile"),
        ("Насилие", "65a9ab65"),
        ("–", "37ce7408"),
    ],
)
def test_a_theme_has_an_address_of_its_titles_letters_and_digits(title, slug):
    strategy = make_strategy(plan=make_plan(slug="anytown"), ref="5.1")
    theme = make_theme(strategy=strategy, title=title)
    assert theme.get_absolute_url() == f"/plans/anytown/strategies/5.1/themes/{slug}/"


def test_two_themes_of_a_strategy_never_have_one_address():
    theme = make_theme(title="Risk factors")
    make_theme(title="Risk Factors")
    again = Theme(strategy=theme.strategy, title="Risk: Factors", position=9)
    with pytest.raises(ValidationError, match="has the same letters and digits"):
        again.full_clean()
    with pytest.raises(IntegrityError, match="actions_theme_slug_unique"):
        again.save()


def test_themes_before_and_after_are_of_the_same_strategy():
    strategy = make_strategy()
    last, first, middle = (make_theme(strategy=strategy, position=position) for position in (3, 1, 2))
    make_theme(position=2)
    assert Theme.objects.beside(first) == (None, middle)
    assert Theme.objects.beside(middle) == (first, last)
    assert Theme.objects.beside(last) == (middle, None)


def test_strategies_that_state_no_principle(public, officer):
    mute, in_prose, in_action, hidden, inherited = (make_strategy() for _ in range(5))
    make_alignment(strategy=in_prose)
    make_alignment(strategy=mute, basis="assessed")
    make_alignment(action=make_action(strategy=in_action))
    make_alignment(action=make_action(strategy=hidden, publication="draft"))
    source = make_action(strategy=inherited)
    make_alignment(action=make_action(strategy=inherited), basis="inherited", inherited_from=source)
    assert list(Strategy.objects.nothing_stated(public).order_by("pk")) == [mute, hidden, inherited]
    assert list(Strategy.objects.nothing_stated(officer).order_by("pk")) == [mute, inherited]


def test_a_lead_is_called_by_strategy_and_person():
    lead = StrategyLead(strategy=make_strategy(ref="5.1"), user=make_user(username="ann"))
    assert str(lead) == "5.1: ann"
