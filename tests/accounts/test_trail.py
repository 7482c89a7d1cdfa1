"""What accounts, keys and invitations leave in the security trail; and what never gets there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from access.roles import Role
from accounts.invitations import accept, invite, withdraw
from accounts.keys import make_key, replace_key, revoke_key
from accounts.models import PartnerKey
from accounts.people import give_roles, set_active
from tests.factories import make_partner, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("groups")]


@pytest.fixture
def trail(caplog):
    """What the trail says from now on, line by line."""
    caplog.clear()

    def said():
        lines = [record.getMessage() for record in caplog.records if record.name == "violence_plan.security"]
        caplog.clear()
        return lines

    return said


def test_signing_in_and_out_and_failing_are_told_by_number(client, trail):
    user = make_user(username="jo", email="jo@anytown.example")
    trail()
    for name, password in (("jo", "wrong"), ("JO@anytown.example", "wrong"), ("nobody", "wrong")):
        client.post("/accounts/login/", {"login": name, "password": password})
    assert trail() == [
        f"sign_in_failed user_id={user.pk}",
        f"sign_in_failed user_id={user.pk}",
        "sign_in_failed user_id=none",
    ]
    client.post("/accounts/login/", {"login": "jo", "password": "a long pass phrase"})
    client.post("/accounts/logout/")
    assert [line for line in trail() if line.startswith("signed")] == [
        f"signed_in user_id={user.pk}",
        f"signed_out user_id={user.pk}",
    ]


def test_a_key_is_told_by_its_prefix_when_it_is_used_refused_replaced_and_revoked(trail):
    by = make_user("officer")
    ends = timezone.localdate() + timedelta(days=30)
    said = {"partner": make_partner(), "name": "Jo's programs", "scope": PartnerKey.Scope.OPEN}
    key, token = make_key(by=by, expires_on=ends, **said)
    trail()

    def ask(shown):
        Client().get("/api/v1/", headers={"authorization": f"Bearer {shown}"})
        return trail()

    assert ask(token) == [f"key_used user_id=none key={key.prefix}"]
    assert ask(token) == []  # once a day
    assert ask("no key") == ["key_refused user_id=none"]
    assert ask(token[:-1] + ("a" if token[-1] != "a" else "b")) == [f"key_refused user_id=none key={key.prefix}"]
    new, _ = replace_key(key=key, by=by)
    assert f"key_replaced user_id={by.pk} by_key={new.prefix} key={key.prefix}" in trail()
    revoke_key(key=key, by=by)
    revoke_key(key=key, by=by)
    assert trail() == [f"key_revoked user_id={by.pk} key={key.prefix}"]
    PartnerKey.objects.update(revoked_at=None, revoked_by=None)
    PartnerKey.objects.filter(pk=key.pk).update(made_on=ends - timedelta(days=99), expires_on=ends - timedelta(days=50))
    assert ask(token) == [f"key_refused user_id=none key={key.prefix}"]


def test_roles_and_who_may_still_sign_in_are_told(trail):
    make_user("administrator")
    user = make_user("auditor")
    trail()
    give_roles(user=user, roles=[Role.OFFICER, Role.BOARD_MEMBER])
    give_roles(user=user, roles=[Role.OFFICER, Role.BOARD_MEMBER])
    set_active(user=user, active=False)
    set_active(user=user, active=True)
    assert trail() == [
        f"roles_changed user_id={user.pk} given=board-member_officer taken=auditor",
        f"account_disabled user_id={user.pk}",
        f"account_enabled user_id={user.pk}",
    ]
    give_roles(user=user, roles=[])
    assert trail() == [f"roles_changed user_id={user.pk} taken=board-member_officer"]


def test_an_invitation_is_told_by_number(trail):
    by = make_user("administrator")
    trail()
    invitation, token = invite(by=by, name="Jo Bloggs", email="jo@anytown.example", roles=["officer"])
    user = accept(token=token, password="three words apart")
    other, _ = invite(by=by, name="Al Bloggs", email="al@anytown.example", roles=["officer"])
    withdraw(invitation=other)
    withdraw(invitation=other)
    assert [line for line in trail() if line.startswith("invitation")] == [
        f"invitation_made user_id={by.pk} invitation={invitation.pk}",
        f"invitation_answered user_id={user.pk} invitation={invitation.pk}",
        f"invitation_made user_id={by.pk} invitation={other.pk}",
        f"invitation_withdrawn user_id=none invitation={other.pk}",
    ]
