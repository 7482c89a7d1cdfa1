"""Pages of principles."""

from django.shortcuts import get_object_or_404, render

from principles.models import Principle


def principle_list(request):
    """All principles, by framework."""
    return render(request, "principles/principle_list.html", {"principles": Principle.objects.in_order()})


def principle(request, framework, code):
    """One principle and the actions that serve it."""
    principle = get_object_or_404(Principle, framework__code=framework, code=code)
    return render(request, "principles/principle_detail.html", {"principle": principle})
