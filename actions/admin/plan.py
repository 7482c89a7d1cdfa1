"""Plans, and how they are divided."""

import pghistory
from django.contrib import admin, messages
from django.db import transaction

from actions.admin.of_plan import StaysInPlace
from actions.admin.own import WithinOwnStrategies
from actions.admin.publication import Publishes, who_may_see
from actions.admin.renumbering import Renumbered, RenumberStrategyForm
from actions.admin.whole_plan import PublishesWhole
from actions.alignment import inherit_alignments
from actions.models import MARKS, Alignment, Period, Plan, Section, Strategy, Theme
from actions.resources import PlanResource, SectionResource, StrategyResource, ThemeResource
from tables.admin import RowsInline, TableAdmin

AS_PRINTED = "The text keeps the words of the source. A blank line parts paragraphs, “- ” begins a list item."


class SectionInline(RowsInline):
    """A plan's chapters, in short."""

    model = Section
    fields = ["position", "ref", "title"]
    show_change_link = True


class PeriodInline(RowsInline):
    """The periods a plan reports by."""

    model = Period
    fields = ["code", "title", "starts_on", "ends_on"]


@admin.register(Plan)
class PlanAdmin(PublishesWhole, Publishes, TableAdmin):
    """Published documents."""

    resource_classes = [PlanResource]
    import_export_change_list_template = "admin/actions/plan/change_list.html"
    history_also_of = ["sections", "periods", "glossary"]
    list_display = ["title", "area", "framework", "period_start", "period_end", "publication", "marks", "updated_at"]
    list_filter = ["publication", "access", "handling", "framework"]
    list_select_related = ["framework"]
    search_fields = ["title", "slug", "area"]
    search_help_text = "Title, short name or area."
    ordering = ["title"]
    autocomplete_fields = ["framework"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["updated_at"]
    actions = [*Publishes.actions, "inherit"]
    inlines = [SectionInline, PeriodInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "area", "framework", "introduction"], "description": AS_PRINTED}),
        who_may_see(*MARKS),
        ("Period", {"fields": ["period_start", "period_end"]}),
        ("Source", {"fields": ["source_title", "source_date", "licence"]}),
        ("Record", {"fields": ["updated_at"]}),
    ]

    def has_inherit_permission(self, request):
        """Who may change, add and delete alignments may have them worked out."""
        return all(request.user.has_perm(f"actions.{right}_alignment") for right in ("add", "change", "delete"))

    @admin.action(description="Work out inherited alignments from the stated ones", permissions=["inherit"])
    @transaction.atomic
    def inherit(self, request, queryset):
        """Apply the merged-cell rule to each selected plan and say what changed."""
        pghistory.context(why="Worked out from the stated alignments.")
        for plan in queryset:
            changes = inherit_alignments(plan=plan)
            said = f"Inherited: {changes.added} added, {changes.removed} removed, {changes.unchanged} as before."
            self.log_change(request, plan, said)
            messages.success(request, f"{plan}. {said}")


@admin.register(Section)
class SectionAdmin(StaysInPlace, TableAdmin):
    """Chapters that hold strategies."""

    resource_classes = [SectionResource]
    list_display = ["ref", "title", "plan", "position"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["ref", "title", "plan__title"]
    search_help_text = "Number or title."
    ordering = ["plan", "position"]
    autocomplete_fields = ["plan"]
    fieldsets = [
        (
            None,
            {
                "fields": ["plan", "ref", "title", "printed_title", "introduction", "position"],
                "description": AS_PRINTED,
            },
        )
    ]

    def officer_label(self, section):
        """The chapter with its plan: every plan has a chapter 1."""
        return f"{section} ({section.plan})"


class ThemeInline(RowsInline):
    """A strategy's sub-headings, in short."""

    model = Theme
    fields = ["position", "title", "objective"]
    show_change_link = True


class StatedAlignmentInline(RowsInline):
    """The principles that a strategy's own text states."""

    model = Alignment
    fields = ["principle", "basis", "printed", "reason"]
    autocomplete_fields = ["principle"]
    verbose_name_plural = "Principles the strategy itself serves"

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        # Its only choice is the basis, and no cell is printed above a strategy to inherit from.
        choices = [choice for choice in Alignment.Basis.choices if choice[0] != Alignment.Basis.INHERITED]
        return super().formfield_for_choice_field(db_field, request, choices=[("", "---------"), *choices], **kwargs)


@admin.register(Strategy)
class StrategyAdmin(WithinOwnStrategies, Renumbered, Publishes, StaysInPlace, TableAdmin):
    """Strategies, with a table of actions or in prose."""

    resource_classes = [StrategyResource]
    previewed_pages = [("renumber", "Renumber or move", RenumberStrategyForm)]
    history_of = ["alignments"]
    history_also_of = ["themes", "former_refs", "people"]
    list_display = ["ref", "title", "plan", "owner_name", "actions_total", "without_lead", "publication", "quick_exit"]
    list_display_links = ["ref", "title"]
    list_filter = ["plan", "section", "publication", ("owner", admin.EmptyFieldListFilter)]
    list_select_related = ["plan", "owner"]
    search_fields = ["ref", "title", "text", "owner__name", "plan__title"]
    search_help_text = "Number, words of the title or text, or the owner."
    ordering = ["plan", "position"]
    autocomplete_fields = ["plan", "section", "owner"]
    readonly_fields = ["uid", "updated_at"]
    inlines = [ThemeInline, StatedAlignmentInline]
    fieldsets = [
        (None, {"fields": ["plan", "section", "ref", "title", "owner", "quick_exit"]}),
        who_may_see(),
        ("Text", {"fields": ["text", "expected_outcome"], "description": AS_PRINTED}),
        ("As printed", {"fields": ["printed_title", "position"]}),
        ("Record", {"fields": ["uid", "updated_at"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_action_counts(request.user)

    def officer_label(self, strategy):
        """The strategy with its plan: several plans have a 5.1."""
        return f"{strategy} ({strategy.plan})"

    @admin.display(description="owner", ordering="owner__name")
    def owner_name(self, strategy):
        """Who answers for it, by real name."""
        return strategy.owner and strategy.owner.name

    @admin.display(description="actions", ordering="action_total")
    def actions_total(self, strategy):
        """How many actions it has."""
        return strategy.action_total

    @admin.display(description="without a lead", ordering="action_no_lead")
    def without_lead(self, strategy):
        """How many of them nobody leads."""
        return strategy.action_no_lead


@admin.register(Theme)
class ThemeAdmin(WithinOwnStrategies, StaysInPlace, TableAdmin):
    """Sub-headings of strategies."""

    resource_classes = [ThemeResource]
    stays_in = "strategy"
    list_display = ["title", "strategy", "objective", "position"]
    list_filter = ["strategy__plan", "strategy"]
    list_select_related = ["strategy"]
    search_fields = ["title", "strategy__ref", "strategy__title"]
    search_help_text = "Words of the title, or the strategy's number."
    ordering = ["strategy__plan", "strategy__position", "position"]
    autocomplete_fields = ["strategy"]
    fieldsets = [
        (None, {"fields": ["strategy", "title", "text", "objective", "position"], "description": AS_PRINTED}),
    ]

    def officer_label(self, theme):
        """The theme with its strategy's number: titles return."""
        return f"{theme.strategy.ref} · {theme}"
