"""What hangs on an action: leads, principles, milestones, source notes, progress."""

from django.db.models import URLField

from actions.admin.of_plan import OfPlanInline
from actions.models import Alignment, Evidence, Lead, Milestone, ProgressUpdate, SourceNote
from actions.models.update import MOST_LINKS
from tables.admin import RowForm, RowsInline


class LeadForm(RowForm):
    """One lead; two of them may change places, since the database compares places when all leads are saved."""

    settled_later = frozenset({"position"})


class LeadInline(RowsInline):
    """Who leads the action, in printed order."""

    model = Lead
    form = LeadForm
    fields = ["position", "partner", "role", "printed"]
    autocomplete_fields = ["partner"]


class AlignmentInline(RowsInline):
    """Which principles the action serves, and on what ground we say so."""

    model = Alignment
    fk_name = "action"
    fields = ["principle", "basis", "printed", "inherited_from", "reason"]
    autocomplete_fields = ["principle", "inherited_from"]
    verbose_name_plural = "Principles it serves"


class MilestoneInline(OfPlanInline):
    """What the action is to reach in a period."""

    model = Milestone
    fields = ["period", "position", "text"]
    autocomplete_fields = ["period"]


class SourceNoteInline(OfPlanInline):
    """What is odd about the action's row in the source."""

    model = SourceNote
    fields = ["number", "kind", "printed", "note"]
    show_change_link = True


class ProgressUpdateInline(RowsInline):
    """What was reported so far, the latest first; it is read, never changed."""

    model = ProgressUpdate
    fields = ["reported_on", "status", "direction", "narrative", "next_update_due", "publication", "recorded_by"]
    readonly_fields = fields
    can_delete = False
    verbose_name_plural = "Progress so far"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("recorded_by")

    def has_add_permission(self, request, obj):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class EvidenceInline(RowsInline):
    """What a progress update rests on; given with the update, then read, never changed."""

    model = Evidence
    fields = ["position", "title", "url"]
    formfield_overrides = RowsInline.formfield_overrides | {URLField: {"assume_scheme": "https"}}
    max_num = MOST_LINKS
    can_delete = False

    def has_add_permission(self, request, obj):
        return obj is None and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return False
