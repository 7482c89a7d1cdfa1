"""What hangs on actions as queries: which columns, of which rows a reader may see, in the order that is told."""

from django.db.models import Case, F, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, NullIf

from access.roles import reads_names
from actions.models import Action, Alignment, Evidence, Lead, Milestone, ProgressUpdate, SourceNote
from partners.models import Partner

IDS = [0]  # stands for the ids of the actions in a query that is made before they are known
THESE = RawSQL("SELECT unnest(%s::bigint[])", [IDS])  # noqa: S611 - the ids are a parameter


def leads(user):
    """Leads in printed order, with names as this reader may see them."""
    name, printed = F("partner__name"), F("printed")
    if not reads_names(user):
        name = Coalesce(NullIf("partner__public_name", Value("")), "partner__name")
        printed = Case(When(partner__kind=Partner.Kind.PERSON, then=name), default=printed)
    rows = Lead.objects.filter(action__in=THESE).order_by("position")
    return rows.values_list("action", "partner__code", name, printed, "role")


def alignments(user):
    """Alignments in the order of the principles; `inherited_from` is an id whose number `sources` tells."""
    rows = Alignment.objects.filter(action__in=THESE)
    return rows.values_list(
        "action", "principle__framework__code", "principle__code", "principle__kind", "principle__number", "basis",
        "printed", "inherited_from", "reason",
    )  # fmt: skip


def sources(user):
    """The actions that alignments are inherited from, so far as this reader may see them."""
    passed_on = Alignment.objects.filter(action__in=THESE).order_by().values("inherited_from")
    return Action.objects.visible_to(user).filter(pk__in=passed_on).values_list("pk", "ref")


def updates(user):
    """Progress updates that this reader may see, the latest first; `evidence` is the id that evidence knows it by."""
    rows = ProgressUpdate.objects.visible_to(user).filter(action__in=THESE).latest_first()
    return rows.values_list(
        "action", "uid", "reported_on", "status", "direction", "narrative", "next_update_due", "pk", "publication",
        "access",
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
    rows = SourceNote.objects.visible_to(user).filter(action__in=THESE).order_by("number")
    return rows.values_list("action", "number", "kind", "printed", "note")


# By name: the names of the columns, and the function that makes the query for a user.
QUERIES = {
    "leads": (("action", "partner", "name", "printed", "role"), leads),
    "alignments": (
        ("action", "framework", "principle", "kind", "number", "basis", "printed", "inherited_from", "reason"),
        alignments,
    ),
    "sources": (("pk", "ref"), sources),
    "updates": (
        ("action", "uid", "reported_on", "status", "direction", "narrative", "next_update_due", "evidence",
         "publication", "access"),
        updates,
    ),
    "evidence": (("update", "title", "url"), evidence),
    "milestones": (("action", "period", "title", "starts_on", "ends_on", "text"), milestones),
    "source_notes": (("action", "number", "kind", "printed", "note"), source_notes),
}  # fmt: skip
