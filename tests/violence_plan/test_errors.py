"""What nobody foresaw is said plainly: to people on a page, to programs as problem details, and never with a reason."""

import json

import pytest
from django.db import OperationalError, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path
from rest_framework.exceptions import Throttled

from access.roles import Role
from history.write_gate import SENTENCE, acting_as
from tests.factories import make_plan, make_user
from tests.page_reading import links, read
from violence_plan import errors
from violence_plan.database.trouble import Trouble
from violence_plan.urls import handler400, handler404, handler500

__all__ = ["handler400", "handler404", "handler500"]


def break_down(request):
    raise ZeroDivisionError("secret of the house")


def lose_the_database(request):
    raise OperationalError("could not connect to secret of the house")


def throttle(request):
    raise Throttled(wait=float(request.headers["Wait"]) if "Wait" in request.headers else None)


def write_what_is_not_yours(request):
    with transaction.atomic(), acting_as(make_user(Role.BOARD_MEMBER), source="page"):
        make_plan()


def count_parameters(request):
    return HttpResponse(len(request.GET))


urlpatterns = [
    path(f"{prefix}{name}", view)
    for prefix in ("", "api/v1/")
    for name, view in (
        ("broken", break_down),
        ("away", lose_the_database),
        ("limited", throttle),
        ("many", count_parameters),
        ("not-yours", write_what_is_not_yours),
    )
]
TOO_MANY = "&".join(["a=1"] * 10_001)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    """A stranger's browser; what breaks is answered, not raised."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("address", ["/", "/help/", "/healthz", "/readyz", "/nothing-here/", "/admin/"])
@pytest.mark.parametrize("host", ["evil.example", "", "testserver:80:80", "a b", "testserver@evil.example", "x" * 300])
def test_a_host_that_is_not_ours_is_refused(client, address, host):
    page = client.get(address, headers={"host": host})
    assert page.status_code == 400
    assert read(page).startswith(
        "The request could not be understood It came under a name that is not this portal’s. What you can do"
    )
    assert "evil" not in page.content.decode()


@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/actions/", "/api/v1/nothing/"])
def test_a_host_that_is_not_ours_is_a_problem_of_the_api(client, address):
    response = client.get(address, headers={"host": "evil.example"})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert response.json() == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "It came under a name that is not this portal’s.",
        "instance": address,
    }


@pytest.mark.parametrize("address", ["/api/", "/api/v2/actions/", "/api/v1/%0a/", "/api/v1/a%0Ab/"])
def test_no_address_of_the_api_is_a_problem(client, address):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["detail"] == "There is nothing at this address, or nothing that you may see."


@override_settings(ROOT_URLCONF="tests.violence_plan.test_errors")
def test_what_breaks_is_told_without_its_reason(client):
    page, response = client.get("/broken"), client.get("/api/v1/broken?token=1")
    assert (page.status_code, page["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert "The fault is ours, not yours." in read(page)
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert json.loads(response.content) == {
        "type": "about:blank",
        "title": "Internal Server Error",
        "status": 500,
        "detail": "The fault is ours, not yours. It has been noted; try again later.",
        "instance": "/api/v1/broken",
    }
    assert "secret" not in page.content.decode()


def test_pages_without_anybodys_words_are_made_once(client):
    errors._page.cache_clear()
    trouble = Trouble("Something is away.", "It is away. Try again in a minute.", 60)
    pages = [errors.plain_page(503, trouble=trouble).content for _ in range(2)]
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400  # its reason is of this request
    assert (pages[0] == pages[1], errors._page.cache_info()[:2]) == (True, (1, 1))


@override_settings(ROOT_URLCONF="tests.violence_plan.test_errors")
def test_what_is_not_for_this_person_to_write_is_refused_in_words(client):
    page, response = client.get("/not-yours"), client.get("/api/v1/not-yours")
    assert (page.status_code, SENTENCE in read(page)) == (403, True)
    assert (response.status_code, response["Content-Type"]) == (403, "application/problem+json")
    assert response.json()["detail"] == SENTENCE


@override_settings(ROOT_URLCONF="tests.violence_plan.test_errors")
def test_more_parameters_than_anybody_needs_are_refused(client):
    page, response = client.get(f"/many?{TOO_MANY}"), client.get(f"/api/v1/many?{TOO_MANY}")
    reason = "It had more parameters than the portal reads at once."
    assert read(page).startswith(f"The request could not be understood {reason}")
    assert (page.status_code, response.status_code) == (400, 400)
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"] == reason


@override_settings(ROOT_URLCONF="tests.violence_plan.test_errors")
def test_a_database_out_of_reach_is_told_as_such_and_when_to_come_again(client):
    page, response = client.get("/away"), client.get("/api/v1/away")
    assert (page.status_code, page["Retry-After"], response.status_code) == (503, "60", 503)
    assert read(page).startswith("The plan is not available just now The portal cannot reach its database.")
    assert "secret" not in page.content.decode()
    assert (response["Content-Type"], response["Retry-After"]) == ("application/problem+json", "60")
    assert response.json() == {
        "type": "about:blank",
        "title": "Service Unavailable",
        "status": 503,
        "detail": "The portal cannot reach its database just now. Try again in a minute.",
        "instance": "/api/v1/away",
    }
    assert "Retry-After" not in client.get("/broken").headers


@override_settings(ROOT_URLCONF="tests.violence_plan.test_errors")
@pytest.mark.parametrize(
    ("headers", "wait", "told"),
    [({"Wait": "0.2"}, "1", "1 second"), ({"Wait": "90"}, "90", "90 seconds"), ({}, "60", "60 seconds")],
)
def test_whoever_asks_too_often_is_told_how_long_to_wait(client, headers, wait, told):
    page, response = (client.get(address, headers=headers) for address in ("/limited", "/api/v1/limited"))
    assert (page.status_code, page["Retry-After"]) == (429, wait)
    assert read(page).startswith("Too many requests More pages were asked for")
    assert f"Wait {told}, then load the page again." in read(page)
    assert (response.status_code, response["Retry-After"]) == (429, wait)
    assert response["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": "Too Many Requests",
        "status": 429,
        "detail": f"Too many requests came from you at once. Wait {told}.",
        "instance": "/api/v1/limited",
    }


@pytest.mark.parametrize(
    ("name", "email", "told"),
    [
        ("", "", "Ask the council whose plan this is, in the way you usually reach it: this portal has no mailbox"),
        ("Anytown Council", "", "Ask Anytown Council, in the way you usually reach it: this portal has no mailbox"),
        ("", "plan@anytown.example", "Write to those who run this portal at plan@anytown.example."),
        ("Anytown Council", "plan@anytown.example", "Write to Anytown Council at plan@anytown.example."),
    ],
)
@pytest.mark.parametrize("address", ["/broken", "/nothing-here/", "/away", "/limited", f"/many?{TOO_MANY}"])
def test_every_page_says_what_to_do_and_who_can_help(client, address, name, email, told):
    with override_settings(ROOT_URLCONF="tests.violence_plan.test_errors", CONTACT_NAME=name, CONTACT_EMAIL=email):
        page = client.get(address)
    assert f"Who can help {told}" in read(page)
    assert "What you can do" in read(page)
    assert "/help/" in links(page)
    assert (f"mailto:{email}" in links(page)) is bool(email)
