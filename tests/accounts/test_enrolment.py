"""Setting up a first second factor: never by the password alone, once a factor is required."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.enrolment import make_enrolment_link
from accounts.models import EnrolmentLink
from tests.factories import make_user
from tests.page_reading import read

pytestmark = pytest.mark.django_db

PASSWORD = "a long pass phrase"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LIST = "/admin/auth/user/"


@pytest.fixture(autouse=True)
def required(settings):
    """A second factor is asked for, as where nothing says otherwise."""
    settings.SECOND_FACTOR = True


@pytest.fixture
def user():
    """An officer who has not set up a second factor."""
    return make_user("officer", username="jo", email="jo@anytown.example", is_staff=True)


def browser_of(user):
    """A browser in which somebody who knows the password has just signed in."""
    client = Client()
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)
    return client


def code(secret):
    """What an authenticator app with that secret shows now."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def enrol(client):
    """Set up an authenticator app, as the page leads to; whether it did."""
    form = client.get("/accounts/2fa/totp/activate/").context
    if form:
        client.post("/accounts/2fa/totp/activate/", {"code": code(form["form"].secret)})
    return Authenticator.objects.filter(type="totp").exists()


@pytest.mark.parametrize("role", ["officer", "board-member"])
def test_who_has_only_the_password_asks_an_administrator(role):
    client = browser_of(make_user(role))
    page = read(client.get("/accounts/2fa/"))
    assert "Ask an administrator for a link." in page
    assert "Set up an authenticator app" not in page
    for address in ("/accounts/2fa/totp/activate/", "/accounts/2fa/passkeys/add/"):
        assert client.get(address).url == "/accounts/2fa/"
        assert client.post(address, {"code": "000000", "name": "Mine", "credential": "{}"}).url == "/accounts/2fa/"
    assert not Authenticator.objects.exists()


def test_a_link_without_the_password_is_nothing(client, user):
    address = f"/accounts/2fa/enrol/{make_enrolment_link(user=user)}/"
    assert client.get(address).url == f"/accounts/login/?next={address}"
    assert client.post(address).url == f"/accounts/login/?next={address}"
    assert EnrolmentLink.objects.valid().exists()


def test_a_link_is_for_nobody_else(user):
    somebody = browser_of(make_user("officer"))
    address = f"/accounts/2fa/enrol/{make_enrolment_link(user=user)}/"
    assert somebody.get(address).status_code == 404
    assert somebody.post(address).status_code == 404
    assert not enrol(somebody)
    assert str(EnrolmentLink.objects.valid().get()) == f"Link for {user.username}"


def test_a_link_ends_after_a_day_and_with_the_next_one(user):
    client = browser_of(user)
    first = f"/accounts/2fa/enrol/{make_enrolment_link(user=user)}/"
    second = f"/accounts/2fa/enrol/{make_enrolment_link(user=user)}/"
    assert client.post(first).status_code == 404
    made = timezone.now() - timedelta(days=2)
    EnrolmentLink.objects.update(made_at=made, expires_at=made + timedelta(days=1))
    assert client.post(second).status_code == 404
    assert not enrol(client)


def test_a_link_is_used_by_its_button_once(user):
    address = f"/accounts/2fa/enrol/{make_enrolment_link(user=user)}/"
    thief, owner = browser_of(user), browser_of(user)
    assert read(owner.get(address)).startswith("Set up a second factor This link works once.")
    assert not enrol(owner)  # opening it is not enough, as mail scanners do
    assert owner.post(address).url == "/accounts/2fa/"
    assert read(thief.get(address)).startswith("This link no longer works")
    assert thief.post(address).status_code == 404
    assert not enrol(thief)
    assert enrol(owner)


def test_whoever_was_signed_in_by_password_alone_is_out_once_a_factor_stands(user):
    thief, owner = browser_of(user), browser_of(user)
    owner.post(f"/accounts/2fa/enrol/{make_enrolment_link(user=user)}/")
    assert enrol(owner)
    assert owner.get("/admin/").status_code == 200
    assert thief.get("/accounts/").status_code == 302
    assert owner.get("/accounts/2fa/passkeys/add/").status_code == 200  # the app was shown a moment ago


