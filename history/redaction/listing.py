"""The list of redactions that is kept beside the backups, and redacting again by it where an older one was restored.

It holds the digests and their key, so it is as secret as the backup beside it; it does not hold the words.
"""

from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.db import connection, transaction

from history.redaction.asking import KEPT, CannotRedactError, forget_sessions_that_say
from history.redaction.models import Redaction
from history.revisions import write_in_turn

KEY, REDACTIONS = "key", "redactions"
LISTED = ("uid", "table", "row_id", "row_uid", "field", "why", "asked_by_id", "asked_at", "decided_by_id", "decided_at")
LISTED += ("marker", "words", "digest", "places")
PEOPLE = ("asked_by_id", "decided_by_id")


def listed():
    """All that was redacted, as a dict that JSON can hold: the key of the digests, and a dict for each redaction."""
    return {KEY: key(), REDACTIONS: list(Redaction.objects.confirmed().values(*LISTED))}


def key():
    """The key of the digests, in hexadecimal; None before the first redaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT history_redaction_key_text()")
        [found] = cursor.fetchone()
    return found


@transaction.atomic
def reapply(found):
    """Redact again what is `listed` and stands here anew; returns in how many places.

    Raises CannotRedactError where the database has another key.
    """
    write_in_turn()
    if key() not in (None, found[KEY]):
        raise CannotRedactError("The list is of another portal: its digests were made with another key.")
    with connection.cursor() as cursor:
        if key() is None:
            cursor.execute("SELECT history_redaction_put_key(%s)", [found[KEY]])
        put_back(found[REDACTIONS])
        cursor.execute("SET LOCAL statement_timeout = 0")  # it reads every text there is
        cursor.execute("SELECT history_reapply_redactions()")
        [places] = cursor.fetchone()
    forget_sessions_that_say()
    transaction.on_commit(caches[KEPT].clear)
    return places


def put_back(redactions):
    """Write into the log what it lacks of `redactions`; of people who are not here, nobody."""
    uids = [each["uid"] for each in redactions]
    Redaction.objects.waiting().filter(uid__in=uids).delete()
    here = {str(uid) for uid in Redaction.objects.filter(uid__in=uids).values_list("uid", flat=True)}
    people = set(get_user_model().objects.values_list("pk", flat=True))
    Redaction.objects.bulk_create(
        Redaction(state=Redaction.State.CONFIRMED, **each | {name: known(each[name], people) for name in PEOPLE})
        for each in redactions
        if str(each["uid"]) not in here
    )


def known(person, people):
    """The key of a person who is among `people`, else None."""
    return person if person in people else None
