"""What is closed says so to keys and officers alike, and nothing tells strangers that it is there."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.utils import timezone

from accounts.keys import make_key
from actions.models import Milestone, Period, ProgressUpdate
from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy, make_user

pytestmark = pytest.mark.django_db

OPEN = ("open", None, "official")
THIRD = ("exempt", 3, "official")
SENSITIVE = ("exempt", 1, "official_sensitive")
HEADER = "Content-Handling"


def marks(access="exempt", paragraph=3, handling="official"):
    return {"access": access, "exempt_paragraph": paragraph, "handling": handling}


@pytest.fixture
def police():
    """The police, who lead an open action, one that is exempt, and one of a plan that is; officers see a fourth."""
    police = make_partner(code="police")
    plan = make_plan(slug="open")
    strategy = make_strategy(plan=plan, ref="1", position=1)
    closed = make_strategy(plan=make_plan(slug="closed", **marks(paragraph=5)), ref="2", position=1)
    for ref, of, said in (("1.1", strategy, {}), ("1.2", strategy, marks()), ("2.1", closed, {})):
        make_lead(action=make_action(strategy=of, ref=ref, **said), partner=police)
    make_action(strategy=strategy, ref="1.3", **marks(paragraph=1, handling="official_sensitive"))
    exempt = plan.actions.get(ref="1.2")
    period = Period.objects.create(plan=plan, code="2026", title="2026", starts_on="2026-01-01", ends_on="2026-12-31")
    Milestone.objects.create(plan=plan, action=exempt, period=period, text="Half.", position=1)
    said = {"reported_on": date(2026, 1, 1), "status": "on_track", "publication": "published"}
    ProgressUpdate.objects.create(action=plan.actions.get(ref="1.1"), narrative="Open.", **said)
    ProgressUpdate.objects.create(action=plan.actions.get(ref="1.1"), narrative="Kept.", **said, **marks(paragraph=7))
    return police


@pytest.fixture
def ask(client, police):
    """Asks as a reader: a stranger, the police's shared key, or an officer."""
    said = {"name": "Pull", "scope": "shared", "expires_on": timezone.localdate()}
    token = make_key(by=make_user(), partner=police, **said)[1]

    def ask(reader, address):
        if reader == "officer":
            client.force_login(make_user("officer"))
        headers = {"Authorization": f"Bearer {token}"} if reader == "key" else {}
        answer = client.get(f"/api/v1/{address}", headers=headers)
        client.logout()
        return answer

    return ask


def of_rows(answer, name="ref"):
    """The marks of each row of a list, by the row's `name`."""
    return {row[name]: tuple(row[mark] for mark in marks()) for row in answer.json()["results"]}


def test_strangers_learn_nothing_of_what_is_closed(ask):
    answer = ask("stranger", "actions/")
    assert (of_rows(answer), HEADER in answer.headers) == ({"1.1": OPEN}, False)
    for query in ("access=exempt", "exempt_paragraph=3", "handling=official_sensitive"):
        for name in ("plans", "strategies", "actions", "updates"):
            assert ask("stranger", f"{name}/?{query}").json()["count"] == 0
    assert [ask("stranger", f"actions/?{query}").json()["count"] for query in ("access=open", "handling=official")] == [
        *(1, 1)
    ]
    assert ask("stranger", "plans/open/plan.json").json()["closed"] == []
    assert b"exempt" not in ask("stranger", "changes/").content.replace(b"exempt_paragraph", b"")


@pytest.mark.parametrize("name", ["plans", "strategies", "actions", "updates"])
@pytest.mark.parametrize("query", ["access=secret", "exempt_paragraph=8", "exempt_paragraph=x", "handling=sensitive"])
def test_a_mark_that_there_is_not_is_refused(ask, name, query):
    answer = ask("officer", f"{name}/?{query}")
    assert (answer.status_code, query.split("=")[0] in answer.content.decode()) == (400, True)


def test_a_shared_key_reads_the_marks_that_hold_for_each_row(ask):
    lists = {
        "actions/": {"1.1": OPEN, "1.2": THIRD, "2.1": ("exempt", 5, "official")},
        "strategies/": {"1": OPEN, "2": ("exempt", 5, "official")},
    }
    for address, rows in lists.items():
        answer = ask("key", address)
        assert (of_rows(answer), answer.headers[HEADER]) == (rows, "exempt")
    assert of_rows(ask("key", "plans/"), "slug") == {"open": OPEN, "closed": ("exempt", 5, "official")}
    answer = ask("key", "milestones/")
    [row] = answer.json()["results"]
    assert row["action"] == row["action"] | marks()
    assert answer.headers[HEADER] == "exempt"


def test_an_officer_reads_them_of_every_row_and_update(ask):
    answer = ask("officer", "actions/?plan=open")
    assert of_rows(answer) == {"1.1": OPEN, "1.2": THIRD, "1.3": SENSITIVE}
    assert answer.headers[HEADER] == "exempt, official_sensitive"
    updates = ask("officer", "updates/")
    assert of_rows(updates, "narrative") == {"Open.": OPEN, "Kept.": ("exempt", 7, "official")}
    one = answer.json()["results"][0]
    assert {tuple(row[mark] for mark in marks()) for row in one["updates"]} == {OPEN, ("exempt", 7, "official")}
    for uid in [row["uid"] for row in answer.json()["results"]]:
        assert ask("officer", f"actions/{uid}/").json()["access"] in ("open", "exempt")


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ("access=open", ["1.1"]),
        ("access=exempt", ["1.2", "1.3", "2.1"]),
        ("exempt_paragraph=3", ["1.2"]),
        ("exempt_paragraph=5", ["2.1"]),
        ("handling=official", ["1.1", "1.2", "2.1"]),
        ("handling=official_sensitive", ["1.3"]),
        ("access=exempt&exempt_paragraph=", ["1.2", "1.3", "2.1"]),
    ],
)
def test_rows_can_be_narrowed_to_the_marks_that_hold_for_them(ask, query, refs):
    assert sorted(of_rows(ask("officer", f"actions/?{query}"))) == refs


def test_the_header_says_so_whatever_fields_and_form_are_asked_for(ask):
    for address in ("actions/?fields=ref", "actions/?format=csv&fields=ref", "actions/?format=csv", "changes/"):
        assert ask("key", address).headers[HEADER] == "exempt", address
    assert {"ref": "1.1"} in ask("key", "actions/?fields=ref").json()["results"]
    table = csv.DictReader(io.StringIO(ask("key", "actions/?format=csv").content.decode()))
    assert [row["exempt_paragraph"] for row in table] == ["5", "", "3"]


def test_a_whole_plan_says_so_in_itself_too(ask):
    answer = ask("key", "plans/open/plan.json")
    assert (answer.json()["closed"], answer.headers[HEADER]) == (["exempt"], "exempt")
    answer = ask("key", "plans/open/plan.xlsx")
    about = openpyxl.load_workbook(io.BytesIO(answer.content))["about"]
    rows = [(word, meaning) for _, word, meaning in about.iter_rows(values_only=True)]
    assert ("closed", "exempt") in rows
    assert [meaning for word, meaning in rows if word == "note"][0].startswith("These are the rows that you may see")
    assert answer.headers[HEADER] == "exempt"
    assert HEADER not in ask("stranger", "plans/open/plan.xlsx").headers
