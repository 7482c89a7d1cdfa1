"""An OpenID provider that says what a real one never would: nobody comes in."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from django.test import Client

from tests.factories import make_user
from tests.page_reading import read

pytestmark = pytest.mark.django_db

KEY = generate_private_key(public_exponent=65537, key_size=2048)
PUBLISHED = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))


class Provider(BaseHTTPRequestHandler):
    """Answers every address with what its server's `says` holds for it."""

    def do_GET(self):
        """The JSON for this path."""
        body = json.dumps(self.server.says[urlsplit(self.path).path]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        """The same, once what was sent is read."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *args):
        """Nothing."""


@pytest.fixture
def provider(settings):
    """What a provider that the portal is set up with says, by path, to be changed."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Provider) as server:
        address = f"http://127.0.0.1:{server.server_port}"
        server.says = {
            "/.well-known/openid-configuration": {
                "issuer": address,
                "authorization_endpoint": f"{address}/authorize",
                "token_endpoint": f"{address}/token",
                "userinfo_endpoint": f"{address}/userinfo",
                "jwks_uri": f"{address}/jwks",
            },
            "/jwks": {"keys": [PUBLISHED | {"kid": "one", "use": "sig"}]},
            "/userinfo": {"sub": "jo", "email": "jo@anytown.example", "email_verified": True},
        }
        app = {"provider_id": "oidc", "name": "Anytown", "client_id": "plan", "secret": "secret"}
        app["settings"] = {"server_url": address, "oauth_pkce_enabled": True}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.says
        server.shutdown()
        thread.join()


def token(provider, nonce, kid="one"):
    """An ID token for jo that answers to `nonce`, signed by the provider's key of that name."""
    issuer = provider["/.well-known/openid-configuration"]["issuer"]
    claims = {"iss": issuer, "aud": "plan", "sub": "jo", "iat": int(time.time()), "exp": int(time.time()) + 60}
    claims |= {"email": "jo@anytown.example", "email_verified": True, "nonce": nonce}
    return {"access_token": "a", "token_type": "Bearer", "id_token": jwt.encode(claims, KEY, "RS256", {"kid": kid})}


def come_back(client, provider, **said):
    """The portal's answer to somebody whom the provider leads back with a code; its token says what is `said`."""
    away = parse_qs(urlsplit(client.post("/accounts/oidc/login/").context["away"]).query)
    provider.setdefault("/token", token(provider, **{"nonce": away["nonce"][0]} | said))
    return client.get("/accounts/oidc/callback/", {"code": "1", "state": away["state"][0]})


@pytest.fixture(autouse=True)
def jo():
    """The person of whom the provider speaks."""
    return make_user("board-member", email="jo@anytown.example")


def test_no_id_token(client, provider):
    provider["/token"] = {"access_token": "a", "token_type": "Bearer"}
    assert "You are not signed in" in read(come_back(client, provider))
    assert "_auth_user_id" not in client.session


def test_an_id_token_of_a_key_that_is_not_published(client, provider):
    assert "You are not signed in" in read(come_back(client, provider, kid="two"))
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("nonce", ["another", "", None])
def test_an_id_token_of_another_sign_in(client, provider, nonce):
    assert "You are not signed in" in read(come_back(client, provider, nonce=nonce))
    assert "_auth_user_id" not in client.session


def test_two_different_people(client, provider):
    provider["/userinfo"]["sub"] = "ann"
    assert "You are not signed in" in read(come_back(client, provider))
    assert "_auth_user_id" not in client.session


def test_the_same_without_a_lie_comes_in(provider, jo):
    client = Client()
    assert come_back(client, provider).status_code == 302
    assert client.session["_auth_user_id"] == str(jo.pk)
