"""Whoever writes, however, the numbers of what it concerns move with it, and no others."""

import psycopg2
import pytest
from django.apps import apps
from django.db import connection, transaction

from actions.models import Action, Alignment, Plan, SearchEntry
from actions.progress import record_update
from history.models import Event, Revision
from history.revisions import ALL, PLANS, SHARED, of_plan, revision, write_in_turn
from history.rows import events_of
from partners.models import Partner
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

TRIGGERS = {
    "history_a_turn",
    "history_insert_counted",
    "history_update_counted",
    "history_delete_counted",
    "history_truncate_counted",
}


@pytest.fixture
def moved():
    """A function that tells which scopes moved since it was called last; writes of each call count as a transaction."""
    seen = {}

    def tell():
        nonlocal seen
        before, seen = seen, dict(Revision.objects.values_list("scope", "number"))
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('history.turn', '', true), set_config('history.counted', '', true)")
        return {scope: number - before.get(scope, 0) for scope, number in seen.items() if number != before.get(scope)}

    return tell


@pytest.mark.django_db
def test_every_table_that_answers_are_made_of_is_counted():
    apps_of_plans = ("actions", "partners", "principles")
    models = [model for app in apps_of_plans for model in apps.get_app_config(app).get_models()]
    tables = {model._meta.db_table for model in models if not issubclass(model, Event) and model is not SearchEntry}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'history\\_%\\_counted'"
        )
        found = {}
        for table, name in cursor.fetchall():
            found.setdefault(table, set()).add(name)
    assert found == dict.fromkeys(tables, TRIGGERS - {"history_a_turn"})


@pytest.mark.django_db
def test_what_is_shared_is_counted_apart(moved):
    moved()
    make_partner()
    assert moved() == {ALL: 1, SHARED: 1}
    make_principle()
    assert moved() == {ALL: 1, SHARED: 1}


@pytest.mark.django_db
def test_a_plan_is_counted_and_so_is_that_plans_changed(moved):
    plan = make_plan(slug="one")
    moved()
    Plan.objects.filter(pk=plan.pk).update(title="Other")
    assert moved() == {ALL: 1, PLANS: 1, "plan one": 1}
    Plan.objects.filter(pk=plan.pk).update(slug="two")
    assert moved() == {ALL: 1, PLANS: 1, "plan one": 1, "plan two": 1}


@pytest.mark.django_db
def test_what_hangs_on_a_plan_counts_for_it_alone(moved):
    one = make_action(theme=make_theme(strategy=make_strategy(plan=make_plan(slug="one"))))
    make_action(strategy=make_strategy(plan=make_plan(slug="two")))
    partner, principle = make_partner(), make_principle()
    moved()
    lead = make_lead(action=one, partner=partner)
    assert moved() == {ALL: 1, "plan one": 1}
    make_alignment(action=one, principle=principle)
    assert moved() == {ALL: 1, "plan one": 1}
    Alignment.objects.update(printed="[4]")
    assert moved() == {ALL: 1, "plan one": 1}
    record_update(action=one, reported_on="2026-01-02", status="on_track", evidence=[("A", "https://example.org/")])
    assert moved() == {ALL: 1, "plan one": 1}
    one.theme.title = "Other"
    one.theme.save()  # its former address is kept
    assert moved() == {ALL: 1, "plan one": 1}
    lead.delete()
    assert moved() == {ALL: 1, "plan one": 1}
    Action.objects.all().update(text="Both.")
    assert moved() == {ALL: 1, "plan one": 1, "plan two": 1}


@pytest.mark.django_db
def test_raw_sql_is_counted_and_one_that_finds_nothing_counts_for_no_plan(moved):
    action = make_action(strategy=make_strategy(plan=make_plan(slug="one")))
    moved()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE actions_action SET text = 'Raw.' WHERE id = %s", [action.pk])
        assert moved() == {ALL: 1, "plan one": 1}
        cursor.execute("DELETE FROM actions_lead")
        assert moved() == {ALL: 1}


@pytest.mark.django_db
def test_what_is_emptied_counts_for_everything(moved):
    make_plan(slug="one")
    make_partner()
    moved()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE actions_evidence")
    assert set(moved()) == {ALL, PLANS, SHARED, "plan one"}


@pytest.mark.django_db
def test_what_is_taken_back_is_not_counted(moved):
    action = make_action(strategy=make_strategy(plan=make_plan(slug="one")))
    moved()
    with transaction.atomic():
        Action.objects.update(text="Other.")
        transaction.set_rollback(True)
    assert moved() == {}
    action.save()
    assert moved() == {ALL: 1, "plan one": 1}


@pytest.mark.django_db
def test_a_transaction_counts_once_whatever_it_writes(moved):
    action = make_action(strategy=make_strategy(plan=make_plan(slug="one")))
    moved()
    for text in ("One.", "Two.", "Three."):
        Action.objects.filter(pk=action.pk).update(text=text)
    assert moved() == {ALL: 1, "plan one": 1}


@pytest.mark.django_db
def test_a_revision_is_of_all_that_is_asked_for():
    make_plan(slug="one")
    assert revision("nothing") == revision(of_plan("two"))
    assert (revision("nothing").number, revision("nothing").changed_at) == (0, None)
    [one, plans] = [revision(scope) for scope in (of_plan("one"), PLANS)]
    both = revision(of_plan("one"), PLANS)
    assert both.number == one.number + plans.number
    assert both.changed_at == max(one.changed_at, plans.changed_at)
    assert str(Revision.objects.get(scope="plan one")) == "plan one: 1"


@pytest.mark.django_db(transaction=True)
def test_writers_wait_in_turn_so_that_their_numbers_are_those_of_their_commits():
    make_partner(code="a"), make_partner(code="b")
    other = psycopg2.connect(**connection.get_connection_params())
    try:
        with transaction.atomic(), other.cursor() as cursor:
            write_in_turn()
            Partner.objects.select_for_update().get(code="a")
            cursor.execute("SET lock_timeout = '50ms'")
            with pytest.raises(psycopg2.errors.LockNotAvailable):
                cursor.execute("UPDATE partners_partner SET description = 'late' WHERE code = 'b'")
            other.rollback()
            Partner.objects.filter(code="a").update(description="early")
        with other, other.cursor() as cursor:
            cursor.execute("UPDATE partners_partner SET description = 'late' WHERE code = 'b'")
    finally:
        other.close()
    events = events_of(Partner).objects.filter(pgh_label="update").order_by("pgh_turn")
    assert list(events.values_list("description", flat=True)) == ["early", "late"]
    [early, late] = events.values_list("pgh_turn", flat=True)
    assert late == early + 1 == revision(ALL).number
