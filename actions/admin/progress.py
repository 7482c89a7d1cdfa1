"""Progress updates: added here, read here, never changed."""

from django.contrib import admin

from actions.admin.publication import Publishes
from actions.models import ProgressUpdate
from actions.progress import record_update
from actions.resources import ProgressUpdateResource
from tables.admin import TableAdmin


@admin.register(ProgressUpdate)
class ProgressUpdateAdmin(Publishes, TableAdmin):
    """What was reported of actions. Only whether the public may read it can change."""

    resource_classes = [ProgressUpdateResource]
    list_display = ["reported_on", "action", "status", "direction", "publication", "recorded_by"]
    list_filter = ["action__plan", "status", "direction", "publication", "action__strategy"]
    list_select_related = ["action", "recorded_by"]
    search_fields = ["action__ref", "action__text", "narrative"]
    search_help_text = "Action number, or words of the action or the report."
    ordering = ["-reported_on", "-pk"]
    date_hierarchy = "reported_on"
    autocomplete_fields = ["action"]
    readonly_fields = ["uid", "recorded_at", "recorded_by"]
    fieldsets = [
        (
            None,
            {
                "fields": ["action", "reported_on", "status", "direction", "narrative", "next_update_due"],
                "description": "A progress update stays as it was reported. To correct one, add another.",
            },
        ),
        (
            "Who may see it",
            {"fields": ["publication"], "description": "The public reads it once it is published, and its action too."},
        ),
        ("Record", {"fields": ["uid", "recorded_at", "recorded_by"]}),
    ]

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_import_permission(self, request):
        return self.has_add_permission(request)

    def save_model(self, request, obj, form, change):
        """Record what the form says; `obj` becomes the recorded update."""
        fields = [name for name in form.cleaned_data if name != "recorded_by"]
        update = record_update(**{name: form.cleaned_data[name] for name in fields}, recorded_by=request.user)
        obj.__dict__.update(update.__dict__)
