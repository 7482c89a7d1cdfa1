"""The alignment page: which principles each strategy serves, with every zero."""

from django.shortcuts import get_object_or_404, render

from actions.models import Alignment, Plan
from actions.parameters import shown
from violence_plan.dashboards import alignment_matrix
from violence_plan.findings import findings

BASIS_SWITCH = [  # label, bases and address of what the alignment page offers, the widest first
    ("All", None, "?"),
    ("Stated and inherited", ("stated", "inherited"), "?basis=stated&basis=inherited"),
    ("Stated only", ("stated",), "?basis=stated"),
    ("Assessed by officers", ("assessed",), "?basis=assessed"),
]


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
