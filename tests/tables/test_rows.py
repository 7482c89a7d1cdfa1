"""Lists and their rows as the API hands them out: some fields, tables, any order; asked of partners and actions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.api import PartnerViewSet
from tests.factories import make_action, make_alignment, make_known, make_lead, make_partner, make_plan, make_strategy

pytestmark = pytest.mark.django_db

FIELDS = "code, name, kind, parent, succeeded_by, succeeded_on, aliases, description, action_count, updated_at, url"
ONCE = "Give this parameter once; it takes one value."


@pytest.fixture
def partners():
    """Two partners, one with all that a cell can be troubled by."""
    make_known(make_partner(code="b", name='=SUM(A1), "B"\nand C'))
    make_known(make_partner(code="a", name="Æ", kind="team", parent=make_partner(code="c")))


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("fields=name,colour", {"fields": [f"There is no field “colour”. Fields here: {FIELDS}."]}),
        ("fields=,", {"fields": [f"There is no field “”. Fields here: {FIELDS}."]}),
        ("fields=NAME", {"fields": [f"There is no field “NAME”. Fields here: {FIELDS}."]}),
        ("fields=parent.code", {"fields": [f"There is no field “parent.code”. Fields here: {FIELDS}."]}),
        ("fields=%00", {"fields": [f"There is no field “�”. Fields here: {FIELDS}."]}),
        ("fields=" + "x" * 5000, {"fields": [f"There is no field “{'x' * 60}…”. Fields here: {FIELDS}."]}),
        ("fields=name&fields=code", {"fields": [ONCE]}),
        ("format=xml", {"format": ["Choose one of: json, csv."]}),
        ("format=csv&format=csv", {"format": [ONCE]}),
        ("format=CSV&fields=x", {"fields": [f"There is no field “x”. Fields here: {FIELDS}."], "format": [
            "Choose one of: json, csv."]}),
        ("ordering=name", {"ordering": ["Choose one of: code, updated_at, -code, -updated_at."]}),
        ("updated_since=yesterday", {"updated_since": [
            "Write a time as 2026-01-31T09:00:00Z, or a day as 2026-01-31. In an address, + is written %2B."]}),
        ("parent=nobody", {"parent": ["There is no such partner."]}),
        ("parent=%00", {"parent": ["Null characters are not allowed."]}),
    ],
)  # fmt: skip
def test_what_a_list_does_not_have_is_refused_by_name(client, partners, query, errors):
    response = client.get(f"/api/v1/partners/?{query}")

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert response.json()["errors"] == errors


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("fields=x", {"fields": [f"There is no field “x”. Fields here: {FIELDS}."]}),
        ("format=csv", {"format": ["There is no parameter “format”. Known here: fields."]}),
    ],
)
def test_what_one_row_does_not_have_is_refused_by_name(client, partners, query, errors):
    assert client.get(f"/api/v1/partners/a/?{query}").json()["errors"] == errors


def test_one_row_is_no_table(client, partners):
    assert client.get("/api/v1/partners/a/", headers={"accept": "text/csv"}).status_code == 406


def test_a_table_of_too_many_rows_is_refused_but_comes_page_by_page(client, partners, monkeypatch):
    monkeypatch.setattr(PartnerViewSet, "most_rows", 2)

    refused = client.get("/api/v1/partners/?format=csv")
    page = client.get("/api/v1/partners/?format=csv&fields=code&page=2&page_size=2")

    assert (refused.status_code, refused.json()["errors"]) == (
        400,
        {
            "format": [
                "This table has 3 rows, and one file takes 2. Narrow it by other parameters, or ask for it page by "
                "page: page_size=1000&page=1."
            ]
        },
    )
    assert page.content.decode() == "code\nc\n"
    assert client.get("/api/v1/partners/?format=csv&page=9").status_code == 404


def test_a_list_and_a_row_have_the_fields_asked_for(client, partners):
    answer = client.get("/api/v1/partners/?fields=parent, code,code&page_size=1").json()

    assert (answer["count"], answer["results"]) == (3, [{"parent": "c", "code": "a"}])
    assert client.get("/api/v1/partners/b/?fields=kind").json() == {"kind": "organisation"}
    assert len(client.get("/api/v1/partners/?fields=").json()["results"][0]) == 11


@pytest.mark.parametrize(
    ("query", "accept"),
    [("&format=csv", "application/json"), ("", "text/csv"), ("&format=csv", "text/csv"), ("&format=%20csv", "*/*")],
)
def test_a_list_as_a_table(client, partners, query, accept):
    response = client.get(f"/api/v1/partners/?fields=code,parent,name{query}", headers={"accept": accept})

    assert (response.status_code, response["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert response["Content-Disposition"] == f'attachment; filename="partners-{timezone.localdate()}.csv"'
    assert "Accept" in response["Vary"]
    assert (
        response.content.decode()
        == 'code,parent,name\na,c,Æ\nb,,"\'=SUM(A1), ""B""\nand C"\nc,,Partner 3\n'.replace(
            "Partner 3", client.get("/api/v1/partners/c/").json()["name"]
        )
    )


@pytest.mark.parametrize(("query", "accept"), [("format=json", "text/csv"), ("format=", "*/*"), ("", "text/html,*/*")])
def test_a_list_is_json_unless_asked_for_otherwise(client, query, accept):
    response = client.get(f"/api/v1/partners/?{query}", headers={"accept": accept})

    assert response["Content-Type"] == "application/json"
    assert not response.has_header("Content-Disposition")


def test_a_table_says_its_plan_and_holds_more_than_a_page(client):
    strategy = make_strategy(plan=make_plan(slug="anytown"), ref="5.1", title="Knives")
    for _ in range(51):
        make_action(strategy=strategy)
    first = strategy.actions.first()
    make_lead(action=first, partner=make_partner(name="Police"))
    make_lead(action=first, partner=make_partner(name="Health"), role="support")
    stated = make_alignment(action=first)
    make_alignment(action=strategy.actions.last(), principle=stated.principle, basis="assessed")

    response = client.get("/api/v1/actions/?plan=anytown&format=csv&fields=ref,strategy,leads,alignments")
    head, row, *rest = response.content.decode().splitlines()

    assert response["Content-Disposition"].endswith(f'="anytown-actions-{timezone.localdate()}.csv"')
    assert head == "ref,strategy.uid,strategy.ref,strategy.title,leads,alignments"
    assert row == (
        f"{first.ref},{strategy.uid},5.1,Knives,Police (lead); Health (support),{stated.principle.code} (stated)"
    )
    assert len(rest) == 50
    assert rest[-1].endswith(f"Knives,,{stated.principle.code} (assessed)")


def test_a_table_costs_as_many_queries_as_a_page_that_is_counted(client):
    for _ in range(3):
        make_lead()

    def queries(address):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    assert queries("/api/v1/actions/?format=csv") == queries("/api/v1/actions/?page_size=3")


def test_rows_come_in_the_order_asked_for(client, partners):
    def codes(query):
        return [row["code"] for row in client.get(f"/api/v1/partners/?{query}").json()["results"]]

    assert codes("ordering=code") == codes("") == ["a", "b", "c"]
    assert codes("ordering=-code") == ["c", "b", "a"]
    assert codes("ordering=updated_at") == ["b", "c", "a"]
    assert codes("ordering=-updated_at&parent=c") == ["a"]
    assert codes("updated_since=2000-01-01") == ["a", "b", "c"]
    assert codes("updated_since=2999-01-01") == []
