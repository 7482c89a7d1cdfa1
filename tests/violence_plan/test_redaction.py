"""A redacted name is found nowhere: page, as_at, changes, API, feed, search, export, load, dump of text columns."""

import io
import zipfile

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from actions.models import ProgressUpdate
from history.redaction.asking import ask, confirm
from tests.copies import CHANGES, Copy, end_transaction, pulled
from tests.every_text import every_text
from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy, make_theme, make_user
from tests.past import happened_on
from violence_plan.imports import LoadError, load_folder

pytestmark = pytest.mark.django_db

NAME, THEN = "kowalska", "2026-03-01"
PLAN = "/plans/anytown/"
ADDRESSES = [
    "/",
    PLAN,
    f"{PLAN}?as_at={THEN}",
    f"{PLAN}strategies/5.1/",
    f"{PLAN}strategies/5.1/?as_at={THEN}",
    f"{PLAN}actions/",
    f"{PLAN}actions/5.1.1/",
    f"{PLAN}actions/5.1.1/?as_at={THEN}",
    f"{PLAN}changes/?since={THEN}",
    f"{PLAN}changes/csv/?since={THEN}",
    f"{PLAN}updates.atom",
    "/partners/",
    "/partners/help/",
    f"{PLAN}partners/",
    "/search/?q=help",
    "/data/anytown/actions.csv",
    "/api/v1/actions/",
    "/api/v1/partners/",
    "/api/v1/themes/",
    "/api/v1/plans/anytown/plan.json",
    "/sitemap.xml",
]


@pytest.fixture
def people():
    return make_user("officer", username="ann", is_staff=True), make_user(
        "administrator", username="ben", is_staff=True
    )


@pytest.fixture
def action():
    """An action of a plan in which a name stands wherever a text may: now, and before it was corrected."""
    with happened_on(THEN):
        plan = make_plan(slug="anytown", title="A safer town", introduction="By Zoë Kowalska.")
        strategy = make_strategy(plan=plan, ref="5.1", title="Zoë Kowalska first", text="Zoë Kowalska")
        theme = make_theme(strategy=strategy, title="Zoë Kowalska")
        action = make_action(theme=theme, ref="5.1.1", text="Help ZOË  KOWALSKA.")
        make_lead(
            action=action, partner=make_partner(code="help", name="Help for Zoë Kowalska"), printed="Zoë Kowalska"
        )
        ProgressUpdate.objects.create(
            action=action, reported_on=THEN, status="on_track", narrative="Met Zoë Kowalska.", publication="published"
        )
    action.text = "Help a child."
    action.save()
    return action


def redact(row, field, passage, people):
    ann, ben = people
    asked = ask(row=row, field=field, passage=passage, whole=False, why="A child was named.", user=ann)
    confirm(redaction=asked, user=ben)
    end_transaction()


def said_by(client, address):
    response = client.get(address)
    assert response.status_code in (200, 404), address
    return b"".join(response).decode().casefold() if response.streaming else response.content.decode().casefold()


def test_a_redacted_name_is_found_nowhere(client, action, people):
    end_transaction()
    assert NAME in said_by(client, f"{PLAN}actions/5.1.1/?as_at={THEN}")
    copy = Copy(client)
    copy.poll()
    redact(action, "text", "Zoë Kowalska", people)
    for address in ADDRESSES:
        assert NAME not in said_by(client, address), address
    archive = zipfile.ZipFile(io.BytesIO(b"".join(client.get("/data/anytown/tables.zip"))))
    assert [name for name in archive.namelist() if NAME in archive.read(name).decode().casefold()] == []
    assert NAME not in every_text()
    told = copy.poll()
    assert "change" in {word for word, _, _ in told}
    assert NAME not in str(copy.rows).casefold()
    assert copy.rows == pulled(client)
    assert NAME not in client.get(CHANGES).content.decode().casefold()
    client.force_login(people[1])
    for page in ("history", "change"):
        assert NAME not in said_by(client, f"/admin/actions/action/{action.pk}/{page}/")
    assert NAME not in said_by(client, "/admin/")


def test_after_it_history_is_as_closed_as_before(action, people):
    redact(action, "text", "Zoë Kowalska", people)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'O'")
        assert cursor.fetchall() == []
        for sql in (
            "UPDATE actions_actionevent SET text = ''",
            "DELETE FROM actions_actionevent",
            "TRUNCATE actions_actionevent",
        ):
            with pytest.raises(DatabaseError, match="pgtrigger: Cannot"), transaction.atomic():
                cursor.execute(sql)


def test_a_load_that_brings_it_back_is_refused_by_row_and_field(action, people, tmp_path):
    folder = tmp_path / "anytown"
    call_command("export_plan", "anytown", str(folder), verbosity=0)
    redact(action, "text", "Zoë Kowalska", people)
    with pytest.raises(LoadError, match=r"partners\.csv: row 2: Name: it holds words that were redacted on"):
        load_folder(folder=folder, report=lambda loaded: None)
    assert NAME not in every_text()
