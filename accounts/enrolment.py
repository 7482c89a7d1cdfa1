"""Enrolment of a second factor: who may set up the first one, and what follows once it stands."""

import secrets
import time

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from access.security_trail import Event, note
from accounts.letters import tell
from accounts.models import EnrolmentLink
from accounts.models.invitation import digest
from accounts.people import end_sessions_of
from accounts.second_factor import has_second_factor

PERMITTED = "_enrolment"  # when this session was permitted to enrol, in the session itself
WITHIN = 3600  # seconds in which it may


class LinkGoneError(Exception):
    """The link was used, has expired, is somebody else's, or there was none."""


@transaction.atomic
def make_enrolment_link(*, user, by=None):
    """The token of a new link by which `user` may set up a second factor, which is told only here; ends older ones.

    `by` is the administrator, or None on the command line. Raises ValidationError where they have a second factor.
    """
    user = get_user_model().objects.select_for_update().get(pk=user.pk)
    if has_second_factor(user):
        raise ValidationError(f"{user} has a second factor already. If it is lost, remove it first.")
    user.enrolment_links.filter(used_at=None).delete()
    token = secrets.token_urlsafe(32)
    EnrolmentLink.objects.create(user=user, token_digest=digest(token), made_by=by)
    tell(user, Event.ENROLMENT_LINK_MADE, by=by and by.pk)
    return token


@transaction.atomic
def use_enrolment_link(*, token, user):
    """Use up the link with `token`, which is for `user`. Raises LinkGoneError."""
    if not user.enrolment_links.valid().with_token(token).update(used_at=timezone.now()):
        raise LinkGoneError
    note(Event.ENROLMENT_LINK_USED, user_id=user.pk)


def permit_enrolment(request):
    """Let whoever is signed in set up a first factor in this session, for a while."""
    request.session[PERMITTED] = time.time()


def may_enrol(request):
    """Whether whoever asks may set up a first factor: the password alone does not do, where a factor is required."""
    return not settings.SECOND_FACTOR or time.time() - request.session.get(PERMITTED, 0) < WITHIN


def finish_enrolment(request):
    """Take a first factor, which was shown just now, as shown in this session, and end all the others without it."""
    request.session.pop(PERMITTED, None)
    record_authentication(request, request.user, method="mfa")
    end_sessions_of(request.user, but=request.session.session_key)
