"""Invitations: how people come to have an account."""

from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from access.roles import Role
from actions.models import Strategy
from partners.models import Partner

LASTS = timedelta(days=7)
KEPT_UNANSWERED = timedelta(days=90)  # since its link stopped working


def digest(token):
    """What is kept of a token: it cannot be turned back, and the token is too long to be guessed."""
    return sha256(token.encode()).hexdigest()


def end_of_invitation():
    """When an invitation made now expires."""
    return timezone.now() + LASTS


class InvitationQuerySet(models.QuerySet):
    """Which invitations."""

    def open(self):
        """Those that nobody has answered or withdrawn, expired ones too."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def valid(self):
        """Those that can still be accepted."""
        return self.open().filter(expires_at__gt=timezone.now())

    def long_unanswered(self):
        """Those that expired or were withdrawn long ago, and that nobody accepted."""
        then = timezone.now() - KEPT_UNANSWERED
        return self.filter(models.Q(expires_at__lte=then) | models.Q(withdrawn_at__lte=then), accepted_at=None)

    def with_token(self, token):
        """Those whose link holds this token: one or none."""
        return self.filter(token_digest=digest(token))


class Invitation(models.Model):
    """An administrator's word that somebody may have an account, with which roles; accepted once, by a secret link.

    Of the link only a digest is kept. It has no history table: nothing of a secret belongs in one.
    """

    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField(max_length=150, help_text="First and last name, as colleagues read it.")
    email = models.EmailField("e-mail address", help_text="It becomes the user name.")
    roles = ArrayField(models.CharField(max_length=20, choices=Role))
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        help_text="For a partner reporter: who they report for.",
    )
    strategies = models.ManyToManyField(
        Strategy, blank=True, related_name="invitations", help_text="For a strategy lead: what they lead."
    )

    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations_made")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=end_of_invitation)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="invitation_accepted"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="accounts_invitation_one_open",
                violation_error_message="This address has an open invitation.",
            ),
            models.CheckConstraint(
                name="accounts_invitation_name_not_empty",
                condition=~models.Q(name=""),
                violation_error_message="Say who is invited.",
            ),
            models.CheckConstraint(
                name="accounts_invitation_roles_known",
                condition=models.Q(roles__contained_by=Role.values, roles__len__gt=0),
                violation_error_message="Choose one role at least.",
            ),
            models.CheckConstraint(
                name="accounts_invitation_partner_of_reporter",
                condition=models.Q(models.Q(partner=None), ~models.Q(roles__contains=[Role.PARTNER_REPORTER]))
                | models.Q(partner__isnull=False, roles__contains=[Role.PARTNER_REPORTER]),
                violation_error_message="A partner reporter needs a partner, and nobody else has one.",
            ),
            models.CheckConstraint(
                name="accounts_invitation_accepted_by_somebody",
                condition=models.Q(accepted_at=None, accepted_by=None)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False),
                violation_error_message="Who accepted it and when belong together.",
            ),
            models.CheckConstraint(
                name="accounts_invitation_accepted_or_withdrawn",
                condition=models.Q(accepted_at=None) | models.Q(withdrawn_at=None),
                violation_error_message="What was accepted can no longer be withdrawn.",
            ),
            models.CheckConstraint(
                name="accounts_invitation_expires_after",
                condition=models.Q(expires_at__gt=models.F("invited_at")),
                violation_error_message="An invitation expires after it was made.",
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.email})"

    @property
    def state(self):
        """What has become of it, in a word."""
        if self.accepted_at:
            return "Accepted"
        if self.withdrawn_at:
            return "Withdrawn"
        return "Open" if self.expires_at > timezone.now() else "Expired"
