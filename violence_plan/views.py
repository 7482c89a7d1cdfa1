"""Pages about the whole plan."""

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from actions.models import Alignment, Plan
from actions.parameters import shown
from violence_plan.dashboards import alignment_matrix, plan_figures
from violence_plan.findings import capitalised, findings, in_words
from violence_plan.gaps import gaps

BASIS_SWITCH = [  # label, bases and address of what the alignment page offers, the widest first
    ("All", None, "?"),
    ("Stated and inherited", ("stated", "inherited"), "?basis=stated&basis=inherited"),
    ("Stated only", ("stated",), "?basis=stated"),
    ("Assessed by officers", ("assessed",), "?basis=assessed"),
]


def home(request):
    """What this is, the first plan in five figures, its strategies and biggest gaps, and any other plans."""
    first, *others = Plan.objects.visible_to(request.user).select_related("framework").order_by("pk") or [None]
    context = {"plan": first, "others": others}
    if first:
        figures = plan_figures(plan=first, user=request.user)
        number = capitalised(in_words(figures.strategies_with_actions))
        context |= {"figures": figures, "number": number, "gaps": gaps(figures.matrix)}
    return render(request, "home.html", context)


def get_help(request):
    """Where to get help, for anyone in danger or hurt by crime."""
    return render(request, "help.html")


def alignment(request, plan):
    """Which principles each strategy serves, with every zero; 400 where the query asks what the page does not know."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("framework"), slug=plan)
    context = {"plan": plan, "switch": BASIS_SWITCH, "problems": unanswerable(request.GET)}
    if context["problems"]:
        return render(request, "alignment.html", context, status=400)
    matrix = alignment_matrix(plan=plan, user=request.user, bases=request.GET.getlist("basis") or None)
    return render(request, "alignment.html", context | {"matrix": matrix, "findings": findings(matrix)})


def unanswerable(query):
    """What the alignment page cannot answer in this QueryDict, as sentences that name it and say what it can."""
    names = [f"This page has no choice “{shown(name)}”. Its only one is basis." for name in query if name != "basis"]
    values = [value for value in query.getlist("basis") if value not in Alignment.Basis.values]
    return names + [f"There is no basis “{shown(value)}”. Choose stated, inherited or assessed." for value in values]


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
    except Error:
        state = {"database": "not reachable", "migrations": "not known"}
    return JsonResponse(state, status=200 if set(state.values()) == {"ready"} else 503)
