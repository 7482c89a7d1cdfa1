"""Signing in by OpenID Connect: what a provider says is believed only where its key has signed it."""

import jwt
from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404
from requests import RequestException

# By key pairs only: with a shared secret, or none, whoever reads a token could write one.
SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]


class SignedOnly(OpenIDConnectOAuth2Adapter):
    """A provider that is who it was set up to be, and whose every ID token is checked against its published keys."""

    @property
    def openid_config(self):
        found = super().openid_config
        if found.get("issuer", "").rstrip("/") != self.get_provider().app.settings["server_url"]:
            raise OAuth2Error("The provider calls itself otherwise than OIDC_ISSUER does.")
        return found

    def _decode_id_token(self, app, id_token):
        try:
            return jwt.decode(
                id_token,
                self._key_of(id_token).key,
                algorithms=SIGNATURES,
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
                leeway=30,  # seconds that its clock may be wrong
            )
        except (jwt.PyJWTError, LookupError, ValueError) as problem:
            raise OAuth2Error(f"The ID token cannot be relied on: {problem!r}.") from problem

    def _key_of(self, id_token):
        """The one published key that the token names, or the only one there is. Raises OAuth2Error without one."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
        answer.raise_for_status()
        name = jwt.get_unverified_header(id_token).get("kid")
        keys = [
            key
            for key in jwt.PyJWKSet.from_dict(answer.json()).keys
            if name in (None, key.key_id) and key.public_key_use != "enc"
        ]
        if len(keys) != 1:
            raise OAuth2Error("The ID token is signed with none of the provider's keys.")
        return keys[0]

    def complete_login(self, request, app, token, **kwargs):
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("The provider sent no ID token.")
        login = super().complete_login(request, app, token, **kwargs)
        said = login.account.extra_data
        if said["userinfo"].get("sub") != said["id_token"]["sub"]:
            raise OAuth2Error("The provider speaks of two different people.")
        return login


@login_not_required
def begin(request, provider_id):
    """Lead to the provider; a page that says so where it cannot be reached, 404 where there is none."""
    return _answer(request, OAuth2LoginView, provider_id)


@login_not_required
def finish(request, provider_id):
    """Sign in whoever the provider leads back, or say why not; 404 where there is no provider."""
    return _answer(request, OAuth2CallbackView, provider_id)


def _answer(request, view, provider_id):
    adapter = SignedOnly(request, provider_id)
    try:
        provider = adapter.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404("Nobody signs in by OpenID Connect here.") from None
    try:
        return view.adapter_view(adapter)(request)
    except (OAuth2Error, RequestException) as problem:
        return render_authentication_error(request, provider, exception=problem)
