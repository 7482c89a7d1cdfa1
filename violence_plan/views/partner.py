"""The page of one partner: what it does in all plans, and where it stands among the others."""

from django.http import Http404
from django.shortcuts import render

from actions.views import moved_to
from partners.models import Partner
from partners.tree import partner_tree, path_to, successions, walk
from tables.parameters import shown
from violence_plan.partner_work import partner_work


def partner(request, code):
    """One partner: what it leads, where, with whom and to what end; what it belongs to; who came before and after."""
    tree = partner_tree(request.user)
    path = path_to(tree, code)
    if not path and (now := Partner.objects.visible_to(request.user).known_as(code)):
        return moved_to(now)
    if not path:
        raise Http404(f"There is no partner called “{shown(code)}”.")
    branch = path[-1]
    leading = {each.pk: each for each in Partner.objects.within(code).with_leads(request.user)}
    family = [leading[each.partner.pk] for each in walk([branch])]
    before, after = successions(tree, branch)
    context = {
        "partner": family[0],
        "branch": branch,
        "path": path,
        "leading_parts": [part for part in family[1:] if part.visible_leads],
        "works": partner_work(branch, user=request.user),
        "strategies": branch.partner.strategies.visible_to(request.user).select_related("plan"),
        "before": before,
        "after": after,
        "aliases": branch.partner.aliases_for(request.user),
    }
    return render(request, "partners/partner_detail.html", context)
