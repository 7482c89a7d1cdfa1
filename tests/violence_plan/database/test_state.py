"""The state of the portal is told part by part, and in sentences that say what to do."""

import pytest
from django.db import OperationalError, connection, connections
from django.db.migrations.recorder import MigrationRecorder

from violence_plan.database.state import NEWER, NO_STATIC, OLDER, READS_ONLY, state_of_portal
from violence_plan.database.trouble import BUSY

pytestmark = pytest.mark.django_db
READY = {"database": "ready", "migrations": "ready", "static": "ready"}


def told(serves):
    """What is told of the portal, which serves or not."""
    state = state_of_portal()
    assert state.serves is serves
    return state.told


def test_a_schema_that_is_newer_than_the_release_is_named():
    MigrationRecorder(connection).record_applied("actions", "9999_of_next_year")
    assert told(serves=False) == READY | {"migrations": "newer than the release", "detail": NEWER}


def test_a_schema_that_is_older_is_named():
    MigrationRecorder.Migration.objects.filter(app="tables").delete()
    assert told(serves=False) == READY | {"migrations": "not applied", "detail": OLDER}


def test_what_is_newer_and_lacks_something_too_is_newer():
    MigrationRecorder.Migration.objects.filter(app="tables").delete()
    MigrationRecorder(connection).record_applied("actions", "9999_of_next_year")
    assert told(serves=False)["migrations"] == "newer than the release"


def test_what_an_app_that_is_gone_left_behind_is_nothing_new():
    MigrationRecorder(connection).record_applied("gone", "0001_initial")
    assert told(serves=True) == READY


def test_static_files_that_were_not_collected_are_named(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    manifest = {"BACKEND": "violence_plan.http.static_files.ManifestStaticFiles"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": manifest}
    assert told(serves=False) == READY | {"static": "not collected", "detail": NO_STATIC}
    (tmp_path / "staticfiles.json").write_text('{"paths": {"a.c')  # a disk that was full
    assert told(serves=False)["static"] == "not collected"
    (tmp_path / "staticfiles.json").write_text('{"paths": {"a.css": "a.1.css"}}')
    assert told(serves=True) == READY


def test_a_database_that_only_reads_still_serves(monkeypatch):
    monkeypatch.setattr(type(connections["default"]), "is_read_only", True)
    assert told(serves=True) == READY | {"database": "read only", "detail": READS_ONLY}


def test_a_database_that_does_not_answer_in_time_is_busy():
    def wait(execute, sql, params, many, context):
        cause = Exception()
        cause.pgcode = "57014"
        raise OperationalError from cause

    with connection.execute_wrapper(wait):
        assert told(serves=False) == READY | {
            "database": "busy",
            "migrations": "not known",
            "detail": BUSY.detail,
        }
