"""The pages on which a partner's reporter looks after the partner's own keys."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from access.roles import Role
from accounts.keys import make_key
from accounts.models import PartnerKey
from partners.models import Membership
from tests.factories import make_partner, make_user
from tests.page_reading import links, read

pytestmark = pytest.mark.django_db

KEYS = "/accounts/keys/"
TOKEN = re.compile(r"vp_[a-z0-9]{8}_[\w-]{43}")


@pytest.fixture
def police():
    """A partner."""
    return make_partner(code="police", name="The police")


@pytest.fixture
def reporter(police):
    """Who reports for the police."""
    user = make_user("partner-reporter", password=None)
    Membership.objects.create(partner=police, user=user)
    return user


@pytest.fixture
def desk(client, reporter):
    """The reporter's browser."""
    client.force_login(reporter)
    return client


@pytest.fixture
def form(police):
    """What the reporter sends to make a key."""
    last = timezone.localdate() + timedelta(days=30)
    said = {"uid": uuid.uuid4(), "partner": police.pk, "name": "Nightly pull", "scope": "shared"}
    return said | {"expires_on": f"{last}"}


def a_key(partner):
    """A key of that partner, and its token."""
    said = {"name": "Map", "scope": "open", "expires_on": timezone.localdate() + timedelta(days=9)}
    return make_key(by=make_user(password=None, first_name="Jo", last_name="Bloggs"), partner=partner, **said)


@pytest.mark.parametrize("role", [None, *sorted(set(Role) - {Role.PARTNER_REPORTER})])
def test_only_partner_reporters_look_after_keys_here(client, police, form, role):
    user = make_user(role, password=None)
    Membership.objects.create(partner=police, user=user)
    client.force_login(user)
    key, _ = a_key(police)
    for address in (KEYS, f"{KEYS}{key.prefix}/"):
        assert client.get(address).status_code == 403
        assert client.post(address, form | {"revoke": "yes"}).status_code == 403
    assert PartnerKey.objects.get().works


def test_strangers_are_asked_to_sign_in(client, form):
    assert client.get(KEYS).url == f"/accounts/login/?next={KEYS}"
    assert client.post(KEYS, form).url == f"/accounts/login/?next={KEYS}"


def test_without_a_second_factor_there_is_no_key(desk, form, settings):
    settings.SECOND_FACTOR = True
    assert desk.get(KEYS).url == "/accounts/2fa/"
    assert desk.post(KEYS, form).url == "/accounts/2fa/"
    assert not PartnerKey.objects.exists()


def test_of_another_partners_key_nobody_is_told(desk, police):
    key, _ = a_key(make_partner(parent=police))
    assert key.prefix not in desk.get(KEYS).content.decode()
    assert desk.get(f"{KEYS}{key.prefix}/").status_code == 404
    assert desk.post(f"{KEYS}{key.prefix}/", {"revoke": "yes"}).status_code == 404
    assert PartnerKey.objects.get().works


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": " "}, "Say what the key is for."),
        ({"name": "a\x00"}, "Null characters are not allowed."),
        ({"partner": "of another"}, "Choose one of your partners."),
        ({"partner": "\x00"}, "Null characters are not allowed."),
        ({"partner": ""}, "Choose one of your partners."),
        ({"scope": "all"}, "Choose what the key opens."),
        ({"expires_on": ""}, "Give the last day on which it works."),
        ({"expires_on": "soon"}, "Write a day as 2026-01-31 or 31/01/2026."),
        ({"expires_on": "2020-01-01"}, "Choose a day from "),
        ({"expires_on": "2999-01-01"}, "Choose a day from "),
        ({"uid": "no"}, "Enter a valid UUID."),
    ],
)
def test_what_cannot_be_is_refused_in_words(desk, form, fields, said):
    another = make_partner().pk
    page = desk.post(KEYS, form | {name: another if of == "of another" else of for name, of in fields.items()})
    assert page.status_code == 422
    assert f"Nothing was saved yet {said}" in read(page)
    assert not PartnerKey.objects.exists()


def test_a_key_is_made_and_shown_once(desk, form, reporter, police):
    page = desk.post(KEYS, form)
    token = TOKEN.search(page.content.decode())[0]
    assert (page.status_code, page["Cache-Control"]) == (
        200,
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    key = PartnerKey.objects.get()
    assert (key.name, key.partner, key.made_by, key.scope) == ("Nightly pull", police, reporter, "shared")
    assert Client().get("/api/v1/", headers={"authorization": f"Bearer {token}"}).status_code == 200
    for address in (KEYS, f"{KEYS}{key.prefix}/", "/accounts/", "/"):
        assert token not in desk.get(address).content.decode()
    listed = read(desk.get(KEYS))
    assert f"Nightly pull vp_{key.prefix}_… Works · The police · until" in listed
    assert f"last used {timezone.localdate():%-d %B %Y}" in listed


def test_a_form_sent_twice_makes_one_key(desk, form):
    desk.post(KEYS, form)
    again = desk.post(KEYS, form)
    assert again.status_code == 422
    assert "This form was sent before, and its key was made and shown then." in read(again)
    assert not TOKEN.search(again.content.decode())
    assert PartnerKey.objects.count() == 1


def test_each_form_is_good_for_a_key_of_its_own(desk):
    first, second = (desk.get(KEYS).context["key_form"]["uid"].value() for _ in range(2))
    assert first != second


def test_a_key_is_revoked_with_a_plain_sentence(desk, police, reporter):
    key, token = a_key(police)
    page = desk.get(f"{KEYS}{key.prefix}/")
    assert "Programs that show it are refused from their next request on." in read(page)
    assert ", by Jo Bloggs" in read(page)
    after = desk.post(f"{KEYS}{key.prefix}/", {"revoke": "yes"}, follow=True)
    said = f"The key “Map (vp_{key.prefix}_…)” is revoked: programs that show it are refused from now on."
    assert said in read(after)
    assert Client().get("/api/v1/", headers={"authorization": f"Bearer {token}"}).status_code == 401
    page = read(desk.get(f"{KEYS}{key.prefix}/"))
    assert f", by {reporter}" in page
    assert "it is refused" not in page


def test_a_key_is_replaced_and_the_new_one_shown_once(desk, police):
    key, old = a_key(police)
    page = desk.post(f"{KEYS}{key.prefix}/", {"replace": "yes"})
    new = TOKEN.search(page.content.decode())[0]
    assert new != old
    assert f"Instead of vp_{key.prefix}_… , which works until" in read(page)
    assert "Replace it" not in read(desk.get(f"{KEYS}{key.prefix}/"))
    again = desk.post(f"{KEYS}{key.prefix}/", {"replace": "yes"})
    assert "Only a key that works, and was not replaced yet, can be replaced. Make a new one." in read(again)
    assert not TOKEN.search(again.content.decode())
    assert PartnerKey.objects.count() == 2


def test_a_reporter_of_nobody_is_told_so(client):
    client.force_login(make_user("partner-reporter", password=None))
    page = client.get(KEYS)
    assert "Your organisation has no key yet." in read(page)
    assert "You report for no organisation yet. Ask an administrator." in read(page)


def test_the_account_leads_there(desk, client):
    assert KEYS in links(desk.get("/accounts/"))
    client.force_login(make_user("officer", password=None))
    assert KEYS not in links(client.get("/accounts/"))
