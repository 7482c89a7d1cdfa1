"""Pages of a plan: the plan, its strategies, its actions."""

from django.shortcuts import get_object_or_404, render

from actions.models import Action, Plan, Strategy


def plan_list(request):
    """All plans the reader may see."""
    return render(request, "actions/plan_list.html", {"plans": Plan.objects.visible_to(request.user)})


def plan(request, plan):
    """One plan and its strategies."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), slug=plan)
    return render(request, "actions/plan_detail.html", {"plan": plan})


def strategy(request, plan, ref):
    """One strategy with its themes and actions."""
    strategy = get_object_or_404(Strategy.objects.visible_to(request.user), plan__slug=plan, ref=ref)
    return render(request, "actions/strategy_detail.html", {"strategy": strategy})


def action_list(request, plan):
    """The actions of a plan, filtered by the query string."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), slug=plan)
    return render(request, "actions/action_list.html", {"plan": plan})


def action(request, plan, ref):
    """One action with its leads and principles."""
    action = get_object_or_404(Action.objects.visible_to(request.user).with_links(), plan__slug=plan, ref=ref)
    return render(request, "actions/action_detail.html", {"action": action})
