"""Partners' keys in the admin."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.keys import make_key
from accounts.models import PartnerKey
from tests.factories import make_partner, make_user
from tests.page_reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("groups")]

LIST = "/admin/accounts/partnerkey/"
TOKEN = re.compile(r"vp_[a-z0-9]{8}_[\w-]{43}")


@pytest.fixture
def desk(client):
    """The browser of an officer by role."""
    client.force_login(make_user("officer", password=None, is_staff=True))
    return client


@pytest.fixture
def key():
    """A key that works for nine days."""
    said = {"name": "Map", "scope": "open", "expires_on": timezone.localdate() + timedelta(days=9)}
    return make_key(by=make_user(password=None), partner=make_partner(), **said)[0]


@pytest.fixture
def form():
    """What an officer sends to make a key."""
    last = timezone.localdate() + timedelta(days=30)
    said = {"uid": uuid.uuid4(), "partner": make_partner().pk, "name": "Nightly pull", "scope": "shared"}
    return said | {"expires_on": f"{last}"}


@pytest.mark.parametrize("role", ["strategy-lead", "auditor"])
def test_nobody_else_makes_or_ends_keys(client, key, form, role):
    client.force_login(make_user(role, password=None, is_staff=True))
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}add/", form).status_code == 403
    client.post(LIST, {"action": "revoke", "_selected_action": [key.pk]})
    assert PartnerKey.objects.get().works


def test_a_key_is_made_and_shown_once(desk, form):
    page = desk.post(f"{LIST}add/", form)
    token = TOKEN.search(page.content.decode())[0]
    key = PartnerKey.objects.get()
    assert token.startswith(f"vp_{key.prefix}_")
    for address in (LIST, f"{LIST}{key.pk}/change/", "/admin/"):
        assert token not in desk.get(address).content.decode()
    again = desk.post(f"{LIST}add/", form)
    assert "This form was sent before, and its key was made and shown then." in again.content.decode()
    assert PartnerKey.objects.count() == 1


def test_a_last_day_too_far_off_is_refused(desk, form):
    page = desk.post(f"{LIST}add/", form | {"expires_on": "2999-01-01"})
    assert "Choose a day from" in page.content.decode()
    assert not PartnerKey.objects.exists()


def test_the_list_says_how_each_stands(desk, key):
    assert f"Map {key.partner} {key.shown} What everybody may read, and more of it at once Works" in read(
        desk.get(LIST)
    )


def test_keys_are_revoked(desk, key):
    page = desk.post(LIST, {"action": "revoke", "_selected_action": [key.pk]}, follow=True)
    assert "Programs that show these keys are refused from now on." in page.content.decode()
    assert not PartnerKey.objects.get().works


def test_one_key_is_replaced(desk, key):
    page = desk.post(LIST, {"action": "replace", "_selected_action": [key.pk]})
    assert TOKEN.search(page.content.decode())
    assert f"The key that it replaces, {key.shown}, works 7 more days at most" in page.content.decode()
    both = [*PartnerKey.objects.values_list("pk", flat=True)]
    page = desk.post(LIST, {"action": "replace", "_selected_action": both}, follow=True)
    assert "Choose one key to replace." in page.content.decode()
    page = desk.post(LIST, {"action": "replace", "_selected_action": [key.pk]}, follow=True)
    assert "Only a key that works, and was not replaced yet" in page.content.decode()
    assert PartnerKey.objects.count() == 2
