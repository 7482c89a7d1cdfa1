"""Partners' keys: how their programs show whose they are."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from partners.models import Partner

LONGEST = 400  # days that a key may work
OVERLAP = 7  # days that a key goes on working once another has taken its place


class PartnerKeyQuerySet(models.QuerySet):
    """Which keys."""

    def of_reporter(self, user):
        """Those of the partners that this user works for."""
        return self.filter(partner__in=user.memberships.values("partner"))


class PartnerKey(models.Model):
    """A secret by which a program of a partner's is known at the API: it is given more at once, and sees more.

    Of the secret only a digest is kept. It says itself who made it, ended it and when; it has no history table, since
    nothing of a secret belongs in one.
    """

    class Scope(models.TextChoices):
        OPEN = "open", "What everybody may read, and more of it at once"
        SHARED = "shared", "Also what is shared with this partner: its own actions in review, or exempt"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Of the form it was made by, sent once or twice.")
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="keys", help_text="Whose programs it is for, and whose work it may show."
    )
    name = models.CharField(max_length=100, help_text="What it is for, such as “Nightly pull of the case system”.")
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.OPEN, help_text="What it opens.")
    prefix = models.CharField(max_length=8, unique=True, editable=False, help_text="How it is told from others.")
    digest = models.CharField(max_length=64, editable=False)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="replaced_by"
    )

    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="keys_made")
    made_on = models.DateField(default=timezone.localdate, editable=False)
    expires_on = models.DateField(help_text=f"The last day on which it works, at most {LONGEST} days from today.")
    last_used_on = models.DateField(null=True, blank=True, editable=False, help_text="The day it was last shown.")
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="keys_revoked"
    )

    objects = PartnerKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="accounts_partnerkey_name_not_empty",
                condition=~models.Q(name=""),
                violation_error_message="Say what the key is for.",
            ),
            models.CheckConstraint(
                name="accounts_partnerkey_scope_known",
                condition=models.Q(scope__in=["open", "shared"]),
                violation_error_message="Choose one of: open, shared.",
            ),
            models.CheckConstraint(
                name="accounts_partnerkey_prefix_form",
                condition=models.Q(prefix__regex=r"^[a-z0-9]{8}$"),
                violation_error_message="A prefix is eight small letters and digits.",
            ),
            models.CheckConstraint(
                name="accounts_partnerkey_only_a_digest",
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"),
                violation_error_message="Of the secret only a digest is kept.",
            ),
            models.CheckConstraint(
                name="accounts_partnerkey_expires_in_time",
                condition=models.Q(
                    expires_on__gte=models.F("made_on"),
                    expires_on__lte=models.F("made_on") + timedelta(days=LONGEST),
                ),
                violation_error_message=f"Choose a last day from today to {LONGEST} days from now.",
            ),
            models.CheckConstraint(
                name="accounts_partnerkey_revoked_by_somebody",
                condition=models.Q(revoked_at=None, revoked_by=None)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                violation_error_message="Who revoked it and when belong together.",
            ),
            models.CheckConstraint(
                name="accounts_partnerkey_replaces_another",
                condition=models.Q(replaces=None) | ~models.Q(replaces=models.F("pk")),
                violation_error_message="A key cannot take its own place.",
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.shown})"

    @property
    def shown(self):
        """The beginning of the secret, by which its owner knows it again."""
        return f"vp_{self.prefix}_…"

    @property
    def works(self):
        """Whether it works today."""
        return not self.revoked_at and self.expires_on >= timezone.localdate()

    @property
    def is_replaced(self):
        """Whether another key has taken its place."""
        return hasattr(self, "replaced_by")

    @property
    def state(self):
        """What has become of it, in a word."""
        if self.revoked_at:
            return "Revoked"
        if not self.works:
            return "Expired"
        return "Replaced, still works" if self.is_replaced else "Works"
