"""The alignment page: which principles the plan's actions serve, row by row, with every zero."""

from django.http import HttpResponse
from django.shortcuts import render

from access.handling import said_in_header
from access.pages import asks
from actions.held import Held
from actions.parameters import AS_AT
from actions.rules import changeable_by
from actions.views import find_plan
from tables.formats import CSV
from violence_plan.alignment_panel import AlignmentFilter, AlignmentPanel
from violence_plan.dashboards import alignment_matrix
from violence_plan.findings import findings
from violence_plan.flow import flow
from violence_plan.matrix_table import matrix_csv, matrix_file_name


@asks(*AlignmentFilter.base_filters)
def alignment(request, plan):
    """The matrix as the query string asks for it; 400 where it asks what the page does not know."""
    context, matrix = asked(request, plan)
    if matrix is None:
        return render(request, "alignment.html", context, status=400)
    context |= {"matrix": matrix, "findings": findings(matrix), "flow": flow(matrix)}
    return render(request, "alignment.html", context)


@asks(*AlignmentFilter.base_filters)
def alignment_csv(request, plan):
    """What the page shows for the same query string, as a file; the page itself, with 400, where it shows no matrix."""
    context, matrix = asked(request, plan)
    if matrix is None:
        return render(request, "alignment.html", context, status=400)
    disposition = f'attachment; filename="{matrix_file_name(matrix, as_at=request.past and request.past.day)}"'
    headers = {"Content-Disposition": disposition} | said_in_header(matrix.whole.marks.closed)
    return HttpResponse(matrix_csv(matrix), CSV.CONTENT_TYPE, headers=headers)


def asked(request, plan):
    """What the page shows in any case, and the Matrix that is asked for; None where that is not clear."""
    plan = find_plan(request, plan)
    held = Held(plan, request.user)
    filters = AlignmentFilter(request.GET, plan=plan, request=request, also_known=(AS_AT,))
    context = {
        "plan": plan,
        "panel": AlignmentPanel(held, filters),
        "may_review": request.user.is_authenticated and changeable_by(request.user, plan.strategies).exists(),
    }
    if filters.errors:
        return context, None
    return context, alignment_matrix(held, **filters.choice)
