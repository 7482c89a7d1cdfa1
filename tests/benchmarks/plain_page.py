"""The whole alignment page as an ordinary developer writes it: figures by the ORM's aggregates, all HTML by templates.

White space apart it is the very page that ours is, by the same template, whose tags are templates too here; sentences,
picture and panel come from the same code. It shows what is published, to whoever asks.
"""

from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, render

from actions.held import Held
from actions.models import Action, Alignment, Lead, Plan, Strategy
from violence_plan.alignment_panel import AlignmentFilter, AlignmentPanel
from violence_plan.dashboards import Cell, Matrix, Row, actions_address
from violence_plan.dashboards.matrix import Subject
from violence_plan.findings import findings
from violence_plan.flow import flow

NONE = (0, 0, 0)


def plain_page(request, plan):
    """The page of a plan."""
    plan = get_object_or_404(Plan.objects.published().select_related("framework"), slug=plan)
    matrix = plain_matrix(plan)
    context = {
        "plan": plan,
        "panel": AlignmentPanel(Held(plan, request.user), AlignmentFilter(request.GET, plan=plan, request=request)),
        "matrix": matrix,
        "findings": findings(matrix),
        "flow": flow(matrix),
    }
    return render(request, "alignment.html", context, using="plain")


def plain_matrix(plan):
    """The Matrix of the whole plan by strategy."""
    principles = tuple(plan.framework.principles.in_order().select_related("framework"))
    actions = Action.objects.published().filter(plan=plan)
    counts = figures(actions.order_by().values("strategy"))
    cells = served(Alignment.objects.filter(action__in=actions.order_by()).order_by(), "action__strategy")
    published = Strategy.objects.filter(plan=plan, publication="published")
    strategies = published.select_related("plan").order_by("position")
    own = Alignment.objects.filter(strategy__in=strategies.order_by()).order_by()
    said = own.values_list("strategy", "principle", "basis")
    wholes = {(strategy, principle): basis for strategy, principle, basis in said}
    rows = [row(plan, strategy, strategy.ref, counts, cells, principles, wholes) for strategy in strategies]
    stated = {(None, principle): basis for (_, principle), basis in wholes.items() if basis == "stated"}
    totals = {(None, principle.pk): added(cells, strategies, principle) for principle in principles}
    whole = {None: tuple(map(sum, zip(*counts.values(), strict=True))) or NONE}
    return Matrix(plan, principles, tuple(rows), row(plan, Subject("All"), None, whole, totals, principles, stated))


def figures(grouped):
    """How many actions there are, are aligned and are led by nobody, by what the queryset is grouped by."""
    any_alignment = Exists(Alignment.objects.filter(action=OuterRef("pk")))
    any_lead = Exists(Lead.objects.filter(action=OuterRef("pk")))
    counted = grouped.annotate(
        total=Count("pk"), aligned=Count("pk", filter=Q(any_alignment)), unled=Count("pk", filter=~Q(any_lead))
    )
    return {each["strategy"]: (each["total"], each["aligned"], each["unled"]) for each in counted}


def served(alignments, key):
    """How many actions serve, and how many state it, by `key` and principle."""
    grouped = alignments.values_list(key, "principle")
    counted = grouped.annotate(total=Count("pk"), stated=Count("pk", filter=Q(basis="stated")))
    return {(strategy, principle): (total, stated) for strategy, principle, total, stated in counted}


def added(cells, strategies, principle):
    """How many actions of all strategies serve a principle, and how many state it."""
    return tuple(map(sum, zip(*(cells.get((one.pk, principle.pk), NONE[:2]) for one in strategies), strict=True)))


def row(plan, subject, ref, counts, cells, principles, wholes):
    """The Row of a strategy, or of all where `ref` is None."""
    pk = subject.pk if ref else None
    total, aligned, unled = counts.get(pk, NONE)
    return Row(
        subject,
        actions=total,
        aligned=aligned,
        no_lead=unled,
        cells=tuple(
            Cell(
                principle,
                *cells.get((pk, principle.pk), NONE[:2]),
                row_actions=total,
                of_strategy=wholes.get((pk, principle.pk), ""),
                address=actions_address(plan, strategy=ref, principle=principle.code),
            )
            for principle in principles
        ),
        address=actions_address(plan, strategy=ref, no_alignment="false"),
        all_address=actions_address(plan, strategy=ref),
    )
