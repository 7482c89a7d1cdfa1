"""Progress updates: added here, read here; only who may see one changes."""

import uuid

from django import forms
from django.contrib import admin, messages
from django.shortcuts import redirect

from actions.admin.inlines import EvidenceInline
from actions.admin.publication import Publishes, who_may_see
from actions.models import MARKS, Action, ProgressUpdate
from actions.progress import RecordedAlreadyError, record_update
from actions.resources import ProgressUpdateResource
from actions.rules import may_publish, reportable_by
from tables.admin import TableAdmin


class ProgressUpdateForm(forms.ModelForm):
    """One update; its token is good for one."""

    token = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)


@admin.register(ProgressUpdate)
class ProgressUpdateAdmin(Publishes, TableAdmin):
    """What was reported of actions. Only whether the public may read it can change."""

    resource_classes = [ProgressUpdateResource]
    list_display = ["reported_on", "action", "status", "direction", "publication", "marks", "recorded_by"]
    list_filter = ["action__plan", "status", "direction", "publication", "access", "handling", "action__strategy"]
    list_select_related = ["action", "recorded_by"]
    search_fields = ["action__ref", "action__text", "narrative"]
    search_help_text = "Action number, or words of the action or the report."
    ordering = ["-reported_on", "-pk"]
    date_hierarchy = "reported_on"
    autocomplete_fields = ["action"]
    form = ProgressUpdateForm
    inlines = [EvidenceInline]
    readonly_fields = ["uid", "recorded_at", "recorded_by"]
    fieldsets = [
        (
            None,
            {
                "fields": ["action", "reported_on", "status", "direction", "narrative", "next_update_due"],
                "description": "A progress update stays as it was reported. To correct one, add another.",
            },
        ),
        who_may_see(*MARKS),
        ("Record", {"fields": ["uid", "recorded_at", "recorded_by"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_fieldsets(self, request, obj=None):
        first, *others = super().get_fieldsets(request, obj)
        said = first[1]["fields"]
        return [(first[0], first[1] | {"fields": said if obj else [*said, "token"]}), *others]

    def changeform_view(self, request, *args, **kwargs):
        """The form as ever; one that was sent before says so and writes nothing."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except RecordedAlreadyError as error:
            messages.warning(request, " ".join(error.messages))
            return redirect("admin:actions_progressupdate_changelist")

    def get_readonly_fields(self, request, obj=None):
        """What was reported is read, once it is recorded."""
        fields = super().get_readonly_fields(request, obj)
        return [*fields, *self.fieldsets[0][1]["fields"]] if obj else fields

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and may_publish(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def has_import_permission(self, request):
        return self.has_add_permission(request) and may_publish(request.user)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """The action, which is all that the form leads to: one that this user reports on."""
        actions = reportable_by(request.user, Action.objects.all())
        return super().formfield_for_foreignkey(db_field, request, **kwargs | {"queryset": actions})

    def save_model(self, request, obj, form, change):
        """Record what the form says; `obj` becomes the recorded update. Of one that stands only its marks are saved."""
        if change:
            obj.save(update_fields=["publication", *MARKS])
            return
        said = {name: value for name, value in form.cleaned_data.items() if name != "token"}
        update = record_update(**said, uid=form.cleaned_data["token"], recorded_by=request.user)
        obj.__dict__.update(update.__dict__)
