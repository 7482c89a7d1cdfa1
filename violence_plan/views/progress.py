"""The page of what is due, late and never reported, for those who keep a plan going."""

import tablib
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from access.handling import handling_of, said_in_header
from access.pages import asks, writes
from access.roles import roles_of
from actions.filters import STATUSES
from actions.models import MARKS, ProgressUpdate, Publication
from actions.models.marks import holding
from actions.publication import set_publication
from actions.views import find_plan
from tables.formats import CSV
from violence_plan.findings import counted
from violence_plan.gaps.lists import flat
from violence_plan.progress_panel import ProgressFilter, ProgressPanel

HEADERS = ("list", "action_no", "action", "strategy", "strategy_title", "leads", "status")
NOTHING_WAITS = "Nothing was published: what you chose does not wait for review any more."
DATES = ("last_reported_on", "next_update_due", "ends_on")


def panel_for(request, plan):
    """The ProgressPanel that the request asks for. Raises Http404, and PermissionDenied for who has no role."""
    plan = find_plan(request, plan)
    if not roles_of(request.user):
        raise PermissionDenied
    return ProgressPanel(plan, request, timezone.localdate())


@asks(*ProgressFilter.base_filters)
@writes
def progress(request, plan):
    """What is due, late and never reported; 400 where the query asks what the page does not know.

    Strangers are led to sign in, whatever the address. What is sent to it publishes an update that waits for review.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    panel = panel_for(request, plan)
    if request.method == "POST" and not panel.errors:
        return publish(request, panel)
    context = {"plan": panel.plan, "panel": panel}
    return render(request, "progress.html", context, status=400 if panel.errors else 200)


def publish(request, panel):
    """Publish the updates shown as waiting that the form names by uid, and lead back. Raises PermissionDenied."""
    if not panel.publishes:
        raise PermissionDenied
    named = set(request.POST.getlist("publish"))
    chosen = [update.pk for update in panel.waiting if str(update.uid) in named]
    done = set_publication(rows=ProgressUpdate.objects.filter(pk__in=chosen), publication=Publication.PUBLISHED)
    number = len(done.changed)
    verb = "is" if number == 1 else "are"
    messages.success(request, f"{counted(number, 'update')} {verb} published." if number else NOTHING_WAITS)
    return redirect(request.get_full_path())


@asks(*ProgressFilter.base_filters)
def progress_csv(request, plan):
    """The lists as CSV, with the choices of the page in the query; refused as on the page."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    panel = panel_for(request, plan)
    if panel.errors:
        return render(request, "progress.html", {"plan": panel.plan, "panel": panel}, status=400)
    rows = (csv_row(each.title, one, request.user) for each in panel.shown for one in each.works)
    table = tablib.Dataset(*rows, headers=[*HEADERS, *DATES, *MARKS])
    headers = {"Content-Disposition": f'attachment; filename="{panel.plan.slug}-progress.csv"'}
    headers |= said_in_header(handling_of(table.dict))
    return HttpResponse(CSV().export_data(table), content_type=CSV.CONTENT_TYPE, headers=headers)


def csv_row(title, one, user):
    """The cells of a Work in the list with that title."""
    action = one.action
    leads = ", ".join(lead.partner.name_for(user) for lead in action.leads.all())
    words = (title, action.ref, flat(action.text), action.strategy.ref, action.strategy.title, leads)
    marks = holding(action, action.plan)
    days = (action.last_on, action.next_due, action.ends_on)
    return (*words, dict(STATUSES)[action.status], *(day.isoformat() if day else "" for day in days), *marks.cells)
