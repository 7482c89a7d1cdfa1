"""The alignment matrix as JSON: what each of its fields is."""

from urllib.parse import urlencode

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from actions.api.rows import CountedSerializer
from actions.filters import STATUSES
from actions.models import Alignment, Strategy
from principles.models import Principle
from violence_plan.alignment_panel import ROWS
from violence_plan.api.closed import ClosedField

REST = "rest"
ROW_KINDS = [*ROWS, (REST, "None of those compared")]
EXAMPLE = {
    "plan": "hackney-single-violence-plan",
    "framework": "hackney-violence-reduction",
    "basis": ["stated", "inherited", "assessed"],
    "asked": {"rows": "strategy", "strategy": None, "partner": None, "status": [], "principle_kind": ""},
    "principles": [
        {"code": "strategic-4", "kind": "strategic", "number": 4, "short_title": "Curtail and restore"},
        {"code": "strategic-5", "kind": "strategic", "number": 5, "short_title": "Community assets"},
    ],
    "rows": [
        {
            "kind": "strategy",
            "title": "Knife crime action plan",
            "strategy": {
                "uid": "87c90a55-e7a0-557c-a9d9-37f460d0f0eb",
                "ref": "5.1",
                "title": "Knife crime action plan",
            },
            "theme": None,
            "action": None,
            "partner": None,
            "actions": 28,
            "aligned": 28,
            "no_lead": 2,
            "outside": 0,
            "cells": [
                {"principle": "strategic-4", "actions": 10, "stated": 3, "in_prose": False},
                {"principle": "strategic-5", "actions": 12, "stated": 2, "in_prose": False},
            ],
            "access": "open",
            "exempt_paragraph": None,
            "handling": "official",
        }
    ],
    "totals": {
        "actions": 131,
        "aligned": 127,
        "no_lead": 19,
        "cells": [
            {"principle": "strategic-4", "actions": 34, "stated": 10, "in_prose": False},
            {"principle": "strategic-5", "actions": 57, "stated": 13, "in_prose": True},
        ],
        "access": "open",
        "exempt_paragraph": None,
        "handling": "official",
    },
    "closed": [],
    "url": "https://violence-plan.example/plans/hackney-single-violence-plan/alignment/",
}


class CellSerializer(serializers.Serializer):
    """A row and a principle."""

    principle = serializers.CharField(source="principle.code", help_text="The principle's code.")
    actions = serializers.IntegerField(help_text="How many of the row's actions serve it, on the chosen bases.")
    stated = serializers.IntegerField(help_text="How many of these print it themselves.")
    in_prose = serializers.BooleanField(help_text="True where the strategy's own text states it.")


class ColumnSerializer(serializers.Serializer):
    """A principle at the head of a column."""

    code = serializers.CharField(help_text="The principle's code.")
    kind = serializers.ChoiceField(Principle.Kind.choices, help_text="The principle's kind.")
    number = serializers.IntegerField(help_text="The principle's number, as printed.")
    short_title = serializers.CharField(help_text="Two or three words.")


class RowStrategySerializer(serializers.Serializer):
    """The strategy that a row is, or is of."""

    uid = serializers.UUIDField(help_text="The strategy's uid, as in /strategies/.")
    ref = serializers.CharField(help_text="The strategy's number.")
    title = serializers.CharField(help_text="The strategy's title.")


class RowThemeSerializer(serializers.Serializer):
    """The theme that a row is."""

    slug = serializers.CharField(help_text="The theme's short name within its strategy, as in addresses of pages.")
    title = serializers.CharField(help_text="The theme's title, as printed.")


class RowActionSerializer(serializers.Serializer):
    """The action that a row is."""

    uid = serializers.UUIDField(help_text="The action's uid, as in /actions/.")
    ref = serializers.CharField(help_text="The action's number. A text: 5.1.10 is not 5.1.1.")


class RowPartnerSerializer(serializers.Serializer):
    """The partner that a row is."""

    code = serializers.SlugField(help_text="The partner's code, as in /partners/.")
    name = serializers.SerializerMethodField(
        help_text="The partner's name. A private person appears as “A named officer”."
    )

    def get_name(self, partner) -> str:
        return partner.name_for(self.context["request"].user)


