"""Lists and single rows of plans, strategies and actions."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.viewsets import ReadOnlyModelViewSet

from actions.api.reading import action_rows
from actions.api.serializers import ActionSerializer, PlanSerializer, StrategySerializer
from actions.filters import ActionFilter, StrategyFilter
from actions.models import Action, Plan, Strategy
from actions.parameters import AS_AT

AS_AT_PARAMETER = OpenApiParameter(
    AS_AT,
    str,
    description="A past day, 2026-01-31 (its end), or time, 2026-01-31T09:00:00Z: the answer is as it stood then, so "
    "far as it may be seen today.",
)


@extend_schema_view(
    list=extend_schema(summary="All plans", description="All plans you may see, by title."),
    retrieve=extend_schema(
        summary="One plan",
        description="The plan with this slug.",
        parameters=[OpenApiParameter("slug", str, OpenApiParameter.PATH, description="The plan's slug.")],
    ),
)
class PlanViewSet(ReadOnlyModelViewSet):
    """Plans, by slug."""

    serializer_class = PlanSerializer
    lookup_field = "slug"

    def get_queryset(self):
        user = self.request.user
        return Plan.objects.visible_to(user).with_counts(user).select_related("framework").order_by("title", "slug")


@extend_schema_view(
    list=extend_schema(summary="Strategies", description="The strategies of all plans, or of one, as printed."),
    retrieve=extend_schema(
        summary="One strategy",
        description="The strategy with this uid.",
        parameters=[
            OpenApiParameter("uid", UUID, OpenApiParameter.PATH, description="The strategy's uid."),
            AS_AT_PARAMETER,
        ],
    ),
)
class StrategyViewSet(ReadOnlyModelViewSet):
    """Strategies, by uid."""

    serializer_class = StrategySerializer
    filterset_class = StrategyFilter
    lookup_field = "uid"
    known_of_one = (AS_AT,)

    def get_queryset(self):
        user = self.request.user
        return Strategy.objects.visible_to(user).with_action_counts(user).with_own_links().as_printed()


@extend_schema_view(
    list=extend_schema(
        summary="Actions",
        description="The actions that all the given filters leave, of all plans or of one, as printed unless ordered "
        "otherwise. The page of a plan's actions takes the same filters.",
    ),
    retrieve=extend_schema(
        summary="One action",
        description="The action with this uid.",
        parameters=[
            OpenApiParameter("uid", UUID, OpenApiParameter.PATH, description="The action's uid."),
            AS_AT_PARAMETER,
        ],
    ),
)
class ActionViewSet(ReadOnlyModelViewSet):
    """Actions, by uid."""

    serializer_class = ActionSerializer
    filterset_class = ActionFilter
    lookup_field = "uid"
    known_of_one = (AS_AT,)

    def get_queryset(self):
        user = self.request.user
        actions = Action.objects.visible_to(user).with_status().as_printed()
        return actions.with_links(user).with_updates(user) if self.detail else actions

    def read(self, found):
        """The rows of `found`, a queryset of at most one page, as dicts in the order of the fields.

        A list is told without the serializer, many times quicker; it tells the one row.
        """
        return action_rows(found, user=self.request.user, absolute=self.request.build_absolute_uri)

    def list(self, request, *args, **kwargs):
        found = self.filter_queryset(self.get_queryset())
        return self.get_paginated_response(self.read(self.paginate_queryset(found)))
