"""One action changed in short, as in a row of the list: columns, leads and status together, or nothing."""

from django.db import transaction

from actions.leads import set_leads
from actions.progress import record_update
from history.reasons import because


@transaction.atomic
def change_action(*, action, columns=(), leads=None, report=None, why=""):
    """Save the `columns` of `action`, names of fields that its object has new values in, and what else is given.

    `leads` are pairs of Partner and role; `report` is what record_update takes beside the action. The action's version
    counts up whatever of it changed, so that who read it before is told. `why`, if given, is kept with its history.
    Raises IntegrityError where the action was changed since it was read, ValidationError where a rule is broken.
    """
    with because(why):
        action.save(update_fields=[*columns, "version", "updated_at"])
        if leads is not None:
            set_leads(action=action, leads=leads)
        if report is not None:
            record_update(action=action, **report)
