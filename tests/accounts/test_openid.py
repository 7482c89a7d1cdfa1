"""Signing in by OpenID Connect, with a real provider: who comes in, and whom and what nobody believes."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from tests.factories import make_user
from tests.openid_provider import run_provider
from tests.page_reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def provider():
    """The provider that the portal is set up with."""
    with run_provider() as address:
        yield address


@pytest.fixture(scope="module")
def another():
    """Another provider, with keys of its own."""
    with run_provider() as address:
        yield address


@pytest.fixture
def configured(settings, provider):
    """The portal signs in with that provider."""
    app = {
        "provider_id": "oidc",
        "name": "Anytown account",
        "client_id": "plan",
        "secret": "secret",
        "settings": {"server_url": provider, "oauth_pkce_enabled": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    return app


def known_there(provider, sub, **claims):
    """Let the provider know a person and what it says of them."""
    answer = requests.put(f"{provider}/users/{sub}", json=claims, timeout=10)
    assert answer.ok, answer.text


def come_back(client, provider, sub):
    """The portal's answer to somebody whom the provider, asked as whom, leads back."""
    away = lead_on(client, {"next": "/help/"})
    assert away.startswith(f"{provider}/oauth2/authorize?")
    return client.get(back_from(away, sub))


def lead_on(client, form=None, query=""):
    """Where the portal leads whoever sends that form to sign in."""
    page = client.post(f"/accounts/oidc/login/{query}", form or {})
    assert page.status_code == 200, read(page)
    return page.context["away"]


def back_from(away, sub):
    """Where the provider, asked for at `away`, leads somebody back to whom it knows as `sub`."""
    back = requests.post(away, data={"sub": sub}, allow_redirects=False, timeout=10).headers["Location"]
    assert back.startswith("http://testserver/accounts/oidc/callback/?")
    parts = urlsplit(back)
    return f"{parts.path}?{parts.query}"


def test_without_a_provider_there_is_no_such_way(client):
    assert client.post("/accounts/oidc/login/").status_code == 404
    assert client.get("/accounts/oidc/callback/?code=1&state=2").status_code == 404
    assert "Anytown account" not in read(client.get("/accounts/login/"))


@pytest.mark.parametrize(
    ("sub", "claims"),
    [
        ("stranger", {"email": "stranger@elsewhere.example", "email_verified": True}),
        ("unverified", {"email": "jo@anytown.example", "email_verified": False}),
        ("says-it-in-words", {"email": "jo@anytown.example", "email_verified": "true"}),
        ("says-nothing", {"email": "jo@anytown.example"}),
        ("nameless", {}),
        ("left", {"email": "left@anytown.example", "email_verified": True}),
        ("two", {"email": "two@anytown.example", "email_verified": True}),
    ],
)
def test_nobody_comes_in_whom_the_portal_does_not_know_for_sure(client, configured, provider, sub, claims):
    make_user(email="jo@anytown.example")
    make_user(email="left@anytown.example", is_active=False)
    make_user(email="two@anytown.example")
    make_user(email="TWO@anytown.example")
    known_there(provider, sub, **claims)
    page = come_back(client, provider, sub)
    assert read(page).startswith("You cannot sign in Nobody with your e-mail address has an account here")
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("query", ["", "?process=connect", "?process=login&next=/help/"])
def test_no_link_leads_to_the_provider(client, configured, query):
    client.force_login(make_user("officer", is_staff=True))
    assert client.get(f"/accounts/oidc/login/{query}").status_code == 405
    assert "socialaccount_states" not in client.session


def test_no_other_site_sends_anybody_to_the_provider(configured):
    assert Client(enforce_csrf_checks=True).post("/accounts/oidc/login/").status_code == 403


@pytest.mark.parametrize("process", ["connect", "redirect", "login"])
@pytest.mark.parametrize(
    ("sub", "claims"),
    [
        ("mallory", {"email": "mallory@elsewhere.example", "email_verified": False}),
        ("verified-mallory", {"email": "mallory@elsewhere.example", "email_verified": True}),
        ("nobody", {}),
    ],
)
def test_nobody_is_linked_to_whoever_is_signed_in(client, configured, provider, process, sub, claims):
    client.force_login(make_user("officer", email="jo@anytown.example", is_staff=True))
    known_there(provider, sub, **claims)
    wish = {"process": process, "next": "/accounts/", "action": "reauthenticate"}
    page = client.get(back_from(lead_on(client, wish, f"?process={process}&action=reauthenticate"), sub))
    assert read(page).startswith("You cannot sign in")
    assert not SocialAccount.objects.exists()
    assert "_auth_user_id" not in client.session


def test_what_the_library_would_read_is_handed_on_to_nobody(client, configured):
    wishes = {"scope": "offline_access", "auth_params": "prompt=none&login_hint=jo", "next": "https://evil.example/"}
    away = parse_qs(urlsplit(lead_on(client, wishes, f"?{urlencode(wishes)}&process=connect")).query)
    kept = {"client_id", "redirect_uri", "scope", "response_type", "state", "nonce", "code_challenge"}
    assert set(away) == kept | {"code_challenge_method"}
    assert set(away["scope"][0].split()) == {"openid", "profile", "email"}
    [[state, _, _]] = client.session["socialaccount_states"].values()
    assert (state["process"], "next" in state, state["nonce"]) == ("login", False, away["nonce"][0])


@pytest.mark.parametrize("after", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "\x00"])
def test_coming_back_leads_nowhere_else(client, configured, provider, after):
    make_user("board-member", email="jo@anytown.example")
    known_there(provider, "jo", email="jo@anytown.example", email_verified=True)
    assert client.get(back_from(lead_on(client, {"next": after}), "jo")).url == "/accounts/"


