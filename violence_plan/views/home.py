"""The portal's first page, and where to get help."""

from django.shortcuts import render
from django.utils import timezone

from actions.days import on_a_day
from actions.models import Plan
from violence_plan.dashboards import plan_figures
from violence_plan.findings import capitalised, in_words
from violence_plan.first_page import lateness, leaders
from violence_plan.gaps import gaps


@on_a_day
def home(request, at):
    """What this is: the first plan in five figures, its strategies, its gaps, who leads most, what is late (`at`)."""
    first, *others = Plan.objects.visible_to(request.user).select_related("framework").order_by("pk") or [None]
    context = {"plan": first, "others": others, "at": at}
    if first:
        figures = plan_figures(plan=first, user=request.user)
        number = capitalised(in_words(figures.strategies_with_actions))
        context |= {
            "figures": figures,
            "number": number,
            "gaps": gaps(figures.matrix),
            "leaders": leaders(plan=first, user=request.user),
            "late": lateness(plan=first, user=request.user, today=at or timezone.localdate(), at=at),
        }
    return render(request, "home.html", context)


def get_help(request):
    """Where to get help, for anyone in danger or hurt by crime."""
    return render(request, "help.html", {"quick_exit": True})
