"""What the source says oddly, the short forms it uses, and numbers that have changed."""

from django.contrib import admin

from actions.admin.filters import OfChosenPlan
from actions.admin.of_plan import StaysInPlace
from actions.models import FormerRef, FormerSlug, GlossaryTerm, SourceNote
from actions.resources import FormerRefResource, FormerSlugResource, GlossaryTermResource, SourceNoteResource
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


@admin.register(FormerRef)
class FormerRefAdmin(StaysInPlace, TableAdmin):
    """Numbers that strategies and actions had before."""

    resource_classes = [FormerRefResource]
    list_display = ["ref", "now", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan", "strategy", "action"]
    search_fields = ["ref", "action__ref", "strategy__ref"]
    search_help_text = "The former number, or the present one."
    ordering = ["plan", "pk"]
    autocomplete_fields = ["plan", "strategy", "action"]
    fieldsets = [
        (
            None,
            {
                "fields": ["plan", "ref", "strategy", "action"],
                "description": "Added by itself whenever a strategy or an action gets another number; the page at the "
                "old address then leads to the new one.",
            },
        )
    ]

    @admin.display(description="now", ordering="action__position")
    def now(self, former):
        """The strategy or action that had the number."""
        return former.action or former.strategy


@admin.register(FormerSlug)
class FormerSlugAdmin(StaysInPlace, TableAdmin):
    """What themes were called in addresses before."""

    resource_classes = [FormerSlugResource]
    stays_in = "theme"
    list_display = ["slug", "theme", "strategy"]
    list_filter = ["theme__strategy__plan"]
    list_select_related = ["theme__strategy"]
    search_fields = ["slug", "theme__title"]
    search_help_text = "What it was called, or words of the present title."
    ordering = ["theme__strategy__plan", "pk"]
    autocomplete_fields = ["theme"]
    fieldsets = [
        (
            None,
            {
                "fields": ["slug", "theme"],
                "description": "Added by itself whenever a theme gets another title; the page at the old address then "
                "leads to the new one.",
            },
        )
    ]

    @admin.display(description="strategy", ordering="theme__strategy__position")
    def strategy(self, former):
        """The number of the theme's strategy."""
        return former.theme.strategy.ref


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
