"""What is done before the first page is served, and not done again."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from django.db import NotSupportedError, OperationalError, connection, connections
from django.db.migrations.recorder import MigrationRecorder

from actions.models import Plan
from violence_plan.management.commands import prepare as prepare_command

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("groups")]


@pytest.fixture
def called(monkeypatch, settings, tmp_path):
    """The commands it calls, played; static files go to a folder of the test's own."""
    settings.STATIC_ROOT = tmp_path / "static"
    names = []

    def play(name, *arguments, **options):
        names.append(name)

    monkeypatch.setattr("violence_plan.management.commands.prepare.call_command", play)
    return names


def prepare():
    """Run it; returns what it printed."""
    output = StringIO()
    call_command("prepare", address="http://127.0.0.1:8000", stdout=output)
    return output.getvalue()


def test_an_empty_portal_is_filled(called):
    said = prepare()
    assert called == ["migrate", "load_plan", "collectstatic", "check"]
    assert "signs in at http://127.0.0.1:8000/admin/ as officer with the password" in said
    password = said.split("\n\n")[1].strip()
    officer = authenticate(username="officer", password=password)
    assert officer.is_superuser
    assert officer.is_staff


def test_the_first_officer_gets_a_link_where_a_second_factor_is_asked_for(called, client, settings, tmp_path):
    assert "/accounts/2fa/enrol/" not in prepare()
    get_user_model().objects.all().delete()
    settings.SECOND_FACTOR = True
    said = prepare()
    (tmp_path / "static").mkdir()
    client.force_login(get_user_model().objects.get())
    assert client.post(said.split()[-1].removeprefix("http://127.0.0.1:8000")).url == "/accounts/2fa/"


def test_done_again_it_changes_nothing(called, tmp_path):
    prepare()
    (tmp_path / "static").mkdir()
    Plan.objects.create(slug="a-plan", title="A plan")
    called.clear()
    said = prepare()
    assert called == ["migrate", "check"]
    assert "password" not in said
    assert get_user_model().objects.count() == 1


def test_static_files_are_collected_where_one_changed(called, settings, tmp_path):
    prepare()
    (tmp_path / "static").mkdir()
    called.clear()
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "new.css").write_text("")
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, tmp_path / "more"]
    prepare()
    assert "collectstatic" in called


def test_static_files_that_came_with_the_image_are_left_alone(called):
    call_command("prepare", static_is_collected=True, stdout=StringIO())
    assert called == ["migrate", "load_plan", "check"]


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (OperationalError("connection refused"), "can't be used: connection refused If DATABASE_URL is set, start its"),
        (NotSupportedError("PostgreSQL 14 or later is required."), "is required. Set DATABASE_URL to a newer server."),
        (OSError(28, "No space left on device"), "The disk is full."),
    ],
)
def test_trouble_is_told_with_its_mend(monkeypatch, problem, words):
    monkeypatch.setattr(prepare_command, "WAIT", 0)

    def refuse():
        raise problem

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    with pytest.raises(CommandError, match=words):
        prepare()


def busy():
    """As where a lock was waited for too long."""
    cause = Exception()
    cause.pgcode = "55P03"
    error = OperationalError("canceling statement due to lock timeout")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("problems", "words"),
    [
        ([busy()] * 10, "The tables could not be changed: somebody uses them."),
        ([busy(), OperationalError("gone")], "The database can't be used: gone"),
    ],
)
def test_tables_that_nobody_lets_go_of_are_told(monkeypatch, problems, words):
    left = iter(problems)

    def refuse(name, *arguments, **options):
        raise next(left)

    monkeypatch.setattr("violence_plan.management.commands.prepare.call_command", refuse)
    with pytest.raises(CommandError, match=words):
        prepare()
    assert list(left) == []


def test_a_table_in_use_is_tried_again(called, monkeypatch):
    problems = [busy()]

    def once(name, *arguments, **options):
        if problems:
            raise problems.pop()
        called.append(name)

    monkeypatch.setattr("violence_plan.management.commands.prepare.call_command", once)
    assert "A table that is to be changed is in use; tries 9 more times" in prepare()
    assert called[0] == "migrate"


def test_a_database_that_is_being_started_is_waited_for(called, monkeypatch):
    problems, waited = [OperationalError("the database system is starting up")] * 2, []

    def ensure():
        if problems:
            raise problems.pop()

    monkeypatch.setattr(connection, "ensure_connection", ensure)
    monkeypatch.setattr(prepare_command, "sleep", waited.append)
    assert prepare().count("Waits for the database, 10 seconds at most") == 1
    assert waited == [1, 1]


def test_tables_of_a_newer_release_are_left_alone(called):
    MigrationRecorder(connection).record_applied("actions", "9999_of_next_year")
    with pytest.raises(CommandError, match="The database's tables are newer than this release: run the newer one"):
        prepare()
    assert called == []


@pytest.fixture
def reads_only(monkeypatch):
    """The database only reads."""
    monkeypatch.setattr(type(connections["default"]), "is_read_only", True)


@pytest.mark.parametrize(
    ("options", "steps"), [({}, ["collectstatic", "check"]), ({"static_is_collected": True}, ["check"])]
)
def test_a_database_that_only_reads_is_served_as_it_is(called, reads_only, options, steps):
    output = StringIO()
    call_command("prepare", stdout=output, **options)
    assert called == steps
    assert "The database only reads: pages are served, nothing can be saved." in output.getvalue()
    assert "password" not in output.getvalue()


def test_older_tables_in_a_database_that_only_reads_are_refused(called, monkeypatch):
    MigrationRecorder.Migration.objects.filter(app="tables").delete()
    monkeypatch.setattr(type(connections["default"]), "is_read_only", True)
    with pytest.raises(CommandError, match="only reads.* The database's tables are older than this release"):
        prepare()
    assert called == []


def test_static_files_without_a_whole_list_of_them_are_collected_again(called, settings, tmp_path):
    manifest = {"BACKEND": "violence_plan.http.static_files.ManifestStaticFiles"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": manifest}
    prepare()
    (tmp_path / "static").mkdir()
    for text, collects in (('{"paths": {"a.css": "a.1.css"}}', False), ('{"paths"', True)):
        (tmp_path / "static" / "staticfiles.json").write_text(text)
        called.clear()
        prepare()
        assert ("collectstatic" in called) is collects
