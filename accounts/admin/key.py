"""Partners' keys in the admin: made, replaced and revoked by officers."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.template.response import TemplateResponse

from accounts.key_forms import KeyForm
from accounts.keys import replace_key, revoke_key
from accounts.models import PartnerKey
from accounts.models.key import OVERLAP

TOLD = ["shown", "state", "made_by", "made_on", "last_used_on", "replaces", "revoked_by", "revoked_at"]


@admin.register(PartnerKey)
class PartnerKeyAdmin(admin.ModelAdmin):
    """Keys are made, replaced and revoked, never changed; a key's secret is shown once, in the answer to the form."""

    form = KeyForm
    list_display = ["name", "partner", "shown", "scope", "state", "expires_on", "last_used_on", "made_by"]
    list_filter = ["scope"]
    search_fields = ["name", "prefix", "partner__name", "partner__code"]
    autocomplete_fields = ["partner"]
    list_select_related = ["partner", "made_by", "replaced_by"]
    actions = ["revoke", "replace"]

    @admin.display(description="Key", ordering="prefix")
    def shown(self, key):
        return key.shown

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        return ["partner", "name", "scope", "expires_on", *(TOLD if obj else ["uid"])]

    def has_end_permission(self, request):
        return self.has_add_permission(request)

    @admin.action(description="Revoke: programs that show it are refused", permissions=["end"])
    def revoke(self, request, queryset):
        for key in queryset:
            revoke_key(key=key, by=request.user)
        self.message_user(request, "Programs that show these keys are refused from now on.")

    @admin.action(description=f"Replace: another key, this one works {OVERLAP} more days", permissions=["end"])
    def replace(self, request, queryset):
        try:
            [key] = queryset
            made, token = replace_key(key=key, by=request.user)
        except (ValueError, ValidationError) as refusal:
            said = refusal.messages[0] if isinstance(refusal, ValidationError) else "Choose one key to replace."
            return self.message_user(request, said, level="error")
        return self.shown_once(request, made, token)

    def save_model(self, request, obj, form, change):
        made, request.key_token = form.make(request.user)
        obj.pk = made.pk
        obj.refresh_from_db()

    def response_add(self, request, obj, post_url_continue=None):
        return self.shown_once(request, obj, request.key_token)

    def shown_once(self, request, key, token):
        """The page that shows a new key's token; it is in no session, no message and no address."""
        context = self.admin_site.each_context(request) | {
            "title": f"The key “{key.name}” is made",
            "key": key,
            "token": token,
            "overlap": OVERLAP,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/accounts/partnerkey/made.html", context)
