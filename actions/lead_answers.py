"""What a partner says of being named lead of an action: it accepts, or it disputes with a reason."""

from django.db import transaction
from django.utils import timezone

from actions.models import Lead
from history.revisions import write_in_turn


def accept_lead(*, lead):
    """Note that the partner accepts being named in `lead`, today; return it as it stands. A later answer replaces it.

    Accepting once more changes nothing, not even the day.
    """
    return _answer(lead, Lead.Response.ACCEPTED, "")


def dispute_lead(*, lead, reason):
    """Note that the partner disputes being named in `lead`, today, and why; return it as it stands.

    Raises ValidationError where `reason` is empty; nothing is written then. The same once more changes nothing.
    """
    return _answer(lead, Lead.Response.DISPUTED, reason.strip())


@transaction.atomic
def _answer(lead, response, reason):
    """Save the answer in the row of `lead`, locked, so that the last of two answers stands whole."""
    write_in_turn()
    standing = Lead.objects.select_for_update().get(pk=lead.pk)
    if (standing.response, standing.response_reason) == (response, reason):
        return standing
    standing.response, standing.response_reason, standing.responded_on = response, reason, timezone.localdate()
    standing.full_clean(exclude=["action", "partner", "position"], validate_unique=False)
    standing.save(update_fields=["response", "response_reason", "responded_on"])
    return standing
