"""The officers' door to partners. Officers see everybody's real name here."""

from django.contrib import admin
from django.utils.html import format_html_join

from partners.models import Alias, Partner
from partners.resources import AliasResource, PartnerResource
from tables.admin import RowsInline, TableAdmin


class AliasInline(RowsInline):
    """A partner's other spellings."""

    model = Alias
    verbose_name_plural = "Also printed as"


@admin.register(Partner)
class PartnerAdmin(TableAdmin):
    """Who leads."""

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
