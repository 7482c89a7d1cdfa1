"""The alignment matrix as JSON: which principles each strategy of a plan serves, every zero shown."""

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    extend_schema,
    extend_schema_field,
    extend_schema_serializer,
)
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from actions.api.viewsets import AS_AT_PARAMETER
from actions.models import Alignment, Plan
from actions.parameters import AS_AT, Choices, KnownValuesForm, Name, ReadersFilterSet
from principles.models import Principle
from violence_plan.dashboards import alignment_matrix

EXAMPLE = {
    "plan": "hackney-single-violence-plan",
    "framework": "hackney-violence-reduction",
    "basis": ["stated", "inherited", "assessed"],
    "principles": [
        {"code": "strategic-4", "kind": "strategic", "number": 4, "short_title": "Curtail and restore"},
        {"code": "strategic-5", "kind": "strategic", "number": 5, "short_title": "Community assets"},
    ],
    "rows": [
        {
            "strategy": {
                "uid": "87c90a55-e7a0-557c-a9d9-37f460d0f0eb",
                "ref": "5.1",
                "title": "Knife crime action plan",
            },
            "actions": 28,
            "aligned": 28,
            "no_lead": 2,
            "cells": [
                {"principle": "strategic-4", "actions": 10, "stated": 3, "in_prose": False},
                {"principle": "strategic-5", "actions": 12, "stated": 2, "in_prose": False},
            ],
        }
    ],
    "totals": {
        "actions": 131,
        "aligned": 127,
        "cells": [
            {"principle": "strategic-4", "actions": 34, "stated": 10, "in_prose": False},
            {"principle": "strategic-5", "actions": 57, "stated": 13, "in_prose": True},
        ],
    },
    "url": "https://violence-plan.example/plans/hackney-single-violence-plan/alignment/",
}


class CellSerializer(serializers.Serializer):
    """A strategy and a principle."""

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
    """The strategy of a row."""

    uid = serializers.UUIDField(help_text="The strategy's uid, as in /strategies/.")
    ref = serializers.CharField(help_text="The strategy's number.")
    title = serializers.CharField(help_text="The strategy's title.")


class RowSerializer(serializers.Serializer):
    """One strategy, with a cell for each principle."""

    strategy = RowStrategySerializer(help_text="The strategy.")
    actions = serializers.IntegerField(help_text="Number of its actions; 0 where it is prose.")
    aligned = serializers.IntegerField(help_text="How many of them serve at least one principle, on the chosen bases.")
    no_lead = serializers.IntegerField(help_text="How many of them nobody leads.")
    cells = CellSerializer(many=True, help_text="One for each principle, in the order of `principles`.")


class TotalsSerializer(serializers.Serializer):
    """All rows together."""

    actions = serializers.IntegerField(help_text="Number of the plan's actions.")
    aligned = serializers.IntegerField(help_text="How many of them serve at least one principle, on the chosen bases.")
    cells = CellSerializer(source="totals", many=True, help_text="One for each principle: the sum of its column.")


@extend_schema_serializer(examples=[OpenApiExample("A matrix", EXAMPLE)])
class MatrixSerializer(serializers.Serializer):
    """Strategies against principles, every zero shown."""

    plan = serializers.SlugField(source="plan.slug", help_text="The plan's slug.")
    framework = serializers.SlugField(
        source="plan.framework.code",
        default=None,
        allow_null=True,
        help_text="Code of the principles it serves, if any.",
    )
    basis = serializers.SerializerMethodField(help_text="The bases that are counted.")
    principles = ColumnSerializer(many=True, help_text="The columns, in printed order.")
    rows = RowSerializer(many=True, help_text="The strategies, in printed order, those in prose too.")
    totals = TotalsSerializer(source="*", help_text="The columns summed up.")
    url = serializers.SerializerMethodField(help_text="The page for people.")

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(Alignment.Basis.choices)))
    def get_basis(self, matrix):
        return Alignment.Basis.values if matrix.bases is None else matrix.bases

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, matrix):
        return self.context["request"].build_absolute_uri(reverse("alignment", args=[matrix.plan.slug]))


class MatrixFilter(ReadersFilterSet):
    """Which plan, and which bases count."""

    plan = Name("slug")
    basis = Choices(choices=Alignment.Basis.choices, method="all_the_same")

    class Meta:
        form = KnownValuesForm

    def all_the_same(self, queryset, name, value):
        """The bases choose what is counted, not the plan."""
        return queryset


class AlignmentView(APIView):
    """The matrix of one plan."""

    @extend_schema(
        summary="The alignment matrix",
        description="How many actions of each strategy serve each principle, every zero shown.",
        parameters=[
            OpenApiParameter("plan", str, description="A plan's slug. Needed where you may see more than one plan."),
            OpenApiParameter(
                "basis",
                str,
                many=True,
                enum=Alignment.Basis.values,
                description="Counts only alignments on this basis; may be given more than once. Without it, all count.",
            ),
            AS_AT_PARAMETER,
        ],
        responses=MatrixSerializer,
    )
    def get(self, request):
        plans = Plan.objects.visible_to(request.user).select_related("framework").order_by("slug")
        chosen = MatrixFilter(request.query_params, queryset=plans, request=request, also_known=(AS_AT,))
        if chosen.errors:
            raise ValidationError(chosen.errors)
        bases = chosen.form.cleaned_data["basis"] or None
        matrix = alignment_matrix(plan=the_only(chosen.qs), user=request.user, bases=bases)
        return Response(MatrixSerializer(matrix, context={"request": request}).data)


def the_only(plans):
    """The only plan of a queryset. Raises ValidationError where there are several, NotFound where there is none."""
    found = list(plans)
    if not found:
        raise NotFound("There is no plan yet.")
    if len(found) > 1:
        raise ValidationError({"plan": [f"Say which plan: {', '.join(plan.slug for plan in found)}."]})
    return found[0]
