"""The officers' door to partners. Officers see everybody's real name here."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html_join

from partners.change_forms import RenameForm, SucceedForm
from partners.models import Alias, FormerCode, Partner
from partners.resources import AliasResource, FormerCodeResource, PartnerResource
from tables.admin import RowsInline, TableAdmin
from tables.previewed import PreviewedPages


class AliasInline(RowsInline):
    """A partner's other spellings."""

    model = Alias
    verbose_name_plural = "Also printed as"


@admin.register(Partner)
class PartnerAdmin(PreviewedPages, TableAdmin):
    """Who leads."""

    previewed_pages = [("rename", "Rename", RenameForm), ("succeed", "Name a successor", SucceedForm)]
    actions = ["merge"]

    resource_classes = [PartnerResource]
    history_of = ["aliases"]
    history_also_of = ["memberships"]
    list_display = ["officer_label", "kind", "parent_name", "leads_total", "successor", "code"]
    list_filter = ["kind", ("parent", admin.RelatedOnlyFieldListFilter), ("succeeded_by", admin.EmptyFieldListFilter)]
    list_select_related = ["parent", "succeeded_by"]
    search_fields = ["name", "code", "public_name", "aliases__name"]
    search_help_text = "Name, code or another spelling (“IGU Manger”)."
    ordering = ["name", "code"]
    autocomplete_fields = ["parent", "succeeded_by"]
    readonly_fields = ["parts_shown", "predecessors_shown", "updated_at"]
    inlines = [AliasInline]
    fieldsets = [
        (None, {"fields": ["name", "kind", "code", "public_name", "description"]}),
        (
            "Belongs to",
            {
                "fields": ["parent", "parts_shown"],
                "description": "A team, board, post or person belongs to an organisation. "
                "Actions of its parts are found under the organisation too.",
            },
        ),
        (
            "Succession",
            {
                "fields": ["succeeded_by", "succeeded_on", "predecessors_shown"],
                "description": "When another body took over its work: the plan keeps the printed partner, "
                "readers are led to the successor.",
            },
        ),
        ("Record", {"fields": ["updated_at"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_action_counts(request.user)

    def render_change_form(self, request, context, *args, **kwargs):
        response = super().render_change_form(request, context, *args, **kwargs)
        if "row_pages" in context:
            # Leads hang on actions, so that page stands on the floor above.
            context["row_pages"].append(("../merge/", "Merge another into it"))
        return response

    @admin.action(description="Merge two partners into one", permissions=["change"])
    def merge(self, request, queryset):
        """Lead to the page that merges two chosen partners, where there are two."""
        if queryset.count() != 2:
            messages.error(request, "Choose two partners to merge: the one that stays, and the one that goes.")
            return None
        keep, other = queryset.order_by("-action_total", "pk")
        return redirect(f"{reverse('admin:partners_partner_merge', args=[keep.pk])}?other={other.pk}")

    @admin.display(description="name", ordering="name")
    def officer_label(self, partner):
        """The real name, marked where it is a person's."""
        return f"{partner.name} (named person)" if partner.is_private else partner.name

    @admin.display(description="part of", ordering="parent__name")
    def parent_name(self, partner):
        """The organisation it belongs to, if any."""
        return partner.parent and partner.parent.name

    @admin.display(description="actions", ordering="action_total")
    def leads_total(self, partner):
        """How many actions it leads or supports."""
        return partner.action_total

    @admin.display(description="succeeded by", ordering="succeeded_by__name")
    def successor(self, partner):
        """Who took over, if anybody."""
        return partner.succeeded_by and partner.succeeded_by.name

    @admin.display(description="its parts")
    def parts_shown(self, partner):
        """Teams, boards, posts and persons that belong to it."""
        return self.listed(partner.parts.all())

    @admin.display(description="took over from")
    def predecessors_shown(self, partner):
        """Partners whose work it took over."""
        return self.listed(partner.predecessors.all())

    def listed(self, partners):
        """Names of `partners`, one to a line; a dash where there are none."""
        names = ((self.officer_label(partner),) for partner in partners)
        return format_html_join("", "<div>{}</div>", names) or self.get_empty_value_display()


@admin.register(Alias)
class AliasAdmin(TableAdmin):
    """Other spellings of partners' names."""

    resource_classes = [AliasResource]
    list_display = ["name", "partner_name"]
    list_filter = ["partner__kind"]
    list_select_related = ["partner"]
    search_fields = ["name", "partner__name", "partner__code"]
    search_help_text = "The spelling, or the partner's name or code."
    ordering = ["name"]
    autocomplete_fields = ["partner"]
    fieldsets = [
        (
            None,
            {
                "fields": ["name", "partner"],
                "description": "When a table is imported, this spelling is read as the partner chosen here.",
            },
        )
    ]

    @admin.display(description="partner", ordering="partner__name")
    def partner_name(self, alias):
        """Whose name it spells."""
        return alias.partner.name


@admin.register(FormerCode)
class FormerCodeAdmin(TableAdmin):
    """Codes that partners had before."""

    resource_classes = [FormerCodeResource]
    list_display = ["code", "partner_name"]
    list_filter = ["partner__kind"]
    list_select_related = ["partner"]
    search_fields = ["code", "partner__name", "partner__code"]
    search_help_text = "The former code, or the partner's name or present code."
    ordering = ["pk"]
    autocomplete_fields = ["partner"]
    fieldsets = [
        (
            None,
            {
                "fields": ["code", "partner"],
                "description": "Added by itself whenever a partner's code changes, or one is merged into another; "
                "addresses with the old code then lead to the partner.",
            },
        )
    ]

    @admin.display(description="partner", ordering="partner__name")
    def partner_name(self, former):
        """Who has it no longer, or took in who had it."""
        return former.partner.name
