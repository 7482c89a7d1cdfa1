"""Pages of principles."""

from django.http import Http404
from django.shortcuts import render

from principles.models import Principle


def principle_list(request):
    """All principles by framework, each with how many actions serve it."""
    known = Principle.objects.visible_to(request.user).select_related("framework")
    principles = known.in_order().with_basis_counts(request.user)
    return render(request, "principles/principle_list.html", {"principles": principles})


def principle(request, framework, code):
    """One principle, the actions that serve it by plan and strategy, and the strategies that state it."""
    principles = Principle.objects.visible_to(request.user).with_basis_counts(request.user).select_related("framework")
    principle = principles.filter(framework__code=framework, code=code).first()
    if not principle:
        raise Http404(f"There is no principle “{code}” in a framework called “{framework}”.")
    alignments = principle.alignments.visible_to(request.user).with_subject().with_sources(request.user)
    previous, following = principle.neighbours()
    context = {
        "principle": principle,
        "plans": principle.framework.plans.visible_to(request.user),
        "of_strategies": [alignment for alignment in alignments if alignment.strategy],
        "of_actions": [alignment for alignment in alignments if alignment.action],
        "previous": previous,
        "next": following,
    }
    return render(request, "principles/principle_detail.html", context)
