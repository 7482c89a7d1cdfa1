"""Themes as JSON: the sub-headings of strategies."""

from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from actions.api.filters import PLAN, RowFilter, RowForm
from actions.api.rows import HeldSerializer, StrategyNameSerializer
from actions.models import Theme
from actions.parameters import marks_filters
from history.rows import last_changed
from tables.parameters import WORDS, Name, Words
from tables.rows import RowsViewSet, described

EXAMPLE = {
    "uid": "eb50266f-24d8-5ab9-ae85-d7da632b460a",
    "plan": "hackney-single-violence-plan",
    "strategy": {"uid": "87c90a55-e7a0-557c-a9d9-37f460d0f0eb", "ref": "5.1", "title": "Knife crime action plan"},
    "title": "Enforcement and Criminal Justice Response to Knife Crime",
    "text": "Our enforcement response is multi-agency, bringing together partners in the Police…",
    "objective": "",
    "position": 1,
    "action_count": 3,
    "access": "open",
    "exempt_paragraph": None,
    "handling": "official",
    "updated_at": "2026-11-20T09:00:00Z",
    "url": "https://violence-plan.example/plans/hackney-single-violence-plan/strategies/5.1/themes/"
    "enforcement-and-criminal-justice-response-to-knife-crime/",
}


@extend_schema_serializer(examples=[OpenApiExample("A theme", EXAMPLE)])
class ThemeSerializer(HeldSerializer):
    """A sub-heading of a strategy's table; it may carry an introduction or an objective."""

    uid = serializers.UUIDField(help_text="Never changes, not even when the theme is renamed.")
    plan = serializers.SlugField(source="strategy.plan.slug", help_text="The plan's slug.")
    strategy = StrategyNameSerializer(help_text="The strategy it divides.")
    title = serializers.CharField(help_text="The sub-heading as printed.")
    text = serializers.CharField(help_text="Its introduction, as plain text: - and 1. begin a list item.")
    objective = serializers.CharField(help_text="What it is to achieve, where the plan says so.")
    position = serializers.IntegerField(help_text="Order within the strategy, from 1.")
    action_count = serializers.IntegerField(source="action_total", help_text="Number of its actions.")
    stands_in = "strategy.plan"


class ThemeFilter(RowFilter):
    """The filters on themes."""

    plan = Name("strategy__plan__slug", help_text=PLAN)
    access, exempt_paragraph, handling = marks_filters("strategy__plan__")
    q = Words(columns=("title", "text", "objective"), help_text=WORDS)

    class Meta:
        model = Theme
        fields = []
        form = RowForm


@described(
    many=("Themes", "The sub-headings of all strategies, or of one, as printed unless ordered otherwise."),
    one=("One theme", "The theme with this uid."),
    keys={"uid": (UUID, "The theme's uid.")},
)
class ThemeViewSet(RowsViewSet):
    """Themes, by uid."""

    serializer_class = ThemeSerializer
    filterset_class = ThemeFilter
    keys = {"uid": "uid"}

    def get_queryset(self):
        user = self.request.user
        themes = Theme.objects.visible_to(user).with_action_counts(user).annotate(updated_at=last_changed(Theme))
        return themes.select_related("strategy__plan").as_printed()
