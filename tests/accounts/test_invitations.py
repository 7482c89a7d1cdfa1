"""Invitations: who may make them, how they are accepted once, and what they leave behind."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from access.roles import roles_of
from accounts.invitations import InvitationGoneError, accept, invite, withdraw
from accounts.models import Invitation
from accounts.models.invitation import digest
from tests.factories import make_partner, make_strategy, make_user
from tests.page_reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("groups")]

ADD = "/admin/accounts/invitation/add/"
WHO = {"name": "Jo Anne Bloggs", "email": "Jo@anytown.example"}
CHOSEN = {"new_password1": "three words apart", "new_password2": "three words apart"}


@pytest.fixture
def administrator():
    """An administrator by role, not by superuser."""
    return make_user("administrator", is_staff=True)


@pytest.fixture
def desk(client, administrator):
    """An administrator's browser."""
    client.force_login(administrator)
    return client


@pytest.fixture
def invited(administrator):
    """An invitation of an officer, and its token."""
    return invite(by=administrator, **WHO, roles=["officer"])


@pytest.mark.parametrize("role", ["officer", "strategy-lead", "auditor"])
def test_only_administrators_invite(client, role):
    client.force_login(make_user(role, is_staff=True))
    assert client.get(ADD).status_code == 403
    assert client.post(ADD, WHO | {"roles": ["administrator"]}).status_code == 403
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"roles": []}, "This field is required."),
        ({"name": ""}, "This field is required."),
        ({"email": "jo"}, "Enter a valid email address."),
        ({"email": "HERE@anytown.example"}, "Somebody has this address already."),
        ({"roles": ["king"]}, "king is not one of the available choices."),
        ({"roles": ["partner-reporter"]}, "Choose who the partner reporter reports for."),
        ({"partner": "of nobody"}, "Only a partner reporter reports for a partner"),
        ({"strategies": "of nobody"}, "Only a strategy lead leads strategies"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(desk, fields, said):
    make_user(email="here@anytown.example")
    rows = {"partner": make_partner().pk, "strategies": [make_strategy().pk]}
    fields = {name: rows.get(name) if value == "of nobody" else value for name, value in fields.items()}
    page = desk.post(ADD, WHO | {"roles": ["officer"]} | fields)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("accounts_invitation_name_not_empty", {"name": ""}),
        ("accounts_invitation_roles_known", {"roles": []}),
        ("accounts_invitation_roles_known", {"roles": ["king"]}),
        ("accounts_invitation_partner_of_reporter", {"roles": ["partner-reporter"]}),
        ("accounts_invitation_accepted_by_somebody", {"accepted_at": timezone.now()}),
        ("accounts_invitation_expires_after", {"expires_at": timezone.now() - timedelta(days=9)}),
        ("accounts_invitation_one_open", {"token_digest": "b", "email": "JO@anytown.example"}),
    ],
)
def test_each_rule_binds_raw_writes_too(administrator, rule, fields):
    usual = {"token_digest": "a", "roles": ["officer"], "invited_by": administrator} | WHO
    Invitation.objects.create(
        **usual | {"token_digest": "c"} | ({} if "one_open" in rule else {"email": "b@c.example"})
    )
    with transaction.atomic(), pytest.raises(IntegrityError, match=rule):
        Invitation.objects.create(**usual | fields)


def test_what_is_accepted_cannot_be_withdrawn(invited):
    accept(token=invited[1], password="three words apart")
    withdraw(invitation=invited[0])
    with transaction.atomic(), pytest.raises(IntegrityError, match="accounts_invitation_accepted_or_withdrawn"):
        Invitation.objects.update(withdrawn_at=timezone.now())


def test_the_link_is_shown_once_and_only_a_digest_is_kept(desk):
    page = desk.post(ADD, WHO | {"roles": ["officer", "auditor"]})
    link = re.search(r'value="http://testserver(/accounts/invitations/[^"]+)"', page.content.decode())[1]
    token = link.split("/")[3]
    invitation = Invitation.objects.get()
    assert (invitation.token_digest, len(token)) == (digest(token), 43)
    assert "It was not mailed" in read(page)
    for address in ("/admin/accounts/invitation/", f"/admin/accounts/invitation/{invitation.pk}/change/", "/admin/"):
        assert token not in desk.get(address).content.decode()
    assert "Officer, Auditor" in read(desk.get("/admin/accounts/invitation/"))
    assert timedelta(days=6, hours=23) < invitation.expires_at - timezone.now() < timedelta(days=7)


def test_where_mail_is_set_up_the_link_is_mailed_too(desk, settings):
    settings.SENDS_MAIL = True
    page = desk.post(ADD, WHO | {"roles": ["officer"]})
    link = re.search(r'value="(http://testserver[^"]+)"', page.content.decode())[1]
    [letter] = mail.outbox
    assert (letter.to, link in letter.body) == (["jo@anytown.example"], True)
    assert "It was also mailed to jo@anytown.example." in read(page)


