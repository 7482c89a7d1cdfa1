"""Pages about the whole plan."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from actions.models import Plan
from violence_plan.dashboards import alignment_matrix, plan_figures


def home(request):
    """What this is, the plan in five figures, its strategies, where to get help."""
    plan = Plan.objects.visible_to(request.user).order_by("pk").first()
    figures = plan and plan_figures(plan=plan, user=request.user)
    return render(request, "home.html", {"plan": plan, "figures": figures})


def get_help(request):
    """Where to get help, for anyone in danger or hurt by crime."""
    return render(request, "help.html")


def alignment(request, plan):
    """Which principles each strategy serves, with every zero."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), slug=plan)
    return render(request, "alignment.html", {"plan": plan, "matrix": alignment_matrix(plan=plan, user=request.user)})


def healthz(request):
    """200 as long as the process answers; asks no database."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request):
    """200 when database and migrations are ready, 503 otherwise; JSON says which is not."""
    state = {"database": "ready", "migrations": "ready"}
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            state["migrations"] = "not applied"
    except DatabaseError:
        state = {"database": "not reachable", "migrations": "not known"}
    return JsonResponse(state, status=200 if set(state.values()) == {"ready"} else 503)
