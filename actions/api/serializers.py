"""A plan, a strategy, an action: the fields of each and what they mean.

A text that the plan does not give is an empty string; a date, or the name of another row, is null.
"""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.reverse import reverse

from actions.api import examples
from actions.api.links import (
    AlignmentSerializer,
    LeadSerializer,
    MilestoneSerializer,
    ProgressUpdateSerializer,
    SourceNoteSerializer,
)
from actions.api.rows import DatedSerializer, MarkedSerializer, StrategyNameSerializer
from actions.filters import STATUSES
from actions.models import Action, Publication
from actions.models.marks import MARKS

DRAFTS = "Everything is published but for signed-in officers, who see drafts too."


class PublishedSerializer(MarkedSerializer, DatedSerializer):
    """What plans, strategies and actions have in common."""

    publication = serializers.ChoiceField(Publication.choices, help_text=DRAFTS)
    last = ("publication", *MARKS, *DatedSerializer.last)


@extend_schema_serializer(examples=[OpenApiExample("A plan", examples.PLAN)])
class PlanSerializer(PublishedSerializer):
    """One published document: a partnership's violence-reduction plan."""

    slug = serializers.SlugField(help_text="The plan's short name, here and in addresses. Never changes.")
    title = serializers.CharField(help_text="The plan's title.")
    area = serializers.CharField(help_text="The place the plan is for.")
    introduction = serializers.CharField(
        help_text="The plan's own introduction, as plain text: ## begins a heading, - and 1. a list item."
    )
    framework = serializers.SlugField(
        source="framework.code", default=None, allow_null=True, help_text="Code of the principles it serves, if any."
    )
    period_start = serializers.DateField(allow_null=True, help_text="First day of the plan, where one is stated.")
    period_end = serializers.DateField(allow_null=True, help_text="Last day of the plan, where one is stated.")
    source_title = serializers.CharField(help_text="The document this was transcribed from.")
    source_date = serializers.DateField(allow_null=True, help_text="The date of that document.")
    licence = serializers.CharField(help_text="Who owns the text and what others may do with it.")
    strategy_count = serializers.IntegerField(source="strategy_total", help_text="Number of its strategies.")
    action_count = serializers.IntegerField(source="action_total", help_text="Number of its actions.")
    document_url = serializers.SerializerMethodField(
        help_text="The whole plan as one JSON document: all that you may see of it, in one file."
    )
    workbook_url = serializers.SerializerMethodField(
        help_text="The whole plan as one Excel workbook: a sheet for each table."
    )
    last = (*PublishedSerializer.last, "document_url", "workbook_url")

    @extend_schema_field(OpenApiTypes.URI)
    def get_document_url(self, plan):
        return reverse("api-plan-document", args=[plan.slug], request=self.context["request"])

    @extend_schema_field(OpenApiTypes.URI)
    def get_workbook_url(self, plan):
        return reverse("api-plan-workbook", args=[plan.slug], request=self.context["request"])


class SectionSerializer(serializers.Serializer):
    """A chapter of a plan."""

    ref = serializers.CharField(help_text="The chapter's number, as printed.")
    title = serializers.CharField(help_text="The chapter's title.")


class OwnerSerializer(serializers.Serializer):
    """The partner who answers for a strategy."""

    partner = serializers.SlugField(source="code", help_text="The partner's code, as in /partners/.")
    name = serializers.SerializerMethodField(
        help_text="The partner's name. A private person appears as “A named officer”."
    )

    def get_name(self, partner) -> str:
        return partner.name_for(self.context["request"].user)


@extend_schema_serializer(examples=[OpenApiExample("A strategy", examples.STRATEGY)])
class StrategySerializer(PublishedSerializer):
    """A part of a plan with its own owner, with a table of actions or in prose only."""

    uid = serializers.UUIDField(help_text="Never changes, not even when the strategy is renumbered.")
    plan = serializers.SlugField(source="plan.slug", help_text="The plan's slug.")
    ref = serializers.CharField(help_text="The strategy's number. A text: 5.10 is not 5.1.")
    title = serializers.CharField(help_text="The strategy's title.")
    printed_title = serializers.CharField(help_text="The title as printed.")
    section = SectionSerializer(allow_null=True, help_text="The chapter it stands in, if any.")
    text = serializers.CharField(
        help_text="Its introduction, or the whole strategy where it is prose: ## begins a heading, - and 1. an item."
    )
    expected_outcome = serializers.CharField(help_text="What it is to achieve, where the plan says so.")
    owner = OwnerSerializer(allow_null=True, help_text="Who answers for it, where the plan says so.")
    position = serializers.IntegerField(help_text="Order within the plan, from 1.")
    action_count = serializers.IntegerField(
        source="action_total", help_text="Number of its actions; 0 where it is prose."
    )
    alignments = AlignmentSerializer(
        many=True, help_text="Principles that the strategy as a whole serves; those of its actions are not among them."
    )
    source_notes = SourceNoteSerializer(
        many=True, help_text="What is odd in the printed strategy; notes on its actions are with these."
    )

    stands_in = "plan"

    def marked(self, row):
        return (row.plan,)


@extend_schema_serializer(examples=[OpenApiExample("An action", examples.ACTION)])
class ActionSerializer(PublishedSerializer):
    """One numbered row of a plan's table."""

    uid = serializers.UUIDField(help_text="Never changes, not even when the action is renumbered.")
    plan = serializers.SlugField(source="plan.slug", help_text="The plan's slug.")
    ref = serializers.CharField(help_text="The action's number, put right. A text: 5.1.10 is not 5.1.1.")
    printed_ref = serializers.CharField(help_text="The number as printed.")
    position = serializers.IntegerField(help_text="Order within the plan, as printed, from 1.")
    kind = serializers.ChoiceField(Action.Kind.choices, help_text="An action, or an improvement action.")
    strategy = StrategyNameSerializer(help_text="The strategy it belongs to.")
    theme = serializers.CharField(
        source="theme.title", default="", help_text="The sub-heading it stands under, as printed; empty if none."
    )
    theme_uid = serializers.UUIDField(
        source="theme.uid", default=None, allow_null=True, help_text="The sub-heading's uid, as in /themes/, if any."
    )
    text = serializers.CharField(help_text="The action as printed, as plain text: - and 1. begin a list item.")
    leads = LeadSerializer(many=True, help_text="Who leads and supports it, in printed order; empty if nobody.")
    alignments = AlignmentSerializer(many=True, help_text="The principles it serves; empty if none.")
    status = serializers.ChoiceField(
        STATUSES,
        help_text="Status of its latest published progress update, up to the day `at` where it is given; not_reported "
        "where there is none.",
    )
    updates = ProgressUpdateSerializer(
        many=True, help_text="Its progress updates, the latest first, whatever `at` says; empty if there is none."
    )
    expected_outcome = serializers.CharField(help_text="What it is to achieve, where the plan says so.")
    starts_on = serializers.DateField(allow_null=True, help_text="First day, where one is stated.")
    due_on = serializers.DateField(allow_null=True, help_text="Last day, where one is stated.")
    milestones = MilestoneSerializer(many=True, help_text="What it is to reach in each period, in order.")
    source_notes = SourceNoteSerializer(many=True, help_text="What is odd in the printed row, and what was done.")

    def marked(self, row):
        return row, row.plan
