"""The tables of plans and of how they are divided: sections, strategies, themes."""

from actions.models import Plan, Section, Strategy, Theme
from actions.resources.columns import (
    framework_column,
    partner_column,
    plan_column,
    section_column,
    strategy_column,
)
from tables.cells import Narrowing, UidColumn
from tables.resources import TableResource


class PlanResource(TableResource):
    """Plans, by their short names."""

    framework = framework_column()

    plan_lookups = ("slug",)
    plan_column = "slug"

    class Meta:
        model = Plan
        import_id_fields = ["slug"]
        optional = ("exempt_paragraph", "handling")
        fields = [
            "slug",
            "title",
            "area",
            "introduction",
            "period_start",
            "period_end",
            "publication",
            "access",
            "exempt_paragraph",
            "handling",
            "framework",
            "source_title",
            "source_date",
            "licence",
        ]
        related = ("framework",)

    def place(self, row):
        return (row.slug,)


class SectionResource(TableResource):
    """Chapters that hold strategies, in printed order."""

    plan = plan_column()

    plan_lookups = ("plan__slug",)

    class Meta:
        model = Section
        import_id_fields = ["plan", "ref"]
        fields = ["plan", "ref", "title", "printed_title", "introduction", "position"]
        related = ("plan",)

    def visible_to(self, queryset, reader):
        """The sections of which this reader may see a strategy: no page shows a section without one."""
        return queryset.filter(pk__in=Strategy.objects.visible_to(reader).values("section"))

    def place(self, row):
        return row.plan.slug, row.position, row.ref


class StrategyResource(TableResource):
    """Strategies, in printed order."""

    plan = plan_column()
    section = section_column()
    owner = partner_column("owner")
    uid = UidColumn()

    plan_lookups = ("plan__slug",)

    class Meta:
        model = Strategy
        import_id_fields = ["plan", "ref"]
        fields = [
            "plan",
            "ref",
            "title",
            "printed_title",
            "section",
            "text",
            "expected_outcome",
            "owner",
            "quick_exit",
            "publication",
            "position",
            "uid",
        ]
        related = ("plan", "section", "owner")

    def place(self, row):
        return row.plan.slug, row.position, row.ref


class ThemeResource(TableResource):
    """Sub-headings of strategies, in printed order."""

    plan = Narrowing("plan", "strategy__plan__slug")
    strategy = strategy_column()
    uid = UidColumn()

    plan_lookups = ("strategy__plan__slug",)
    seen_with = {"strategy": Strategy}

    class Meta:
        model = Theme
        import_id_fields = ["plan", "strategy", "title"]
        optional = ("uid",)
        fields = ["plan", "strategy", "title", "text", "objective", "position", "uid"]
        related = ("strategy__plan",)

    def place(self, row):
        return row.strategy.plan.slug, row.strategy.position, row.strategy.ref, row.position, row.title
