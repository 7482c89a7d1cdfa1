"""Evidence: given with its progress update, imported or read here, never changed."""

from django.contrib import admin

from actions.models import Evidence
from actions.resources import EvidenceResource
from actions.rules import changes_all
from tables.admin import TableAdmin


@admin.register(Evidence)
class EvidenceAdmin(TableAdmin):
    """What progress updates rest on."""

    resource_classes = [EvidenceResource]
    list_display = ["title", "url", "update", "action"]
    list_filter = ["update__action__plan", "update__publication"]
    list_select_related = ["update__action"]
    search_fields = ["title", "url", "update__action__ref"]
    search_help_text = "Words of the title or address, or the action's number."
    ordering = ["update__action__position", "update", "position"]
    autocomplete_fields = ["update"]
    fields = ["update", "position", "title", "url"]

    def has_add_permission(self, request):
        """Links are given with their update; one by itself may be of any strategy."""
        return super().has_add_permission(request) and changes_all(request.user)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_import_permission(self, request):
        return self.has_add_permission(request)

    @admin.display(description="action", ordering="update__action__position")
    def action(self, evidence):
        """The action's number."""
        return evidence.update.action.ref
