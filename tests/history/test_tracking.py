"""Whoever writes, the database keeps it; and nobody takes it back."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError, IntegrityError, connection, transaction
from pghistory.models import Context

from actions.models import Action, Lead, Plan, SearchEntry, Theme
from history.models import Event
from history.rows import events_of, tracked_models
from principles.models import Principle
from tests.factories import make_action, make_lead, make_plan, make_principle, make_theme, make_user

pytestmark = pytest.mark.django_db

PLAN_APPS = ("actions", "partners", "principles")


def labels(model, row):
    """What happened to a row, in order."""
    return list(events_of(model).objects.filter(pgh_obj=row).order_by("pgh_id").values_list("pgh_label", flat=True))


def test_every_table_of_plan_data_has_a_history():
    models = [model for app in PLAN_APPS for model in apps.get_app_config(app).get_models()]
    rows = {model for model in models if not issubclass(model, Event)} - {SearchEntry}
    assert len(rows) > 20
    assert set(tracked_models()) == rows


@pytest.mark.parametrize("model", tracked_models(), ids=lambda model: model.__name__)
def test_the_history_of_a_table_has_every_column_and_every_trigger(model):
    events = events_of(model)
    assert [field.name for field in model._meta.concrete_fields if not _has(events, field.name)] == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass", [model._meta.db_table])
        writing = {name.split("_")[1] for (name,) in cursor.fetchall() if name.startswith("pgtrigger_")}
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass", [events._meta.db_table])
        keeping = sorted(name.rpartition("_")[0] for (name,) in cursor.fetchall() if name.startswith("pgtrigger_"))
    assert writing == {"insert", "update", "delete"}
    assert keeping == ["pgtrigger_append_only", "pgtrigger_never_emptied"]


def _has(model, name):
    try:
        return bool(model._meta.get_field(name))
    except FieldDoesNotExist:
        return False


def test_what_the_database_makes_of_a_row_is_in_its_history_too():
    theme, principle = make_theme(title="Knives & guns"), make_principle(kind="enabling", number=7)
    assert events_of(Theme).objects.get(pgh_obj=theme).slug == "knives-guns"
    assert events_of(Principle).objects.get(pgh_obj=principle).code == "enabling-7"


def test_a_save_an_update_of_many_and_a_bulk_write_are_kept():
    action = make_action(text="One.")
    action.text = "Two."
    action.save()
    Action.objects.filter(pk=action.pk).update(text="Three.")
    [row] = Action.objects.filter(pk=action.pk)
    row.text = "Four."
    Action.objects.bulk_update([row], ["text"])
    texts = events_of(Action).objects.filter(pgh_obj=action).order_by("pgh_id").values_list("text", flat=True)
    assert list(texts) == ["One.", "Two.", "Three.", "Four."]
    Plan.objects.bulk_create([Plan(slug="a", title="A", area="B"), Plan(slug="c", title="C", area="D")])
    assert events_of(Plan).objects.filter(slug__in=["a", "c"], pgh_label="insert").count() == 2


def test_a_change_that_changes_nothing_is_none():
    action = make_action()
    action.save()
    assert labels(Action, action) == ["insert"]


def test_raw_sql_is_kept_with_the_role_that_wrote():
    plan = make_plan()
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user::text")
        [role] = cursor.fetchone()
        cursor.execute("UPDATE actions_plan SET title = 'Raw' WHERE id = %s", [plan.pk])
    event = events_of(Plan).objects.filter(pgh_obj=plan).latest("pgh_id")
    assert (event.title, event.pgh_label, event.pgh_context, event.pgh_role) == ("Raw", "update", None, role)


def test_links_are_kept_and_so_is_what_goes_with_the_row_it_hangs_on():
    lead = make_lead()
    Lead.objects.filter(pk=lead.pk).update(role="support")
    lead.action.delete()
    assert labels(Lead, lead.pk) == ["insert", "update", "delete"]
    event = events_of(Lead).objects.get(pgh_obj=lead.pk, pgh_label="delete")
    assert (event.role, event.partner_id) == ("support", lead.partner_id)


WRITES = [
    "UPDATE actions_planevent SET title = 'Never so'",
    "DELETE FROM actions_planevent",
    "TRUNCATE actions_planevent",
    "TRUNCATE actions_planevent CASCADE",
]


@pytest.mark.parametrize("sql", WRITES)
def test_nobody_changes_deletes_or_empties_what_was_kept(sql):
    make_plan()
    with pytest.raises(DatabaseError, match="pgtrigger: Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert events_of(Plan).objects.count() == 1


def test_nobody_changes_deletes_or_empties_what_was_kept_through_its_model():
    make_plan()
    events = events_of(Plan).objects
    for write in (events.all().delete, lambda: events.update(title="Never so"), events.get().delete):
        with pytest.raises(DatabaseError, match="pgtrigger: Cannot"), transaction.atomic():
            write()
    assert events.get().title == "A plan"


CONTEXTS = [
    "UPDATE pghistory_context SET metadata = '{}'",
    "DELETE FROM pghistory_context",
    "TRUNCATE pghistory_context CASCADE",
]


@pytest.mark.parametrize("sql", CONTEXTS)
def test_nobody_changes_deletes_or_empties_who_did_it_and_why(sql, in_context, officer):
    with in_context(user=officer.pk, why="It was wrong."):
        make_plan()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_id', '', true)")  # as at the end of its transaction
        with pytest.raises(IntegrityError, match="who changed what"), transaction.atomic():
            cursor.execute(sql)
    assert Context.objects.get().metadata == {"user": officer.pk, "why": "It was wrong."}


def test_more_is_said_of_a_change_as_it_goes_on_but_nothing_else(in_context, officer):
    with in_context(user=officer.pk):
        make_plan()
        with in_context(why="It was missing.", user=make_user("officer").pk):
            make_plan()
    assert Context.objects.get().metadata == {"user": officer.pk, "why": "It was missing."}
