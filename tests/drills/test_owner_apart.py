"""As docs/running.md has it: a portal whose role owns no table changes no history, saves as ever, and still redacts."""

import re
from contextlib import closing

import psycopg2
import pytest
from psycopg2.errors import CheckViolation, InsufficientPrivilege

from tests.drills.portal import post
from tests.drills.postgres import name_of
from tests.script.checkout import ROOT

SERVING = "serving"
EVENTS = """
SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_name ~ '_[a-z]+event$'
ORDER BY 1
"""
TEXT_OF = "SELECT coalesce(string_agg(t::text, ' '), '') FROM {} t"
TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
NAME = "Zoë Kowalska"
ACTION = "UPDATE actions_action SET text = %(text)s WHERE ref = '5.1.3' RETURNING id"


def statements(events):
    """The SQL of the page for the role SERVING; what it says of one table of events is said of all `events`."""
    page = (ROOT / "docs" / "running.md").read_text()
    section = page.partition("## An owner apart")[2].partition("\n## ")[0]
    for line in re.findall(r"^    ((?:GRANT|REVOKE) [^;]*;)", section, re.MULTILINE):
        said = re.sub(r"\bportal\b", SERVING, line)
        yield from (said.replace("actions_actionevent", name) for name in events) if "actionevent" in said else [said]


@pytest.fixture
def events(ask_database):
    """The names of the tables of the history's events."""
    return [name for (name,) in ask_database(EVENTS)]


@pytest.fixture
def serving(postgres, database, events):
    """The DATABASE_URL of the copy for a role that serves and owns nothing."""
    name = name_of(database)
    postgres.execute(f"CREATE ROLE {SERVING} LOGIN")
    for statement in statements(events):
        postgres.execute(statement, database=name)
    yield postgres.url(name, SERVING)
    postgres.execute(f"DROP OWNED BY {SERVING}", database=name)
    postgres.execute(f"DROP ROLE {SERVING}")


def test_the_past_is_refused_to_who_serves(serving, events):
    refused = [
        *(sql.format(name) for name in events for sql in ("UPDATE {} SET pgh_label = ''", "DELETE FROM {}")),
        *(f"TRUNCATE {name}" for name in [*events, "pghistory_context"]),
        "DELETE FROM pghistory_context",
        "ALTER TABLE actions_actionevent DISABLE TRIGGER USER",
        "SET session_replication_role = replica",
        "SELECT * FROM history_redaction_key",
        "SELECT history_redaction_key_text()",
    ]
    assert len(events) > 20
    with closing(psycopg2.connect(serving)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        for statement in refused:
            with pytest.raises(InsufficientPrivilege):
                cursor.execute(statement)
        cursor.execute("INSERT INTO pghistory_context VALUES (gen_random_uuid(), now(), now(), '{}')")
        with pytest.raises(CheckViolation, match="who changed what, from where and why, is never changed"):
            cursor.execute("UPDATE pghistory_context SET metadata = '{}'")


def test_who_serves_starts_saves_and_redacts(serving, serve, ask_database):
    for text in (f"Ask {NAME}.", "Ask a friend."):
        [(key,)] = ask_database(ACTION, text=text)
    portal = serve(serving)
    portal.manage("prepare")
    olive, ada = portal.signed_in("olive"), portal.signed_in("ada")
    fields = {"plan": portal.evaluate("Plan.objects.get().pk"), "term": "A term", "expansion": "A", "basis": "public"}
    saved = post(olive, f"{portal.address}/admin/actions/glossaryterm/add/", **fields)
    assert saved.status_code == 302, portal.output
    asking = f"{portal.address}/admin/actions/action/{key}/redact/"
    asked = post(olive, asking, field="text", passage=NAME, why="A person was named.", confirmed="1")
    assert asked.status_code == 302, asked.text
    done = post(ada, portal.address + asked.headers["Location"], confirmed="1")
    assert done.status_code == 302, done.text
    texts = {name: ask_database(TEXT_OF.format(name))[0][0] for (name,) in ask_database(TABLES)}
    assert [name for name, text in texts.items() if NAME.casefold() in text.casefold()] == []
    assert "[redacted on " in texts["actions_actionevent"]
