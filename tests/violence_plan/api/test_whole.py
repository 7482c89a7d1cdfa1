"""A whole plan in one file, and what of it strangers and officers get."""

from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tables.formats import XLSX
from tests.factories import make_action, make_alignment, make_lead, make_plan, make_strategy, make_theme

pytestmark = pytest.mark.django_db

WORKBOOK = "/api/v1/plans/anytown/plan.xlsx"
DOCUMENT = "/api/v1/plans/anytown/plan.json"


@pytest.fixture
def plan():
    """A plan with one action that everybody sees, and a draft."""
    plan = make_plan(slug="anytown", title="A safer town")
    knives = make_strategy(plan=plan, ref="5.1", title="Knives")
    make_action(strategy=knives, ref="5.1.1", text="Sweep.", position=1)
    make_action(strategy=knives, ref="5.1.2", text="Secret.", position=2, publication="draft")
    return plan


def test_the_row_of_a_plan_leads_to_both_alone_and_in_the_list(client, plan):
    alone = client.get("/api/v1/plans/anytown/").json()
    [listed] = client.get("/api/v1/plans/?fields=document_url,workbook_url").json()["results"]

    assert list(listed.values()) == [f"http://testserver{DOCUMENT}", f"http://testserver{WORKBOOK}"]
    assert [alone[name] for name in listed] == list(listed.values())
    assert {client.get(address).status_code for address in listed.values()} == {200}


@pytest.mark.parametrize("address", [WORKBOOK, DOCUMENT])
def test_a_hidden_plan_is_absent(client, officer, plan, address):
    make_plan(slug="hidden", publication="draft")
    hidden, absent = (client.get(address.replace("anytown", slug)) for slug in ("hidden", "nowhere"))

    for response in (hidden, absent):
        assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
        assert response.json()["detail"] == "There is nothing at this address, or nothing that you may see."
    client.force_login(officer)
    assert client.get(address.replace("anytown", "hidden")).status_code == 200


@pytest.mark.parametrize("query", ["as_at=2026-01-31", "format=json", "format=json&format=csv", "%00=1"])
@pytest.mark.parametrize("address", [WORKBOOK, DOCUMENT])
def test_it_takes_no_parameter(client, plan, address, query):
    response = client.get(f"{address}?{query}")

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert "None is known here." in response.json()["detail"]


@pytest.mark.parametrize("address", [WORKBOOK, DOCUMENT])
def test_it_only_reads(client, plan, address):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html"])
def test_the_workbook_is_a_file_whatever_is_accepted(client, plan, accept):
    response = client.get(WORKBOOK, headers={"accept": accept})

    assert response["Content-Type"] == XLSX.CONTENT_TYPE
    assert response["Content-Disposition"] == f'attachment; filename="anytown-{timezone.localdate()}.xlsx"'
    book = openpyxl.load_workbook(BytesIO(response.content))
    assert [row[0].value for row in book["actions"]] == ["action_no", "5.1.1"]
    assert ("", "address", "http://testserver/plans/anytown/") in {
        tuple(cell.value or "" for cell in row) for row in book["about"]
    }
    head = client.head(WORKBOOK, headers={"accept": accept})
    assert (head.status_code, head["Content-Length"], head.content) == (200, f"{len(response.content)}", b"")


def test_an_officer_finds_drafts_in_the_workbook(client, officer, plan):
    client.force_login(officer)
    book = openpyxl.load_workbook(BytesIO(client.get(WORKBOOK).content))

    assert [row[0].value for row in book["actions"]] == ["action_no", "5.1.1", "5.1.2"]


def test_the_document_is_a_file(client, plan):
    response = client.get(DOCUMENT)

    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == f'attachment; filename="anytown-{timezone.localdate()}.json"'
    head = client.head(DOCUMENT)
    assert (head.status_code, head["Content-Length"], head.content) == (200, f"{len(response.content)}", b"")
    assert client.get(DOCUMENT, headers={"accept": "text/csv"}).status_code == 406


@pytest.mark.parametrize(("address", "number"), [(WORKBOOK, 25), (DOCUMENT, 20)])
def test_it_costs_as_many_queries_whatever_there_is(client, plan, address, number):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    def more():
        action = make_action(theme=make_theme(strategy=make_strategy(plan=plan)))
        make_alignment(action=action)
        make_lead(action=action)
        position = plan.indicators.count() + 1
        plan.indicators.create(strategy=action.strategy, code=f"i-{position}", title="Count", position=position)

    more()
    before = queries()
    for _ in range(10):
        more()

    assert queries() == before == number
