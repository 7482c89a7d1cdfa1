"""A partner's key as a row: its rules, whose it is, what is said of it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import PartnerKey
from partners.models import Membership
from tests.factories import make_partner, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def usual():
    """The columns of a key that works today."""
    return {
        "partner": make_partner(),
        "name": "Nightly pull",
        "prefix": "abcd1234",
        "digest": "a" * 64,
        "made_by": make_user(password=None),
        "made_on": date(2026, 1, 1),
        "expires_on": date(2027, 2, 5),
    }


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("name_not_empty", {"name": ""}),
        ("scope_known", {"scope": "all"}),
        ("prefix_form", {"prefix": "ABCD1234"}),
        ("only_a_digest", {"digest": "vp_abcd1234_" + "a" * 43}),
        ("expires_in_time", {"expires_on": date(2025, 12, 31)}),
        ("expires_in_time", {"expires_on": date(2027, 2, 6)}),
        ("revoked_by_somebody", {"revoked_at": timezone.now()}),
        ("replaces_another", {"pk": 7, "replaces_id": 7}),
    ],
)
def test_each_rule_binds_raw_writes_too(usual, rule, fields):
    PartnerKey.objects.create(**usual)
    with transaction.atomic(), pytest.raises(IntegrityError, match=f"accounts_partnerkey_{rule}"):
        PartnerKey.objects.create(**usual | {"prefix": "b" * 8} | fields)


def test_a_prefix_is_one_keys(usual):
    PartnerKey.objects.create(**usual)
    with transaction.atomic(), pytest.raises(IntegrityError, match="prefix"):
        PartnerKey.objects.create(**usual)


def test_a_key_is_of_the_reporters_own_partners(usual):
    key, user = PartnerKey.objects.create(**usual), make_user(password=None)
    Membership.objects.create(partner=make_partner(parent=key.partner), user=user)
    assert not PartnerKey.objects.of_reporter(user).exists()
    Membership.objects.create(partner=key.partner, user=user)
    assert list(PartnerKey.objects.of_reporter(user)) == [key]


def test_states_in_words(usual):
    today = timezone.localdate()
    days = {"made_on": today, "expires_on": today}
    key = PartnerKey.objects.create(**usual | days)
    assert (str(key), key.state, key.works) == ("Nightly pull (vp_abcd1234_…)", "Works", True)
    PartnerKey.objects.create(**usual | days | {"prefix": "b" * 8, "replaces": key})
    key.refresh_from_db()
    assert (key.state, key.works) == ("Replaced, still works", True)
    key.made_on = key.expires_on = today - timedelta(days=1)
    assert (key.state, key.works) == ("Expired", False)
    key.revoked_at = timezone.now()
    assert (key.state, key.works) == ("Revoked", False)
