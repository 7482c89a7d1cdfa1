"""Two partners that are one: what hangs on the one goes over to the other, and old names and addresses lead there."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actions.models import Lead, Strategy
from history.reasons import because
from history.revisions import write_in_turn
from partners.changes import keep_alias
from partners.models import FormerCode, Partner

LONGEST_PRINTED = Lead._meta.get_field("printed").max_length


@transaction.atomic
def merge_partners(*, keep, other, why):
    """Give `keep` all that `other` has, and delete `other`; its name stays as an alias, its code leads to `keep`.

    Leads, owned strategies, people and who is invited, keys, parts, predecessors, aliases and former codes go over. An
    action that both lead keeps one lead, with the better role, the earlier place and the printed words of both. Raises
    ValidationError where that cannot be, and where a named person would be merged with anybody else, since the name
    would become public.
    """
    if keep.pk == other.pk:
        raise ValidationError("Choose two different partners.")
    if keep.is_private != other.is_private:
        raise ValidationError("A named person is merged only with a named person: the name would become public.")
    write_in_turn()
    locked = Partner.objects.select_for_update().order_by("pk").in_bulk([keep.pk, other.pk])
    if len(locked) < 2:
        raise ValidationError("One of the two is no longer there. Look at the list of partners again.")
    keep, gone = locked[keep.pk], locked[other.pk]
    with because(why):
        _move_leads(keep, gone)
        Strategy.objects.filter(owner=gone).update(owner=keep, updated_at=timezone.now())
        people = keep.memberships.values("user")
        gone.memberships.exclude(user__in=people).update(partner=keep)
        gone.invitations.update(partner=keep)
        gone.keys.update(partner=keep)
        _move_place(keep, gone)
        gone.aliases.update(partner=keep)
        gone.former_codes.exclude(code__in=keep.former_codes.values("code")).update(partner=keep)
        gone.delete()
        keep.full_clean()
        keep.save()
        keep_alias(partner=keep, name=gone.name)
        FormerCode.objects.filter(partner=keep, code=gone.code).delete()
        FormerCode.objects.create(partner=keep, code=gone.code)
    return keep


def _move_leads(keep, gone):
    own = {lead.action_id: lead for lead in keep.leads.all()}
    for lead in gone.leads.select_related("action"):
        if lead.action_id in own:
            lead.delete()
            _join(own[lead.action_id], lead)
        else:
            lead.partner = keep
            lead.save(update_fields=["partner"])


def _join(kept, lead):
    """Make of the leads of two partners, of which the second is deleted, the one that stays."""
    words = list(dict.fromkeys(each.printed for each in sorted([kept, lead], key=lambda each: each.position)))
    kept.printed = "; ".join(filter(None, words))
    if len(kept.printed) > LONGEST_PRINTED:
        raise ValidationError(
            f"Both lead {lead.action.ref}, and what is printed of both is longer than {LONGEST_PRINTED} signs. "
            "Take one of these two leads away first."
        )
    if Lead.Role.LEAD in (kept.role, lead.role):
        kept.role = Lead.Role.LEAD
    kept.position = min(kept.position, lead.position)
    if not kept.response:
        kept.response, kept.response_reason = lead.response, lead.response_reason
        kept.responded_on = lead.responded_on
    kept.save()


def _move_place(keep, gone):
    """Let `keep` stand where both stood: its parts and predecessors are those of both, itself among neither."""
    if keep.pk in set(Partner.objects.within(gone.code).values_list("pk", flat=True)):
        keep.parent = gone.parent
    if keep.succeeded_by_id in (None, gone.pk):
        keep.succeeded_by, keep.succeeded_on = gone.succeeded_by, gone.succeeded_on
    if keep.succeeded_by_id == keep.pk:
        keep.succeeded_by = keep.succeeded_on = None
    keep.description = keep.description or gone.description
    # Away from `gone` before others come to stand under `keep`, or the two would stand in a circle.
    Partner.objects.filter(pk=keep.pk).update(
        parent=keep.parent, succeeded_by=keep.succeeded_by, succeeded_on=keep.succeeded_on
    )
    gone.parts.exclude(pk=keep.pk).update(parent=keep)
    gone.predecessors.exclude(pk=keep.pk).update(succeeded_by=keep)
