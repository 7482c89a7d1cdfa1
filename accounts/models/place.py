"""Where people signed in from, so that a stranger's tries do not keep them out."""

from django.conf import settings
from django.db import models


class KnownPlaceQuerySet(models.QuerySet):
    """Which places."""

    def of(self, user, since):
        """Those that `user` signed in from after that moment."""
        return self.filter(user=user, seen_at__gte=since)

    def last_seen_before(self, moment):
        """Those that nobody signed in from since."""
        return self.filter(seen_at__lt=moment)


class KnownPlace(models.Model):
    """A browser, or a network, that somebody signed in from. Of both only a digest is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="known_places")
    digest = models.CharField(max_length=64)
    seen_at = models.DateTimeField(help_text="When they last signed in from there.")

    objects = KnownPlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("user", "digest", name="accounts_knownplace_once"),
            models.CheckConstraint(
                name="accounts_knownplace_only_a_digest", condition=models.Q(digest__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self):
        return f"Place of {self.user}"
