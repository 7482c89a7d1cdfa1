"""Signing in, in a real browser: invited, with an authenticator app, with a passkey, kept out, and back in mid-edit."""

import re

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

from accounts.enrolment import make_enrolment_link
from accounts.invitations import invite
from accounts.models import Session
from partners.models import Alias
from tests.factories import make_group, make_partner, make_user
from tests.openid_provider import run_provider

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a long pass phrase"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def required(settings):
    """A second factor is asked for, as where nothing says otherwise."""
    settings.SECOND_FACTOR = True


def code(secret, step=0):
    """What an authenticator app with that secret shows now, or a step of half a minute later."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1] + step))


def sign_in(page, live_server, name, password=PASSWORD):
    """Fill in and send the sign-in page."""
    page.goto(f"{live_server.url}/accounts/login/?next=/admin/")
    page.get_by_label("User name or e-mail address").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize("width", [1280, 390])
def test_somebody_invited_sets_up_an_authenticator_app_and_signs_in_with_it(
    page, live_server, faults, width, site_is_built
):
    page.set_viewport_size({"width": width, "height": 900})
    make_group("officer")
    _, token = invite(by=make_user("administrator"), name="Jo Bloggs", email="jo@anytown.example", roles=["officer"])

    def look(title):
        page.get_by_role("heading", name=title, level=1).wait_for()
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.goto(f"{live_server.url}/accounts/invitations/{token}/")
    look("You are invited")
    page.get_by_label("Password", exact=True).fill("three words apart")
    page.get_by_label("The same password again").fill("three words apart")
    page.get_by_role("button", name="Accept and sign in").click()
    look("Second factor")
    page.goto(f"{live_server.url}/admin/")
    look("Second factor")
    page.get_by_role("link", name="Set up an authenticator app").click()
    look("Set up an authenticator app")
    secret = page.locator("code").inner_text()
    page.get_by_label("code").fill("000000")
    page.get_by_role("button", name="Set it up").click()
    look("Set up an authenticator app")
    page.get_by_label("code").fill(code(secret, step=-1))
    page.get_by_role("button", name="Set it up").click()
    look("Recovery codes")
    assert page.locator(".account__codes li").count() == 10
    page.get_by_role("link", name="I have kept them: go on").click()
    look("Your account")
    page.get_by_role("link", name="Sign out", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, live_server, "jo@anytown.example", "three words apart")
    look("Your second factor")
    page.get_by_label("code").fill(code(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="What would you like to work on?").wait_for()


def test_a_passkey_is_added_and_lets_in_alone(page, live_server, faults, site_is_built):
    user = make_user("officer", is_staff=True)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = key | {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, live_server, user.username)
    page.get_by_text("Ask an administrator for a link.").wait_for()
    assert faults(page) == []
    page.goto(f"{live_server.url}/accounts/2fa/enrol/{make_enrolment_link(user=user)}/")
    assert faults(page) == []
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("My telephone")
    assert page.get_by_label("Let me sign in with this alone, without my password").is_checked()
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="What would you like to work on?").wait_for()
    assert Authenticator.objects.get(type="webauthn").wrap().name == "My telephone"
    page.context.clear_cookies()
    sign_in(page, live_server, user.username)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="What would you like to work on?").wait_for()


def test_a_browser_without_the_passkey_says_so(page, live_server, site_is_built):
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text(re.compile("The passkey was not used|could not use a passkey")).wait_for()


def test_the_councils_own_sign_in_leads_there_and_back(page, live_server, settings, site_is_built):
    make_user("board-member", first_name="Jo", email="jo@anytown.example")
    settings.SECOND_FACTOR = False
    with run_provider() as address:
        app = {"provider_id": "oidc", "name": "Anytown account", "client_id": "plan", "secret": "secret"}
        app["settings"] = {"server_url": address, "oauth_pkce_enabled": True}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        requests.put(f"{address}/users/jo", json={"email": "jo@anytown.example", "email_verified": True}, timeout=10)
        page.goto(f"{live_server.url}/accounts/login/")
        page.get_by_role("button", name="Sign in with Anytown account").click()
        page.wait_for_url(f"{address}/oauth2/authorize?*")
        page.locator("input[name=sub]").fill("jo")
        page.locator("input[name=sub]").press("Enter")
        page.get_by_role("heading", name="Your account").wait_for()


def test_too_many_tries_are_told_on_a_page(page, live_server, site_is_built):
    user = make_user("officer")
    for _ in range(6):
        sign_in(page, live_server, user.username, "wrong")
    page.get_by_role("heading", name="Too many requests").wait_for()
    page.get_by_text("Wait five minutes").wait_for()


def test_what_was_typed_outlives_the_session(page, live_server, signed_in, site_is_built):
    user, partner = make_user("officer", is_staff=True), make_partner()
    TOTP.activate(user, SECRET)
    signed_in(user)
    page.goto(f"{live_server.url}/admin/partners/alias/add/")
    page.get_by_label("Name:").fill("IGU Manger")
    page.evaluate(f"document.querySelector('#id_partner').add(new Option('', '{partner.pk}', true, true))")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.get_by_role("heading", name="Nothing is saved yet").wait_for()
    page.get_by_text("IGU Manger").wait_for()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    tab = opened.value
    tab.get_by_label("User name or e-mail address").fill(user.username)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in", exact=True).click()
    tab.get_by_label("code").fill(code(SECRET))
    tab.get_by_role("button", name="Sign in", exact=True).click()
    tab.get_by_role("heading", name="You are signed in").wait_for()
    page.get_by_role("button", name="I have signed in: go on").click()
    page.get_by_text("Look through it, then send it.").wait_for()
    assert not Alias.objects.exists()
    page.get_by_role("button", name="Send it now").click()
    page.get_by_text("was added successfully").wait_for()
    assert Alias.objects.get().name == "IGU Manger"
