"""Pages of partners."""

from django.http import Http404
from django.shortcuts import render

from partners.models import Partner
from partners.tree import partner_tree, walk


def partner_list(request):
    """All partners as a tree, with how many actions each leads."""
    tree = partner_tree(request.user)
    context = {"tree": tree, "total": len(list(walk(tree)))}
    return render(request, "partners/partner_list.html", context)


def partner(request, code):
    """One partner: what it leads, what its parts lead, what it belongs to, who came before and after it."""
    found = Partner.objects.within(code).with_leads(request.user).select_related("parent", "succeeded_by")
    family = sorted(found, key=lambda partner: partner.name_for(request.user).casefold())
    partner = next((partner for partner in family if partner.code == code), None)
    if not partner:
        raise Http404(f"There is no partner called “{code}”.")
    context = {
        "partner": partner,
        "parts": [part for part in family if part.parent_id == partner.pk],
        "leading_parts": [part for part in family if part != partner and part.visible_leads],
        "total": len({lead.action_id for part in family for lead in part.visible_leads}),
        "strategies": partner.strategies.visible_to(request.user).select_related("plan"),
        "predecessors": partner.predecessors.all(),
        "aliases": partner.aliases_for(request.user),
    }
    return render(request, "partners/partner_detail.html", context)
