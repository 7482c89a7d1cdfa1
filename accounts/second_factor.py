"""The second factor: who has one, and who needs one before anything else."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings

from access.roles import WRITERS, has_role

RECENTLY = 5 * 60  # seconds in which nobody is asked again for what they signed in with
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user):
    """Whether `user` has an authenticator app or a passkey; recovery codes alone are none."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def vouched_for(request):
    """Whether the OpenID provider signed this session in, and is trusted to ask for a second factor itself."""
    ways = {record.get("method") for record in get_authentication_records(request, request.user)}
    return settings.OIDC_SECOND_FACTOR and "socialaccount" in ways


def needs_second_factor(user):
    """Whether `user` may write, where that takes a second factor."""
    return settings.SECOND_FACTOR and has_role(user, *WRITERS)


def shown_lately(request):
    """Whether a second factor was shown in this session a moment ago."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" and time.time() - record["at"] < RECENTLY for record in records)


def second_factor_missing(request):
    """Whether whoever asks may write but has no second factor yet, where one is required."""
    if not request.user.is_authenticated or not needs_second_factor(request.user):
        return False
    return not has_second_factor(request.user) and not vouched_for(request)
