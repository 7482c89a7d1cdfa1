"""The officers' door to principles and their frameworks."""

from django.contrib import admin

from principles.models import Framework, Principle
from principles.resources import FrameworkResource, PrincipleResource
from tables.admin import RowsInline, TableAdmin


class PrincipleInline(RowsInline):
    """The principles of a framework, in short; each has a page for its whole text."""

    model = Principle
    fields = ["kind", "number", "short_title", "text"]
    show_change_link = True


@admin.register(Framework)
class FrameworkAdmin(TableAdmin):
    """Sets of principles."""

    resource_classes = [FrameworkResource]
    history_also_of = ["principles"]
    list_display = ["title", "code", "principles_total", "updated_at"]
    list_filter = ["plans"]
    search_fields = ["title", "code"]
    search_help_text = "Title or code."
    ordering = ["title"]
    readonly_fields = ["updated_at"]
    inlines = [PrincipleInline]
    fieldsets = [
        (
            None,
            {
                "fields": ["title", "code", "introduction"],
                "description": "A set of principles published together. Several plans may serve the same set.",
            },
        ),
        ("Record", {"fields": ["updated_at"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("principles")

    @admin.display(description="principles")
    def principles_total(self, framework):
        """How many principles it has."""
        return len(framework.principles.all())


@admin.register(Principle)
class PrincipleAdmin(TableAdmin):
    """What plans want to do, and how."""

    resource_classes = [PrincipleResource]
    list_display = ["label", "short_title", "text", "framework", "stated", "inherited", "assessed"]
    list_filter = ["framework__plans", "framework", "kind"]
    list_select_related = ["framework"]
    search_fields = ["code", "short_title", "text", "framework__title"]
    search_help_text = "Code (strategic-4) or words of the principle."
    ordering = ["framework", "-kind", "number"]
    autocomplete_fields = ["framework"]
    readonly_fields = ["code", "updated_at"]
    fieldsets = [
        (None, {"fields": ["framework", "kind", "number", "short_title", "text"]}),
        ("Record", {"fields": ["code", "updated_at"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_basis_counts(request.user)

    def officer_label(self, principle):
        """The principle with its framework: several frameworks have a first aim."""
        return f"{principle} ({principle.framework})"

    @admin.display(description="stated", ordering="stated_total")
    def stated(self, principle):
        """How many actions print it on their own row."""
        return principle.stated_total

    @admin.display(description="inherited", ordering="inherited_total")
    def inherited(self, principle):
        """How many actions a merged cell brings it to."""
        return principle.inherited_total

    @admin.display(description="assessed", ordering="assessed_total")
    def assessed(self, principle):
        """How many actions an officer assigned it to."""
        return principle.assessed_total
