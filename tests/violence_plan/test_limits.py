"""Limits on what programs pull: who is counted, at what price, and what is said of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.keys import make_key, revoke_key
from tests.factories import make_partner, make_user
from tests.page_reading import read
from violence_plan import limits
from violence_plan.leases import Leases

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/"


@pytest.fixture(autouse=True)
def limited(settings, monkeypatch):
    """Twenty requests an address, thirty a key, in a minute of which not quite seventeen seconds are left."""
    settings.RATE_LIMIT, settings.RATE_LIMIT_WITH_KEY = 20, 30
    monkeypatch.setattr(limits, "leases", Leases())
    monkeypatch.setattr(limits, "now", lambda: 1_800_000_043.2)


@pytest.fixture
def key():
    """A key and the header that shows it."""
    last = timezone.localdate() + timedelta(days=9)
    said = {"by": make_user(password=None), "partner": make_partner(), "expires_on": last}
    made, token = make_key(**said, name="Pull", scope="open")
    return made, {"authorization": f"Bearer {token}"}


def ask(address=ROOT, times=1, comes_from="203.0.113.9", **headers):
    """The last of so many answers to the same request."""
    client = Client(REMOTE_ADDR=comes_from, headers=headers)
    for _ in range(times):
        response = client.get(address)
    return response


def test_too_many_requests_are_a_problem_that_says_when_to_come_again():
    assert ask(times=20).status_code == 200
    refused = ask()
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    assert refused.json() == {
        "type": "about:blank",
        "title": "Too Many Requests",
        "status": 429,
        "detail": "Too many requests came from you at once. Wait 17 seconds.",
        "instance": ROOT,
    }
    assert (refused["Retry-After"], refused["RateLimit"]) == ("17", '"address";r=0;t=17')
    assert ask(comes_from="203.0.113.10").status_code == 200


def test_each_answer_says_what_is_left():
    first = ask()
    assert (first["RateLimit-Policy"], first["RateLimit"]) == ('"address";q=20;w=60', '"address";r=19;t=17')
    assert ask(f"{ROOT}nothing/")["RateLimit"] == '"address";r=18;t=17'


def test_a_page_says_so_in_words():
    ask(times=20)
    for address in ("/search/?q=knife", "/data/"):
        page = ask(address)
        assert page.status_code == 429
        assert "Too many requests" in read(page)


@pytest.mark.parametrize("address", ["/", "/help/", "/healthz", "/accounts/login/"])
def test_what_people_read_is_not_counted(address):
    ask(times=21)
    assert ask(address).status_code == 200
    assert "RateLimit" not in ask(address)


def test_a_key_has_a_budget_of_its_own(key):
    ask(times=21)
    answer = ask(**key[1])
    assert (answer.status_code, answer["RateLimit"]) == (200, '"key";r=29;t=17')
    assert ask(times=30, **key[1]).status_code == 429
    assert ask(comes_from="203.0.113.10", **key[1]).status_code == 429


def test_a_wrong_key_counts_for_where_it_came_from(key):
    revoke_key(key=key[0], by=key[0].made_by)
    assert ask(times=20, **key[1]).status_code == 401
    assert ask(**key[1]).status_code == 429
    assert ask().status_code == 429


def test_a_key_counts_nothing_outside_the_api(key):
    assert ask("/data/", **key[1])["RateLimit"].startswith('"address"')


def test_a_made_up_address_is_no_way_round():
    ask(times=20)
    assert ask(**{"x-forwarded-for": "192.0.2.7"}).status_code == 429


@pytest.mark.parametrize(
    ("address", "price"),
    [
        (f"{ROOT}plans/any/plan.json", 10),
        (f"{ROOT}plans/any/plan.xlsx", 10),
        ("/data/any/tables.zip", 10),
        (f"{ROOT}actions/?format=csv", 10),
        (f"{ROOT}actions/?page_size=201", 10),
        (f"{ROOT}actions/?page_size={'9' * 5000}", 10),
        (f"{ROOT}actions/?page_size=200", 1),
        (f"{ROOT}actions/?page_size=many", 1),
        (f"{ROOT}actions/?q=knife", 1),
        (ROOT, 1),
    ],
)
def test_whole_files_count_as_ten(address, price):
    assert ask(address)["RateLimit"] == f'"address";r={20 - price};t=17'


def test_a_budget_smaller_than_a_file_is_good_for_one(settings):
    settings.RATE_LIMIT = 5
    assert ask("/data/any/tables.zip").status_code == 404
    assert ask().status_code == 429


def test_no_limit_counts_nothing(settings, key):
    settings.RATE_LIMIT = settings.RATE_LIMIT_WITH_KEY = 0
    for headers in ({}, key[1]):
        answer = ask(**headers)
        assert (answer.status_code, "RateLimit" in answer) == (200, False)


def test_the_clock_is_the_machines_own(monkeypatch, settings):
    monkeypatch.undo()
    settings.RATE_LIMIT = 20
    assert ask().has_header("RateLimit")
    assert limits.now() > 1_700_000_000
