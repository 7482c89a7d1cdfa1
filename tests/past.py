"""Changes that happened at a moment of the test's choosing."""

from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import pgtrigger
from django.db.models import Max

from history.past import with_history

LONDON = ZoneInfo("Europe/London")


def noon(day):
    """Twelve o'clock in London on the day written as 2026-03-01."""
    return datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=LONDON)


@contextmanager
def happened_on(day):
    """What is changed within it was changed at noon of that day, as far as the history tells."""
    events = with_history().values()
    last = {event: event.objects.aggregate(last=Max("pgh_id"))["last"] or 0 for event in events}
    yield
    for event in events:
        with pgtrigger.ignore(f"{event._meta.label}:append_only"):
            event.objects.filter(pgh_id__gt=last[event]).update(pgh_created_at=noon(day))
