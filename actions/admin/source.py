"""What the source says oddly, and the short forms it uses."""

from django.contrib import admin

from actions.admin.filters import OfChosenPlan
from actions.admin.of_plan import StaysInPlace
from actions.models import GlossaryTerm, SourceNote
from actions.resources import GlossaryTermResource, SourceNoteResource
from tables.admin import TableAdmin


@admin.register(SourceNote)
class SourceNoteAdmin(StaysInPlace, TableAdmin):
    """Oddities of the source, in the order of the plan."""

    resource_classes = [SourceNoteResource]
    list_display = ["number", "kind", "about", "printed", "note"]
    list_filter = ["plan", "kind", ("strategy", OfChosenPlan)]
    list_select_related = ["plan", "strategy", "action"]
    search_fields = ["action__ref", "strategy__ref", "subject", "printed", "note"]
    search_help_text = "Number of the action or strategy, or words of the note."
    ordering = ["plan", "number"]
    autocomplete_fields = ["plan", "strategy", "action"]
    fieldsets = [
        (
            "What it is about",
            {
                "fields": ["plan", "number", "kind", "strategy", "action", "subject"],
                "description": "An action, a strategy, or a subject in words.",
            },
        ),
        ("The note", {"fields": ["printed", "note"], "description": "The public reads it: never name a person."}),
    ]

    @admin.display(description="about", ordering="action__position")
    def about(self, note):
        """The number of the action or strategy, or the subject."""
        row = note.action or note.strategy
        return row.ref if row else note.subject


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(StaysInPlace, TableAdmin):
    """Acronyms of plans."""

    resource_classes = [GlossaryTermResource]
    list_display = ["term", "expansion", "basis", "note", "plan"]
    list_filter = ["plan", "basis"]
    list_select_related = ["plan"]
    search_fields = ["term", "expansion", "note"]
    search_help_text = "The acronym or words of its expansion."
    autocomplete_fields = ["plan"]
    fieldsets = [
        (
            None,
            {
                "fields": ["plan", "term", "expansion", "basis", "note"],
                "description": "Expand only what the documents or common knowledge say; "
                "the rest is “not expanded in the source”.",
            },
        )
    ]
