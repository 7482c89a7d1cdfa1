"""What hangs on an action or a strategy: leads, alignments, milestones, source notes.

A text that the plan does not give is an empty string; a date, or the name of another row, is null. `in_a_cell` is how a
row is written where a whole list stands in one cell of a table.
"""

from rest_framework import serializers

from access.roles import reads_names
from actions.models import Access, Alignment, Handling, Lead, ProgressUpdate, Publication, SourceNote
from principles.models import Principle


class LeadSerializer(serializers.Serializer):
    """One partner's part in an action, in printed order."""

    in_a_cell = "{name} ({role})".format_map

    partner = serializers.SlugField(source="partner.code", help_text="The partner's code, as in /partners/.")
    name = serializers.SerializerMethodField(
        help_text="The partner's name. A private person appears as “A named officer”."
    )
    printed = serializers.SerializerMethodField(help_text="The name as this action prints it, persons as above.")
    role = serializers.ChoiceField(Lead.Role.choices, help_text="Leads the action, or supports it.")

    def get_name(self, lead) -> str:
        return lead.partner.name_for(self.context["request"].user)

    def get_printed(self, lead) -> str:
        return lead.printed if reads_names(self.context["request"].user) else lead.public_printed


class AlignmentSerializer(serializers.Serializer):
    """A principle that an action, or a strategy as a whole, serves, and on whose word."""

    in_a_cell = "{principle} ({basis})".format_map

    framework = serializers.SlugField(
        source="principle.framework.code", help_text="The code of the framework the principle is of."
    )
    principle = serializers.CharField(source="principle.code", help_text="The principle's code: its kind and number.")
    kind = serializers.ChoiceField(Principle.Kind.choices, source="principle.kind", help_text="The principle's kind.")
    number = serializers.IntegerField(source="principle.number", help_text="The principle's number, as printed.")
    basis = serializers.ChoiceField(
        Alignment.Basis.choices,
        help_text="stated: printed on this row. inherited: a merged cell printed further up covers this row. "
        "assessed: the plan does not say so, an officer does.",
    )
    printed = serializers.CharField(
        help_text="stated: the printed label and words, or the sentence of the strategy. Empty otherwise."
    )
    inherited_from = serializers.CharField(
        source="inherited_from.ref",
        default=None,
        allow_null=True,
        help_text="inherited: number of the action whose printed cell covers this one. Null otherwise, and where that "
        "action is not public.",
    )
    reason = serializers.CharField(help_text="assessed: why the officer says so. Empty otherwise.")


class MilestoneSerializer(serializers.Serializer):
    """What an action is to reach in a period."""

    in_a_cell = "{title}: {text}".format_map

    period = serializers.SlugField(source="period.code", help_text="Short name of the period.")
    title = serializers.CharField(source="period.title", help_text="The period as printed.")
    starts_on = serializers.DateField(source="period.starts_on", help_text="First day of the period.")
    ends_on = serializers.DateField(source="period.ends_on", help_text="Last day of the period.")
    text = serializers.CharField(help_text="The milestone as printed.")


class SourceNoteSerializer(serializers.Serializer):
    """Something odd in the printed plan, and what was done about it."""

    in_a_cell = "{number}: {note}".format_map

    number = serializers.IntegerField(help_text="Order within the plan, from 1.")
    kind = serializers.ChoiceField(SourceNote.Kind.choices, help_text="What the oddity is about.")
    printed = serializers.CharField(help_text="The words of the source, where they matter; else empty.")
    note = serializers.CharField(help_text="What is odd, and what was done about it.")


class EvidenceSerializer(serializers.Serializer):
    """What a progress update rests on."""

    in_a_cell = "{title} ({url})".format_map

    title = serializers.CharField(help_text="What the link leads to.")
    url = serializers.URLField(help_text="Its web address.")


class ProgressUpdateSerializer(serializers.Serializer):
    """What was reported of an action on a day; it never changes, a later one corrects it."""

    in_a_cell = "{reported_on} {status}".format_map

    uid = serializers.UUIDField(help_text="Never changes.")
    reported_on = serializers.DateField(help_text="The day the status held.")
    status = serializers.ChoiceField(ProgressUpdate.Status.choices, help_text="How the action stood.")
    direction = serializers.ChoiceField(
        ProgressUpdate.Direction.choices,
        allow_blank=True,
        help_text="at_risk: which way it is going. Empty otherwise.",
    )
    narrative = serializers.CharField(help_text="What happened, as plain text.")
    next_update_due = serializers.DateField(
        allow_null=True, help_text="The day the next update is due, where one is set."
    )
    evidence = EvidenceSerializer(many=True, help_text="What it rests on, in order; empty if nothing is given.")
    publication = serializers.ChoiceField(
        Publication.choices, help_text="Published but for signed-in readers who see more."
    )
    access = serializers.ChoiceField(
        Access.choices, help_text="Open but for signed-in readers who see more; what holds for its action holds too."
    )
    exempt_paragraph = serializers.IntegerField(allow_null=True, help_text="exempt: its paragraph, 1 to 7, itself.")
    handling = serializers.ChoiceField(Handling.choices, help_text="official, or official_sensitive, itself.")
