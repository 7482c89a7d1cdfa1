"""The tables of progress: updates, and the evidence that they rest on."""

from uuid import NAMESPACE_OID, uuid5

from actions.models import MARKS, Action, Evidence, ProgressUpdate
from actions.resources.columns import action_column, update_column
from tables.cells import Narrowing, UidColumn
from tables.resources import TableResource


class ProgressUpdateResource(TableResource):
    """What was reported of actions, oldest first. A row that stands keeps its words: a later one corrects it.

    A row without uid gets the one that follows from its words, so that the same row loaded twice is one update.
    """

    uid = UidColumn()
    plan = Narrowing("plan", "action__plan__slug")
    action = action_column()

    plan_lookups = ("action__plan__slug",)
    seen_with = {"action": Action}
    telling = ("plan", "action", "reported_on", "status", "direction", "narrative")

    class Meta:
        model = ProgressUpdate
        import_id_fields = ["uid"]
        optional = MARKS
        fields = [
            "uid",
            "plan",
            "action",
            "reported_on",
            "status",
            "direction",
            "narrative",
            "next_update_due",
            "publication",
            "access",
            "exempt_paragraph",
            "handling",
        ]
        related = ("action__plan",)

    def before_import_row(self, row, **kwargs):
        if not row.get("uid"):
            words = [str(row.get(column)).replace("\r\n", "\n") for column in self.telling]
            row["uid"] = str(uuid5(NAMESPACE_OID, "\n".join(words)))

    def place(self, row):
        return row.action.plan.slug, row.action.position, row.action.ref, row.reported_on, row.pk


class EvidenceResource(TableResource):
    """What updates rest on, in the order of the updates; as append-only as they are."""

    plan = Narrowing("plan", "update__action__plan__slug")
    update = update_column()

    plan_lookups = ("update__action__plan__slug",)
    seen_with = {"update": ProgressUpdate, "update__action": Action}

    class Meta:
        model = Evidence
        import_id_fields = ["plan", "update", "position"]
        fields = ["plan", "update", "position", "title", "url"]
        related = ("update__action__plan",)

    def place(self, row):
        update, action = row.update, row.update.action
        return action.plan.slug, action.position, action.ref, update.reported_on, update.pk, row.position
