"""Signing in by OpenID Connect: what a provider says is believed only where its key has signed it."""

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404
from jwt.exceptions import PyJWTError
from requests import RequestException


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
            return jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        except (PyJWTError, KeyError, ValueError) as problem:
            raise OAuth2Error("The ID token cannot be read.") from problem

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
