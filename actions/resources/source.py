"""The tables of what the source says oddly, of the short forms it uses, and of numbers that have changed."""

from actions.models import Action, FormerRef, GlossaryTerm, Plan, SourceNote, Strategy
from actions.resources.columns import action_column, plan_column, strategy_column
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