def test_the_token_of_another_sign_in_is_not_believed(client, configured, provider):
    make_user(email="jo@anytown.example")
    known_there(provider, "jo", email="jo@anytown.example", email_verified=True)
    away = re.sub("nonce=[^&]+", "nonce=another", lead_on(client))
    assert client.get(back_from(away, "jo")).status_code == 401
    assert client.get(back_from(re.sub("nonce=[^&]+&?", "", lead_on(client)), "jo")).status_code == 401
    assert not SocialAccount.objects.exists()


def test_whoever_gets_an_address_after_somebody_else_is_refused_and_told_of(
    client, configured, provider, settings, caplog, django_capture_on_commit_callbacks
):
    settings.SENDS_MAIL = True
    caplog.set_level("INFO", "violence_plan.security")
    make_user("administrator", email="admin@anytown.example")
    user = make_user("officer", username="jo", email="jo@anytown.example", is_staff=True)
    for sub in ("jo-1", "jo-2"):
        known_there(provider, sub, email="jo@anytown.example", email_verified=True)
    with django_capture_on_commit_callbacks(execute=True):
        assert come_back(client, provider, "jo-1").url == "/help/"
    link = SocialAccount.objects.get()
    assert [letter.to for letter in mail.outbox] == [["jo@anytown.example"]]
    assert "From now on you can sign in with your account of the organisation's own sign-in." in mail.outbox[0].body
    stranger = Client()
    with django_capture_on_commit_callbacks(execute=True):
        assert read(come_back(stranger, provider, "jo-2")).startswith("You cannot sign in")
    assert "_auth_user_id" not in stranger.session
    assert SocialAccount.objects.get() == link
    assert [letter.to for letter in mail.outbox[1:]] == [["jo@anytown.example"], ["admin@anytown.example"]]
    assert "If jo has left, deactivate the account in the list of users." in mail.outbox[2].body
    told = [record.getMessage() for record in caplog.records if record.name == "violence_plan.security"]
    assert f"provider_linked user_id={user.pk} link={link.pk}" in told
    assert f"provider_refused user_id={user.pk}" in told
    assert "anytown" not in " ".join(told)


def test_whom_the_portal_knows_comes_in_and_is_known_from_then_on(client, configured, provider):
    user = make_user("board-member", email="Jo@anytown.example")
    assert "Sign in with Anytown account" in read(client.get("/accounts/login/"))
    known_there(provider, "jo", email="jo@anytown.example", email_verified=True)
    assert come_back(client, provider, "jo").url == "/help/"
    assert client.session["_auth_user_id"] == str(user.pk)
    known_there(provider, "jo", email="joanna@anytown.example", email_verified=False)
    again = Client()
    assert come_back(again, provider, "jo").url == "/help/"
    user.is_active = False
    user.save()
    late = Client()
    assert read(late.get(come_back(late, provider, "jo").url)).startswith("You cannot sign in This account is closed.")


def test_the_password_stays_as_it_was(client, configured, provider):
    user = make_user(email="kim@anytown.example")
    known_there(provider, "kim", email="kim@anytown.example", email_verified=True)
    come_back(client, provider, "kim")
    user.refresh_from_db()
    assert user.check_password("a long pass phrase")


@pytest.mark.parametrize("trusted", [True, False])
def test_the_provider_is_trusted_with_the_second_factor_where_it_is_said_so(
    client, configured, provider, settings, trusted
):
    settings.SECOND_FACTOR, settings.OIDC_SECOND_FACTOR = True, trusted
    make_user("officer", email="sam@anytown.example", is_staff=True)
    known_there(provider, "sam", email="sam@anytown.example", email_verified=True)
    assert come_back(client, provider, "sam").url == ("/help/" if trusted else "/accounts/2fa/")
    assert client.get("/admin/").status_code == (200 if trusted else 302)


def test_a_provider_that_calls_itself_otherwise_is_not_believed(client, configured, provider):
    make_user(email="jo@anytown.example")
    known_there(provider, "jo", email="jo@anytown.example", email_verified=True)
    configured["settings"]["server_url"] = provider.replace("localhost", "LOCALHOST")
    page = come_back(client, provider, "jo")
    assert (page.status_code, "could not be relied on" in read(page)) == (401, True)
    assert "_auth_user_id" not in client.session


def test_what_is_signed_with_another_key_is_not_believed(client, configured, provider, another):
    make_user(email="jo@anytown.example")
    known_there(provider, "jo", email="jo@anytown.example", email_verified=True)
    configured["settings"]["openid_configuration_overrides"] = {"jwks_uri": f"{another}/jwks"}
    assert come_back(client, provider, "jo").status_code == 401
    assert "_auth_user_id" not in client.session


def test_a_provider_that_cannot_be_reached_is_told(client, configured):
    configured["settings"]["server_url"] = "http://localhost:9"
    page = client.post("/accounts/oidc/login/")
    assert (page.status_code, "could not be reached" in read(page)) == (401, True)


def test_a_state_that_the_portal_did_not_give_is_not_believed(client, configured, provider):
    back = back_from(lead_on(client), "jo")
    assert client.get(re.sub("state=[^&]+", "state=forged", back)).status_code == 401
    assert Client().get(back).status_code == 401


def test_a_code_that_the_provider_did_not_give_is_not_believed(client, configured):
    away = lead_on(client)
    state = re.search("state=([^&]+)", away)[1]
    assert client.get(f"/accounts/oidc/callback/?code=forged&state={state}").status_code == 401


def test_whoever_breaks_it_off_is_told_so(client, configured):
    state = re.search("state=([^&]+)", lead_on(client))[1]
    answer = client.get(f"/accounts/oidc/callback/?error=access_denied&state={state}")
    assert read(client.get(answer.url)).startswith("You are not signed in You broke it off.")
