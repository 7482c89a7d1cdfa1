"""The API read from pages of other origins: by anybody, with a key or without, never with a session."""

import pytest
from django.test import Client

from tests.factories import make_user

pytestmark = pytest.mark.django_db

PAGE = {"origin": "https://map.example"}
BEFOREHAND = PAGE | {
    "access-control-request-method": "GET",
    "access-control-request-headers": "authorization, if-none-match",
}
EXPOSED = "Content-Disposition, Content-Handling, ETag, Link, RateLimit, RateLimit-Policy, Retry-After"


def cors(response):
    """What an answer says of other origins."""
    return {name: value for name, value in response.headers.items() if name.startswith("Access-Control-")}


@pytest.mark.parametrize("address", ["/", "/search/", "/data/", "/admin/", "/accounts/login/", "/healthz"])
def test_nothing_else_is_read_from_elsewhere(address):
    assert cors(Client().get(address, headers=PAGE)) == {}
    assert cors(Client().options(address, headers=BEFOREHAND)) == {}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/", 200),
        ("/api/v1/actions/?colour=red", 400),
        ("/api/v1/nothing/", 404),
        ("/api/v1/plans", 301),
    ],
)
@pytest.mark.parametrize("headers", [PAGE, {}])
def test_every_answer_of_the_api_is_read_from_everywhere_and_says_the_same(address, status, headers):
    for method in ("get", "head"):
        response = getattr(Client(), method)(address, headers=headers)
        assert response.status_code == status
        assert cors(response) == {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": EXPOSED}
        assert "origin" not in response.get("Vary", "").lower()


def test_a_refused_key_can_be_read_too():
    response = Client().get("/api/v1/", headers=PAGE | {"authorization": "Bearer no"})
    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (401, "*")


def test_a_session_is_never_let_in_from_elsewhere(client, settings):
    client.force_login(make_user("officer", password=None))
    assert "Access-Control-Allow-Credentials" not in client.get("/api/v1/", headers=PAGE)
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"


def test_a_browser_that_asks_beforehand_is_told_what_it_may(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = Client().options("/api/v1/actions/", headers=BEFOREHAND)
    assert (response.status_code, response.content, "Content-Type" in response) == (204, b"", False)
    assert cors(response) == {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "GET, HEAD",
        "Access-Control-Allow-Headers": "Authorization, If-Modified-Since, If-None-Match",
        "Access-Control-Max-Age": "86400",
        "Access-Control-Expose-Headers": EXPOSED,
    }