def test_a_mail_server_that_fails_is_told_and_loses_nothing(desk, settings):
    settings.SENDS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 9
    assert "It was not mailed" in read(desk.post(ADD, WHO | {"roles": ["officer"]}))
    assert Invitation.objects.valid().count() == 1


def test_opening_the_link_accepts_nothing(invited):
    for _ in range(2):
        page = Client().get(f"/accounts/invitations/{invited[1]}/")
        assert read(page).startswith("You are invited Name Jo Anne Bloggs User name jo@anytown.example Role Officer")
    assert Client().head(f"/accounts/invitations/{invited[1]}/").status_code == 200
    assert not User.objects.filter(email="jo@anytown.example").exists()


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"new_password1": "short", "new_password2": "short"}, "too short"),
        ({"new_password1": "jo@anytown.example", "new_password2": "jo@anytown.example"}, "too similar"),
        ({"new_password1": "passwordpassword", "new_password2": "passwordpasswort"}, "didn’t match"),
    ],
)
def test_a_weak_password_is_refused(invited, chosen, said):
    page = Client().post(f"/accounts/invitations/{invited[1]}/", chosen)
    assert (page.status_code, said in read(page)) == (400, True)
    assert Invitation.objects.valid().exists()


def test_accepting_makes_the_person_signs_in_and_leads_to_the_second_factor(client, invited, settings):
    settings.SECOND_FACTOR = True
    assert client.post(f"/accounts/invitations/{invited[1]}/", CHOSEN).url == "/accounts/2fa/"
    user = User.objects.get(username="jo@anytown.example")
    assert (user.first_name, user.last_name, user.is_staff, user.is_superuser) == ("Jo", "Anne Bloggs", True, False)
    assert {role.value for role in roles_of(user)} == {"officer"}
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    assert Invitation.objects.get().accepted_by == user
    again = Client().post(f"/accounts/invitations/{invited[1]}/", CHOSEN)
    assert (again.status_code, read(again)[:34]) == (404, "This invitation no longer works It")


def test_a_partner_reporter_and_a_strategy_lead_get_what_is_theirs(administrator):
    partner, strategy = make_partner(), make_strategy()
    roles = ["partner-reporter", "strategy-lead"]
    _, token = invite(by=administrator, **WHO, roles=roles, partner=partner, strategies=[strategy])
    user = accept(token=token, password="three words apart")
    assert [membership.partner for membership in user.memberships.all()] == [partner]
    assert [lead.strategy for lead in user.led_strategies.all()] == [strategy]


def test_a_partner_reporter_does_not_enter_the_admin(administrator):
    _, token = invite(by=administrator, **WHO, roles=["partner-reporter"], partner=make_partner())
    assert not accept(token=token, password="three words apart").is_staff


@pytest.mark.parametrize("token", ["nothing", "a" * 43, b"\x00".hex()])
def test_a_link_that_nobody_got_is_none(client, token):
    assert client.get(f"/accounts/invitations/{token}/").status_code == 404
    assert client.post(f"/accounts/invitations/{token}/", CHOSEN).status_code == 404


def test_expired_withdrawn_and_replaced_links_no_longer_work(client, desk, administrator, invited):
    first, old = invited
    _, new = invite(by=administrator, **WHO, roles=["auditor"])
    assert client.get(f"/accounts/invitations/{old}/").status_code == 404
    Invitation.objects.filter(token_digest=digest(new)).update(
        invited_at=timezone.now() - timedelta(days=8), expires_at=timezone.now() - timedelta(days=1)
    )
    assert client.get(f"/accounts/invitations/{new}/").status_code == 404
    latest, newest = invite(by=administrator, **WHO, roles=["auditor"])
    assert [made.state for made in Invitation.objects.order_by("pk")] == ["Withdrawn", "Withdrawn", "Open"]
    chosen = {"action": "withdraw", "_selected_action": [first.pk, latest.pk]}
    assert desk.post("/admin/accounts/invitation/", chosen).status_code == 302
    assert client.get(f"/accounts/invitations/{newest}/").status_code == 404
    assert not Invitation.objects.open().exists()


def test_an_address_that_somebody_got_meanwhile_is_not_given_twice(client, administrator, invited):
    make_user(email="jo@anytown.example")
    answer = client.post(f"/accounts/invitations/{invited[1]}/", CHOSEN)
    assert answer.status_code == 404
    with pytest.raises(InvitationGoneError):
        accept(token=invited[1], password="three words apart")
    with pytest.raises(ValidationError, match="Somebody has this address already"):
        invite(by=administrator, **WHO, roles=["officer"])


def test_states_in_words(administrator, invited):
    assert str(invited[0]) == "Jo Anne Bloggs (jo@anytown.example)"
    invited[0].expires_at = timezone.now()
    assert invited[0].state == "Expired"
    accept(token=invited[1], password="three words apart")
    assert Invitation.objects.get().state == "Accepted"