def test_a_permission_ends(user):
    client = browser_of(user)
    client.post(f"/accounts/2fa/enrol/{make_enrolment_link(user=user)}/")
    session = client.session
    session["_enrolment"] -= 3600
    session.save()
    assert not enrol(client)


def test_of_a_link_only_a_digest_is_kept(user):
    token = make_enrolment_link(user=user)
    assert token not in str(EnrolmentLink.objects.values())


def test_who_has_a_factor_gets_no_link(user):
    TOTP.activate(user, SECRET)
    with pytest.raises(ValidationError, match="jo has a second factor already. If it is lost, remove it first."):
        make_enrolment_link(user=user)


def test_the_owner_is_told_of_the_link_and_of_the_factor(user, settings, django_capture_on_commit_callbacks):
    settings.SENDS_MAIL = True
    client = browser_of(user)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/accounts/2fa/enrol/{make_enrolment_link(user=user)}/")
        enrol(client)
        client.post("/accounts/2fa/recovery-codes/generate/")
    said = [letter.body.split("\n\n")[1] for letter in mail.outbox]
    assert [(letter.to, "http" in letter.body) for letter in mail.outbox] == [(["jo@anytown.example"], False)] * 3
    assert said == [
        "A link was made by which a second factor can be set up for your account, once.",
        "An authenticator app or a passkey was added to your account: it lets sign in as you.",
        "New recovery codes were made for your account. The old ones no longer work.",
    ]


@pytest.mark.parametrize("role", ["officer", "auditor", "strategy-lead"])
def test_nobody_but_an_administrator_makes_links(client, user, settings, role):
    settings.SECOND_FACTOR = False
    client.force_login(make_user(role, is_staff=True))
    client.post(LIST, {"action": "make_enrolment_link", "_selected_action": [user.pk]})
    assert not EnrolmentLink.objects.exists()


def test_an_administrator_makes_links_for_others_one_by_one(client, user, settings):
    settings.SECOND_FACTOR = False
    administrator = make_user("administrator", is_staff=True)
    superuser = make_user(is_superuser=True, is_staff=True)
    has_one = make_user("officer", username="sam")
    TOTP.activate(has_one, SECRET)
    client.force_login(administrator)

    def ask(*people):
        chosen = {"action": "make_enrolment_link", "_selected_action": [person.pk for person in people]}
        return client.post(LIST, chosen, follow=True)

    for people in ([administrator], [superuser], [user, has_one]):
        assert "Choose one person, not yourself." in ask(*people).content.decode()
    assert "Sam has a second factor already." in read(ask(has_one))
    assert not EnrolmentLink.objects.exists()
    page = ask(user)
    assert "jo may set up a second factor" in read(page)
    assert EnrolmentLink.objects.get().made_by == administrator
    assert LogEntry.objects.get().change_message == "Made a link to set up a second factor."
    settings.SECOND_FACTOR = True
    owner = browser_of(user)
    owner.post(page.context["link"].removeprefix("http://testserver"))
    assert enrol(owner)


@pytest.mark.parametrize("name", ["nobody", "left"])
def test_the_command_knows_active_accounts_only(name):
    make_user(username="left", is_active=False)
    with pytest.raises(CommandError, match=f"No one active account is called {name}. Give its user name."):
        call_command("enrol_link", name)


def test_the_command_makes_no_link_for_who_has_a_factor(user):
    TOTP.activate(user, SECRET)
    with pytest.raises(CommandError, match="jo has a second factor already."):
        call_command("enrol_link", "jo")


@pytest.mark.parametrize("name", ["jo", "JO@anytown.example"])
def test_the_command_prints_a_link(user, capsys, name):
    call_command("enrol_link", name, address="https://plan.anytown.example/")
    said = capsys.readouterr().out
    assert said.startswith("jo signs in with the password and opens this address, once, within a day:\n\n")
    address = said.split()[-1]
    assert address.startswith("https://plan.anytown.example/accounts/2fa/enrol/")
    owner = browser_of(user)
    owner.post(address.removeprefix("https://plan.anytown.example"))
    assert enrol(owner)
