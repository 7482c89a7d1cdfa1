"""A whole plan in one file: a JSON document, or an Excel workbook."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.views import APIView

from access.handling import said_in_header
from actions.models import Plan
from tables.formats import XLSX
from violence_plan.api.files import FileRenderer, dated, file_response
from violence_plan.api.whole_plan import PlanDocumentSerializer, plan_document
from violence_plan.open_workbook import open_workbook

A_PLAN = OpenApiExample("plan", "hackney-single-violence-plan")
SLUG_PARAMETER = OpenApiParameter("slug", str, OpenApiParameter.PATH, description="The plan's slug.", examples=[A_PLAN])


class WorkbookRenderer(FileRenderer):
    """Sends an Excel workbook."""

    media_type = XLSX.CONTENT_TYPE
    format = "xlsx"


class AsItsAddressSays(BaseContentNegotiation):
    """The address names the format, so the Accept header is not asked."""

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


def plan_asked(request, slug):
    """The Plan of that slug. Raises Http404."""
    return get_object_or_404(Plan.objects.visible_to(request.user).select_related("framework"), slug=slug)


class PlanDocumentView(APIView):
    """A plan as one JSON document."""

    asks = ()

    @extend_schema(
        operation_id="plans_document",
        summary="A whole plan as one JSON document",
        description="A file with all that you may see of the plan. Each part holds what its list answers of this plan, "
        "all fields of all rows, which refer to one another by code, number and uid as they do there.",
        tags=["plans"],
        parameters=[SLUG_PARAMETER],
        responses=PlanDocumentSerializer,
    )
    def get(self, request, slug):
        plan, day = plan_asked(request, slug), timezone.localdate()
        document = plan_document(plan, request=request, made_on=day)
        return file_response(document, dated(plan.slug, ending="json"), said_in_header(document["closed"]))


class PlanWorkbookView(APIView):
    """A plan as one Excel workbook."""

    asks = ()
    renderer_classes = [WorkbookRenderer]
    content_negotiation_class = AsItsAddressSays

    @extend_schema(
        operation_id="plans_workbook",
        summary="A whole plan as one Excel workbook",
        description="A file: the first sheet says what the plan is, where it comes from, who owns the text and what "
        "every column holds; then a sheet for each table that has rows, as /data/ hands them out. Every cell is text. "
        "It is an Excel workbook whatever the Accept header says.",
        tags=["plans"],
        parameters=[SLUG_PARAMETER],
        responses={(200, XLSX.CONTENT_TYPE): OpenApiTypes.BINARY},
    )
    def get(self, request, slug):
        plan, day = plan_asked(request, slug), timezone.localdate()
        address = request.build_absolute_uri(plan.get_absolute_url())
        content, marks = open_workbook(plan, reader=request.user, made_on=day, address=address)
        return file_response(content, dated(plan.slug, ending="xlsx"), said_in_header(marks))
