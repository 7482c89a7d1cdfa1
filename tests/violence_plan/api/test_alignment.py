"""The alignment matrix as JSON."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import Plan
from tests.factories import (
    make_action,
    make_alignment,
    make_framework,
    make_lead,
    make_plan,
    make_principle,
    make_strategy,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/alignment/"


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("", {"plan": ["Say which plan: anytown, elsewhere."]}),
        ("?plan=", {"plan": ["Say which plan: anytown, elsewhere."]}),
        ("?plan=nowhere", {"plan": ["There is no plan “nowhere”."]}),
        ("?plan=secret", {"plan": ["There is no plan “secret”."]}),
        ("?plan=%00", {"plan": ["Null characters are not allowed."]}),
        ("?plan=anytown&basis=guessed", {"basis": ["Choose one of: stated, inherited, assessed."]}),
        ("?plan=anytown&page=1", {"page": ["There is no parameter “page”. Known here: plan, basis, as_at."]}),
    ],
)
def test_what_means_nothing_is_refused_by_name(client, query, errors):
    for slug, publication in [("anytown", "published"), ("elsewhere", "published"), ("secret", "draft")]:
        make_plan(slug=slug, publication=publication)

    response = client.get(ADDRESS + query)

    assert (response.status_code, response.json()["errors"]) == (400, errors)


def test_without_any_plan_there_is_no_matrix(client):
    make_plan(publication="draft")

    response = client.get(ADDRESS)

    assert (response.status_code, response.json()["detail"]) == (404, "There is no plan yet.")


@pytest.fixture
def plan():
    """A plan of two strategies, one in prose, and two principles, one of which nobody serves."""
    plan = make_plan(slug="anytown", framework=make_framework(code="ours"))
    served = make_principle(framework=plan.framework, number=1, short_title="Early")
    make_principle(framework=plan.framework, number=2, short_title="Late")
    prose = make_strategy(plan=plan, ref="3.1", title="Homes", position=1)
    make_alignment(strategy=prose, principle=served)
    knives = make_strategy(plan=plan, ref="5.1", title="Knives", position=2)
    first, second = make_action(strategy=knives), make_action(strategy=knives)
    make_action(strategy=knives)
    make_lead(action=first)
    make_alignment(action=first, principle=served)
    make_alignment(action=second, principle=served, basis="inherited", inherited_from=first)
    hidden = make_action(strategy=knives, publication="draft")
    make_alignment(action=hidden, principle=served)
    return plan


def test_the_matrix_of_the_only_plan(client, plan):
    prose, knives = (str(strategy.uid) for strategy in plan.strategies.order_by("position"))

    assert client.get(ADDRESS).json() == {
        "plan": "anytown",
        "framework": "ours",
        "basis": ["stated", "inherited", "assessed"],
        "principles": [
            {"code": "strategic-1", "kind": "strategic", "number": 1, "short_title": "Early"},
            {"code": "strategic-2", "kind": "strategic", "number": 2, "short_title": "Late"},
        ],
        "rows": [
            {
                "strategy": {"uid": prose, "ref": "3.1", "title": "Homes"},
                "actions": 0,
                "aligned": 0,
                "no_lead": 0,
                "cells": [
                    {"principle": "strategic-1", "actions": 0, "stated": 0, "in_prose": True},
                    {"principle": "strategic-2", "actions": 0, "stated": 0, "in_prose": False},
                ],
            },
            {
                "strategy": {"uid": knives, "ref": "5.1", "title": "Knives"},
                "actions": 3,
                "aligned": 2,
                "no_lead": 2,
                "cells": [
                    {"principle": "strategic-1", "actions": 2, "stated": 1, "in_prose": False},
                    {"principle": "strategic-2", "actions": 0, "stated": 0, "in_prose": False},
                ],
            },
        ],
        "totals": {
            "actions": 3,
            "aligned": 2,
            "cells": [
                {"principle": "strategic-1", "actions": 2, "stated": 1, "in_prose": True},
                {"principle": "strategic-2", "actions": 0, "stated": 0, "in_prose": False},
            ],
        },
        "url": "http://testserver/plans/anytown/alignment/",
    }


@pytest.mark.parametrize(
    ("query", "bases", "actions"),
    [
        ("basis=stated", ["stated"], 1),
        ("basis=inherited&basis=stated", ["stated", "inherited"], 2),
        ("basis=assessed", ["assessed"], 0),
    ],
)
def test_only_the_chosen_bases_count(client, plan, query, bases, actions):
    make_plan()

    matrix = client.get(f"{ADDRESS}?plan=anytown&{query}").json()

    assert (matrix["basis"], matrix["totals"]["cells"][0]["actions"]) == (bases, actions)


def test_an_officer_counts_drafts_too(client, officer, plan):
    client.force_login(officer)

    assert client.get(ADDRESS).json()["totals"]["cells"][0]["actions"] == 3


def test_a_plan_without_principles_has_no_columns(client):
    plan = Plan.objects.create(slug="bare", title="Bare", area="Anytown", publication="published")
    make_strategy(plan=plan)

    matrix = client.get(ADDRESS).json()

    assert (matrix["framework"], matrix["principles"], matrix["rows"][0]["cells"]) == (None, [], [])


def test_the_matrix_costs_as_many_queries_whatever_its_rows(client, plan):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(ADDRESS)
        return len(asked)

    before = queries()
    for _ in range(20):
        make_alignment(action=make_action(strategy=make_strategy(plan=plan)))

    assert queries() == before == 7
