"""The one way to report progress, and how far a number of actions has come."""

from collections import Counter

from django.db import transaction

from actions.models import ProgressUpdate, Publication


@transaction.atomic
def record_update(
    *,
    action,
    reported_on,
    status,
    direction="",
    narrative="",
    next_update_due=None,
    publication=Publication.DRAFT,
    recorded_by=None,
):
    """Add one dated progress update to `action` and return it.

    `reported_on` and `next_update_due` are dates, `status` a ProgressUpdate.Status, `direction` a
    ProgressUpdate.Direction where the status is at risk and empty otherwise, `recorded_by` the user who reports.
    Raises ValidationError, by field, where a rule of the data is broken; nothing is written then.
    """
    update = ProgressUpdate(
        action=action,
        reported_on=reported_on,
        status=status,
        direction=direction,
        narrative=narrative,
        next_update_due=next_update_due,
        publication=publication,
        recorded_by=recorded_by,
    )
    update.full_clean()
    update.save()
    return update


def tally(actions):
    """How many of `actions`, which have their status, have which: pairs of status and number, the unreported last."""
    counts = Counter(action.status for action in actions)
    order = [*ProgressUpdate.Status.values, ProgressUpdate.NOT_REPORTED]
    return [(status, counts[status]) for status in order if counts[status]]
