"""A database of the first edition, with Hackney's plan in it, is brought to today's by every migration since.

`first_edition.sql.gz` is a dump of it by pg_dump, made at commit 4b0b3aa by `prepare`; its one user has no password.
`first_edition.json.gz` is what its API answered a stranger then. Neither is ever made anew.
"""

import gzip
import json
import re
from contextlib import closing
from io import StringIO
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

HERE = Path(__file__).parent
PLAN = "hackney-single-violence-plan"
NAME = "first_edition"
ROWS = re.compile(r"^(COPY [^;]+ FROM stdin);\n(.*?)^\\\.\n", re.MULTILINE | re.DOTALL)
ANSWERS = json.loads(gzip.decompress((HERE / "first_edition.json.gz").read_bytes()))


def restore(dump, address):
    """Do what psql does with a dump of SQL: statements, and rows after each COPY."""
    with closing(psycopg2.connect(**address)) as database, database, database.cursor() as cursor:
        done = 0
        for rows in ROWS.finditer(dump):
            cursor.execute("SELECT 1;" + dump[done : rows.start()])  # there may be nothing but comments
            cursor.copy_expert(rows[1], StringIO(rows[2]))
            done = rows.end()
        cursor.execute(dump[done:])


@pytest.fixture(scope="module")
def upgraded(django_db_setup, django_db_blocker):
    """While a module's tests run, the database is that of the first edition, restored and migrated."""
    with django_db_blocker.unblock():
        name = f"{NAME}_{connection.settings_dict['NAME']}"
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        own = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = name
        try:
            address = connection.get_connection_params()
            address = {key: address[key] for key in ("dbname", "user", "password", "host", "port") if key in address}
            restore(gzip.decompress((HERE / "first_edition.sql.gz").read_bytes()).decode(), address)
            call_command("migrate", verbosity=0, interactive=False)
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = own
            with connection.cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def contains(now, then):
    """Whether all that was told then is told now, in the same words: fields may be added, and nothing else."""
    if isinstance(then, dict):
        return isinstance(now, dict) and all(key in now and contains(now[key], then[key]) for key in then)
    if isinstance(then, list):
        return isinstance(now, list) and len(now) == len(then) and all(map(contains, now, then))
    return now == then


@pytest.mark.usefixtures("upgraded")
def test_the_plan_reads_as_its_fixtures(tmp_path):
    call_command("export_plan", PLAN, tmp_path / "out", stdout=StringIO())
    written = {path.name: path.read_text() for path in (tmp_path / "out").iterdir()}
    fixtures = {path.name: path.read_text() for path in (settings.BASE_DIR / "fixtures" / PLAN).glob("*.csv")}
    assert fixtures.keys() <= written.keys()
    assert [name for name, text in fixtures.items() if written[name] != text] == []


@pytest.mark.usefixtures("upgraded")
@pytest.mark.parametrize("address", ANSWERS)
def test_what_was_answered_then_is_answered_now(client, address):
    answer = client.get(address, headers={"host": "localhost"})
    assert answer.status_code == 200
    assert contains(answer.json(), ANSWERS[address])


@pytest.mark.usefixtures("upgraded")
def test_migrations_leave_the_history_as_it_was():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), min(pgh_id), max(pgh_id) FROM actions_actionevent")
        assert cursor.fetchone() == (131, 1, 131)


def test_a_missing_or_other_word_is_seen():
    assert contains({"a": [1], "b": 2}, {"a": [1]})
    assert not contains({"a": [1, 2]}, {"a": [1]})
    assert not contains({"b": 2}, {"a": None})
    assert not contains({"a": {"b": 2}}, {"a": {"b": 3}})
    assert not contains([], {})
    assert not contains({}, [])
