"""Partners as JSON. A private person appears under a public name, and is found by that alone."""

import datetime

import django_filters
from django.db.models import Exists, OuterRef, Q
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    extend_schema_field,
    extend_schema_serializer,
)
from rest_framework import serializers

from partners.models import Alias, Partner
from tables.parameters import SINCE, Moment, Name, OneOf, Ordering
from tables.rows import RowsViewSet, described

EXAMPLE = {
    "code": "igu-manager",
    "name": "Integrated Gangs Unit Manager",
    "kind": "post",
    "parent": "igu",
    "succeeded_by": None,
    "succeeded_on": None,
    "aliases": ["IGU Manager", "IGU Manger"],
    "description": "The manager of the Integrated Gangs Unit.",
    "action_count": 4,
    "updated_at": "2026-11-20T09:00:00Z",
    "url": "https://violence-plan.example/partners/igu-manager/",
}


@extend_schema_serializer(examples=[OpenApiExample("A partner", EXAMPLE)])
class PartnerSerializer(serializers.Serializer):
    """Somebody who can lead an action: an organisation, a team or board of it, a post, or a named person."""

    code = serializers.SlugField(help_text="The partner's short name, here and in addresses. Never a person's name.")
    name = serializers.SerializerMethodField(help_text="Full name. A private person appears as “A named officer”.")
    kind = serializers.ChoiceField(Partner.Kind.choices, help_text="What sort of partner it is.")
    parent = serializers.SlugField(
        source="parent.code", default=None, allow_null=True, help_text="Code of the partner it belongs to, if any."
    )
    succeeded_by = serializers.SlugField(
        source="succeeded_by.code", default=None, allow_null=True, help_text="Code of the one who took over, if any."
    )
    succeeded_on = serializers.DateField(allow_null=True, help_text="The successor's first day, where known.")
    aliases = serializers.SerializerMethodField(help_text="Other spellings of its name, as plans print them.")
    description = serializers.CharField(help_text="One or two factual sentences.")
    action_count = serializers.IntegerField(
        source="action_total",
        help_text="How many actions it leads or supports itself; those of its teams and posts are not counted.",
    )
    updated_at = serializers.DateTimeField(
        default_timezone=datetime.UTC, help_text="When this row itself last changed. UTC."
    )
    url = serializers.SerializerMethodField(help_text="The page for people.")

    def get_name(self, partner) -> str:
        return partner.name_for(self.context["request"].user)

    def get_aliases(self, partner) -> list[str]:
        return [alias.name for alias in partner.aliases_for(self.context["request"].user)]

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, partner):
        return self.context["request"].build_absolute_uri(partner.get_absolute_url())


class PartnerFilter(django_filters.FilterSet):
    """The filters on partners."""

    kind = OneOf(choices=Partner.Kind.choices, help_text="Partners of one kind.")
    parent = extend_schema_field(
        {"type": "string", "description": "A partner's code: the teams, boards and posts that belong to it directly."}
    )(
        django_filters.ModelChoiceFilter(
            queryset=lambda request: Partner.objects.visible_to(request.user),
            to_field_name="code",
            error_messages={"invalid_choice": "There is no such partner."},
        )
    )
    q = Name(
        method="named_like",
        help_text="Part of a name or of another spelling, whatever its case. Private names are never searched.",
    )
    updated_since = Moment("updated_at", "gte", help_text=SINCE)
    ordering = Ordering(
        orders=[("code", "By code"), ("updated_at", "Last changed")],
        own="code",
        help_text="code or updated_at; with - before it, the other way round.",
    )

    class Meta:
        model = Partner
        fields = []

    def named_like(self, queryset, name, value):
        """Public names only, whoever asks: what is found would otherwise give away what is not shown."""
        aliases = Alias.objects.filter(partner=OuterRef("pk"), name__icontains=value)
        private = Q(kind=Partner.Kind.PERSON)
        return queryset.filter(
            private & Q(public_name__icontains=value) | ~private & (Q(name__icontains=value) | Exists(aliases))
        )


@described(
    many=("Partners", "All partners that a row names which the reader may see, by code unless ordered otherwise."),
    one=("One partner", "The partner with this code."),
    keys={"code": (str, "The partner's code.")},
)
class PartnerViewSet(RowsViewSet):
    """Partners, by code."""

    serializer_class = PartnerSerializer
    filterset_class = PartnerFilter
    keys = {"code": "code"}

    def get_object(self):
        """The partner of that code, or the one that had it: who keeps codes elsewhere still finds it."""
        if partner := self.filter_queryset(self.get_queryset()).known_as(self.kwargs["code"]):
            return partner
        return super().get_object()

    def get_queryset(self):
        user = self.request.user
        partners = Partner.objects.visible_to(user).with_action_counts(user).select_related("parent", "succeeded_by")
        return partners.prefetch_related("aliases").order_by("code")
