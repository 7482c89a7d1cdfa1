"""The page of the gaps: by exception only, each list with its count, its share of the plan and its table."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from access.handling import said_in_header
from access.pages import asks
from actions.views import find_plan
from tables.formats import CSV
from tables.parameters import shown
from violence_plan.gaps.asked import DaysForm
from violence_plan.gaps.every import KINDS, every_gap
from violence_plan.gaps.lists import closed_in, rows_csv


@asks(*DaysForm.base_fields)
def gaps(request, plan):
    """Every list of exceptions of a plan; 400 and no list where the query asks what the page does not know."""
    plan = find_plan(request, plan)
    form = DaysForm(request.GET)
    if form.wrong:
        return render(request, "gaps.html", {"plan": plan, "form": form}, status=400)
    lists = every_gap(form.ground(plan, request.user))
    context = {"plan": plan, "form": form, "lists": lists, "found": sum(bool(gap.rows) for gap in lists.values())}
    return render(request, "gaps.html", context)


@asks(*DaysForm.base_fields)
def gap_table(request, plan, gap):
    """One list of exceptions as CSV, its rows as on the page; 404 where there is no such list, 400 as on the page."""
    plan = find_plan(request, plan)
    if gap not in KINDS:
        raise Http404(f"There is no list of gaps called “{shown(gap)}”. There are: {', '.join(KINDS)}.")
    form = DaysForm(request.GET)
    if form.wrong:
        return render(request, "gaps.html", {"plan": plan, "form": form}, status=400)
    ground = form.ground(plan, request.user)
    rows = (found := KINDS[gap](ground)).rows
    headers = {"Content-Disposition": f'attachment; filename="{plan.slug}-{gap}.csv"'}
    headers |= said_in_header(closed_in(rows, ground))
    return HttpResponse(rows_csv(found, rows, ground), content_type=CSV.CONTENT_TYPE, headers=headers)
