"""Lists and single rows of plans, strategies and actions."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter

from actions.api.reading import action_rows
from actions.api.serializers import ActionSerializer, PlanSerializer, StrategySerializer
from actions.filters import ActionFilter, PlanFilter, StrategyFilter
from actions.models import Action, Plan, Strategy
from actions.models.marks import MARKS
from actions.parameters import AS_AT
from tables.rows import RowsViewSet, described

AS_AT_PARAMETER = OpenApiParameter(
    AS_AT,
    str,
    description="A past day, 2026-01-31 (its end), or time, 2026-01-31T09:00:00Z: the answer is as it stood then, so "
    "far as it may be seen today.",
)


@described(
    many=("All plans", "All plans you may see, by title unless ordered otherwise."),
    one=("One plan", "The plan with this slug."),
    keys={"slug": (str, "The plan's slug.")},
)
class PlanViewSet(RowsViewSet):
    """Plans, by slug."""

    serializer_class = PlanSerializer
    filterset_class = PlanFilter
    keys = {"slug": "slug"}

    def get_queryset(self):
        user = self.request.user
        return Plan.objects.visible_to(user).with_counts(user).select_related("framework").order_by("title", "slug")


@described(
    many=("Strategies", "The strategies of all plans, or of one, as printed unless ordered otherwise."),
    one=("One strategy", "The strategy with this uid."),
    keys={"uid": (UUID, "The strategy's uid.")},
    parameters=[AS_AT_PARAMETER],
)
class StrategyViewSet(RowsViewSet):
    """Strategies, by uid."""

    serializer_class = StrategySerializer
    filterset_class = StrategyFilter
    keys = {"uid": "uid"}
    known_of_one = (AS_AT,)

    def get_queryset(self):
        user = self.request.user
        return Strategy.objects.visible_to(user).with_action_counts(user).with_own_links().as_printed()


@described(
    many=(
        "Actions",
        "The actions that all the given filters leave, of all plans or of one, as printed unless ordered otherwise. "
        "The page of a plan's actions takes the same filters.",
    ),
    one=("One action", "The action with this uid."),
    keys={"uid": (UUID, "The action's uid.")},
    parameters=[AS_AT_PARAMETER],
)
class ActionViewSet(RowsViewSet):
    """Actions, by uid."""

    serializer_class = ActionSerializer
    filterset_class = ActionFilter
    keys = {"uid": "uid"}
    known_of_one = (AS_AT,)

    def get_queryset(self):
        user = self.request.user
        actions = Action.objects.visible_to(user).with_status().as_printed()
        return actions.with_links(user).with_updates(user) if self.detail else actions

    def read(self, found):
        """A list is told without the serializer, many times quicker; it tells the one row."""
        if self.detail:
            return super().read(found)
        absolute, asked = self.request.build_absolute_uri, self.fields_asked()
        fields = list(dict.fromkeys([*asked, *MARKS])) if asked else None  # the header tells of the marks in any case
        return action_rows(found, user=self.request.user, absolute=absolute, fields=fields)
