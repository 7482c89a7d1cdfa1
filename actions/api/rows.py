"""What the rows of many lists say alike: when they changed, their page, the plan, strategy and action they are of."""

import datetime
from operator import attrgetter

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from actions.models.marks import MARKS, Access, Handling, holding

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


class MarksSerializer(serializers.Serializer):
    """The marks of a row that may be closed to the public; `stands_in` is the path to what has them, if not the row."""

    access = serializers.ChoiceField(
        Access.choices, help_text="open, or exempt: closed to the public, itself or with what it stands in."
    )
    exempt_paragraph = serializers.IntegerField(
        allow_null=True,
        help_text="exempt: the paragraph, 1 to 7, of Part 1 of Schedule 12A to the Local Government Act 1972.",
    )
    handling = serializers.ChoiceField(
        Handling.choices, help_text="official, or official_sensitive, itself or with what it stands in."
    )

    stands_in = ""

    def get_fields(self):
        """The fields, the marks read of where they are."""
        fields = super().get_fields()
        if self.stands_in:
            for name in MARKS:
                fields[name].source = f"{self.stands_in}.{name}"
        return fields


class CountedSerializer(MarksSerializer):
    """What is counted of several rows, with the strictest of their marks, which come last."""

    stands_in = "marks"

    def get_fields(self):
        fields = super().get_fields()
        return fields | {name: fields.pop(name) for name in MARKS}


class MarkedSerializer(MarksSerializer):
    """A row with the marks that hold for it: its own, and those of what it is in."""

    def marked(self, row):
        """The rows whose marks hold for `row`, its own first."""
        return (row,)

    def to_representation(self, row):
        return super().to_representation(row) | holding(*self.marked(row))._asdict()


class HeldSerializer(MarkedSerializer, DatedSerializer):
    """A row without marks of its own, of a plan: those of what it stands in hold for it."""

    stands_in = "plan"
    last = (*MARKS, *DatedSerializer.last)

    def marked(self, row):
        return (attrgetter(self.stands_in)(row),)


class StrategyNameSerializer(serializers.Serializer):
    """The strategy that a row belongs to."""

    uid = serializers.UUIDField(help_text="The strategy's uid, as in /strategies/.")
    ref = serializers.CharField(help_text="The strategy's number.")
    title = serializers.CharField(help_text="The strategy's title.")


class ActionNameSerializer(MarkedSerializer):
    """The action that a row belongs to, with the marks that hold for it."""

    uid = serializers.UUIDField(help_text="The action's uid, as in /actions/.")
    ref = serializers.CharField(help_text="The action's number.")

    def get_fields(self):
        """What names it first, then the marks."""
        fields = super().get_fields()
        return fields | {name: fields.pop(name) for name in MARKS}

    def marked(self, row):
        return row, row.plan


class OfActionSerializer(serializers.Serializer):
    """A row that belongs to an action."""

    plan = serializers.SlugField(source="action.plan.slug", help_text="The plan's slug.")
    strategy = StrategyNameSerializer(source="action.strategy", help_text="The action's strategy.")
    action = ActionNameSerializer(help_text="The action.")

    def shown_with(self, row):
        """It stands on the page of its action."""
        return row.action
