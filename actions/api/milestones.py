"""Milestones as JSON: what each action is to reach in each period."""

from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from actions.api.filters import PERIOD, OfActionFilter, RowForm
from actions.api.links import MilestoneSerializer
from actions.api.rows import HeldSerializer, OfActionSerializer
from actions.models import Milestone
from actions.parameters import marks_filters
from history.rows import last_changed
from tables.parameters import WORDS, Name, Words
from tables.rows import RowsViewSet, described

EXAMPLE = {
    "plan": "anytown-plan",
    "strategy": {"uid": "00000000-0000-4000-8000-000000000001", "ref": "1.1", "title": "Knife crime"},
    "action": {
        "uid": "00000000-0000-4000-8000-000000000011",
        "ref": "1.1.1",
        "access": "open",
        "exempt_paragraph": None,
        "handling": "official",
    },
    "period": "2016-17",
    "title": "FY2016/17",
    "starts_on": "2016-04-01",
    "ends_on": "2017-03-31",
    "text": "Buy boots.",
    "position": 1,
    "access": "open",
    "exempt_paragraph": None,
    "handling": "official",
    "updated_at": "2026-11-20T09:00:00Z",
    "url": "https://violence-plan.example/plans/anytown-plan/actions/1.1.1/",
}


@extend_schema_serializer(examples=[OpenApiExample("A milestone", EXAMPLE)])
class MilestoneRowSerializer(OfActionSerializer, MilestoneSerializer, HeldSerializer):
    """What an action is to reach in a period, with the action."""

    position = serializers.IntegerField(
        help_text="Order within action and period, from 1. The action's uid, the period and this name the row."
    )
    stands_in = "action"

    def marked(self, row):
        return row.action, row.action.plan


class MilestoneFilter(OfActionFilter):
    """The filters on milestones."""

    period = Name("period__code", help_text=PERIOD)
    access, exempt_paragraph, handling = marks_filters("action__", "action__plan__")
    q = Words(columns=("text",), help_text=WORDS)

    class Meta:
        model = Milestone
        fields = []
        form = RowForm


@described(
    many=(
        "Milestones",
        "What the actions are to reach, action after action, period after period, unless ordered otherwise.",
    ),
    one=("One milestone", "The milestone of this action at this place of this period."),
    keys={
        "uid": (UUID, "Uid of the action.", EXAMPLE["action"]["uid"]),
        "period": (str, "Short name of the period."),
        "position": (int, "Order within action and period."),
    },
)
class MilestoneViewSet(RowsViewSet):
    """Milestones, by action, period and position."""

    serializer_class = MilestoneRowSerializer
    filterset_class = MilestoneFilter
    keys = {"uid": "action__uid", "period": "period__code", "position": "position"}

    @classmethod
    def key_values(cls, row):
        return [row["action"]["uid"], row["period"], row["position"]]

    def get_queryset(self):
        milestones = Milestone.objects.visible_to(self.request.user).annotate(updated_at=last_changed(Milestone))
        return milestones.as_printed()
