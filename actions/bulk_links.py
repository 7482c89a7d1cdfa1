"""What is done to the links of many chosen actions at once: leads and alignments, added and removed.

The functions take and return what those of `actions/bulk.py` do.
"""

from django.db.models import Max

from actions.alignment_review import add_assessed, reject_inherited
from actions.bulk import ALREADY, carry_out
from actions.editing import change_action
from actions.models import Alignment, AlignmentRejection, Lead


def add_lead(*, actions, user, partner, role=Lead.Role.LEAD, why="", dry_run=False):
    """Add `partner` to those who lead `actions`, as the last of them."""

    def judge(action):
        return ALREADY if action.leads.filter(partner=partner).exists() else None

    def write(action):
        last = action.leads.aggregate(last=Max("position", default=0))["last"]
        Lead.objects.create(action=action, partner=partner, role=role, position=last + 1)
        change_action(action=action, why=why)

    return carry_out(actions=actions, user=user, judge=judge, write=write, why=why, dry_run=dry_run)


def remove_lead(*, actions, user, partner, why="", dry_run=False):
    """Take `partner` from those who lead `actions`; what the plan printed stays in the printed cell."""

    def judge(action):
        return None if action.leads.filter(partner=partner).exists() else ALREADY

    def write(action):
        action.leads.filter(partner=partner).delete()
        change_action(action=action, why=why)

    return carry_out(actions=actions, user=user, judge=judge, write=write, why=why, dry_run=dry_run)


def add_alignment(*, actions, user, principle, why, dry_run=False):
    """Say of `actions` that they serve `principle`, by assessment, with the reason `why`."""

    def judge(action):
        if action.plan.framework_id != principle.framework_id:
            return "Its plan serves the principles of another framework."
        if AlignmentRejection.objects.filter(action=action, principle=principle).exists():
            return "An officer has rejected that it serves this principle. Take that back first."
        bases = list(action.alignments.filter(principle=principle).values_list("basis", flat=True))
        if Alignment.Basis.INHERITED in bases:
            return "It inherits this principle. Confirm that in the review of alignments."
        return ALREADY if bases else None

    def write(action):
        add_assessed(actions=[action], principle=principle, reason=why)
        change_action(action=action, why=why)

    return carry_out(actions=actions, user=user, judge=judge, write=write, why=why, dry_run=dry_run)


def remove_alignment(*, actions, user, principle, why, dry_run=False):
    """Say of `actions` that they do not serve `principle`: what is inherited is rejected with the reason `why`."""

    def judge(action):
        bases = list(action.alignments.filter(principle=principle).values_list("basis", flat=True))
        if Alignment.Basis.STATED in bases:
            return "The plan states it in print. Correct it on the action's own page."
        return None if bases else ALREADY

    def write(action):
        links = action.alignments.filter(principle=principle)
        if inherited := list(links.filter(basis=Alignment.Basis.INHERITED)):
            reject_inherited(alignments=inherited, reason=why)
        links.filter(basis=Alignment.Basis.ASSESSED).delete()
        change_action(action=action, why=why)

    return carry_out(actions=actions, user=user, judge=judge, write=write, why=why, dry_run=dry_run)
