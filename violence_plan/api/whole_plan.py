"""A whole plan as one document: what each list of the API answers of it, and what these rows refer to."""

from collections import defaultdict

from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from access.handling import handling_of
from actions.api import (
    ActionViewSet,
    GlossaryViewSet,
    IndicatorViewSet,
    NoteViewSet,
    PlanViewSet,
    StrategyViewSet,
    ThemeViewSet,
    examples,
)
from actions.api.indicators import IndicatorSerializer
from actions.api.serializers import ActionSerializer, PlanSerializer, StrategySerializer
from actions.api.source import NOTE, TERM, GlossaryTermSerializer, NoteRowSerializer
from actions.api.themes import EXAMPLE as THEME
from actions.api.themes import ThemeSerializer
from actions.models import Section
from partners.api import EXAMPLE as PARTNER
from partners.api import PartnerSerializer, PartnerViewSet
from partners.models import Partner
from principles.api import EXAMPLE as PRINCIPLE
from principles.api import (
    FRAMEWORK,
    FrameworkSerializer,
    FrameworkViewSet,
    PrincipleSerializer,
    PrincipleViewSet,
)
from principles.models import Framework
from violence_plan.api.closed import ClosedField

SCHEMA = "$schema"
COMPONENT = "#/components/schemas/PlanDocument"
EXAMPLE = {
    SCHEMA: f"https://violence-plan.example/api/v1/schema/{COMPONENT}",
    "made_on": "2026-11-28",
    "url": examples.PLAN["url"],
    "licence": examples.PLAN["licence"],
    "source": {"title": examples.PLAN["source_title"], "date": examples.PLAN["source_date"]},
    "closed": [],
    "plan": examples.PLAN,
    "frameworks": [FRAMEWORK],
    "principles": [PRINCIPLE],
    "sections": [
        {
            "ref": "3",
            "title": "Addressing the wider determinants",
            "printed_title": "ADDRESSING THE WIDER DETERMINANTS",
            "introduction": "The strategies and programmes of work in this section reflect strategic…",
            "position": 1,
        }
    ],
    "periods": [],
    "strategies": [examples.STRATEGY],
    "themes": [THEME],
    "actions": [examples.ACTION],
    "partners": [PARTNER],
    "indicators": [],
    "notes": [NOTE],
    "glossary": [TERM],
}


class SourceSerializer(serializers.Serializer):
    """The document that a plan was transcribed from."""

    title = serializers.CharField(help_text="Its title; empty where it is not known.")
    date = serializers.DateField(allow_null=True, help_text="Its date; null where it is not known.")


class PlanSectionSerializer(serializers.Serializer):
    """A chapter of a plan, which holds strategies."""

    ref = serializers.CharField(help_text="The chapter's number, as printed.")
    title = serializers.CharField(help_text="The chapter's title.")
    printed_title = serializers.CharField(help_text="The title as printed.")
    introduction = serializers.CharField(help_text="The text before its first strategy, as plain text; may be empty.")
    position = serializers.IntegerField(help_text="Order within the plan, from 1.")


class PeriodSerializer(serializers.Serializer):
    """A stretch of time that a plan reports by."""

    code = serializers.SlugField(help_text="Short name, within the plan.")
    title = serializers.CharField(help_text="The period as printed.")
    starts_on = serializers.DateField(help_text="Its first day.")
    ends_on = serializers.DateField(help_text="Its last day.")


