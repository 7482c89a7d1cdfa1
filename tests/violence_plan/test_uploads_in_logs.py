"""Nothing of an uploaded file is ever written to a log, whatever becomes of it.

All loggers are listened to from INFO on, more than any setting lets through: with DEBUG, Django writes whole pages."""

import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError
from django.urls import reverse

from partners.models import Alias
from tests.factories import make_partner, make_plan, make_strategy, make_user
from tests.page_reading import read
from tests.workbooks import HEADING, workbook
from violence_plan.loading import running
from violence_plan.serving.log_lines import JSONLines, Lines

pytestmark = pytest.mark.django_db
CANARY = "zqcanaryqz"
ALIASES = f"name,partner\n{CANARY},mps\n".encode()
BOOK = workbook({"5.1": [HEADING, ["5.1.1", f"Patrol {CANARY}.", f"Board of {CANARY}"]]})


class Everything(logging.Handler):
    """Takes every record in both forms, and as Python alone would write it."""

    def __init__(self):
        super().__init__()
        self.lines, self.plain = [], []

    def emit(self, record):
        self.lines += [form().format(record) for form in (Lines, JSONLines)]
        record.exc_text = None
        self.plain.append(logging.Formatter().format(record))
        record.exc_text = None


@pytest.fixture
def logs(monkeypatch):
    """All that all loggers say from now on."""
    everything = Everything()
    manager = logging.root.manager
    for logger in [each for each in manager.loggerDict.values() if isinstance(each, logging.Logger)]:
        for name, value in (("level", logging.INFO), ("propagate", True), ("disabled", False)):
            monkeypatch.setattr(logger, name, value)
    monkeypatch.setattr(logging.root, "level", logging.INFO)
    manager._clear_cache()
    logging.root.addHandler(everything)
    yield everything
    logging.root.removeHandler(everything)
    monkeypatch.undo()
    manager._clear_cache()


@pytest.fixture
def send(client, officer):
    """Send a file as an officer, of a plan that it may be for; the last page."""
    make_partner(code="mps", name="Metropolitan Police")
    make_strategy(plan=make_plan(slug="p"), ref="5.1")
    client.force_login(officer)
    client.raise_request_exception = False

    def sent(content, name, address="load"):
        file = SimpleUploadedFile(name, content)
        return client.post(reverse(address), {"file": file, "plan": "p"}, follow=True)

    return sent


@pytest.mark.parametrize(
    ("content", "name", "status", "said"),
    [
        (f"{CANARY},two\n1,2\n".encode(), "a.csv", 400, "none of a plan's tables"),
        (f"name,{CANARY}\n".encode(), "partner_aliases.csv", 200, f"Column “{CANARY}” is unknown."),
        (f"name,partner\nMet,{CANARY}\n".encode(), "partner_aliases.csv", 200, CANARY),
        (f"name,partner\n{CANARY}\x00,mps\n".encode(), "partner_aliases.csv", 400, "NUL"),
        (CANARY.encode("utf-16"), "a.csv", 400, ""),
        (b"\xff\xfe\xfd" + CANARY.encode() * 9, "a.csv", 400, ""),
        (b"%PDF" + CANARY.encode(), "a.pdf", 400, "a PDF document"),
        (BOOK[:-60] + CANARY.encode(), "a.xlsx", 400, "The file is damaged."),
        (BOOK, "a.csv", 400, "is not what its name says"),
        (CANARY.encode() * (10 * 1024 * 1024 // len(CANARY) + 1), "a.csv", 413, "larger than 10 MB"),
    ],
)
def test_of_a_file_that_is_refused_nothing_is_logged(send, logs, content, name, status, said):
    page = send(content, name)
    assert page.status_code == status
    assert said in read(page)
    assert CANARY not in "\n".join(logs.lines + logs.plain)


def test_of_a_file_of_somebody_who_may_not_nothing_is_logged(send, client, logs):
    client.force_login(make_user("strategy-lead", is_staff=True))
    for address in ("load", "admin:partners_alias_import"):
        assert send(ALIASES, "partner_aliases.csv", address).status_code == 403
    assert "403 django.request at load" in "\n".join(logs.lines)
    assert CANARY not in "\n".join(logs.lines + logs.plain)


@pytest.mark.parametrize("address", ["load", "admin:partners_alias_import"])
def test_of_a_file_that_is_loaded_nothing_is_logged(send, client, logs, address):
    preview = send(ALIASES, "partner_aliases.csv", address)
    confirmed = {"digest": preview.context["outcome"].digest}
    assert client.post(preview.request["PATH_INFO"], confirmed, follow=True).status_code == 200
    assert Alias.objects.get().name == CANARY
    assert CANARY not in "\n".join(logs.lines + logs.plain)


def test_of_a_workbook_with_spellings_to_be_chosen_nothing_is_logged(send, client, logs):
    preview = send(BOOK, "plan.xlsx")
    [lead] = preview.context["outcome"].unknown
    assert CANARY in lead.spelling
    chosen = client.post(preview.request["PATH_INFO"], {lead.field: "mps"}, follow=True)
    confirmed = {"digest": chosen.context["outcome"].digest}
    assert client.post(preview.request["PATH_INFO"], confirmed, follow=True).status_code == 200
    assert Alias.objects.get().name == f"Board of {CANARY}"
    assert CANARY not in "\n".join(logs.lines + logs.plain)


@pytest.mark.parametrize(("problem", "status"), [(DataError, 400), (ValueError, 500)])
@pytest.mark.parametrize(("content", "name"), [(ALIASES, "partner_aliases.csv"), (BOOK, "plan.xlsx")])
def test_of_a_file_that_breaks_what_reads_it_nothing_is_logged(send, logs, monkeypatch, content, name, problem, status):
    def crash(upload, sheets):
        raise problem(f"cannot read {[sheet.rows for sheet in sheets]}") from KeyError(str(sheets))

    monkeypatch.setattr(running, "run", crash)
    assert send(content, name).status_code == status
    assert CANARY not in "\n".join(logs.lines)
    # What is kept out of the lines was there to be told.
    assert (CANARY in "\n".join(logs.plain)) is (problem is ValueError)
    assert ("builtins.ValueError" in "\n".join(logs.lines)) is (problem is ValueError)
