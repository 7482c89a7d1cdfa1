"""Who works for a partner: each person once, and for all that stands beneath it."""

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError

from partners.models import Membership, Partner
from tests.factories import make_partner, make_user

pytestmark = pytest.mark.django_db


def test_a_person_works_for_a_partner_once():
    membership = Membership.objects.create(partner=make_partner(), user=make_user())
    with pytest.raises(IntegrityError, match="partners_membership_person_unique"):
        Membership.objects.create(partner=membership.partner, user=membership.user)


def test_a_reporter_works_for_everything_beneath():
    police = make_partner(name="Police")
    unit = make_partner(kind="team", parent=police)
    other, also = make_partner(), make_partner()
    user = make_user(username="jo")
    assert set(Partner.objects.of_reporter(user)) == set()
    for partner in (police, also):
        Membership.objects.create(partner=partner, user=user)
    assert set(Partner.objects.of_reporter(user)) == set()  # asked for once, as roles are: until the next request
    again = get_user_model().objects.get()
    assert set(Partner.objects.of_reporter(again)) == {police, unit, also}
    assert other not in Partner.objects.of_reporter(again)
    assert str(Membership.objects.get(partner=police)) == "jo: Police"
