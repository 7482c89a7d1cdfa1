"""The one way to report progress, and how far a number of actions has come."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db import transaction

from actions.models import Evidence, ProgressUpdate
from history.revisions import write_in_turn


class RecordedAlreadyError(ValidationError):
    """The same update was sent before, and stands recorded."""


@transaction.atomic
def record_update(*, action, reported_on, status, evidence=(), uid=None, **said):
    """Add one dated progress update with its evidence to `action` and return it.

    `reported_on` is a date, `status` a ProgressUpdate.Status, `evidence` pairs of a title and a web address, `said`
    the other fields of a ProgressUpdate by name: `direction` where the status is at risk, `narrative`,
    `next_update_due`, `publication` (draft unless said), `access`, `exempt_paragraph`, `handling`, `recorded_by`. A
    `uid` is a token for one use: whoever sends the same again is told, by a RecordedAlreadyError.
    Raises ValidationError, by field, where a rule of the data is broken; nothing is written then.
    """
    write_in_turn()  # so that the same sent twice at once meets the first
    if uid and ProgressUpdate.objects.filter(uid=uid).exists():
        raise RecordedAlreadyError({"uid": "This update was recorded already."})
    token = {"uid": uid} if uid else {}
    update = ProgressUpdate(action=action, reported_on=reported_on, status=status, **said, **token)
    update.full_clean()
    update.save()
    add_evidence(update, evidence)
    return update


def add_evidence(update, links):
    """Add `links`, pairs of title and web address, to `update`. Raises ValidationError, under `evidence`."""
    for position, (title, url) in enumerate(links, 1):
        link = Evidence(update=update, title=title, url=url, position=position)
        try:
            link.full_clean()
        except ValidationError as error:
            raise ValidationError({"evidence": [f"Link {position}: {words}" for words in error.messages]}) from None
        link.save()


def tally(actions):
    """How many of `actions`, which have their status, have which: pairs of status and number, the unreported last."""
    counts = Counter(action.status for action in actions)
    order = [*ProgressUpdate.Status.values, ProgressUpdate.NOT_REPORTED]
    return [(status, counts[status]) for status in order if counts[status]]
