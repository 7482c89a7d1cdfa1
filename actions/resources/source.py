"""The tables of what the source says oddly, of the short forms it uses, and of numbers and names that have changed."""

from actions.models import Action, FormerRef, FormerSlug, GlossaryTerm, Plan, SourceNote, Strategy, Theme
from actions.resources.columns import action_column, plan_column, strategy_column, theme_column
from tables.cells import Narrowing
from tables.resources import TableResource


class SourceNoteResource(TableResource):
    """Source notes, by number."""

    plan = plan_column()
    strategy = strategy_column()
    action = action_column()

    plan_lookups = ("plan__slug",)

    class Meta:
        model = SourceNote
        import_id_fields = ["plan", "number"]
        fields = ["plan", "number", "kind", "strategy", "action", "subject", "printed", "note"]
        related = ("plan", "strategy", "action")

    def place(self, row):
        return row.plan.slug, row.number


class FormerRefResource(TableResource):
    """Numbers that strategies and actions had before, in the order in which they were lost."""

    plan = plan_column()
    strategy = strategy_column()
    action = action_column()

    plan_lookups = ("plan__slug",)
    seen_with = {"plan": Plan, "strategy": Strategy, "action": Action}

    class Meta:
        model = FormerRef
        import_id_fields = ["plan", "strategy", "action", "ref"]
        columns = {"ref": "former_ref"}
        fields = ["plan", "strategy", "action", "ref"]
        related = ("plan", "strategy", "action")

    def place(self, row):
        return row.plan.slug, row.pk


class FormerSlugResource(TableResource):
    """What themes were called in addresses before, in the order in which it was lost."""

    plan = Narrowing("plan", "theme__strategy__plan__slug")
    strategy = Narrowing("strategy", "theme__strategy__ref")
    theme = theme_column()

    plan_lookups = ("theme__strategy__plan__slug",)
    seen_with = {"theme": Theme}

    class Meta:
        model = FormerSlug
        import_id_fields = ["plan", "strategy", "theme", "slug"]
        columns = {"slug": "former_theme"}
        fields = ["plan", "strategy", "theme", "slug"]
        related = ("theme__strategy__plan",)

    def place(self, row):
        return row.theme.strategy.plan.slug, row.pk


class GlossaryTermResource(TableResource):
    """Acronyms, by term."""

    plan = plan_column()

    plan_lookups = ("plan__slug",)
    seen_with = {"plan": Plan}

    class Meta:
        model = GlossaryTerm
        import_id_fields = ["plan", "term"]
        fields = ["plan", "term", "expansion", "basis", "note"]
        related = ("plan",)

    def place(self, row):
        return row.plan.slug, row.term.casefold(), row.term