@extend_schema_serializer(component_name="PlanDocument", examples=[OpenApiExample("A row of each part", EXAMPLE)])
class PlanDocumentSerializer(serializers.Serializer):
    """A whole plan: all that you may see of it, each part as its list answers it."""

    made_on = serializers.DateField(help_text="The day on which the document was made.")
    url = serializers.URLField(help_text="The page for people.")
    licence = serializers.CharField(help_text="Who owns the text and what others may do with it; empty if not stated.")
    source = SourceSerializer(help_text="Where the text comes from.")
    closed = ClosedField()
    plan = PlanSerializer(help_text="The plan itself.")
    frameworks = FrameworkSerializer(many=True, help_text="The sets of principles that it refers to.")
    principles = PrincipleSerializer(many=True, help_text="Every principle of these, those too that nothing serves.")
    sections = PlanSectionSerializer(many=True, help_text="Its chapters, in order.")
    periods = PeriodSerializer(many=True, help_text="The periods that it reports by, in order.")
    strategies = StrategySerializer(many=True, help_text="Its strategies, as printed.")
    themes = ThemeSerializer(many=True, help_text="The sub-headings of its strategies, as printed.")
    actions = ActionSerializer(many=True, help_text="Its actions with all that hangs on them, as printed.")
    partners = PartnerSerializer(
        many=True,
        help_text="The partners that it names, those that they belong to and those who took over from them, by code.",
    )
    indicators = IndicatorSerializer(many=True, help_text="What it is measured by, with every target and actual.")
    notes = NoteRowSerializer(many=True, help_text="What is odd in the printed plan, by number.")
    glossary = GlossaryTermSerializer(many=True, help_text="Its acronyms, by term.")

    def get_fields(self):
        """The fields, and ahead of them the pointer to this description, whose name is none that Python takes."""
        pointer = serializers.URLField(help_text="Where this document is described: a schema within OpenAPI.")
        return {SCHEMA: pointer} | super().get_fields()


def plan_document(plan, *, request, made_on):
    """The document of a Plan for the one who makes `request`, as what JSON can hold; `made_on` is the day."""
    strategies, actions = (listed(view, request, plan=plan) for view in (StrategyViewSet, ActionViewSet))
    frameworks = frameworks_of(plan, [*strategies, *actions])
    plan_row = listed(PlanViewSet, request, pk=plan.pk)[0]
    return {
        SCHEMA: request.build_absolute_uri(reverse("api-schema")) + COMPONENT,
        "made_on": made_on.isoformat(),
        "url": request.build_absolute_uri(plan.get_absolute_url()),
        "licence": plan.licence,
        "source": SourceSerializer({"title": plan.source_title, "date": plan.source_date}).data,
        "closed": handling_of([plan_row, strategies, actions]),
        "plan": plan_row,
        "frameworks": listed(FrameworkViewSet, request, pk__in=[framework.pk for framework in frameworks]),
        "principles": listed(PrincipleViewSet, request, framework__in=frameworks),
        "sections": PlanSectionSerializer(Section.objects.visible_to(request.user).filter(plan=plan), many=True).data,
        "periods": PeriodSerializer(plan.periods.all(), many=True).data,
        "strategies": strategies,
        "themes": listed(ThemeViewSet, request, strategy__plan=plan),
        "actions": actions,
        "partners": listed(PartnerViewSet, request, code__in=partners_of([*strategies, *actions])),
        "indicators": listed(IndicatorViewSet, request, plan=plan),
        "notes": listed(NoteViewSet, request, plan=plan),
        "glossary": listed(GlossaryViewSet, request, plan=plan),
    }


def listed(viewset, request, **narrowed):
    """What the list of a viewset answers to `request`, its filters left aside: the rows that `narrowed` leaves."""
    view = viewset(request=request, detail=False, format_kwarg=None)
    return view.read(view.get_queryset().filter(**narrowed))


def frameworks_of(plan, rows):
    """The Frameworks of the plan and of all principles that the `rows`, strategies and actions, serve; by code."""
    codes = {alignment["framework"] for row in rows for alignment in row["alignments"]}
    own = {plan.framework.code} if plan.framework else set()
    return list(Framework.objects.filter(code__in=codes | own).order_by("code"))


def partners_of(rows):
    """The codes of the partners that the `rows`, strategies and actions, name, and of all whom these lead on to."""
    leads_to = defaultdict(set)
    for code, *others in Partner.objects.values_list("code", "parent__code", "succeeded_by__code").order_by():
        leads_to[code] = {other for other in others if other}
    found, left = set(), {lead["partner"] for row in rows for lead in row.get("leads", ())}
    left |= {row["owner"]["partner"] for row in rows if row.get("owner")}
    while left:
        found |= left
        left = set().union(*(leads_to[code] for code in left)) - found
    return found
