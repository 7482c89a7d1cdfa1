"""What the API says when it cannot answer."""

import pytest

from tests.factories import make_action, make_plan
from violence_plan.api.problems import answer_problem

LISTS = ["plans", "strategies", "actions", "partners", "principles"]
ADDRESSES = ["", "alignment/", "schema/", "docs/", *(f"{name}/" for name in LISTS)]

pytestmark = pytest.mark.django_db


def test_a_problem_with_parameters_names_each(client):
    response = client.get("/api/v1/actions/?no_lead=maybe&basis=hoped&format=pdf")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "basis: Choose one of: stated, inherited, assessed. no_lead: Choose one of: true, false. "
        "format: Choose one of: json, csv.",
        "errors": {
            "no_lead": ["Choose one of: true, false."],
            "basis": ["Choose one of: stated, inherited, assessed."],
            "format": ["Choose one of: json, csv."],
        },
        "instance": "/api/v1/actions/",
    }


@pytest.mark.parametrize(
    ("method", "address"),
    [
        *(("get", address) for address in ("nothing/", "actions/5.1.1/", "plans/nowhere/", "plans/a/b/", "%00/", "//")),
        ("post", "nothing/"),
        ("options", "nothing/"),
    ],
)
def test_what_is_not_there_is_a_problem(client, method, address):
    response = getattr(client, method)(f"/api/v1/{address}")

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["detail"] == "There is nothing at this address, or nothing that you may see."
    assert "errors" not in response.json()


def test_the_address_is_repeated_as_a_reference_is_written(client):
    response = client.get("/api/v1/partners/%3E%C3%A9%1B%5C/")

    assert response.json()["instance"] == "/api/v1/partners/%3E%C3%A9%1B%5C/"


def test_an_address_without_its_last_slash_leads_to_the_right_one(client):
    response = client.get("/api/v1/actions?no_lead=true")

    assert (response.status_code, response["Location"]) == (301, "/api/v1/actions/?no_lead=true")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_written(client, method, address):
    response = getattr(client, method)(f"/api/v1/{address}")

    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
    assert response["Allow"] == "GET, HEAD"
    assert response.json()["detail"] == "This API only reads. Use GET or HEAD."


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_by_an_officer_either(client, officer, method):
    client.force_login(officer)

    for address in (f"actions/{make_action().uid}/", f"plans/{make_plan().slug}/"):
        assert getattr(client, method)(f"/api/v1/{address}").status_code == 405


@pytest.mark.parametrize("accept", ["text/turtle", "application/xml", "nonsense"])
@pytest.mark.parametrize("address", ["actions/", "alignment/", ""])
def test_a_format_that_is_not_there_is_a_problem(client, accept, address):
    response = client.get(f"/api/v1/{address}", headers={"accept": accept})

    assert (response.status_code, response["Content-Type"]) == (406, "application/problem+json")
    assert response.json()["detail"] == (
        "There is no such format here. Ask for application/json, or send no Accept header."
    )


@pytest.mark.parametrize("accept", ["application/yaml", "application/vnd.oai.openapi", "text/html"])
@pytest.mark.parametrize("address", ["schema/?a=1", "docs/?a=1"])
def test_a_problem_is_json_whatever_the_address_speaks(client, accept, address):
    response = client.get(f"/api/v1/{address}", headers={"accept": accept})

    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == response.status_code
    assert response.status_code in (400, 406)


def test_what_the_api_does_not_foresee_is_not_hidden(rf):
    assert answer_problem(ZeroDivisionError(), {"request": rf.get("/api/v1/")}) is None