class RowSerializer(CountedSerializer):
    """One row, with a cell for each principle, and the strictest marks of what it counts."""

    kind = serializers.SerializerMethodField(
        help_text="What the row is. strategy: among themes or actions, the strategy's own text. rest: none of those "
        "that the rows compare, but a partner altogether, above its parts; a strategy's actions without a theme; or, "
        "where neither is given, actions that nobody leads."
    )
    title = serializers.CharField(
        source="subject.title", help_text="What the row is called: a title, a partner's name, an action's text."
    )
    strategy = RowStrategySerializer(
        allow_null=True, help_text="The strategy that it is, or that the theme or action is of; null for a partner."
    )
    theme = RowThemeSerializer(
        source="subject.theme", default=None, allow_null=True, help_text="The theme that it is; else null."
    )
    action = RowActionSerializer(
        source="subject.action", default=None, allow_null=True, help_text="The action that it is; else null."
    )
    partner = RowPartnerSerializer(
        source="subject.partner", default=None, allow_null=True, help_text="The partner that it is; else null."
    )
    actions = serializers.IntegerField(help_text="Number of its actions that count; 0 where it is prose.")
    aligned = serializers.IntegerField(help_text="How many of them serve at least one principle, on the chosen bases.")
    no_lead = serializers.IntegerField(help_text="How many of them nobody leads.")
    outside = serializers.IntegerField(
        help_text="How many more actions the strategy has that the chosen partner or status leaves out."
    )
    cells = CellSerializer(many=True, help_text="One for each principle, in the order of `principles`.")

    @extend_schema_field(serializers.ChoiceField(ROW_KINDS))
    def get_kind(self, row):
        if row.is_rest:
            return REST
        return "strategy" if isinstance(row.subject, Strategy) else self.context["rows"]


class AskedSerializer(serializers.Serializer):
    """What was asked of the matrix, beside the bases."""

    rows = serializers.ChoiceField(ROWS, help_text="What the rows compare.")
    strategy = serializers.CharField(
        source="strategy.ref",
        default=None,
        allow_null=True,
        help_text="Number of the only strategy whose actions count; null: all.",
    )
    partner = serializers.SlugField(
        source="partner.code",
        default=None,
        allow_null=True,
        help_text="Code of the partner who leads or supports what counts, itself or by its parts; null: any or none.",
    )
    status = serializers.ListField(
        source="statuses",
        child=serializers.ChoiceField(STATUSES),
        help_text="The statuses of the actions that count; empty: all.",
    )
    principle_kind = serializers.ChoiceField(
        Principle.Kind.choices, source="kind", allow_blank=True, help_text="The kind of the columns; empty: all."
    )


class TotalsSerializer(CountedSerializer):
    """All rows together."""

    stands_in = "whole.marks"

    actions = serializers.IntegerField(help_text="Number of the plan's actions that count.")
    aligned = serializers.IntegerField(help_text="How many of them serve at least one principle, on the chosen bases.")
    no_lead = serializers.IntegerField(source="whole.no_lead", help_text="How many of them nobody leads.")
    cells = CellSerializer(
        source="totals",
        many=True,
        help_text="One for each principle: its column, each action once, though several partners' rows may count it.",
    )


@extend_schema_serializer(examples=[OpenApiExample("A matrix", EXAMPLE)])
class MatrixSerializer(serializers.Serializer):
    """Strategies, partners, themes or actions against principles, every zero shown."""

    plan = serializers.SlugField(source="plan.slug", help_text="The plan's slug.")
    framework = serializers.SlugField(
        source="plan.framework.code",
        default=None,
        allow_null=True,
        help_text="Code of the principles it serves, if any.",
    )
    basis = serializers.SerializerMethodField(help_text="The bases that are counted.")
    asked = AskedSerializer(help_text="What else was asked.")
    principles = ColumnSerializer(many=True, help_text="The columns, in printed order.")
    rows = RowSerializer(
        many=True,
        help_text="The strategies, in printed order, those in prose too; or the themes or partners that have actions "
        "which count; or the actions of one strategy.",
    )
    totals = TotalsSerializer(source="*", help_text="The columns summed up.")
    closed = ClosedField(source="whole.marks.closed")
    url = serializers.SerializerMethodField(help_text="The page for people, of the same matrix.")

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(Alignment.Basis.choices)))
    def get_basis(self, matrix):
        return Alignment.Basis.values if matrix.bases is None else matrix.bases

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, matrix):
        path = reverse("alignment", args=[matrix.plan.slug])
        query = urlencode({name: value for name, value in page_query(matrix.asked).items() if value}, doseq=True)
        return self.context["request"].build_absolute_uri(f"{path}?{query}" if query else path)


def page_query(asked):
    """What asks the page of a matrix for the same, Asked: values by the page's own names, some of them empty."""
    fits = asked.rows == "strategy" and not asked.strategy
    return {"rows": "" if fits else asked.rows, **asked.filters, "kind": asked.kind, "basis": asked.bases}
