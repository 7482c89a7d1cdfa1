"""The page of the gaps: by exception only, each list with its count, its share of the plan and its table."""

import tablib
from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from actions.parameters import given, refused, shown
from actions.views import find_plan
from tables.formats import CSV
from violence_plan.gaps.every import KINDS, every_gap
from violence_plan.gaps.ground import Ground

USUAL_DAYS = 90
MOST_DAYS = 3650


class DaysForm(forms.Form):
    """After how many days without an update an action counts as silent; 90 where nothing is asked."""

    days = forms.IntegerField(required=False, min_value=1, max_value=MOST_DAYS)

    def __init__(self, query):
        super().__init__(given(query))
        self.wrong = refused(query, filters=self.fields)
        if "days" in self.errors:
            sentence = f"“{shown(self.data['days'])}” is no number of days. Write a whole number from 1 to {MOST_DAYS}."
            self.wrong["days"] = [sentence]

    @property
    def chosen(self):
        """The number of days, where nothing is wrong."""
        return self.cleaned_data["days"] or USUAL_DAYS

    @property
    def typed(self):
        """What to show in the field: what was typed, the usual number where nothing was."""
        return shown(self.data.get("days", str(USUAL_DAYS)))


def gaps(request, plan):
    """Every list of exceptions of a plan; 400 and no list where the query asks what the page does not know."""
    plan = find_plan(request, plan)
    form = DaysForm(request.GET)
    if form.wrong:
        return render(request, "gaps.html", {"plan": plan, "form": form}, status=400)
    ground = Ground(plan=plan, user=request.user, today=timezone.localdate(), days=form.chosen)
    lists = every_gap(ground)
    context = {"plan": plan, "form": form, "lists": lists, "found": sum(bool(gap.rows) for gap in lists.values())}
    return render(request, "gaps.html", context)


def gap_table(request, plan, gap):
    """One list of exceptions as CSV, its rows as on the page; 404 where there is no such list, 400 as on the page."""
    plan = find_plan(request, plan)
    if gap not in KINDS:
        raise Http404(f"There is no list of gaps called “{shown(gap)}”. There are: {', '.join(KINDS)}.")
    form = DaysForm(request.GET)
    if form.wrong:
        return render(request, "gaps.html", {"plan": plan, "form": form}, status=400)
    found = KINDS[gap](Ground(plan=plan, user=request.user, today=timezone.localdate(), days=form.chosen))
    table = tablib.Dataset(*(row.cells for row in found.rows), headers=found.headers)
    headers = {"Content-Disposition": f'attachment; filename="{plan.slug}-{gap}.csv"'}
    return HttpResponse(CSV().export_data(table), content_type=CSV.CONTENT_TYPE, headers=headers)
