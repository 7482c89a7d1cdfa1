"""Actions, with all that hangs on them."""

from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from actions.admin.bulk import ChangesMany
from actions.admin.filters import HasAlignment, HasBasis, HasLead, OfChosenPlan
from actions.admin.grid import EditsInPlace
from actions.admin.inlines import (
    AlignmentInline,
    LeadInline,
    MilestoneInline,
    ProgressUpdateInline,
    SourceNoteInline,
)
from actions.admin.of_plan import StaysInPlace
from actions.admin.own import WithinOwnStrategies
from actions.admin.publication import SaysWhoSees, who_may_see
from actions.admin.renumbering import RenumberActionForm, Renumbered
from actions.leads import in_one_line
from actions.models import MARKS, Action, Alignment, ProgressUpdate
from actions.resources import ActionResource, ListedActionResource
from tables.admin import TableAdmin

STATUSES = dict(ProgressUpdate.Status.choices) | {ProgressUpdate.NOT_REPORTED: "Not reported"}


@admin.register(Action)
class ActionAdmin(ChangesMany, EditsInPlace, WithinOwnStrategies, Renumbered, SaysWhoSees, StaysInPlace, TableAdmin):
    """The numbered rows of plans."""

    resource_classes = [ActionResource]
    previewed_pages = [("renumber", "Renumber or move", RenumberActionForm)]
    moves_by = ("strategy",)
    history_of = ["leads", "alignments", "rejections", "milestones", "source_notes"]
    history_also_of = ["updates", "updates__evidence", "former_refs"]
    list_display = [
        "number",
        "short_text",
        "strategy_ref",
        "theme",
        "leads_shown",
        "progress",
        "starts_on",
        "due_on",
        "publication",
        "stated",
        "inherited",
        "marks",
    ]
    list_display_links = ["number", "short_text"]
    list_filter = [
        "plan",
        HasLead,
        HasAlignment,
        HasBasis,
        "publication",
        "access",
        "handling",
        ("strategy", OfChosenPlan),
        "kind",
    ]
    search_fields = ["ref", "printed_ref", "text", "leads__partner__name", "theme__title"]
    search_help_text = "Number (5.1.10), words of the action, its theme or who leads it."
    ordering = ["plan", "position", "ref"]
    autocomplete_fields = ["plan", "strategy", "theme"]
    readonly_fields = ["uid", "updated_at", "record_progress"]
    inlines = [LeadInline, AlignmentInline, MilestoneInline, SourceNoteInline, ProgressUpdateInline]

    def get_export_resource_classes(self, request):
        return [ListedActionResource]

    def get_fieldsets(self, request, obj=None):
        return [
            (None, {"fields": ["plan", "strategy", "theme", "ref", "text"]}),
            who_may_see(*MARKS),
            ("Progress", {"fields": ["record_progress", "expected_outcome", "starts_on", "due_on"]}),
            (
                "Leads and principles as printed",
                {
                    "fields": ["printed_leads", "printed_strategic", "printed_enabling"],
                    "description": "The whole cells of the printed row. Who leads it and which principles it serves "
                    f"is said in the lists below. {render_to_string('admin/basis_help.html')}",
                    "classes": ["collapse"],
                },
            ),
            ("Record", {"fields": ["kind", "printed_ref", "position", "uid", "updated_at"], "classes": ["collapse"]}),
        ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_links(request.user).with_status()

    def officer_label(self, action):
        """The action with its plan: several plans have a 5.1.1."""
        return f"{action.ref} {Truncator(action.text).chars(60)} ({action.plan})"

    @admin.display(description="no.", ordering="position")
    def number(self, action):
        """The corrected number; sorted as printed, so that 5.1.10 follows 5.1.9."""
        return action.ref

    @admin.display(description="action", ordering="text")
    def short_text(self, action):
        """The beginning of the text."""
        return Truncator(action.text).chars(120)

    @admin.display(description="strategy", ordering="strategy__position")
    def strategy_ref(self, action):
        """The strategy's number; its title would fill the row."""
        return action.strategy.ref

    @admin.display(description="leads")
    def leads_shown(self, action):
        """Real names, in printed order."""
        return in_one_line(action.leads.all())

    @admin.display(description="stated")
    def stated(self, action):
        """Principles printed on the row: S1 E2. An assessed one stands in brackets."""
        return self.initials(action, Alignment.Basis.STATED, "{}") + self.initials(
            action, Alignment.Basis.ASSESSED, " ({})"
        )

    @admin.display(description="inherited")
    def inherited(self, action):
        """Principles of a merged cell further up: S1 E2."""
        return self.initials(action, Alignment.Basis.INHERITED, "{}")

    def initials(self, action, basis, frame):
        """The principles the action serves on `basis`, in two signs each; empty where there are none."""
        found = [alignment.principle.initials for alignment in action.alignments.all() if alignment.basis == basis]
        return frame.format(" ".join(found)) if found else ""

    @admin.display(description="progress")
    def progress(self, action):
        """The status that the public reads."""
        return STATUSES[action.status]

    @admin.display(description="report")
    def record_progress(self, action):
        """The way to the page that adds a progress update."""
        if not action.pk:
            return "Save the action first."
        address = reverse("report", args=[action.plan.slug, action.ref])
        return format_html('<a href="{}">Add a progress update</a>', address)
