"""The copies that measurements are made on hold what the first plan holds."""

import pytest
from django.test import Client

from actions.models import Action, Alignment, Plan, ProgressUpdate
from tests.benchmarks.plans import make_plans
from tests.factories import make_action, make_alignment, make_lead, make_plan, make_strategy, make_theme

pytestmark = pytest.mark.django_db


def test_a_copy_has_all_that_the_first_plan_has(client):
    strategy = make_strategy(plan=make_plan(slug="first"))
    source = make_action(strategy=strategy, theme=make_theme(strategy=strategy))
    make_lead(action=source)
    stated = make_alignment(action=source)
    make_alignment(strategy=strategy)
    for _ in range(4):
        make_alignment(action=make_action(strategy=strategy), principle=stated.principle, basis="inherited",
                       inherited_from=source)  # fmt: skip

    added = make_plans(3)

    assert list(Plan.objects.order_by("pk").values_list("slug", flat=True)) == ["first", "first-1", "first-2"]
    first, *copies = (told(plan) for plan in Plan.objects.order_by("pk"))
    assert copies == [first, first]
    assert ProgressUpdate.objects.count() == 9
    assert added == 2 * (1 + 1 + 1 + 5 + 1 + 6 + 3) + 3
    assert make_plans(3) == 0
    assert make_plan().pk > max(Plan.objects.filter(slug__startswith="first").values_list("pk", flat=True))


def told(plan):
    """What the API tells of a plan's actions, but for what tells the copies apart."""
    rows = Client().get(f"/api/v1/actions/?plan={plan.slug}").json()["results"]
    assert Alignment.objects.filter(inherited_from__plan=plan).exclude(action__plan=plan).count() == 0
    assert Alignment.objects.filter(strategy__plan=plan).count() == 1
    for row in rows:
        del row["uid"], row["strategy"]["uid"], row["theme_uid"], row["plan"], row["url"]
        for update in row["updates"]:
            del update["uid"]
    assert Action.objects.filter(plan=plan).count() == len(rows) == 5
    return rows
