"""Sessions that know whose they are, so that they can be ended."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone


class SessionQuerySet(models.QuerySet):
    """Which sessions."""

    def live(self):
        """Those that have not ended: neither too old nor too long without a request."""
        now = timezone.now()
        return self.filter(expire_date__gt=now, seen_at__gt=now - timedelta(seconds=settings.SESSION_IDLE_AGE))

    def ended(self):
        """All the others: nobody is let in by them any more."""
        return self.exclude(pk__in=self.live().values("pk"))


class Session(AbstractBaseSession):
    """What the portal remembers of a browser from one request to the next."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="sessions",
        help_text="Who is signed in; nobody yet between password and second factor.",
    )
    seen_at = models.DateTimeField(default=timezone.now, help_text="Its last request, to the minute.")

    objects = BaseSessionManager.from_queryset(SessionQuerySet)()

    @classmethod
    def get_session_store_class(cls):
        from accounts.sessions import SessionStore

        return SessionStore
