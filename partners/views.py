"""The page of all partners."""

from django.shortcuts import render

from partners.tree import partner_tree, walk


def partner_list(request):
    """All partners as a tree, with how many actions each leads."""
    tree = partner_tree(request.user)
    context = {"tree": tree, "total": len(list(walk(tree)))}
    return render(request, "partners/partner_list.html", context)
