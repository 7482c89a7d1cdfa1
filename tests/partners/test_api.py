"""Partners as JSON: persons under their public names, found by these alone."""

import datetime

import pytest

from partners.models import Alias, Partner
from tests.factories import make_action, make_known, make_lead, make_partner

pytestmark = pytest.mark.django_db


def codes(client, query=""):
    """The codes of the partners that the query string leaves."""
    response = client.get(f"/api/v1/partners/{query}")
    assert response.status_code == 200
    return [partner["code"] for partner in response.json()["results"]]


@pytest.fixture
def jane():
    """A private person with an alias."""
    jane = make_partner(code="named-officer", kind="person", name="Jane Doe", public_name="A named officer of HCVS")
    make_known(jane)
    Alias.objects.create(partner=jane, name="J. Doe")
    return jane


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        (
            "kind=robot",
            {"kind": ["Choose one of: organisation, team, board, post, person."]},
        ),
        ("kind=team&kind=post", {"kind": ["Give this parameter once; it takes one value."]}),
        ("q=%00", {"q": ["Null characters are not allowed."]}),
        ("q=" + "a" * 201, {"q": ["Ensure this value has at most 200 characters (it has 201)."]}),
        (
            "name=x",
            {
                "name": [
                    "There is no parameter “name”. Known here: kind, parent, q, updated_since, ordering, fields, "
                    "format, page, page_size."
                ]
            },
        ),
    ],
)
def test_what_means_nothing_is_refused_by_name(client, query, errors):
    response = client.get(f"/api/v1/partners/?{query}")

    assert (response.status_code, response.json()["errors"]) == (400, errors)


def test_a_partner_that_is_not_there_is_a_problem(client):
    assert client.get("/api/v1/partners/nobody/").status_code == 404


def test_one_partner_takes_no_parameter(client):
    make_partner(code="mps")

    assert client.get("/api/v1/partners/mps/?kind=team").status_code == 400


def test_a_partner(client):
    parent, successor = make_partner(code="nhs"), make_partner(code="icb")
    partner = make_partner(
        code="ccg",
        kind="board",
        name="Commissioning Group",
        parent=parent,
        succeeded_by=successor,
        succeeded_on=datetime.date(2022, 7, 1),
        description="It commissioned.",
    )
    for name in ("CCG", "C&H CCG"):
        Alias.objects.create(partner=partner, name=name)
    make_lead(partner=partner)
    make_lead(partner=partner, action=make_action(publication="draft"))
    Partner.objects.update(updated_at=datetime.datetime(2026, 7, 1, 9, 30, tzinfo=datetime.UTC))

    assert client.get("/api/v1/partners/ccg/").json() == {
        "code": "ccg",
        "name": "Commissioning Group",
        "kind": "board",
        "parent": "nhs",
        "succeeded_by": "icb",
        "succeeded_on": "2022-07-01",
        "aliases": ["C&H CCG", "CCG"],
        "description": "It commissioned.",
        "action_count": 1,
        "updated_at": "2026-07-01T09:30:00Z",
        "url": "http://testserver/partners/ccg/",
    }


def test_a_stranger_reads_the_public_face_of_a_person(client, jane):
    partner = client.get("/api/v1/partners/named-officer/").json()

    assert (partner["name"], partner["aliases"]) == ("A named officer of HCVS", [])
    assert (partner["parent"], partner["succeeded_by"], partner["succeeded_on"]) == (None, None, None)


def test_an_officer_reads_a_persons_name_and_aliases(client, officer, jane):
    client.force_login(officer)

    partner = client.get("/api/v1/partners/named-officer/").json()

    assert (partner["name"], partner["aliases"]) == ("Jane Doe", ["J. Doe"])


@pytest.mark.parametrize("words", ["Jane", "Doe", "J. D", "a"])
def test_a_private_name_is_never_searched_nor_sorted_by(client, officer, jane, words):
    make_known(make_partner(code="zebra", name="Alpha"))
    answer = codes(client, f"?q={words}")
    client.force_login(officer)

    assert answer == codes(client, f"?q={words}") == (["named-officer", "zebra"] if words == "a" else [])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["igu", "mps", "named-officer"]),
        ("?q=&kind=", ["igu", "mps", "named-officer"]),
        ("?kind=team", ["igu"]),
        ("?kind=person", ["named-officer"]),
        ("?q=METRO", ["mps"]),
        ("?q=gang", ["igu"]),
        ("?q=named officer", ["named-officer"]),
        ("?q=gang&kind=person", []),
        ("?q=%25", []),
        ("?q=_", []),
        ("?q=' or '1'='1", []),
    ],
)
def test_partners_are_found_by_kind_and_by_any_spelling(client, jane, query, found):
    make_known(make_partner(code="mps", name="Metropolitan Police"))
    Alias.objects.create(partner=make_known(make_partner(code="igu", kind="team", name="Unit")), name="Gangs unit")

    assert codes(client, query) == found
