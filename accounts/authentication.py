"""Keys at the API: how the framework and its description know of them."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication

from access.key_holders import KeyHolder


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>`, which the middleware `key_holders` has looked up before any view is asked."""

    def authenticate(self, request):
        """The KeyHolder and nothing more, or None where no key is shown, or the public's view is asked for."""
        user = getattr(request._request, "user", None)  # the description is made without one
        return (user, None) if isinstance(user, KeyHolder) else None


class KeyScheme(OpenApiAuthenticationExtension):
    """A key as OpenAPI describes it."""

    target_class = KeyAuthentication
    name = "key"

    def get_security_definition(self, auto_schema):
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "vp_<8 letters and digits>_<43 more>",
            "description": "A partner's key. Open data needs none; a key gives more requests a minute and, where it is "
            "for that, what is shared with its partner.",
        }
