"""Sessions in the database, which end: a while after the last request, and on the day they began in any case."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db import OperationalError, connection
from django.utils import timezone

BEGAN = "_began"
NOTED_EVERY = timedelta(minutes=1)


class SessionStore(db.SessionStore):
    """Sessions by key, as long as they live, with the person who is signed in beside them."""

    @classmethod
    def get_model_class(cls):
        from accounts.models import Session

        return Session

    def _validate_session_key(self, key):
        # PostgreSQL could not even be asked for some that a cookie can hold.
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()

    def _get_session_from_db(self):
        found = self.model.objects.live().filter(session_key=self.session_key).first()
        if not found:
            self._session_key = None
            return None
        now = timezone.now()
        if found.seen_at < now - NOTED_EVERY and not connection.is_read_only:
            # Only this column: what another request of the same person keeps in the session meanwhile stays. Where
            # somebody holds the row, or the disk is full, it is noted the next time; no page fails for it.
            with suppress(OperationalError):
                self.model.objects.filter(pk=found.pk).update(seen_at=now)
        return found

    def save(self, must_create=False):
        """Django's; while the database only reads, what a page would note in the session is not kept."""
        if must_create or not connection.is_read_only:
            super().save(must_create)

    def create_model_instance(self, data):
        user = data.get(SESSION_KEY)
        began = data.setdefault(BEGAN, timezone.now().timestamp()) if user else None
        session = super().create_model_instance(data)
        session.user_id = user
        if began:
            end = datetime.fromtimestamp(began, UTC) + timedelta(seconds=settings.SESSION_COOKIE_AGE)
            session.expire_date = min(session.expire_date, end)
        return session
