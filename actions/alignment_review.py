"""What an officer makes of the alignments that a merged cell passes on: each stands, does not, or waits.

An inherited alignment waits until it is confirmed, or rejected with a reason. A rejection stands in its place, so that
no count can include it, and the merged-cell rule leaves the pair alone. An assessed alignment is added with a reason.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actions.alignment import inherit_alignments
from actions.models import Alignment, AlignmentRejection
from history.reasons import because
from history.revisions import write_in_turn

DECIDED_ELSEWHERE = "Somebody else has decided on it meanwhile, or the plan has changed. Read it again."
NOT_BOTH = "An officer has rejected that this action serves this principle. Take that back first."


def _standing(alignments):
    """The rows of `alignments` locked, as they stand. Raises ValidationError where one is gone or not inherited."""
    asked = {alignment.pk for alignment in alignments}
    write_in_turn()
    rows = Alignment.objects.select_for_update(of=("self",)).select_related("action", "principle")
    found = list(rows.filter(pk__in=asked, basis=Alignment.Basis.INHERITED).order_by("pk"))
    if len(found) != len(asked):
        raise ValidationError(DECIDED_ELSEWHERE, code="decided_elsewhere")
    return found


@transaction.atomic
def confirm_inherited(*, alignments):
    """Note of inherited `alignments` that they hold, as of today, and return them.

    One that is confirmed already keeps its day. Raises ValidationError where one is gone or not inherited.
    """
    found = _standing(alignments)
    with because("Confirmed in the review of alignments"):
        for alignment in found:
            if alignment.confirmed_on is None:
                alignment.confirmed_on = timezone.localdate()
                alignment.save(update_fields=["confirmed_on"])
    return found


@transaction.atomic
def take_back_confirmation(*, alignments):
    """Let confirmed `alignments` wait for review again. Raises ValidationError where one is gone or not inherited."""
    found = _standing(alignments)
    with because("Confirmation taken back in the review of alignments"):
        Alignment.objects.filter(pk__in=[alignment.pk for alignment in found]).update(confirmed_on=None)
    return found


@transaction.atomic
def reject_inherited(*, alignments, reason):
    """Put an AlignmentRejection with `reason` and today's day in the place of each of `alignments`, and return these.

    Raises ValidationError where the reason is empty, or an alignment is gone or not inherited.
    """
    found = _standing(alignments)
    rejections = [
        AlignmentRejection(
            action=alignment.action,
            principle=alignment.principle,
            inherited_from_id=alignment.inherited_from_id,
            reason=reason.strip(),
            rejected_on=timezone.localdate(),
        )
        for alignment in found
    ]
    with because(reason.strip()):
        Alignment.objects.filter(pk__in=[alignment.pk for alignment in found]).delete()
        for rejection in rejections:
            rejection.full_clean()
            rejection.save()
    return rejections


@transaction.atomic
def take_back_rejection(*, rejections):
    """Delete `rejections`; what the merged-cell rule gives without them is inherited again, and waits for review.

    Raises ValidationError where one is gone.
    """
    asked = {rejection.pk for rejection in rejections}
    write_in_turn()
    standing = AlignmentRejection.objects.select_for_update(of=("self",)).filter(pk__in=asked)
    found = list(standing.select_related("action__plan"))
    if len(found) != len(asked):
        raise ValidationError(DECIDED_ELSEWHERE, code="decided_elsewhere")
    with because("Rejection taken back in the review of alignments"):
        AlignmentRejection.objects.filter(pk__in=asked).delete()
        for plan in sorted({rejection.action.plan for rejection in found}, key=lambda plan: plan.pk):
            inherit_alignments(plan=plan)


@transaction.atomic
def add_assessed(*, actions, principle, reason):
    """Add to each of `actions` that it serves `principle`, by assessment, and return the new Alignments.

    Raises ValidationError where the reason is empty, an action serves the principle already, or a rejection stands.
    """
    added = []
    with because(reason.strip()):
        for action in actions:
            if action.rejections.filter(principle=principle).exists():
                raise ValidationError(NOT_BOTH, code="rejected")
            alignment = Alignment(
                action=action, principle=principle, basis=Alignment.Basis.ASSESSED, reason=reason.strip()
            )
            alignment.full_clean()
            alignment.save()
            added.append(alignment)
    return added
