"""A request's id, and the one line about it."""

import logging

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from structlog.contextvars import get_contextvars

from tests.factories import make_strategy
from violence_plan.http import request_log
from violence_plan.http.request_log import new_id

SECRET = "zq-secret-qz"  # noqa: S105


@pytest.fixture
def lines(caplog):
    """What the requests' logger was told, line by line."""
    caplog.set_level(logging.INFO, "violence_plan.requests")
    return lambda: [record.request_line for record in caplog.records if record.name == "violence_plan.requests"]


@pytest.fixture
def new_ids(monkeypatch):
    """Ids, one after the other, for requests that have none."""
    ids = (f"{number:032}" for number in range(1, 9))
    monkeypatch.setattr(request_log, "new_id", lambda: next(ids))


def answered(**said):
    """The id that a request with these headers is answered with."""
    request = RequestFactory().get("/help/", **said)
    return request_log.request_log(lambda request: HttpResponse())(request).headers["X-Request-ID"]


@pytest.mark.parametrize("said", ["short", "a" * 65, "with space", "a-line\nmore", "-begins-with", "é" * 9, ""])
def test_what_is_no_id_is_not_taken(said, new_ids, settings):
    settings.TRUSTED_PROXIES = 1
    assert answered(HTTP_X_REQUEST_ID=said) == f"{1:032}"


def test_without_a_trusted_proxy_no_id_is_taken(new_ids, settings):
    settings.TRUSTED_PROXIES = 0
    assert [answered(HTTP_X_REQUEST_ID="abcdefgh-12345678") for _ in range(2)] == [f"{1:032}", f"{2:032}"]


def test_a_trusted_proxys_id_is_taken(settings):
    settings.TRUSTED_PROXIES = 1
    assert answered(HTTP_X_REQUEST_ID="abcdefgh-12345678") == "abcdefgh-12345678"


def test_a_new_id_is_one_that_could_be_taken():
    assert request_log.GIVEN.fullmatch(new_id())
    assert new_id() != new_id()


def test_all_that_is_logged_meanwhile_has_the_id_and_nothing_after(settings):
    settings.TRUSTED_PROXIES = 1
    seen = []
    middleware = request_log.request_log(lambda request: seen.append(get_contextvars()) or HttpResponse())
    middleware(RequestFactory().get("/", HTTP_X_REQUEST_ID="abcdefgh-12345678"))
    assert (seen, get_contextvars()) == ([{"request_id": "abcdefgh-12345678"}], {})


@pytest.mark.django_db
def test_one_line_a_request_says_its_route_and_nothing_of_its_address(client, lines):
    slug = make_strategy(publication="published").plan.slug
    client.get(f"/accounts/invitations/{SECRET}/")
    client.get(f"/search/?q={SECRET}")
    client.post(f"/{SECRET}/")
    client.generic(SECRET.upper(), "/help/")
    client.get(f"/api/v1/plans/{slug}/", headers={"authorization": f"Bearer {SECRET}"})
    client.cookies["sessionid"] = SECRET
    client.get("/help/")
    said = lines()
    assert SECRET not in repr(said)
    assert all(line.pop("milliseconds") >= 0 for line in said)
    assert [tuple(line.values()) for line in said] == [
        ("GET", "invitation", 404, "stranger"),
        ("GET", "search", 200, "stranger"),
        ("POST", "none", 404, "stranger"),
        ("other", "help", 405, "stranger"),
        ("GET", "api-plans-one", 401, "key"),
        ("GET", "help", 200, "session"),
    ]


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_is_kept_has_its_line_too(client, lines, keeping):
    for _ in range(2):
        client.get("/partners/")
    assert [(line["route"], line["status"]) for line in lines()] == [("partner_list", 200)] * 2


def test_a_request_for_which_no_answer_could_be_made_has_its_line_too(lines):
    def fail(request):
        raise ValueError

    with pytest.raises(ValueError, match="^$"):
        request_log.request_log(fail)(RequestFactory().get("/help/"))
    assert [(line["route"], line["status"]) for line in lines()] == [("help", 500)]
    assert get_contextvars() == {}


def test_a_line_costs_nothing_where_nobody_reads_it(caplog):
    caplog.set_level(logging.WARNING, "violence_plan.requests")
    answered()
    assert caplog.records == []


@pytest.mark.parametrize(("path", "route"), [("/static/site.css", "static"), ("/nothing", "none"), ("/help/", "help")])
def test_the_route_of_an_address(path, route, settings):
    assert request_log.route_at(path, settings.ROOT_URLCONF) == route
