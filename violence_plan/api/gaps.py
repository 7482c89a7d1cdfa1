"""What a plan lacks, as JSON or as tables: every kind of gap with its count, and the rows of each."""

import tablib
from django.shortcuts import get_object_or_404
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
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from access.handling import said_in_header
from actions.api.rows import CountedSerializer
from actions.models import MARKS, Plan
from actions.parameters import marks_filters
from tables.formats import CSV
from tables.parameters import FORMAT, given
from violence_plan.api.asked_plan import PLAN_PARAMETER, asked_plan
from violence_plan.api.closed import CLOSED_FIELD, ClosedField
from violence_plan.api.files import AsFormat, dated, file_response, format_parameter, wrong_format
from violence_plan.api.gap_rows import GapRowSerializer
from violence_plan.api.pages import Pages
from violence_plan.gaps.asked import MOST_DAYS, USUAL_DAYS, DaysForm, MarkedDaysForm
from violence_plan.gaps.every import KINDS
from violence_plan.gaps.lists import closed_in, marks_of, rows_csv

EXAMPLE = {
    "plan": "hackney-single-violence-plan",
    "read_on": "2026-11-28",
    "days": 90,
    "actions": 131,
    "gaps": [
        {
            "kind": "unserved-principles",
            "title": "Principles nobody serves",
            "count": 2,
            "share": "of 14 principles, 14%",
            "why": "What the plan says it stands for, but no action does.",
            "nothing": "Every principle is served by at least one action.",
            "note": "",
            "columns": ["principle", "short_title", "text", "stated_in_words_by", *MARKS],
            "rows": "https://violence-plan.example/api/v1/gaps/hackney-single-violence-plan/unserved-principles/",
            "access": "open",
            "exempt_paragraph": None,
            "handling": "official",
        },
    ],
    "closed": [],
    "url": "https://violence-plan.example/plans/hackney-single-violence-plan/gaps/",
}
A_PLAN = OpenApiExample("plan", "hackney-single-violence-plan")
PAGING = Pages.page_query_param, Pages.page_size_query_param
A_KIND = OpenApiExample("gap", "no-lead")
DAYS_PARAMETER = OpenApiParameter(
    "days",
    {"type": "integer", "minimum": 1, "maximum": MOST_DAYS, "default": USUAL_DAYS},
    description="After so many days without a published update an action counts as without one.",
)
MARKS_PARAMETERS = [
    OpenApiParameter(
        one.field_name,
        str,
        enum=[value for value, _ in one.extra["choices"]],
        description=f"Only rows with this mark. {one.extra['help_text']}",
    )
    for one in marks_filters("")
]


class GapKindSerializer(CountedSerializer):
    """One kind of gap: how many there are, and what it means."""

    kind = serializers.ChoiceField([(name, "") for name in KINDS], help_text="Its name, here and in addresses.")
    title = serializers.CharField(source="gap.title", help_text="Its heading.")
    count = serializers.IntegerField(
        source="gap.count", help_text="How many rows its list has; 0 where nothing is missing."
    )
    share = serializers.CharField(
        source="gap.share", help_text="What follows the count, in words: its share of the plan; empty if none."
    )
    why = serializers.CharField(source="gap.why", help_text="What it counts, and why it matters.")
    nothing = serializers.CharField(source="gap.nothing", help_text="What to say where the count is 0.")
    note = serializers.CharField(source="gap.note", help_text="A last word of care; mostly empty.")
    columns = serializers.ListField(
        source="gap.columns", child=serializers.CharField(), help_text="The columns of its rows as a table."
    )
    rows = serializers.SerializerMethodField(help_text="Address of its rows.")

    @extend_schema_field(OpenApiTypes.URI)
    def get_rows(self, gap):
        request = self.context["request"]
        query = given(request.query_params).get("days")
        path = reverse("api-gaps-rows", args=[self.context["plan"].slug, gap["kind"]])
        return request.build_absolute_uri(f"{path}?days={query}" if query else path)


