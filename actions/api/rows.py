"""What the rows of many lists say alike: when they changed, their page, the plan, strategy and action they are of."""

import datetime

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

UTC = datetime.UTC  # a "+01:00" would have to be escaped in updated_since


class DatedSerializer(serializers.Serializer):
    """A row that says when it changed, and where people read it."""

    updated_at = serializers.DateTimeField(
        default_timezone=UTC,
        help_text="When this row itself last changed; a change of what hangs on it does not count. UTC.",
    )
    url = serializers.SerializerMethodField(help_text="The page for people.")
    last = ("updated_at", "url")

    def get_fields(self):
        """Own fields first, the common ones last."""
        fields = super().get_fields()
        return fields | {name: fields.pop(name) for name in self.last}

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, row):
        return self.context["request"].build_absolute_uri(self.shown_with(row).get_absolute_url())

    def shown_with(self, row):
        """The row on whose page it stands."""
        return row


class StrategyNameSerializer(serializers.Serializer):
    """The strategy that a row belongs to."""

    uid = serializers.UUIDField(help_text="The strategy's uid, as in /strategies/.")
    ref = serializers.CharField(help_text="The strategy's number.")
    title = serializers.CharField(help_text="The strategy's title.")


class ActionNameSerializer(serializers.Serializer):
    """The action that a row belongs to."""

    uid = serializers.UUIDField(help_text="The action's uid, as in /actions/.")
    ref = serializers.CharField(help_text="The action's number.")


class OfActionSerializer(serializers.Serializer):
    """A row that belongs to an action."""

    plan = serializers.SlugField(source="action.plan.slug", help_text="The plan's slug.")
    strategy = StrategyNameSerializer(source="action.strategy", help_text="The action's strategy.")
    action = ActionNameSerializer(help_text="The action.")

    def shown_with(self, row):
        """It stands on the page of its action."""
        return row.action
