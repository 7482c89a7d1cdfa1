"""Leads and alignments on their own: every link of every plan in one list."""

from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.text import Truncator

from actions.admin.own import WithinOwnStrategies
from actions.models import Alignment, Lead
from actions.resources import AlignmentResource, LeadResource
from tables.admin import TableAdmin


@admin.register(Lead)
class LeadAdmin(WithinOwnStrategies, TableAdmin):
    """Who leads what."""

    resource_classes = [LeadResource]
    list_display = ["action", "position", "partner_name", "role", "printed", "response"]
    list_filter = ["action__plan", "role", "response", "partner__kind", "action__strategy"]
    list_select_related = ["action", "partner"]
    search_fields = ["action__ref", "action__text", "partner__name", "partner__code", "printed"]
    search_help_text = "Action number or words, partner, or the printed spelling."
    ordering = ["action__plan", "action__position", "position"]
    autocomplete_fields = ["action", "partner"]
    readonly_fields = ["response", "response_reason", "responded_on"]
    fieldsets = [
        (
            None,
            {
                "fields": ["action", "partner", "role", "printed", "position"],
                "description": "One partner's part in an action. “Printed” keeps the spelling of the source.",
            },
        ),
        (
            "What the partner says of being named",
            {
                "fields": ["response", "response_reason", "responded_on"],
                "description": "People of the partner answer on the progress page. The public never reads it.",
            },
        ),
    ]

    @admin.display(description="partner", ordering="partner__name")
    def partner_name(self, lead):
        """The real name."""
        return lead.partner.name


@admin.register(Alignment)
class AlignmentAdmin(WithinOwnStrategies, TableAdmin):
    """Which principles actions and strategies serve, and on what ground."""

    resource_classes = [AlignmentResource]
    list_display = ["subject", "principle", "basis", "ground"]
    list_filter = ["principle__framework__plans", "basis", "principle", "action__strategy"]
    list_select_related = ["action", "strategy", "principle", "inherited_from"]
    search_fields = [
        "action__ref",
        "strategy__ref",
        "action__text",
        "principle__code",
        "principle__short_title",
        "printed",
    ]
    search_help_text = "Number of the action or strategy, principle (strategic-4) or printed words."
    ordering = ["strategy__position", "action__plan", "action__position", "-principle__kind", "principle__number"]
    autocomplete_fields = ["action", "strategy", "principle", "inherited_from"]

    def get_fieldsets(self, request, obj=None):
        return [
            ("Who serves which principle", {"fields": ["action", "strategy", "principle"]}),
            (
                "On what ground",
                {
                    "fields": ["basis", "printed", "inherited_from", "reason"],
                    "description": render_to_string("admin/basis_help.html"),
                },
            ),
        ]

    @admin.display(description="action or strategy", ordering="action__position")
    def subject(self, alignment):
        """Whatever serves the principle."""
        return alignment.action or alignment.strategy

    @admin.display(description="ground")
    def ground(self, alignment):
        """The printed words, the action it is inherited from, or the reason."""
        if alignment.inherited_from:
            return f"from {alignment.inherited_from.ref}"
        return Truncator(alignment.printed or alignment.reason).chars(120)
