"""Signing in by OpenID Connect: what a provider says is believed only where its key has signed it."""

import secrets
from hmac import compare_digest

import jwt
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

# By key pairs only: with a shared secret, or none, whoever reads a token could write one.
SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]


class SignedOnly(OpenIDConnectOAuth2Adapter):
    """A provider that is who it was set up to be, and whose every ID token is checked against its published keys.

    `nonce` is what the token must hold: the one that this very browser was sent away with.
    """

    nonce = ""

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
        if not self.nonce or not compare_digest(self.nonce, str(said["id_token"].get("nonce", ""))):
            raise OAuth2Error("The ID token answers to another sign-in than this.")
        if said["userinfo"].get("sub") != said["id_token"]["sub"]:
            raise OAuth2Error("The provider speaks of two different people.")
        return login


class Callback(OAuth2CallbackView):
    """Where the provider leads back to, which may end in signing in and in nothing else."""

    def _get_state(self, request, provider):
        state, refusal = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, refusal


@login_not_required
@require_POST
@never_cache
def begin(request, provider_id):
    """Lead to the provider; a page that says so where it cannot be reached, 404 where there is none.

    Of what was sent only `next` is read, and only where it is an address of this portal: what the library would read
    besides (`process`, `scope`, `auth_params`) is for nobody to choose. A page leads on, not a redirect: our policy
    lets forms lead to this portal alone, and browsers hold it against each redirect after a form, the provider's too.
    """
    provider = _provider(SignedOnly(request, provider_id))
    going = request.POST.get("next", "")
    following = going if get_account_adapter(request).is_safe_url(going) else None
    nonce = secrets.token_urlsafe(32)
    try:
        away = provider.redirect(request, AuthProcess.LOGIN, following, nonce=nonce, auth_params={"nonce": nonce})
    except (OAuth2Error, RequestException) as problem:
        return render_authentication_error(request, provider, exception=problem)
    return render(request, "socialaccount/leads_on.html", {"provider": provider, "away": away.url})


@login_not_required
@require_GET
@never_cache
def finish(request, provider_id):
    """Sign in whoever the provider leads back, or say why not; 404 where there is no provider."""
    adapter = SignedOnly(request, provider_id)
    provider = _provider(adapter)
    try:
        return Callback.adapter_view(adapter)(request)
    except (OAuth2Error, RequestException) as problem:
        return render_authentication_error(request, provider, exception=problem)


def _provider(adapter):
    """The provider of an adapter. Raises Http404 where none is set up."""
    try:
        return adapter.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404("Nobody signs in by OpenID Connect here.") from None
