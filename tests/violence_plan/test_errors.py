"""What nobody foresaw is said plainly: to people on a page, to programs as problem details, and never with a reason."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from tests.page_reading import read
from violence_plan.urls import handler400, handler404, handler500

__all__ = ["handler400", "handler404", "handler500"]


def break_down(request):
    raise ZeroDivisionError("secret of the house")


def count_parameters(request):
    return HttpResponse(len(request.GET))


urlpatterns = [
    path(f"{prefix}{name}", view)
    for prefix in ("", "api/v1/")
    for name, view in (("broken", break_down), ("many", count_parameters))
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
    assert read(page).startswith("The request could not be understood")
    assert "evil" not in page.content.decode()


@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/actions/", "/api/v1/nothing/"])
def test_a_host_that_is_not_ours_is_a_problem_of_the_api(client, address):
    response = client.get(address, headers={"host": "evil.example"})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert response.json() == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "Something in the address, or in what was sent, is not as it should be.",
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


@override_settings(ROOT_URLCONF="tests.violence_plan.test_errors")
def test_more_parameters_than_anybody_needs_are_refused(client):
    page, response = client.get(f"/many?{TOO_MANY}"), client.get(f"/api/v1/many?{TOO_MANY}")
    assert read(page).startswith("The request could not be understood")
    assert (page.status_code, response.status_code) == (400, 400)
    assert response["Content-Type"] == "application/problem+json"
