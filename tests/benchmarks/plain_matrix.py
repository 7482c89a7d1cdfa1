"""The alignment matrix as an ordinary developer writes it: figures by the ORM's aggregates, a table by a template.

The same figures in the same table, within the portal's own frame; without the sentences, the diagram and the filters
that our page has beside it. It shows what is published, to whoever asks.
"""

from collections import defaultdict

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render

from actions.models import Action, Alignment, Plan, Strategy

STATED = Count("pk", filter=Q(basis="stated"))


def plain_matrix(request, plan):
    """The table of a plan."""
    plan = get_object_or_404(Plan.objects.published().select_related("framework"), slug=plan)
    principles = list(plan.framework.principles.in_order().select_related("framework"))
    actions = Action.objects.published().filter(plan=plan).order_by()
    strategies = Strategy.objects.filter(plan=plan, publication="published").select_related("plan")
    aligned = actions.filter(alignments__isnull=False)
    serving = Alignment.objects.filter(action__in=actions).order_by()
    per_strategy = dict(actions.values_list("strategy").annotate(Count("pk")))
    aligned_per_strategy = dict(aligned.values_list("strategy").annotate(Count("pk", distinct=True)))
    counts = defaultdict(lambda: (0, 0))
    grouped = serving.values_list("action__strategy", "principle").annotate(total=Count("pk"), stated=STATED)
    for strategy, principle, total, stated in grouped:
        counts[strategy, principle] = total, stated
    said = set(Alignment.objects.filter(strategy__in=strategies).order_by().values_list("strategy", "principle"))
    rows = [
        {
            "strategy": strategy,
            "actions": per_strategy.get(strategy.pk, 0),
            "aligned": aligned_per_strategy.get(strategy.pk, 0),
            "cells": [
                cell(principle, *counts[strategy.pk, principle.pk], per_strategy.get(strategy.pk, 0))
                | {"said": (strategy.pk, principle.pk) in said}
                for principle in principles
            ],
        }
        for strategy in strategies.order_by("position")
    ]
    context = {
        "plan": plan,
        "principles": principles,
        "with_actions": [row for row in rows if row["actions"]],
        "in_prose": [row for row in rows if not row["actions"]],
        "actions": actions.count(),
        "aligned": aligned.distinct().count(),
        "totals": [
            {"principle": principle, "total": sum(counts[row["strategy"].pk, principle.pk][0] for row in rows)}
            for principle in principles
        ],
    }
    return render(request, "plain_matrix.html", context)


def cell(principle, total, stated, of):
    """One cell of a row that has so many actions."""
    share = total / of if total else 0
    shade = 1 + (share >= 0.2) + (share >= 0.4) + (share >= 0.7) if total else 0
    return {"principle": principle, "total": total, "stated": stated, "shade": shade, "thin": total == 1 < of}
