"""Inviting people, and accepting."""

import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from access.security_trail import Event, note
from accounts.models import Invitation
from accounts.models.invitation import digest
from accounts.people import give_roles, set_email
from actions.models import StrategyLead
from partners.models import Membership


class InvitationGoneError(Exception):
    """The invitation was accepted, withdrawn, or has expired, or there was none."""


def known(email):
    """Whoever has that address or user name already, as a queryset."""
    users = get_user_model().objects
    return users.filter(email__iexact=email) | users.filter(username__iexact=email)


@transaction.atomic
def invite(*, by, name, email, roles, partner=None, strategies=()):
    """Invite somebody: the invitation and the token of its link, which is told only here.

    An earlier open invitation of that address is withdrawn. Raises ValidationError where somebody has the address.
    """
    email = email.lower()
    if known(email).exists():
        raise ValidationError({"email": "Somebody has this address already. Change their roles in the list of users."})
    Invitation.objects.open().filter(email__iexact=email).update(withdrawn_at=timezone.now())
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        token_digest=digest(token), name=name, email=email, roles=list(roles), partner=partner, invited_by=by
    )
    invitation.full_clean()
    invitation.save()
    invitation.strategies.set(strategies)
    note(Event.INVITATION_MADE, user_id=by.pk, invitation=invitation.pk)
    return invitation, token


def mail_invitation(invitation, link):
    """Send the link where the portal sends mail; returns whether it did. Trouble with the mail server is no trouble."""
    if not settings.SENDS_MAIL:
        return False
    text = (
        f"Dear {invitation.name},\n\nyou are invited to the portal of the violence reduction plan. "
        f"Choose your password here, until {timezone.localtime(invitation.expires_at):%d %B %Y}:\n\n{link}\n\n"
        "If you do not know why you get this, do nothing.\n"
    )
    try:
        return bool(send_mail("You are invited to the violence reduction plan", text, None, [invitation.email]))
    except OSError:
        return False


@transaction.atomic
def withdraw(*, invitation):
    """Let an open invitation no longer be accepted."""
    if Invitation.objects.open().filter(pk=invitation.pk).update(withdrawn_at=timezone.now()):
        note(Event.INVITATION_WITHDRAWN, invitation=invitation.pk)


@transaction.atomic
def accept(*, token, password):
    """The new user whom the link with `token` invites, with that password. Raises InvitationGoneError."""
    invitation = Invitation.objects.valid().with_token(token).select_for_update(of=("self",)).first()
    if not invitation or known(invitation.email).exists():
        raise InvitationGoneError
    first, _, last = invitation.name.partition(" ")
    user = get_user_model().objects.create_user(
        username=invitation.email, password=password, first_name=first, last_name=last
    )
    set_email(user=user, email=invitation.email)
    give_roles(user=user, roles=invitation.roles)
    if invitation.partner:
        Membership.objects.create(partner=invitation.partner, user=user)
    StrategyLead.objects.bulk_create(
        StrategyLead(strategy=strategy, user=user) for strategy in invitation.strategies.all()
    )
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    note(Event.INVITATION_ANSWERED, user_id=user.pk, invitation=invitation.pk)
    return user
