"""The list of people: their roles, and what is done when a telephone is lost or somebody leaves."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from access.roles import Role, roles_of
from access.security_trail import Event
from accounts.enrolment import make_enrolment_link
from accounts.letters import tell
from accounts.links import cut_links, links_of
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


class PasswordForm(AdminPasswordChangeForm):
    """A password that an administrator gives somebody, who is told that it was changed."""

    def save(self, commit=True):
        user = super().save(commit)
        tell(user, Event.PASSWORD_CHANGED)
        return user


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
    actions = ["sign_out", "remove_second_factor", "make_enrolment_link", "cut_links"]
    change_password_form = PasswordForm
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Who it is", {"fields": ["first_name", "last_name", "email"]}),
        ("What they may do", {"fields": ["roles", "is_active", "openid_links"]}),
    ]

    @admin.display(description="Roles")
    def roles(self, user):
        return ", ".join(role.label for role in Role if role in roles_of(user)) or self.get_empty_value_display()

    @admin.display(description="OpenID Connect")
    def openid_links(self, user):
        said = [f"{link.uid}, since {timezone.localtime(link.date_joined):%d/%m/%Y}" for link in links_of(user)]
        return "; ".join(said) or self.get_empty_value_display()

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
        fixed = ["last_login", "openid_links"]
        return ["roles", "is_active", *fixed] if obj == request.user else fixed

    def save_model(self, request, obj, form, change):
        active = obj.is_active
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            set_email(user=obj, email=obj.email)
            tell(obj, Event.ADDRESS_CHANGED, addresses=[form.initial["email"], obj.email], by=request.user.pk)
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
            tell(person, Event.FACTOR_REMOVED, by=request.user.pk)
            self.log_change(request, person, "Removed the second factor.")
        self.message_user(request, f"To set up a second factor anew: {', '.join(map(str, chosen)) or 'nobody'}.")

    @admin.action(description="Make a link to set up a second factor", permissions=["change"])
    def make_enrolment_link(self, request, queryset):
        """The link, once: it is kept nowhere, so it is in no message and no session."""
        try:
            [person] = self.may_be_changed(request, queryset.exclude(pk=request.user.pk))
            token = make_enrolment_link(user=person, by=request.user)
        except (ValueError, ValidationError) as refusal:
            said = refusal.messages[0] if isinstance(refusal, ValidationError) else "Choose one person, not yourself."
            return self.message_user(request, said, level="error")
        self.log_change(request, person, "Made a link to set up a second factor.")
        context = self.admin_site.each_context(request) | {
            "title": f"{person} may set up a second factor",
            "person": person,
            "link": request.build_absolute_uri(reverse("enrol", args=[token])),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/auth/user/enrolment_link.html", context)

    @admin.action(description="Cut the link to the OpenID provider", permissions=["change"])
    def cut_links(self, request, queryset):
        chosen = [
            person for person in self.may_be_changed(request, queryset) if cut_links(user=person, by=request.user)
        ]
        for person in chosen:
            self.log_change(request, person, "Cut the link to the OpenID provider.")
        self.message_user(
            request, f"No longer linked to the OpenID provider: {', '.join(map(str, chosen)) or 'nobody'}."
        )
