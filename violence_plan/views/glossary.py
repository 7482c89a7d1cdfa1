"""The glossary page: the acronyms of a plan."""

from django.shortcuts import render

from actions.views import find_plan


def glossary(request, plan):
    """All acronyms of a plan by their first letter, also those that its source does not explain."""
    plan = find_plan(request, plan)
    terms = sorted(plan.glossary.all(), key=lambda term: (term.initial, term.term.casefold()))
    return render(request, "glossary.html", {"plan": plan, "terms": terms})
