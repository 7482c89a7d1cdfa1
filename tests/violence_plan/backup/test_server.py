"""How the server is reached: no secret on a command line, and what may be made there."""

import psycopg2
import pytest
from django.db import connection
from psycopg2.extensions import parse_dsn

from violence_plan.backup import BackupError, server
from violence_plan.backup.server import connected, for_program, throwaway_database


@pytest.fixture
def given(monkeypatch):
    """Set one of the portal's own settings of the database."""
    return lambda **values: [monkeypatch.setitem(connection.settings_dict, *value) for value in values.items()]


def test_a_server_that_is_not_there_is_told(given):
    given(HOST="127.0.0.1", PORT="1", OPTIONS={})
    with pytest.raises(BackupError, match=r"^The database can't be reached: .*refused"), connected():
        pass


@pytest.fixture
def without_rights(db, sql):
    """A role that may sign in, and nothing more."""
    name = connection.settings_dict["NAME"]
    sql("CREATE ROLE clerk LOGIN", name, user="postgres")
    yield "clerk"
    sql("DROP ROLE clerk", name, user="postgres")


def test_who_may_not_make_databases_is_told_whom_to_ask(without_rights, given):
    given(USER=without_rights)
    with pytest.raises(BackupError, match="ALTER ROLE clerk CREATEDB"), throwaway_database():
        pass


def test_a_standby_is_told_apart(db, monkeypatch):
    monkeypatch.setitem(server.SETTINGS, "default_transaction_read_only", "on")
    with pytest.raises(BackupError, match=r"^This server only reads \(a standby\)"), throwaway_database():
        pass


def test_another_trouble_is_told_in_the_servers_words(db, monkeypatch):
    monkeypatch.setattr(server.secrets, "token_hex", lambda size: "alike")
    with throwaway_database(), pytest.raises(BackupError, match="already exists"), throwaway_database():
        pass


def test_a_password_is_in_the_environment_alone(given):
    given(
        HOST="db.internal", PORT="6432", USER="portal", PASSWORD="open sesame", NAME="plan",
        OPTIONS={"sslmode": "require", "options": "-c statement_timeout=5s"},
    )  # fmt: skip
    address, hidden = for_program("other")
    assert parse_dsn(address) == {
        "dbname": "other", "sslmode": "require", "user": "portal", "host": "db.internal", "port": "6432",
    }  # fmt: skip
    assert hidden == {"PGPASSWORD": "open sesame"}
    given(PASSWORD="")
    assert for_program()[1] == {}


def test_what_limits_a_page_limits_no_backup(db, given):
    given(OPTIONS=connection.settings_dict["OPTIONS"] | {"options": "-c statement_timeout=5s"})
    with connected() as opened, opened.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
        with pytest.raises(psycopg2.errors.UndefinedTable):
            cursor.execute("SELECT 1 FROM django_session")  # no schema is looked in that is not named
