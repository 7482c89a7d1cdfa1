"""Everything published as tables, for whoever wants to count for themselves: the page, the files, their description."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from access.pages import asks
from actions.models import Plan
from actions.views import find, find_page
from tables.formats import CSV
from tables.parameters import refused, shown
from violence_plan import csvw
from violence_plan.dataset import dataset, script_text
from violence_plan.errors import plain_page
from violence_plan.open_data import PUBLIC, last_change, metadata_file, open_plans, open_table
from violence_plan.source_tables import OPEN_TABLES

PLANS_OF_A_PAGE = 10  # all their tables are written to tell their sizes


@asks("page")
def data(request):
    """Every table of every published plan, ten plans a page: what it holds, its size, how to use and to cite it."""
    wrong = refused(request.GET, filters={}, also_known=("page",))
    if wrong:
        return plain_page(400, reason=next(iter(wrong.values()))[0])
    plans = Plan.objects.visible_to(PUBLIC).order_by("pk")
    page = find_page(plans, request.GET.get("page") or "1", PLANS_OF_A_PAGE)
    found = open_plans(page)
    described = [dataset(each, request.build_absolute_uri) for each in found]
    context = {"page": page, "open_plans": found, "datasets": script_text(described), "notes": csvw.NOTES}
    return render(request, "data.html", context)


def table(request, plan, table):
    """One table of a plan as CSV, with the way to its description."""
    plan, file = public_plan(plan), f"{table}.csv"
    if file not in OPEN_TABLES:
        raise Http404(f"There is no table {shown(file)}. There are: {', '.join(OPEN_TABLES)}.")
    found = open_table(OPEN_TABLES[file], slug=plan.slug)
    response = handed_out(found.content, CSV.CONTENT_TYPE, f"{plan.slug}-{file}")
    description = reverse("data_metadata", args=[plan.slug])
    response.headers["Link"] = f'<{description}>; rel="describedby"; type="{csvw.MEDIA_TYPE}"'
    return response


def metadata(request, plan):
    """What the columns of a plan's tables mean, for programs (CSV on the Web)."""
    plan = public_plan(plan)
    return handed_out(metadata_file(plan, last_change(plan)), csvw.MEDIA_TYPE)


def archive(request, plan):
    """All tables of a plan in one zip file, of which the folder loads as it is."""
    [found] = open_plans([public_plan(plan)])
    return handed_out(found.archive, "application/zip", f"{found.plan.slug}.zip")


def public_plan(slug):
    """The published plan of that slug, whoever asks. Raises Http404."""
    return find(Plan.objects.visible_to(PUBLIC), f"There is no plan called “{slug}”.", slug=slug)


def handed_out(content, media_type, name=None):
    """The answer with these bytes, as a file of that name."""
    response = HttpResponse(content, content_type=media_type)
    if name:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
