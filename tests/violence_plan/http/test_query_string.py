"""What a page does not know is refused before the database is asked; where a reader came from changes nothing."""

import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import resolve

from actions.days import PAGES_OF_A_DAY
from tests.crawling import routes
from tests.factories import make_action, make_plan, make_strategy, make_user
from violence_plan.http.query_string import API, ELSEWHERE, without_tracking

pytestmark = pytest.mark.django_db
PAGE = "/plans/one/"


# An address, of nothing, of each route.
PARTS = {"uuid": UUID(int=0), "int": 1}
ADDRESSES = {
    "/" + re.sub(r"<(\w+):\w+>", lambda part: str(PARTS.get(part[1], "a")), route)
    for route in routes()
    if "^" not in route
}
# Those of pages, by the name of their route.
PAGES = {resolve(address).url_name: address for address in ADDRESSES if not address.startswith((API, *ELSEWHERE))}
# Those of endpoints; one row of most is named by its uid.
ENDPOINTS = [address for address in ADDRESSES if address.startswith(API)]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_an_unknown_parameter_is_refused_before_the_database_is_asked(client, django_assert_num_queries, name):
    with django_assert_num_queries(0):
        page = client.get(PAGES[name], {"zz-unknown": "1"})
    assert page.status_code == 400
    assert "There is no parameter “zz-unknown”." in page.content.decode()


@pytest.mark.parametrize("address", sorted(ENDPOINTS))
def test_at_the_api_too_where_what_campaigns_add_is_unknown_as_well(
    client, keeping, django_assert_num_queries, address
):
    with django_assert_num_queries(0):
        answer = client.get(address, {"zz-unknown": "1", "utm_source": "a"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert [*answer.json()["errors"]] == ["zz-unknown", "utm_source"]
    assert answer.headers["Cache-Status"] == "violence-plan; fwd=bypass; detail=refused"


def test_what_nobody_answers_at_the_api_is_not_found_whatever_is_asked_of_it(client):
    assert client.get(f"{API}v1/nothing/?zz=1").status_code == 404
    assert client.post(f"{API}v1/actions/?zz=1").status_code == 405


@pytest.mark.parametrize("name", sorted(PAGES))
def test_what_a_page_says_that_it_may_be_asked_it_knows(client, name):
    make_action(strategy=make_strategy(plan=make_plan(slug="a"), ref="a"), ref="a")
    client.force_login(make_user("officer"))
    view = resolve(PAGES[name]).func
    for parameter in getattr(view, "asks", ()):
        assert "There is no parameter" not in client.get(PAGES[name], {parameter: ""}).content.decode()


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("alignment", "Known here: rows, strategy, partner, status, basis, kind, as_at."),
        ("alignment_csv", "Known here: rows, strategy, partner, status, basis, kind, as_at."),
        ("alignment_review", "Known here: strategy."),
        ("changes", "Known here: since, until, page."),
        ("changes_csv", "Known here: since, until."),
        ("data", "Known here: page."),
        ("data_archive", "None is known here."),
        ("gap_table", "Known here: days."),
        ("gaps", "Known here: days."),
        ("partnership", "Known here: parts."),
        ("progress", "Known here: show, strategy, partner, no_lead."),
        ("search", "Known here: q, kind, plan, page."),
    ],
)
def test_the_parameter_is_named_with_all_that_are_known(client, name, known):
    for asked, shown in (("colour", "colour"), ("y" * 61, "y" * 60 + "…"), ("\0\x1b", "��"), ("<b>", "&lt;b&gt;")):
        page = client.get(PAGES[name], {asked: "red"}).content.decode()
        assert f"There is no parameter “{shown}”. {known}" in page


def test_a_day_is_asked_of_the_pages_that_show_one_and_of_no_others(client):
    asked = {name: client.get(PAGES[name], {"at": "zebra"}).content.decode() for name in PAGES}
    assert {name for name, said in asked.items() if "Status on which day?" in said} == PAGES_OF_A_DAY
    knowing = {name for name, address in PAGES.items() if "at" in getattr(resolve(address).func, "asks", ())}
    assert {name for name, said in asked.items() if "There is no parameter “at”." in said} == (
        asked.keys() - PAGES_OF_A_DAY - knowing
    )


def test_the_publics_view_is_asked_of_every_page_and_is_no_more_than_one_value(client):
    make_action(strategy=make_strategy(plan=make_plan(slug="one")))
    for address in ("/", PAGE, "/help/", f"{PAGE}alignment/"):
        assert client.get(f"{address}?see=public").status_code == 200
        page = client.get(f"{address}?see=everything")
        assert (page.status_code, "There is no parameter “see”." in page.content.decode()) == (400, True)


def test_a_parameter_that_is_known_is_taken_once(client):
    page = client.get(PAGE, {"as_at": ["2026-03-01", "2026-03-02"]})
    assert (page.status_code, "Give this parameter once" in page.content.decode()) == (400, True)
    page = client.get(PAGE, {"as-at": "2026-03-01"})
    assert "Known here: as_at." in page.content.decode()


def test_an_address_of_nothing_is_not_found_whatever_is_asked_of_it(client):
    assert client.get("/nothing/here/?zz=1").status_code == 404


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("utm_source=a&utm_campaign=b", ""),
        ("q=a+b&fbclid=c&page=2", "q=a+b&page=2"),
        ("%66bclid=c&gclid", ""),
        ("utm=1&xgclid=2&fbclid2=3", "utm=1&xgclid=2&fbclid2=3"),
        ("q=%FF&_ga=1&q=%00", "q=%FF&q=%00"),
        ("", ""),
    ],
)
def test_tracking_parameters_are_dropped_and_the_rest_stays_as_it_was(query, left):
    assert without_tracking(query) == left


def test_a_page_is_the_same_wherever_its_reader_came_from(keeping):
    make_action(strategy=make_strategy(plan=make_plan(slug="one")))
    client = Client()
    first = client.get(PAGE)
    second = client.get(f"{PAGE}?utm_source=mail&fbclid=abc")
    assert second.content == first.content
    assert (first.headers["Cache-Status"], second.headers["Cache-Status"]) == (
        "violence-plan; fwd=uri-miss; stored",
        "violence-plan; hit",
    )


def test_nothing_but_what_is_known_is_kept(keeping):
    make_action(strategy=make_strategy(plan=make_plan(slug="one")))
    client = Client()
    assert [client.get(f"{PAGE}?z={number}").status_code for number in range(3)] == [400] * 3
    answers = [client.get(f"/search/?z={number}") for number in range(2)]
    assert [answer.headers["Cache-Status"] for answer in answers] == ["violence-plan; fwd=bypass; detail=refused"] * 2
