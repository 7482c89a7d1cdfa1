"""The list of people: their roles, and what is done when a telephone is lost or somebody leaves."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import User

from access.roles import Role, roles_of
from accounts.people import administrators, end_sessions_of, give_roles, remove_second_factor, set_active, set_email
from actions.models import StrategyLead
from partners.models import Membership


class PersonForm(UserChangeForm):
    """A person's name, address and roles."""

    roles = forms.MultipleChoiceField(
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Whoever has none sees what everybody sees. A change signs the person out.",
    )

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "roles" in self.fields:
            self.fields["roles"].initial = [group.name for group in self.instance.groups.all()]

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if email and User.objects.exclude(pk=self.instance.pk).filter(email__iexact=email).exists():
            raise forms.ValidationError("Somebody else has this address.")
        return email

    def clean(self):
        cleaned = super().clean()
        remains = self.instance.is_superuser or Role.ADMINISTRATOR in cleaned.get("roles", [Role.ADMINISTRATOR])
        others = administrators().exclude(pk=self.instance.pk)
        if not (remains and cleaned.get("is_active", True)) and not others.exists():
            raise forms.ValidationError("One active administrator must remain. Make somebody else administrator first.")
        return cleaned


class MembershipInline(admin.TabularInline):
    """Who a partner reporter reports for."""

    model = Membership
    autocomplete_fields = ["partner"]
    extra = 0
    verbose_name_plural = "Reports for these partners"


class StrategyLeadInline(admin.TabularInline):
    """What a strategy lead leads."""

    model = StrategyLead
    autocomplete_fields = ["strategy"]
    extra = 0
    verbose_name_plural = "Leads these strategies"


@admin.register(User)
class PersonAdmin(UserAdmin):
    """People are invited, not added, and deactivated, not deleted: what they did keeps their name."""

    form = PersonForm
    inlines = [MembershipInline, StrategyLeadInline]
    list_display = ["username", "first_name", "last_name", "email", "roles", "is_active", "last_login"]
    list_filter = ["groups", "is_active"]
    filter_horizontal = []
    actions = ["sign_out", "remove_second_factor"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Who it is", {"fields": ["first_name", "last_name", "email"]}),
        ("What they may do", {"fields": ["roles", "is_active"]}),
    ]

    @admin.display(description="Roles")
    def roles(self, user):
        return ", ".join(role.label for role in Role if role in roles_of(user)) or self.get_empty_value_display()

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        """Whether this person may be changed: a superuser by superusers only."""
        within = obj is None or not obj.is_superuser or request.user.is_superuser
        return within and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        """Nobody changes their own roles: an administrator who slipped could not undo it."""
        return ["roles", "is_active", "last_login"] if obj == request.user else ["last_login"]

    def save_model(self, request, obj, form, change):
        active = obj.is_active
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            set_email(user=obj, email=obj.email)
        if "roles" in form.changed_data:
            give_roles(user=obj, roles=form.cleaned_data["roles"])
        if "is_active" in form.changed_data:
            set_active(user=obj, active=active)

    def may_be_changed(self, request, people):
        """Those of `people` that the asker may change."""
        return [person for person in people if self.has_change_permission(request, person)]

    @admin.action(description="Sign out everywhere", permissions=["change"])
    def sign_out(self, request, queryset):
        chosen = self.may_be_changed(request, queryset.exclude(pk=request.user.pk))
        for person in chosen:
            end_sessions_of(person)
        self.message_user(request, f"Signed out everywhere: {', '.join(map(str, chosen)) or 'nobody'}.")

    @admin.action(description="Remove the second factor, which was lost", permissions=["change"])
    def remove_second_factor(self, request, queryset):
        chosen = self.may_be_changed(request, queryset.exclude(pk=request.user.pk))
        for person in chosen:
            remove_second_factor(user=person)
        self.message_user(request, f"To set up a second factor anew: {', '.join(map(str, chosen)) or 'nobody'}.")
