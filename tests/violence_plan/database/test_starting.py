"""A start says in a sentence each what is amiss, and ends on tables of another release."""

import pytest
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from violence_plan.database.starting import look_at_state
from violence_plan.database.state import NEWER, OLDER, READS_ONLY
from violence_plan.database.trouble import AWAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def recorded():
    """The migrations that the database knows of, put back afterwards."""
    before = list(MigrationRecorder.Migration.objects.values("app", "name", "applied"))
    yield MigrationRecorder(connection)
    MigrationRecorder.Migration.objects.all().delete()
    MigrationRecorder.Migration.objects.bulk_create(MigrationRecorder.Migration(**row) for row in before)


def refused(capsys):
    """What is said where it does not start; it ends as gunicorn ends with its workers."""
    with pytest.raises(SystemExit) as ended:
        look_at_state(say=True)
    assert ended.value.code == 4
    return capsys.readouterr().err


def test_newer_tables_are_refused(recorded, capsys):
    recorded.record_applied("actions", "9999_of_next_year")
    assert refused(capsys) == f"Does not serve: {NEWER}\n"


def test_older_tables_are_refused(recorded, capsys):
    MigrationRecorder.Migration.objects.filter(app="tables").delete()
    assert refused(capsys) == f"Does not serve: {OLDER}\n"


def test_a_database_that_only_reads_is_told_and_served(monkeypatch, capsys):
    monkeypatch.setattr(type(connections["default"]), "is_read_only", True)
    look_at_state(say=True)
    assert capsys.readouterr().err == f"Serves all the same: {READS_ONLY}\n"


def test_without_a_database_it_goes_on_and_only_one_worker_tells(monkeypatch, capsys):
    monkeypatch.setitem(connection.settings_dict, "NAME", "nowhere")
    connection.close()
    look_at_state(say=True)
    look_at_state(say=False)
    assert capsys.readouterr().err == f"Serves all the same: {AWAY.detail}\n"


def test_where_all_is_well_nothing_is_said(capsys):
    look_at_state(say=True)
    assert capsys.readouterr().err == ""
    assert connection.connection is None
