"""Principles as JSON."""

import datetime

import django_filters
from django.db.models import Count
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    extend_schema_field,
    extend_schema_serializer,
)
from rest_framework import serializers

from principles.models import Framework, Principle
from tables.parameters import ORDERED, ORDERS, SINCE, WORDS, Moment, OneOf, Ordering, Words
from tables.rows import RowsViewSet, described

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
            queryset=lambda request: Framework.objects.visible_to(request.user),
            to_field_name="code",
            error_messages={"invalid_choice": "There is no such framework."},
        )
    )
    kind = OneOf(choices=Principle.Kind.choices, help_text="Principles of one kind.")
    q = Words(columns=("short_title", "text"), help_text=WORDS)
    updated_since = Moment("updated_at", "gte", help_text=SINCE)
    ordering = Ordering(orders=ORDERS, own="position", help_text=ORDERED)

    class Meta:
        model = Principle
        fields = []


@described(
    many=(
        "Principles",
        "The principles of all frameworks, or of one, as printed unless ordered otherwise, those too that no action "
        "serves.",
    ),
    one=("One principle", "The principle with this code in this framework."),
    keys={"framework": (str, "Code of the framework."), "code": (str, "Kind and number: strategic-4.")},
)
class PrincipleViewSet(RowsViewSet):
    """Principles, by framework and code."""

    serializer_class = PrincipleSerializer
    filterset_class = PrincipleFilter
    keys = {"framework": "framework__code", "code": "code"}

    def get_queryset(self):
        user = self.request.user
        return Principle.objects.visible_to(user).in_order().with_basis_counts(user).select_related("framework")


FRAMEWORK = {
    "code": "hackney-violence-reduction",
    "title": "Hackney violence reduction principles",
    "introduction": "Our violence reduction approach is underpinned by the following set of principles…",
    "principle_count": 14,
    "updated_at": "2026-11-20T09:00:00Z",
    "url": "https://violence-plan.example/principles/",
}


@extend_schema_serializer(examples=[OpenApiExample("A framework", FRAMEWORK)])
class FrameworkSerializer(serializers.Serializer):
    """A set of principles that were published together."""

    code = serializers.SlugField(help_text="The framework's short name, here and in addresses.")
    title = serializers.CharField(help_text="The framework's title.")
    introduction = serializers.CharField(help_text="What the source says about the set, as printed; else empty.")
    principle_count = serializers.IntegerField(source="principle_total", help_text="Number of its principles.")
    updated_at = serializers.DateTimeField(
        default_timezone=datetime.UTC, help_text="When this row itself last changed. UTC."
    )
    url = serializers.SerializerMethodField(help_text="The page for people, that of all frameworks.")

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, framework):
        return self.context["request"].build_absolute_uri(reverse("principle_list"))


class FrameworkFilter(django_filters.FilterSet):
    """The filters on frameworks."""

    q = Words(columns=("title", "introduction"), help_text=WORDS)
    updated_since = Moment("updated_at", "gte", help_text=SINCE)
    ordering = Ordering(
        orders=[("title", "By title"), ("updated_at", "Last changed")],
        own="title",
        help_text="title or updated_at; with - before it, the other way round.",
    )

    class Meta:
        model = Framework
        fields = []


@described(
    many=("Frameworks", "All frameworks of principles that a plan the reader may see has, or no plan yet; by title."),
    one=("One framework", "The framework with this code."),
    keys={"code": (str, "Code of the framework.")},
)
class FrameworkViewSet(RowsViewSet):
    """Frameworks, by code."""

    serializer_class = FrameworkSerializer
    filterset_class = FrameworkFilter
    keys = {"code": "code"}

    def get_queryset(self):
        frameworks = Framework.objects.visible_to(self.request.user)
        return frameworks.annotate(principle_total=Count("principles")).order_by("title", "code")
