"""The partners of a plan: who leads how much of which strategy, and with whom."""

import tablib
from django.http import HttpResponse
from django.shortcuts import render

from access.handling import said_in_header
from access.pages import asks
from actions.held import Held
from actions.models import MARKS
from actions.views import find_plan
from tables.formats import CSV, guard
from tables.parameters import given, refused, shown
from violence_plan.network import network
from violence_plan.partnership import plan_partnership
from violence_plan.partnership_findings import partnership_findings

PARTS = "shown"  # the one value of the parameter `parts`


@asks("parts")
def partnership(request, plan):
    """Partners against strategies, and who works with whom; 400 where the query asks what the page does not know."""
    plan = find_plan(request, plan)
    problems = unanswerable(request.GET)
    if problems:
        return refusal(request, plan, problems)
    figures = figures_asked(request, plan)
    context = {
        "plan": plan,
        "partnership": figures,
        "findings": partnership_findings(figures),
        "network": network(figures),
    }
    return render(request, "partnership.html", context)


@asks("parts")
def partnership_csv(request, plan):
    """The table of partners and strategies as CSV, with the choices of the page in the query."""
    plan = find_plan(request, plan)
    problems = unanswerable(request.GET)
    if problems:
        return refusal(request, plan, problems)
    figures = figures_asked(request, plan)
    name = f"{plan.slug}-{'partners-with-parts' if figures.parts else 'partners'}.csv"
    marks = Held(plan, request.user).marks_of()
    headers = {"Content-Disposition": f'attachment; filename="{name}"'} | said_in_header(marks.closed)
    return HttpResponse(load_table(figures, marks), content_type=CSV.CONTENT_TYPE, headers=headers)


def figures_asked(request, plan):
    """The Partnership that a query without problems asks for."""
    return plan_partnership(plan=plan, user=request.user, parts="parts" in given(request.GET))


def refusal(request, plan, problems):
    """The page that names the problems, sentences, and offers what it has."""
    return render(request, "partnership.html", {"plan": plan, "problems": problems}, status=400)


def unanswerable(query):
    """What the page cannot answer in this QueryDict, as sentences that name it and say what it can."""
    wrong = refused(query, filters={}, also_known=["parts"])
    value = given(query).get("parts", PARTS)
    values = [f"There is no choice “{shown(value)}” of parts. Give it the value {PARTS}, or leave it out."]
    return [sentence for sentences in wrong.values() for sentence in sentences] + values * (value != PARTS)


def load_table(figures, marks):
    """The rows of a Partnership as the page shows them, with the Marks of all they count, as the text of a CSV file."""
    headers = ["Partner", "Part of", *map(str, figures.strategies), "All strategies", *MARKS]
    table = tablib.Dataset(headers=[guard(header) for header in headers])
    rows = [(row.standing.name, row.standing.above, row) for row in figures.rows]
    for name, above, row in [
        *rows,
        ("Actions with a lead, each once", "", figures.led),
        ("Actions without a lead", "", figures.unled),
        ("All actions", "", figures.every),
    ]:
        table.append([name, above, *(str(cell.actions) for cell in row.cells), str(row.total.actions), *marks.cells])
    return CSV().export_data(table)
