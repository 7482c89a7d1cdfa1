"""Principles as JSON."""

import datetime

import django_filters
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    extend_schema,
    extend_schema_field,
    extend_schema_serializer,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from principles.models import Framework, Principle

KINDS = ", ".join(Principle.Kind.values)
EXAMPLE = {
    "framework": "hackney-violence-reduction",
    "framework_title": "Hackney violence reduction principles",
    "code": "strategic-4",
    "kind": "strategic",
    "number": 4,
    "short_title": "Curtail and restore",
    "text": "Where violence has occurred we are committed to its curtailment and adopting…",
    "action_counts": {"stated": 10, "inherited": 24, "assessed": 0},
    "updated_at": "2026-11-20T09:00:00Z",
    "url": "https://violence-plan.example/principles/hackney-violence-reduction/strategic-4/",
}


class BasisCountsSerializer(serializers.Serializer):
    """How many actions serve a principle, by the ground on which we say so; an action counts once."""

    stated = serializers.IntegerField(source="stated_total", help_text="Actions whose own row prints it.")
    inherited = serializers.IntegerField(
        source="inherited_total", help_text="Actions that a merged cell printed further up covers."
    )
    assessed = serializers.IntegerField(source="assessed_total", help_text="Actions of which an officer says so.")


@extend_schema_serializer(examples=[OpenApiExample("A principle", EXAMPLE)])
class PrincipleSerializer(serializers.Serializer):
    """One principle of a framework, numbered as printed."""

    framework = serializers.SlugField(source="framework.code", help_text="Code of the framework it is of.")
    framework_title = serializers.CharField(source="framework.title", help_text="Title of the framework it is of.")
    code = serializers.CharField(help_text="Its kind and number, unique within the framework.")
    kind = serializers.ChoiceField(Principle.Kind.choices, help_text="strategic: what we do. enabling: how we work.")
    number = serializers.IntegerField(help_text="Its number, as printed; numbers may be missing.")
    short_title = serializers.CharField(help_text="Two or three words for the head of a column; not printed.")
    text = serializers.CharField(help_text="The principle as printed.")
    action_counts = BasisCountsSerializer(source="*", help_text="How many actions of any plan serve it.")
    updated_at = serializers.DateTimeField(
        default_timezone=datetime.UTC, help_text="When this row itself last changed. UTC."
    )
    url = serializers.SerializerMethodField(help_text="The page for people.")

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, principle):
        return self.context["request"].build_absolute_uri(principle.get_absolute_url())


class PrincipleFilter(django_filters.FilterSet):
    """The filters on principles."""

    framework = extend_schema_field({"type": "string", "description": "Principles of the framework with this code."})(
        django_filters.ModelChoiceFilter(
            queryset=Framework.objects.all(),
            to_field_name="code",
            error_messages={"invalid_choice": "There is no such framework."},
        )
    )
    kind = django_filters.ChoiceFilter(
        choices=Principle.Kind.choices,
        error_messages={"invalid_choice": f"Choose one of: {KINDS}."},
        help_text="Principles of one kind.",
    )

    class Meta:
        model = Principle
        fields = []


@extend_schema_view(
    list=extend_schema(
        summary="Principles",
        description="The principles of all frameworks, or of one, as printed, those too that no action serves.",
    ),
    retrieve=extend_schema(
        summary="One principle",
        description="The principle with this code in this framework.",
        parameters=[
            OpenApiParameter("framework", str, OpenApiParameter.PATH, description="Code of the framework."),
            OpenApiParameter("code", str, OpenApiParameter.PATH, description="Kind and number: strategic-4."),
        ],
    ),
)
class PrincipleViewSet(ReadOnlyModelViewSet):
    """Principles, by framework and code."""

    serializer_class = PrincipleSerializer
    filterset_class = PrincipleFilter

    def get_queryset(self):
        return Principle.objects.in_order().with_basis_counts(self.request.user).select_related("framework")

    def get_object(self):
        principles = self.filter_queryset(self.get_queryset())
        return get_object_or_404(principles, framework__code=self.kwargs["framework"], code=self.kwargs["code"])
