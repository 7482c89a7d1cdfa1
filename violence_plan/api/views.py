"""The API's own pages: where everything is, how it is described, and what is not there."""

from functools import cache

from django.http import Http404
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from violence_plan.api import docs
from violence_plan.api.lists import LISTS

PARTS = (*LISTS, "alignment", "gaps", "changes", "schema", "docs")


class RootView(APIView):
    """Where everything is."""

    asks = ()

    @extend_schema(
        summary="Where everything is",
        tags=["start"],
        description="The address of each part of the API.",
        responses=inline_serializer(
            "Root", {name: serializers.URLField(help_text=f"Address of {name}.") for name in PARTS}
        ),
    )
    def get(self, request):
        return Response({name: reverse(f"api-{name}", request=request) for name in PARTS})


@cache
def description():
    """The OpenAPI description of the API. It follows from the code alone, so that a process makes it once."""
    return SchemaGenerator().get_schema(request=None, public=True)


class SchemaView(APIView):
    """The description of the API for programs."""

    asks = ()
    renderer_classes = [OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer, OpenApiYamlRenderer2]

    @extend_schema(
        summary="This description",
        description="The API's description as OpenAPI 3.1: JSON, or YAML where the Accept header asks for it.",
        responses=OpenApiTypes.OBJECT,
        examples=[OpenApiExample("Its beginning", {"openapi": "3.1.1", "info": {"title": "Violence plan"}})],
    )
    def get(self, request):
        return Response(description())


class DocsView(APIView):
    """The description for people: a page."""

    asks = ()
    renderer_classes = [TemplateHTMLRenderer]

    @extend_schema(exclude=True)
    def get(self, request):
        said = description()
        context = {
            "sentences": said["info"]["description"].split("\n\n"),
            "parts": docs.parts(said),
            "objects": docs.objects(said),
            "errors": docs.errors(said),
        }
        return Response(context, template_name="api_docs.html")


@extend_schema(exclude=True)
class NothingView(APIView):
    """Whatever is not there, in the API's own format."""

    def initial(self, request, *args, **kwargs):
        raise Http404
