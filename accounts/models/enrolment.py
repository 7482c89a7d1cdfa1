"""Enrolment links: how somebody without a second factor comes to set one up."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models.invitation import digest

LASTS = timedelta(days=1)


def end_of_enrolment_link():
    """When a link made now expires."""
    return timezone.now() + LASTS


class EnrolmentLinkQuerySet(models.QuerySet):
    """Which links."""

    def valid(self):
        """Those that can still be used."""
        return self.filter(used_at=None, expires_at__gt=timezone.now())

    def with_token(self, token):
        """Those that hold this token: one or none."""
        return self.filter(token_digest=digest(token))


class EnrolmentLink(models.Model):
    """An administrator's word that whoever has this link, and the account's password, may set up a second factor, once.

    Of the link only a digest is kept.
    """

    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="enrolment_links")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="enrolment_links_made",
        help_text="Nobody where it was made on the server's command line.",
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=end_of_enrolment_link)
    used_at = models.DateTimeField(null=True)

    objects = EnrolmentLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("user", condition=models.Q(used_at=None), name="accounts_enrolmentlink_one_unused"),
            models.CheckConstraint(
                name="accounts_enrolmentlink_only_a_digest",
                condition=models.Q(token_digest__regex=r"^[0-9a-f]{64}$"),  # noqa: S106 - what a digest looks like
            ),
            models.CheckConstraint(
                name="accounts_enrolmentlink_expires_after", condition=models.Q(expires_at__gt=models.F("made_at"))
            ),
        ]

    def __str__(self):
        return f"Link for {self.user}"
