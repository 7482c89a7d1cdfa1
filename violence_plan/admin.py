"""The officers' door: one admin site for all floors."""

from functools import partial, wraps

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse

from access.roles import reads_history
from actions.rules import changes_all
from tables.redaction_pages import log_page, one_page
from violence_plan.partner_merge_page import merge_page

GROUPS = {
    "The plan": ["plan", "section", "strategy", "theme", "action"],
    "Leads and principles": [
        "lead",
        "alignment",
        "alignmentrejection",
        "partner",
        "alias",
        "formercode",
        "framework",
        "principle",
    ],
    "Progress and measures": ["progressupdate", "evidence", "period", "milestone", "indicator", "measurement"],
    "The source": ["sourcenote", "formerref", "formerslug", "glossaryterm"],
    "People": ["user", "invitation", "partnerkey"],
}
OTHERS = "Others"


class OfficersAutocompleteView(AutocompleteJsonView):
    """Names rows as their admin's `officer_label` does, where it has one: officers tell persons apart."""

    def serialize_result(self, obj, to_field_name):
        label = getattr(self.model_admin, "officer_label", str)
        return super().serialize_result(obj, to_field_name) | {"text": label(obj)}


class OfficersSite(admin.AdminSite):
    """The admin: its words, and its models in the groups officers work in."""

    site_title = "Violence Plan"
    site_header = "Violence Plan"
    index_title = "What would you like to work on?"

    empty_value_display = "–"
    enable_nav_sidebar = False  # the lists need the room

    def get_urls(self):
        merge = self.admin_view(partial(merge_page, site=self))
        log, one = (self.admin_view(partial(page, site=self)) for page in (log_page, one_page))
        own = [
            path("partners/partner/<int:pk>/merge/", merge, name="partners_partner_merge"),
            path("redactions/", log, name="redactions"),
            path("redactions/<int:pk>/", one, name="redaction"),
        ]
        return [*own, *super().get_urls()]

    def admin_view(self, view, cacheable=False):
        """The view for those who may enter the admin; who is signed in and may not is told so, not asked again."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def answer(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return guarded(request, *args, **kwargs)

        return answer

    def login(self, request, extra_context=None):
        return secure_admin_login(super().login)(request, extra_context)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def autocomplete_view(self, request):
        return OfficersAutocompleteView.as_view(admin_site=self)(request)

    def each_context(self, request):
        may = {"may_load": changes_all(request.user), "may_read_redactions": reads_history(request.user)}
        return super().each_context(request) | may

    def get_app_list(self, request, app_label=None):
        """The models in the groups officers work in, instead of one group per app."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        left = {model["object_name"].lower(): model for app in apps for model in app["models"]}
        groups = {title: [left.pop(name) for name in names if name in left] for title, names in GROUPS.items()}
        groups[OTHERS] = list(left.values())
        return [
            {"name": title, "app_label": f"group-{number}", "app_url": reverse("admin:index"), "models": models}
            for number, (title, models) in enumerate(groups.items(), 1)
            if models
        ]
