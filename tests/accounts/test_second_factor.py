"""Whoever may write needs a second factor before anything else, and is asked for it each time."""

from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client

from access.roles import WRITERS, Role
from accounts.enrolment import make_enrolment_link
from tests.factories import make_user
from tests.page_reading import read

pytestmark = pytest.mark.django_db

PASSWORD = "a long pass phrase"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def required(settings):
    """A second factor is asked for, as where nothing says otherwise."""
    settings.SECOND_FACTOR = True


def code(secret=SECRET):
    """What an authenticator app with that secret shows now."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def sign_in(client, user, **more):
    """The answer to the right password of `user`."""
    return client.post("/accounts/login/", {"login": user.username, "password": PASSWORD, **more})


@pytest.mark.parametrize("role", sorted(WRITERS))
@pytest.mark.parametrize("address", ["/admin/", "/admin/actions/action/", "/admin/actions/action/add/", "/", "/plans/"])
def test_who_may_write_is_led_to_the_set_up_first(client, role, address):
    client.force_login(make_user(role, is_staff=True))
    assert client.get(address).url == "/accounts/2fa/"
    assert client.post(address).status_code == (403 if address.startswith("/admin/") else 405)  # kept, or not taken


def test_a_program_is_told_in_words(client):
    client.force_login(make_user("officer"))
    answer = client.get("/api/v1/plans/")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert answer.json()["detail"] == "Set up a second factor first: /accounts/2fa/."


@pytest.mark.parametrize(
    "address", ["/help/", "/accessibility/", "/healthz", "/readyz", "/accounts/", "/accounts/2fa/"]
)
def test_help_and_the_set_up_are_open_all_the_same(client, address):
    client.force_login(make_user("officer", is_staff=True))
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("role", sorted(set(Role) - WRITERS))
def test_who_only_reads_needs_none(client, role):
    client.force_login(make_user(role))
    assert client.get("/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client):
    user = make_user("officer", is_staff=True)
    RecoveryCodes.activate(user)
    client.force_login(user)
    assert client.get("/admin/").url == "/accounts/2fa/"


def test_one_variable_switches_it_off(client, settings):
    settings.SECOND_FACTOR = False
    client.force_login(make_user("officer", is_staff=True))
    assert client.get("/admin/").status_code == 200


def test_an_authenticator_app_is_set_up_and_lets_in(client):
    user = make_user("officer", is_staff=True)
    assert sign_in(client, user, next="/admin/").url == "/accounts/2fa/"
    client.post(f"/accounts/2fa/enrol/{make_enrolment_link(user=user)}/")
    assert "One step more." in read(client.get("/accounts/2fa/"))
    form = client.get("/accounts/2fa/totp/activate/")
    secret = form.context["form"].secret
    wrong = read(client.post("/accounts/2fa/totp/activate/", {"code": "000000"}))
    assert "There is a problem That code is not right, or was used already." in wrong
    assert client.post("/accounts/2fa/totp/activate/", {"code": code(secret)}).url == "/accounts/2fa/recovery-codes/"
    page = client.get("/accounts/2fa/recovery-codes/")
    assert "10 of 10 are left." in read(page)
    assert client.get("/admin/").status_code == 200
    download = client.get("/accounts/2fa/recovery-codes/download/")
    assert len(download.content.split()) == 10


def test_the_code_is_asked_for_at_the_next_sign_in_and_taken_once(client):
    user = make_user("officer", is_staff=True)
    TOTP.activate(user, SECRET)
    assert sign_in(client, user, next="/admin/actions/action/").url == "/accounts/2fa/authenticate/"
    assert client.get("/admin/").url.startswith("/admin/login/")
    assert "That code is not right" in read(client.post("/accounts/2fa/authenticate/", {"code": "000000"}))
    assert client.post("/accounts/2fa/authenticate/", {"code": (now := code())}).url == "/admin/actions/action/"
    assert client.get("/admin/").status_code == 200
    other = Client()
    sign_in(other, user)
    assert "or was used already" in read(other.post("/accounts/2fa/authenticate/", {"code": now}))


def test_a_recovery_code_lets_in_once(client):
    user = make_user("officer", is_staff=True)
    TOTP.activate(user, SECRET)
    [first, *_] = RecoveryCodes.activate(user).get_unused_codes()
    sign_in(client, user)
    assert client.post("/accounts/2fa/authenticate/", {"code": first}).url == "/admin/"
    other = Client()
    sign_in(other, user)
    assert "That code is not right" in read(other.post("/accounts/2fa/authenticate/", {"code": first}))


def test_codes_cannot_be_tried_without_end(client):
    user = make_user("officer", is_staff=True)
    TOTP.activate(user, SECRET)
    sign_in(client, user)
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    client.post("/accounts/2fa/authenticate/", {"code": code()})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "address",
    [
        "totp/deactivate/",
        "passkeys/add/",
        "recovery-codes/",
        "recovery-codes/generate/",
        "recovery-codes/download/",
        "passkeys/1/remove/",
        "passkeys/1/edit/",
    ],
)
def test_only_the_factor_itself_changes_how_one_signs_in(client, address):
    user = make_user("officer", is_staff=True)
    TOTP.activate(user, SECRET)
    client.force_login(user)
    asked = f"/accounts/2fa/reauthenticate/?next=%2Faccounts%2F2fa%2F{quote(address, safe='')}"
    assert client.get(f"/accounts/2fa/{address}").url == asked
    assert client.post(f"/accounts/2fa/{address}").url == asked
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    assert client.get(f"/accounts/2fa/{address}").url == asked
    assert Authenticator.objects.get().type == "totp"


def test_whoever_shows_the_factor_removes_it_where_none_is_needed(client, settings, django_capture_on_commit_callbacks):
    settings.SENDS_MAIL = True
    user = make_user("board-member", email="jo@anytown.example")
    TOTP.activate(user, SECRET)
    client.force_login(user)
    asked = client.get("/accounts/2fa/totp/deactivate/").url
    assert "Or:" not in read(client.get(asked))
    assert client.post(asked, {"code": code()}).url == "/accounts/2fa/totp/deactivate/"
    assert read(client.get("/accounts/2fa/totp/deactivate/")).startswith("Remove the authenticator app")
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/accounts/2fa/totp/deactivate/").url == "/accounts/2fa/"
    assert not Authenticator.objects.filter(user=user).exists()
    assert ["removed from your account." in letter.body for letter in mail.outbox] == [True]


def test_the_last_factor_of_who_needs_one_stays(client):
    user = make_user("officer", is_staff=True)
    TOTP.activate(user, SECRET)
    sign_in(client, user)
    client.post("/accounts/2fa/authenticate/", {"code": code()})
    assert "It is the only second factor that you have" in read(client.post("/accounts/2fa/totp/deactivate/"))
    Authenticator.objects.all().delete()
    passkey = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Key", "credential": {}})
    said = client.post(f"/accounts/2fa/passkeys/{passkey.pk}/remove/", follow=True)
    assert "It is the only second factor that you have" in read(said)
    assert Authenticator.objects.get() == passkey
    TOTP.activate(user, SECRET)
    assert client.post(f"/accounts/2fa/passkeys/{passkey.pk}/remove/").url == "/accounts/2fa/passkeys/"
    assert Authenticator.objects.get().type == "totp"


def test_nobody_removes_somebody_elses_passkey(client):
    passkey = Authenticator.objects.create(user=make_user(), type="webauthn", data={"name": "Key", "credential": {}})
    client.force_login(make_user("board-member"))
    assert client.post(f"/accounts/2fa/passkeys/{passkey.pk}/remove/").status_code == 404


@pytest.mark.parametrize(
    "said", ["", "{}", "[]", "1", '{"id": "nonsense"}', '{"rawId": "AAAA", "response": {}}', "\x00"]
)
def test_a_passkey_that_is_none_is_refused(client, said):
    user = make_user("officer", is_staff=True)
    TOTP.activate(user, SECRET)
    assert client.post("/accounts/2fa/passkeys/login/", {"credential": said}).url == "/accounts/login/"
    sign_in(client, user)
    assert client.post("/accounts/2fa/authenticate/", {"credential": said}).status_code == 200
    assert "_auth_user_id" not in client.session
    client.post("/accounts/2fa/authenticate/", {"code": code()})
    page = client.post("/accounts/2fa/passkeys/add/", {"name": "My key", "credential": said})
    assert "There is a problem" in read(page)
    client.post("/accounts/2fa/passkeys/reauthenticate/", {"credential": said})
    assert not Authenticator.objects.filter(type="webauthn").exists()
