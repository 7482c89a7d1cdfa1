"""The admin's page that merges one partner into another; it stands above both floors that it changes."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from actions.models import Lead, Strategy
from actions.partner_merge import merge_partners
from partners.change_forms import PartnerChoice, facts_of
from partners.models import Partner
from tables.previewed import PreviewedForm, previewed


class MergeForm(PreviewedForm):
    """Which partner goes into the one of the page."""

    other = PartnerChoice(
        Partner.objects.none(),
        label="Partner that goes",
        help_text="Its actions, parts, people and names go over; its old address leads here. "
        "Every action keeps what is printed.",
    )

    def __init__(self, data=None, *, row, other=None):
        super().__init__(data, row=row)
        self.fields["other"].queryset = Partner.objects.exclude(pk=row.pk).order_by("name", "code")
        self.initial["other"] = other

    def facts(self):
        pair = [self.row.pk, self.cleaned_data["other"].pk]
        family = (Partner.objects.filter(pk__in=pair) | Partner.objects.filter(parent__in=pair)).order_by("code")
        parts = {f"Partner {one.code}": one.parent.code for one in family.exclude(parent=None).select_related("parent")}
        found = {name: f"{said}; part of {parts.get(name, 'nobody')}" for name, said in facts_of(family).items()}
        leads = Lead.objects.filter(partner__in=pair).select_related("action__plan", "partner")
        for lead in leads.order_by("action__plan", "action__position", "position"):
            name = f"Action {lead.action.ref} of {lead.action.plan}"
            said = f"{lead.get_role_display().lower()} {lead.partner.code}, printed “{lead.printed}”"
            found[name] = f"{found[name]}; {said}" if name in found else said
        for strategy in Strategy.objects.filter(owner__in=pair).select_related("owner", "plan"):
            found[f"Strategy {strategy} of {strategy.plan}"] = f"owner {strategy.owner.code}"
        return found

    def write(self):
        return merge_partners(keep=self.row, other=self.cleaned_data["other"], why=self.cleaned_data["why"])


def merge_page(request, pk, *, site):
    """What would become of whom, then the merge. Raises Http404, or PermissionDenied for who may not change both."""
    admin = site.get_model_admin(Partner)
    keep = get_object_or_404(Partner, pk=pk)
    if not (admin.has_change_permission(request, keep) and admin.has_delete_permission(request)):
        raise PermissionDenied
    form = MergeForm(request.POST if request.method == "POST" else None, row=keep, other=request.GET.get("other"))
    return previewed(admin, request, form, title="Merge another partner into it")