@extend_schema_serializer(examples=[OpenApiExample("One kind of gap", EXAMPLE)])
class GapsSerializer(serializers.Serializer):
    """What a plan lacks, kind by kind."""

    plan = serializers.SlugField(source="plan.slug", help_text="The plan's slug.")
    read_on = serializers.DateField(source="today", help_text="The day for which all is counted.")
    days = serializers.IntegerField(help_text="After so many days without an update an action counts as without one.")
    actions = serializers.IntegerField(source="total", help_text="Number of the plan's actions.")
    gaps = serializers.SerializerMethodField(help_text="Every kind, those too of which there is none; gravest first.")
    closed = ClosedField(source="marks.closed")
    url = serializers.SerializerMethodField(help_text="The page for people.")

    @extend_schema_field(GapKindSerializer(many=True))
    def get_gaps(self, ground):
        context = self.context | {"plan": ground.plan}
        found = [{"kind": name, "gap": kind(ground), "marks": ground.marks} for name, kind in KINDS.items()]
        return GapKindSerializer(found, many=True, context=context).data

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, ground):
        return self.context["request"].build_absolute_uri(reverse("gaps", args=[ground.plan.slug]))


class GapsView(AsFormat, APIView):
    """Every kind of gap of one plan."""

    asks = (*DaysForm.base_fields, "plan", FORMAT)

    @extend_schema(
        summary="What a plan lacks",
        description="Every kind of gap, the gravest first: how many there are, what it means, where its rows are.",
        tags=["gaps"],
        parameters=[PLAN_PARAMETER, DAYS_PARAMETER, format_parameter("a line per kind of gap")],
        responses={(200, "application/json"): GapsSerializer, (200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request):
        plan = asked_plan(request)
        ground = asked_form(request, DaysForm, also_known=("plan", FORMAT)).ground(plan, request.user)
        answer = GapsSerializer(ground, context={"request": request}).data
        headers = said_in_header(answer[CLOSED_FIELD])
        if not self.wants_file:
            return Response(answer, headers=headers)
        columns = ("kind", "title", "count", "share", "why")
        lines = ((*(str(gap[name]) for name in columns), *ground.marks.cells) for gap in answer["gaps"])
        table = tablib.Dataset(*lines, headers=(*columns, *MARKS))
        return file_response(CSV().export_data(table).encode(), dated(plan.slug, "gaps", ending="csv"), headers)


class GapRowsView(AsFormat, ListAPIView):
    """The rows of one kind of gap of a plan."""

    serializer_class = GapRowSerializer
    filter_backends = []
    asks = (*MarkedDaysForm.base_fields, *PAGING, FORMAT)

    @extend_schema(
        summary="The rows of one kind of gap",
        description="What is missing, row by row, in the order of the plan; partners who lead most come first, and so "
        "do the actions most alike.",
        tags=["gaps"],
        parameters=[
            OpenApiParameter("plan", str, OpenApiParameter.PATH, description="The plan's slug.", examples=[A_PLAN]),
            OpenApiParameter(
                "gap",
                str,
                OpenApiParameter.PATH,
                enum=list(KINDS),
                description="The kind of gap, by its name in /gaps/.",
                examples=[A_KIND],
            ),
            DAYS_PARAMETER,
            *MARKS_PARAMETERS,
            format_parameter("all rows, or with page or page_size one page of them, as the page hands them out"),
        ],
        responses={(200, "application/json"): GapRowSerializer(many=True), (200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request, plan, gap):
        found = get_object_or_404(Plan.objects.visible_to(request.user).select_related("framework"), slug=plan)
        if gap not in KINDS:
            raise NotFound(f"There is no kind of gap “{gap}”. There are: {', '.join(KINDS)}.")
        form = asked_form(request, MarkedDaysForm, also_known=(*PAGING, FORMAT))
        listed = KINDS[gap](ground := form.ground(found, request.user))
        rows = tuple(row for row in listed.rows if form.wants(marks_of(row, ground)))
        if not self.wants_file or given(request.query_params).keys() & set(PAGING):
            rows = self.paginate_queryset(rows)
        closed = closed_in(rows, ground)
        if self.wants_file:
            name = dated(plan, gap, ending="csv")
            return file_response(rows_csv(listed, rows, ground).encode(), name, said_in_header(closed))
        context = self.get_serializer_context() | {"ground": ground}
        return self.paginator.get_paginated_response(GapRowSerializer(rows, many=True, context=context).data, closed)


def asked_form(request, form_class, *, also_known):
    """What the query string asks for, as a DaysForm of that class; `also_known` are read by others.

    Raises ValidationError.
    """
    form = form_class(request.query_params, also_known=also_known)
    if wrong := form.wrong | wrong_format(request.query_params):
        raise ValidationError(wrong)
    return form
