"""The tables of actions and of what hangs on them: leads, alignments and their rejections."""

from django.core.exceptions import ValidationError
from django.db.models import Count

from actions.models import MARKS, Action, Alignment, AlignmentRejection, Lead
from actions.resources.columns import (
    action_column,
    partner_column,
    plan_column,
    principle_column,
    strategy_column,
    theme_column,
)
from principles.models import Principle
from tables.cells import Narrowing, UidColumn
from tables.formats import TableError
from tables.resources import TableResource

KINDS = Principle.Kind.values
CHANGED_SINCE_EXPORT = (
    "Somebody changed this action since the table was exported. Export it anew and change that, "
    "or empty this cell to overwrite what stands."
)


class ActionResource(TableResource):
    """The plan's own table, in printed order: the printed row comes first, as an officer knows it."""

    plan = plan_column()
    strategy = strategy_column()
    theme = theme_column()
    uid = UidColumn()

    plan_lookups = ("plan__slug",)
    open_words = {
        "lead_partners": "Who leads, each on a line of its own, as in leads.csv. The printed cell may name a person."
    }

    class Meta:
        model = Action
        import_id_fields = ["ref", "plan"]
        optional = MARKS
        read_along = ("version",)
        columns = {
            "ref": "action_no",
            "text": "action",
            "printed_leads": "lead_partners",
            "printed_strategic": "strategic_principles",
            "printed_enabling": "enabling_principles",
        }
        fields = [
            "ref",
            "text",
            "printed_leads",
            "printed_strategic",
            "printed_enabling",
            "plan",
            "strategy",
            "theme",
            "printed_ref",
            "kind",
            "expected_outcome",
            "starts_on",
            "due_on",
            "publication",
            "access",
            "exempt_paragraph",
            "handling",
            "position",
            "uid",
        ]
        related = ("plan", "strategy", "theme")

    def place(self, row):
        return row.plan.slug, row.position, row.ref

    def visible_to(self, queryset, reader):
        """The actions that this reader may see, with the leads of which a masked printed cell is made."""
        return super().visible_to(queryset, reader).prefetch_related("leads__partner")

    def masked(self, row):
        # The printed cell may name anybody; each lead's own part of it is known to be of a person or not.
        row.printed_leads = "\n".join(lead.public_printed or lead.partner.display_name for lead in row.leads.all())
        return row

    def save_instance(self, instance, is_create, row, **kwargs):
        """Write a row; raise ValidationError where the file says another version than stands."""
        read = str(row.get("version") or "").strip()
        if read and not is_create and read != str(instance.version):
            raise ValidationError({"version": CHANGED_SINCE_EXPORT})
        super().save_instance(instance, is_create, row, **kwargs)


class ListedActionResource(ActionResource):
    """The actions as the list in the admin exports them: with the version of each, so that a stale row is refused."""

    class Meta(ActionResource.Meta):
        fields = [*ActionResource.Meta.fields, "version"]


class LeadResource(TableResource):
    """Who leads which action, in printed order."""

    plan = Narrowing("plan", "action__plan__slug")
    action = action_column()
    partner = partner_column("partner")

    plan_lookups = ("action__plan__slug",)
    # Two leads may change places: row by row they would meet, so places are compared once all rows are in.
    settled_later = ("position",)
    open_words = {
        "printed": "The partner's own part of the printed cell; of a private person the public name.",
        "response": "What the partner says of being named; for officers only.",
        "response_reason": "Disputed: why; for officers only.",
        "responded_on": "The day the partner said so; for officers only.",
    }

    class Meta:
        model = Lead
        import_id_fields = ["plan", "action", "partner"]
        optional = ("response", "response_reason", "responded_on")
        fields = ["plan", "action", "partner", "role", "printed", "position", *optional]
        related = ("action__plan", "partner")

    def masked(self, row):
        # What a partner says of being named is between it and the officers.
        row.printed, row.response, row.response_reason, row.responded_on = row.public_printed, "", "", None
        return row

    def place(self, row):
        action = row.action
        return action.plan.slug, action.position, action.ref, row.position

    def after_import(self, dataset, result, **kwargs):
        """Refuse two leads of one action at the same place; raises TableError."""
        leads = self.standing(dataset).order_by().values("action__ref", "position").annotate(leads=Count("pk"))
        clashes = sorted((lead["action__ref"], lead["position"]) for lead in leads if lead["leads"] > 1)
        if clashes:
            places = "; ".join(f"action {ref}, position {position}" for ref, position in clashes)
            raise TableError(f"Column position: several leads have the same place ({places}). Number them 1, 2, 3.")


class AlignmentResource(TableResource):
    """Which principles strategies, then actions, serve, and on what ground."""

    plan = Narrowing("plan", "action__plan__slug", "strategy__plan__slug")
    action = action_column()
    strategy = strategy_column()
    framework = Narrowing("framework", "principle__framework__code")
    principle = principle_column()
    inherited_from = action_column("inherited_from")

    plan_lookups = ("action__plan__slug", "strategy__plan__slug")
    # What is inherited from a row that this reader may not see has no ground that could be told, nor loaded again.
    seen_with = {"inherited_from": Action}
    open_words = {"confirmed_on": "Inherited: the day an officer confirmed that it holds; for officers only."}

    class Meta:
        model = Alignment
        import_id_fields = ["plan", "action", "strategy", "framework", "principle"]
        optional = ("confirmed_on",)
        fields = [
            "plan",
            "action",
            "strategy",
            "framework",
            "principle",
            "basis",
            "printed",
            "inherited_from",
            "reason",
            "confirmed_on",
        ]
        related = ("action__plan", "strategy__plan", "principle__framework", "inherited_from")

    def masked(self, row):
        # How far the officers have come with looking through is theirs.
        row.confirmed_on = None
        return row

    def place(self, row):
        subject, principle = row.strategy or row.action, row.principle
        return (
            subject.plan.slug,
            row.strategy is None,
            subject.position,
            subject.ref,
            principle.framework.code,
            KINDS.index(principle.kind),
            principle.number,
        )


class AlignmentRejectionResource(TableResource):
    """Which principles actions do not serve, although a merged cell above would cover them."""

    plan = Narrowing("plan", "action__plan__slug")
    action = action_column()
    framework = Narrowing("framework", "principle__framework__code")
    principle = principle_column()
    inherited_from = action_column("inherited_from")

    plan_lookups = ("action__plan__slug",)
    is_open = False

    class Meta:
        model = AlignmentRejection
        import_id_fields = ["plan", "action", "framework", "principle"]
        fields = ["plan", "action", "framework", "principle", "inherited_from", "reason", "rejected_on"]
        related = ("action__plan", "principle__framework", "inherited_from")

    def place(self, row):
        action, principle = row.action, row.principle
        number = (KINDS.index(principle.kind), principle.number)
        return action.plan.slug, action.position, action.ref, principle.framework.code, *number
