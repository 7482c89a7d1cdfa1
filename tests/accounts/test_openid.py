"""Signing in by OpenID Connect, with a real provider: who comes in, and whom and what nobody believes."""

import re
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from tests.factories import make_user
from tests.page_reading import read
from tests.script.checkout import free_port, until

pytestmark = pytest.mark.django_db


@contextmanager
def run_provider():
    """The address of a provider, a process of its own, that lets in whoever says who they are."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until(lambda: answers(f"http://localhost:{port}/jwks"), "the provider answers")
            yield f"http://localhost:{port}"
        finally:
            process.terminate()


def answers(address):
    """Whether something is served there."""
    try:
        return requests.get(address, timeout=10).ok
    except requests.ConnectionError:
        return False


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
    away = client.get("/accounts/oidc/login/?process=login&next=/help/")
    assert away.status_code == 302
    assert away.url.startswith(f"{provider}/oauth2/authorize?")
    back = requests.post(away.url, data={"sub": sub}, allow_redirects=False, timeout=10).headers["Location"]
    assert back.startswith("http://testserver/accounts/oidc/callback/?")
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}")


def test_without_a_provider_there_is_no_such_way(client):
    assert client.get("/accounts/oidc/login/").status_code == 404
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
    page = client.get("/accounts/oidc/login/")
    assert (page.status_code, "could not be reached" in read(page)) == (401, True)


def test_a_state_that_the_portal_did_not_give_is_not_believed(client, configured, provider):
    away = client.get("/accounts/oidc/login/").url
    back = requests.post(away, data={"sub": "jo"}, allow_redirects=False, timeout=10).headers["Location"]
    forged = re.sub("state=[^&]+", "state=forged", urlsplit(back).query)
    assert client.get(f"/accounts/oidc/callback/?{forged}").status_code == 401
    assert Client().get(f"/accounts/oidc/callback/?{urlsplit(back).query}").status_code == 401


def test_a_code_that_the_provider_did_not_give_is_not_believed(client, configured):
    away = client.get("/accounts/oidc/login/").url
    state = re.search("state=([^&]+)", away)[1]
    assert client.get(f"/accounts/oidc/callback/?code=forged&state={state}").status_code == 401


def test_whoever_breaks_it_off_is_told_so(client, configured):
    state = re.search("state=([^&]+)", client.get("/accounts/oidc/login/").url)[1]
    answer = client.get(f"/accounts/oidc/callback/?error=access_denied&state={state}")
    assert read(client.get(answer.url)).startswith("You are not signed in You broke it off.")
