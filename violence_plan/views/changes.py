"""The page of what changed in a plan between two moments, and its table."""

import tablib
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from access.handling import handling_of, said_in_header
from access.pages import asks
from access.roles import reads_history, reads_unpublished
from actions.models import MARKS
from actions.views import find_plan
from tables.formats import CSV
from tables.parameters import given, shown
from violence_plan.changes.authors import authors
from violence_plan.changes.between import CHANGED, GONE, NEW, addresses, changes_between
from violence_plan.changes.stretch import StretchForm

PER_PAGE = 50
HEADERS = ["strategy", "what", "happened", "field", "before", "after", "address"]


@asks(*StretchForm.NAMES, "page")
def changes(request, plan):
    """What changed, page by page; 400 and no list where the query asks what the page does not know."""
    plan, form = asked(request, plan)
    if form.wrong:
        return render(request, "changes.html", {"plan": plan, "form": form}, status=400)
    found = changes_between(plan, request.user, form.since, form.until)
    page = page_of(found, request)
    pages = addresses(page.object_list, request.user)
    lines = authors(page.object_list, form.since, form.until) if reads_history(request.user) else {}
    verbs = happened(request.user)
    rows = [
        {
            "difference": each,
            "verb": verbs[each.kind],
            "address": pages.get((each.thing.model, each.thing.pk)),
            "authors": lines.get((each.thing.model, each.thing.pk)),
        }
        for each in page.object_list
    ]
    response = render(request, "changes.html", {"plan": plan, "form": form, "page": page, "rows": rows})
    return marked(response, page.object_list)


@asks(*StretchForm.NAMES)
def changes_csv(request, plan):
    """All that changed as CSV, a row for each field; 400 as on the page."""
    plan, form = asked(request, plan, also_known=())
    if form.wrong:
        return render(request, "changes.html", {"plan": plan, "form": form}, status=400)
    found, verbs = changes_between(plan, request.user, form.since, form.until), happened(request.user)
    pages, history = addresses(found, request.user), reads_history(request.user)
    lines = authors(found, form.since, form.until) if history else {}
    table = tablib.Dataset(headers=[*HEADERS, *(["authors"] if history else []), *MARKS])
    for each in found:
        key = each.thing.model, each.thing.pk
        address = request.build_absolute_uri(pages[key]) if key in pages else ""
        last = [*(["\n".join(lines.get(key, ()))] if history else []), *each.marks.cells]
        for label, old, new in each.cells:
            table.append([each.strategy, each.thing.name, verbs[each.kind], label, old, new, address, *last])
    headers = {"Content-Disposition": f'attachment; filename="{plan.slug}-changes-{form.name}.csv"'}
    return marked(HttpResponse(CSV().export_data(table), content_type=CSV.CONTENT_TYPE, headers=headers), found)


def marked(response, found):
    """The response, with a header that says so where any of the Differences `found` is closed to the public."""
    for name, value in said_in_header(handling_of([each.marks._asdict() for each in found])).items():
        response.headers[name] = value
    return response


def asked(request, plan, also_known=("page",)):
    """The plan, and the form of what is asked of it."""
    plan = find_plan(request, plan)
    return plan, StretchForm(request.GET, plan=plan, user=request.user, also_known=also_known)


def happened(user):
    """What happened to a thing, in words for this reader, by kind."""
    if reads_unpublished(user):
        return {NEW: "New", CHANGED: "Changed", GONE: "Taken out"}
    return {NEW: "New to the public", CHANGED: "Changed", GONE: "No longer public then"}


def page_of(found, request):
    """The page that the query asks for. Raises Http404 where there is none."""
    pages, number = Paginator(found, PER_PAGE), given(request.GET).get("page", "1")
    if not (number.isascii() and number.isdecimal() and len(number) < 9 and 1 <= int(number) <= pages.num_pages):
        raise Http404(f"There is no page “{shown(number)}”.")
    return pages.page(int(number))
