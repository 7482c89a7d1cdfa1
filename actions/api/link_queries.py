"""What hangs on actions as queries: which columns, of which rows a reader may see, in the order that is told.

The actions are such as the reader may see; this is not asked once more of all that hangs on them.
"""

from django.db.models import Case, F, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, NullIf

from access.roles import reads_names
from actions.models import Alignment, Evidence, Lead, Milestone, ProgressUpdate, SourceNote
from actions.models.marks import MARKS
from partners.models import Partner

THESE = RawSQL("SELECT id FROM these", [])  # noqa: S611 - nothing in it comes from outside; reading.py has the ids


def leads(user):
    """Leads in printed order, with names as this reader may see them."""
    name, printed = F("partner__name"), F("printed")
    if not reads_names(user):
        name = Coalesce(NullIf("partner__public_name", Value("")), "partner__name")
        printed = Case(When(partner__kind=Partner.Kind.PERSON, then=name), default=printed)
    rows = Lead.objects.filter(action__in=THESE).order_by("position")
    return rows.values_list("action", "partner__code", name, printed, "role")


def alignments(user):
    """Alignments in the order of the principles; `inherited_from` is the id of an action."""
    rows = Alignment.objects.filter(action__in=THESE)
    return rows.values_list(
        "action", "principle__framework__code", "principle__code", "principle__kind", "principle__number", "basis",
        "printed", "inherited_from", "reason",
    )  # fmt: skip


def updates(user):
    """Progress updates that this reader may see, the latest first; `evidence` is the id that evidence knows it by."""
    rows = ProgressUpdate.objects.filter(action__in=THESE).seen_with_action(user).latest_first()
    return rows.values_list(
        "action", "uid", "reported_on", "status", "direction", "narrative", "next_update_due", "pk", "publication",
        *MARKS,
    )  # fmt: skip


def evidence(user):
    """What any updates of these actions rest on; which updates are told, `updates` says."""
    rows = Evidence.objects.filter(update__action__in=THESE).order_by("position")
    return rows.values_list("update", "title", "url")


def milestones(user):
    """Milestones, by period and then as printed."""
    rows = Milestone.objects.filter(action__in=THESE).order_by("period__starts_on", "position")
    return rows.values_list("action", "period__code", "period__title", "period__starts_on", "period__ends_on", "text")


def source_notes(user):
    """Source notes that this reader may see, in order."""
    rows = SourceNote.objects.filter(action__in=THESE).seen_with_action(user).order_by("number")
    return rows.values_list("action", "number", "kind", "printed", "note")


# By name: the names of the columns, and the function that makes the query for a user.
QUERIES = {
    "leads": (("action", "partner", "name", "printed", "role"), leads),
    "alignments": (
        ("action", "framework", "principle", "kind", "number", "basis", "printed", "inherited_from", "reason"),
        alignments,
    ),
    "updates": (
        ("action", "uid", "reported_on", "status", "direction", "narrative", "next_update_due", "evidence",
         "publication", *MARKS),
        updates,
    ),
    "evidence": (("update", "title", "url"), evidence),
    "milestones": (("action", "period", "title", "starts_on", "ends_on", "text"), milestones),
    "source_notes": (("action", "number", "kind", "printed", "note"), source_notes),
}  # fmt: skip
