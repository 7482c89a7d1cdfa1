"""Inviting people: administrators only."""

from django import forms
from django.contrib import admin
from django.template.response import TemplateResponse
from django.urls import reverse

from access.roles import Role
from accounts.invitations import invite, known, mail_invitation, withdraw
from accounts.models import Invitation


class InvitationForm(forms.ModelForm):
    """Who is invited, and to what."""

    roles = forms.MultipleChoiceField(
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="A partner reporter needs a partner below, a strategy lead the strategies.",
    )

    class Meta:
        model = Invitation
        fields = ["name", "email", "roles", "partner", "strategies"]

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if known(email).exists():
            raise forms.ValidationError("Somebody has this address already. Change their roles in the list of users.")
        return email

    def clean(self):
        cleaned = super().clean()
        roles = cleaned.get("roles", [])
        if cleaned.get("strategies") and Role.STRATEGY_LEAD not in roles:
            self.add_error("strategies", "Only a strategy lead leads strategies: choose that role, or no strategies.")
        if cleaned.get("partner") and Role.PARTNER_REPORTER not in roles:
            self.add_error("partner", "Only a partner reporter reports for a partner: choose that role, or no partner.")
        if Role.PARTNER_REPORTER in roles and "partner" in cleaned and not cleaned["partner"]:
            self.add_error("partner", "Choose who the partner reporter reports for.")
        return cleaned

    def _get_validation_exclusions(self):
        # An open invitation of the address is replaced, and what a reporter needs is said at its field.
        return super()._get_validation_exclusions() | {"email", "partner"}


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    """Invitations are made and withdrawn; their link is shown once, in the answer to the form."""

    form = InvitationForm
    list_display = ["name", "email", "wanted_roles", "state", "invited_by", "invited_at", "expires_at"]
    search_fields = ["name", "email"]
    autocomplete_fields = ["partner", "strategies"]
    list_select_related = ["invited_by"]
    actions = ["withdraw"]

    @admin.display(description="Roles")
    def wanted_roles(self, invitation):
        return ", ".join(Role(role).label for role in invitation.roles)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        told = ["state", "invited_by", "invited_at", "expires_at", "accepted_by", "accepted_at", "withdrawn_at"]
        return [*InvitationForm.Meta.fields, *(told if obj else [])]

    def has_withdraw_permission(self, request):
        return self.has_add_permission(request)

    @admin.action(description="Withdraw: the link no longer works", permissions=["withdraw"])
    def withdraw(self, request, queryset):
        for invitation in queryset.open():
            withdraw(invitation=invitation)
        self.message_user(request, "The links of these invitations no longer work.")

    def save_model(self, request, obj, form, change):
        given = {name: form.cleaned_data[name] for name in InvitationForm.Meta.fields}
        made, request.invitation_token = invite(by=request.user, **given)
        obj.pk = made.pk
        obj.refresh_from_db()

    def save_related(self, request, form, formsets, change):
        """Nothing more: `invite` has set the strategies."""

    def response_add(self, request, obj, post_url_continue=None):
        """The link, once: it is kept nowhere, so it is in no message and no session."""
        link = request.build_absolute_uri(reverse("invitation", args=[request.invitation_token]))
        context = self.admin_site.each_context(request) | {
            "title": f"{obj.name} is invited",
            "invitation": obj,
            "link": link,
            "mailed": mail_invitation(obj, link),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/accounts/invitation/made.html", context)
