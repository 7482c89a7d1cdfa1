"""Purge by the clock: rows past the time that docs/privacy.md gives them, in batches that hold no lock for long.

None of them is of the plan, so none has a history; what others hold at that moment is left to the next time.
"""

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from accounts import requests
from accounts.models import Invitation, KnownPlace, Session
from accounts.throttle import REMEMBERED
from tables.models import Upload
from violence_plan import limits

BATCH = 1000


def purge():
    """Delete what is past its time: how many rows went, by what they were. Done again it finds nothing."""
    places = KnownPlace.objects.last_seen_before(timezone.now() - REMEMBERED)
    last_minute = int(limits.now() // limits.MINUTE) - 1
    kinds = {
        "ended sessions": lambda: delete_some(Session.objects.ended()),
        "uploads": lambda: delete_some(Upload.objects.past_their_time()),
        "unanswered invitations": lambda: delete_some(Invitation.objects.long_unanswered()),
        "places of signing in": lambda: delete_some(places),
        "counted tries": lambda: cache.forget_expired(BATCH),
        "counted requests": lambda: requests.forget_before(last_minute, BATCH),
    }
    return {name: sum(iter(delete, 0)) for name, delete in kinds.items()}


@transaction.atomic
def delete_some(rows):
    """Delete BATCH of the `rows` that nobody else holds; returns how many there were."""
    keys = list(rows.select_for_update(skip_locked=True).order_by("pk").values_list("pk", flat=True)[:BATCH])
    rows.model.objects.filter(pk__in=keys).delete()
    return len(keys)
