"""Rejected alignments: what officers said that an action does not serve."""

from django.contrib import admin

from actions.admin.own import WithinOwnStrategies
from actions.models import AlignmentRejection
from actions.resources import AlignmentRejectionResource
from tables.admin import TableAdmin


@admin.register(AlignmentRejection)
class AlignmentRejectionAdmin(WithinOwnStrategies, TableAdmin):
    """Officers' words that an action does not serve a principle, although a merged cell would cover it."""

    resource_classes = [AlignmentRejectionResource]
    list_display = ["action", "principle", "reason", "rejected_on"]
    list_filter = ["action__plan", "principle", "action__strategy"]
    list_select_related = ["action", "principle"]
    search_fields = ["action__ref", "action__text", "principle__code", "reason"]
    search_help_text = "Number or words of the action, principle (strategic-4) or words of the reason."
    ordering = ["action__plan", "action__position", "-principle__kind", "principle__number"]
    autocomplete_fields = ["action", "principle", "inherited_from"]
    fields = ["action", "principle", "inherited_from", "reason", "rejected_on"]
