"""What is done to people in the admin: by administrators only, at once, and never so that nobody is left to do it."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from access.roles import Role
from accounts.models import Session
from accounts.people import give_roles, set_active
from tests.factories import make_user
from tests.page_reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("groups")]

LIST = "/admin/auth/user/"


@pytest.fixture
def administrator():
    """An administrator by role, not by superuser."""
    return make_user("administrator", username="administrator", is_staff=True)


@pytest.fixture
def desk(client, administrator):
    """An administrator's browser."""
    client.force_login(administrator)
    return client


def signed_in(user):
    """A browser of that user."""
    client = Client()
    client.force_login(user)
    return client


def is_in(client):
    """Whether somebody is signed in there."""
    return client.get("/accounts/").status_code == 200


def form(user, **fields):
    """The form of a user's page as it would be sent, with these fields changed."""
    inlines = {
        f"{prefix}-{name}": 0
        for prefix in ("memberships", "led_strategies")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    as_is = {"username": user.username, "first_name": "", "last_name": "", "email": user.email, "is_active": "on"}
    given = as_is | {"roles": [group.name for group in user.groups.all()]} | inlines | fields
    return {name: value for name, value in given.items() if value is not None}


@pytest.mark.parametrize("role", ["officer", "strategy-lead", "auditor"])
def test_nobody_else_touches_people_or_makes_themselves_administrator(client, role):
    user, superuser = make_user(role, is_staff=True), make_user(is_superuser=True)
    client.force_login(user)
    for person in (user, superuser):
        page = client.post(f"{LIST}{person.pk}/change/", form(person, roles=["administrator"]))
        assert page.status_code == 403
        assert client.post(f"{LIST}{person.pk}/password/", {"password1": "x"}).status_code == 403
    client.post(LIST, {"action": "remove_second_factor", "_selected_action": [superuser.pk]})
    assert not User.objects.filter(groups__name="administrator").exists()


def test_people_are_neither_added_nor_deleted(desk, administrator):
    user = make_user("officer")
    assert desk.get(f"{LIST}add/").status_code == 403
    assert desk.post(f"{LIST}{user.pk}/delete/", {"post": "yes"}).status_code == 403
    desk.post(LIST, {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"})
    assert User.objects.filter(pk=user.pk).exists()


def test_an_administrator_does_not_touch_superusers(desk):
    superuser = make_user(username="owner", is_superuser=True, is_staff=True)
    theirs = signed_in(superuser)
    assert desk.post(f"{LIST}{superuser.pk}/change/", form(superuser, is_active=None)).status_code == 403
    assert desk.post(f"{LIST}{superuser.pk}/password/", {}).status_code == 403
    desk.post(LIST, {"action": "sign_out", "_selected_action": [superuser.pk]})
    assert is_in(theirs)


def test_roles_say_who_enters_the_admin_and_a_change_signs_out_at_once(desk):
    user = make_user("board-member", username="jo")
    theirs = signed_in(user)
    assert desk.post(f"{LIST}{user.pk}/change/", form(user, roles=["officer", "auditor"])).status_code == 302
    user.refresh_from_db()
    assert (user.is_staff, {group.name for group in user.groups.all()}) == (True, {"officer", "auditor"})
    assert not is_in(theirs)
    assert "Officer, Auditor" in desk.get(LIST).content.decode()
    assert desk.post(f"{LIST}{user.pk}/change/", form(user, roles=[])).status_code == 302
    user.refresh_from_db()
    assert (user.is_staff, user.groups.count()) == (False, 0)


def test_what_is_no_change_of_roles_signs_nobody_out(desk):
    user = make_user("officer", is_staff=True)
    theirs = signed_in(user)
    assert desk.post(f"{LIST}{user.pk}/change/", form(user, first_name="Jo")).status_code == 302
    give_roles(user=user, roles=["officer"])
    assert is_in(theirs)


def test_whoever_is_deactivated_is_out_at_once(desk):
    user = make_user("officer", is_staff=True)
    theirs = signed_in(user)
    assert desk.post(f"{LIST}{user.pk}/change/", form(user, is_active=None)).status_code == 302
    assert not is_in(theirs)
    assert not Session.objects.filter(user=user).exists()
    assert desk.post(f"{LIST}{user.pk}/change/", form(user)).status_code == 302
    assert is_in(signed_in(user))


def test_nobody_changes_their_own_roles(desk, administrator):
    page = desk.get(f"{LIST}{administrator.pk}/change/").content.decode()
    assert 'name="roles"' not in page
    desk.post(f"{LIST}{administrator.pk}/change/", form(administrator, roles=["auditor"], is_active=None))
    administrator.refresh_from_db()
    assert administrator.is_active
    assert administrator.groups.get().name == "administrator"


def test_one_administrator_remains(client, administrator):
    owner = make_user(is_superuser=True, is_staff=True)
    client.force_login(owner)
    User.objects.filter(pk=owner.pk).update(is_superuser=False)
    give_roles(user=User.objects.get(pk=owner.pk), roles=["officer"])
    for change in (
        lambda: give_roles(user=administrator, roles=["officer"]),
        lambda: set_active(user=administrator, active=False),
    ):
        with pytest.raises(ValidationError, match="One active administrator must remain."):
            change()
        administrator.refresh_from_db()
        assert administrator.is_active
        assert administrator.groups.get().name == "administrator"


def test_a_form_that_would_leave_no_administrator_says_so():
    from accounts.admin.user import PersonForm

    administrator = make_user("administrator", is_staff=True)
    for change in ({"roles": ["officer"]}, {"is_active": ""}):
        sent = PersonForm(form(administrator, **change), instance=User.objects.get(pk=administrator.pk))
        assert "One active administrator must remain." in str(sent.errors)
    make_user(is_superuser=True)
    assert PersonForm(form(administrator, roles=["officer"]), instance=administrator).is_valid()


def test_an_address_belongs_to_one_person_and_is_known_to_be_theirs(desk):
    user = make_user("officer", email="jo@anytown.example")
    other = make_user("officer")
    page = desk.post(f"{LIST}{other.pk}/change/", form(other, email="JO@anytown.example"))
    assert "Somebody else has this address." in page.content.decode()
    desk.post(f"{LIST}{user.pk}/change/", form(user, email="Joanna@anytown.example"))
    assert EmailAddress.objects.get(user=user, verified=True, primary=True).email == "joanna@anytown.example"
    desk.post(f"{LIST}{user.pk}/change/", form(user, email=""))
    assert not EmailAddress.objects.filter(user=user).exists()


def test_a_lost_telephone_is_mended_by_an_administrator(desk):
    user = make_user("officer", username="jo", is_staff=True)
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    theirs = signed_in(user)
    answer = desk.post(LIST, {"action": "remove_second_factor", "_selected_action": [user.pk]}, follow=True)
    assert "To set up a second factor anew: jo." in answer.content.decode()
    assert not Authenticator.objects.exists()
    assert not is_in(theirs)


def test_somebody_is_signed_out_everywhere(desk):
    user = make_user("officer", username="jo", is_staff=True)
    theirs = [signed_in(user), signed_in(user)]
    answer = desk.post(LIST, {"action": "sign_out", "_selected_action": [user.pk]}, follow=True)
    assert "Signed out everywhere: jo." in answer.content.decode()
    assert [is_in(client) for client in theirs] == [False, False]


def test_everybody_signs_themselves_out_everywhere():
    user = make_user("board-member")
    here, there = signed_in(user), signed_in(user)
    assert here.get("/accounts/end-sessions/").status_code == 405
    assert here.post("/accounts/end-sessions/").url == "/accounts/login/"
    assert not is_in(here)
    assert not is_in(there)


def test_an_auditor_reads_people_and_changes_none(client):
    client.force_login(make_user("auditor", is_staff=True))
    user = make_user("officer")
    page = client.get(f"{LIST}{user.pk}/change/")
    assert (page.status_code, "Officer" in page.content.decode()) == (200, True)
    assert "_save" not in page.content.decode()
    assert client.post(f"{LIST}{user.pk}/change/", form(user, roles=[])).status_code == 403


@pytest.mark.parametrize("role", Role)
def test_a_session_ends_an_hour_after_its_last_request_and_twelve_after_it_began(role):
    client = signed_in(make_user(role))
    now = timezone.now()
    Session.objects.update(seen_at=now - timedelta(minutes=59))
    assert is_in(client)
    assert Session.objects.get().seen_at >= now
    Session.objects.update(seen_at=now - timedelta(minutes=61))
    assert not is_in(client)


def test_a_session_does_not_outlive_its_day_whatever_is_done_in_it():
    client = signed_in(make_user("officer"))
    began = Session.objects.get().expire_date
    session = client.session
    session["something"] = "new"
    session.save()
    assert abs(Session.objects.get().expire_date - began) < timedelta(seconds=1)
    assert timedelta(hours=11, minutes=59) < began - timezone.now() < timedelta(hours=12)
    Session.objects.update(expire_date=timezone.now())
    assert not is_in(client)
    assert read(client.get("/help/"))
    assert Session.get_session_store_class()().get_model_class() is Session


def test_the_owner_is_told_of_a_new_address_at_both_and_of_a_new_password(
    desk, settings, django_capture_on_commit_callbacks
):
    settings.SENDS_MAIL = True
    user = make_user("officer", username="jo", email="old@anytown.example", first_name="Jo", is_staff=True)
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"{LIST}{user.pk}/change/", form(user, first_name="Jo", email="new@anytown.example"))
        desk.post(
            f"{LIST}{user.pk}/password/",
            {"password1": "three words apart", "password2": "three words apart", "usable_password": "true"},
        )
    told = [(letter.to, letter.body.split("\n\n")[1]) for letter in mail.outbox]
    address = "The e-mail address of your account was changed. This goes to the old one and the new one."
    assert told == [
        (["new@anytown.example"], address),
        (["old@anytown.example"], address),
        (["new@anytown.example"], "The password of your account was changed."),
    ]
    assert "three words apart" not in "".join(letter.body for letter in mail.outbox)
