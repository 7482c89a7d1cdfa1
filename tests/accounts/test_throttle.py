"""Wrong passwords: bounded for strangers from everywhere, slowed and never shut for whoever signed in from there."""

import pytest
from django.conf import settings as portal
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import KnownPlace
from accounts.throttle import RATES, REMEMBERED, Throttle
from tests.factories import make_user
from tests.page_reading import read

pytestmark = pytest.mark.django_db

PASSWORD = "a long pass phrase"


@pytest.fixture
def user():
    """Somebody with two names to sign in by."""
    return make_user("officer", username="jo", email="jo@anytown.example", is_staff=True)


def sign_in(client, network, password=PASSWORD, name="jo"):
    """The answer to a try from that network: 302 in, 200 wrong, 429 too often."""
    form = {"login": name, "password": password}
    return client.post("/accounts/login/", form, REMOTE_ADDR=network).status_code


def attack(tries, networks, name="jo"):
    """Wrong passwords, so many from each of that many networks; what came of the last."""
    for network in range(networks):
        for _ in range(tries):
            last = sign_in(Client(), f"198.51.100.{network}", "wrong", name)
    return last


def test_user_name_and_address_are_one_person(user):
    names = ["jo", "JO@anytown.example", "Jo", "jo@anytown.example", "jo"]
    assert [sign_in(Client(), "198.51.100.1", "wrong", name) for name in names] == [200] * 5
    assert sign_in(Client(), "198.51.100.1", "wrong", "JO@anytown.example") == 429


@pytest.mark.parametrize("name", ["jo", "nobody"])
def test_many_networks_do_not_get_many_tries(user, name):
    assert attack(5, 4, name) == 200
    assert sign_in(Client(), "198.51.100.99", "wrong", name) == 429


def test_a_stranger_with_the_right_password_waits_too(user):
    attack(5, 4)
    assert sign_in(Client(), "198.51.100.99") == 429


def test_tries_from_elsewhere_keep_nobody_out_of_their_own_browser_or_network(user):
    own = Client()
    assert sign_in(own, "192.0.2.1") == 302
    attack(6, 5)
    own.post("/accounts/logout/")
    assert sign_in(Client(), "192.0.2.1") == 302  # the network
    assert sign_in(own, "203.0.113.7") == 302  # the browser, somewhere else


def test_a_colleague_on_the_same_network_does_not_slow_ones_own_browser(user):
    own = Client()
    sign_in(own, "192.0.2.1")
    assert [sign_in(Client(), "192.0.2.1", "wrong") for _ in range(7)] == [200] * 6 + [429]
    own.post("/accounts/logout/")
    assert sign_in(own, "192.0.2.1") == 302


def test_ones_own_browser_is_slowed_and_not_shut(user):
    own = Client()
    sign_in(own, "192.0.2.1")
    own.post("/accounts/logout/")
    assert [sign_in(own, "192.0.2.1", "wrong") for _ in range(7)] == [200] * 6 + [429]
    assert RATES["slowed"] == "1/m/key"
    cache.delete_many([key.split(":", 2)[2] for key in kept_under("slowed")])  # a minute passes
    assert sign_in(own, "192.0.2.1") == 302


def kept_under(action):
    """The keys of the cache that hold counts of that action."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM accounts_cache WHERE cache_key LIKE %s", [f"%:{action}:%"])
        return [key for (key,) in cursor.fetchall()]


def test_a_right_password_counts_as_no_try(user):
    for _ in range(8):
        assert sign_in(Client(), "192.0.2.1") == 302


def test_another_persons_browser_is_a_strangers(user):
    make_user(username="sam")
    theirs = Client()
    sign_in(theirs, "192.0.2.9", name="sam")
    theirs.post("/accounts/logout/")
    assert [sign_in(theirs, "192.0.2.9", "wrong") for _ in range(6)] == [200] * 5 + [429]


def test_passkeys_stay_open(user):
    attack(6, 5)
    answer = Client().post("/accounts/2fa/passkeys/login/", {"credential": "{}"}, REMOTE_ADDR="198.51.100.1")
    assert (answer.status_code, answer.url) == (302, "/accounts/login/")  # read, and refused as none


def test_the_owner_is_told_once_for_each_bout(user, settings, django_capture_on_commit_callbacks):
    settings.SENDS_MAIL = True
    with django_capture_on_commit_callbacks(execute=True):
        attack(7, 2)
        attack(7, 1, name="nobody")
    [letter] = mail.outbox
    assert letter.to == ["jo@anytown.example"]
    assert "Wrong passwords were tried for your account" in letter.body


def test_a_place_is_forgotten_in_time(user):
    own = Client()
    sign_in(own, "192.0.2.1")
    own.post("/accounts/logout/")
    KnownPlace.objects.update(seen_at=timezone.now() - REMEMBERED)
    attack(5, 4)
    assert sign_in(own, "192.0.2.1") == 429
    sign_in(Client(), "192.0.2.1", name=make_user(username="sam").username)
    assert not KnownPlace.objects.filter(user=user).exists()


def test_the_cookie_says_nothing_and_goes_nowhere_but_to_signing_in(user):
    own = Client()
    sign_in(own, "192.0.2.1")
    cookie = own.cookies["known_browser"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/accounts/", True, "Lax")
    assert cookie["secure"] == (portal.SESSION_COOKIE_SECURE or "")
    kept = str(list(KnownPlace.objects.values()))
    assert cookie.value not in kept
    assert "192.0.2.1" not in kept
    assert [str(place) for place in KnownPlace.objects.all()] == ["Place of jo"] * 2


def test_what_cannot_be_a_name_is_nobodys(rf):
    assert Throttle(rf.post("/"), "a\x00").user is None
    assert "not right" in read(Client().post("/accounts/login/", {"login": "nobody", "password": "wrong"}))
