"""The alignment matrix as JSON."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.models import Plan
from tests.factories import (
    make_action,
    make_alignment,
    make_framework,
    make_lead,
    make_plan,
    make_principle,
    make_strategy,
    make_theme,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/alignment/"
OPEN = {"access": "open", "exempt_paragraph": None, "handling": "official"}


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("", {"plan": ["Say which plan: anytown, elsewhere."]}),
        ("?plan=", {"plan": ["Say which plan: anytown, elsewhere."]}),
        ("?plan=nowhere", {"plan": ["There is no plan “nowhere”."]}),
        ("?plan=secret", {"plan": ["There is no plan “secret”."]}),
        ("?plan=%00", {"plan": ["Null characters are not allowed."]}),
        ("?plan=anytown&basis=guessed", {"basis": ["Choose one of: stated, inherited, assessed."]}),
        ("?plan=anytown&rows=lead", {"rows": ["Choose one of: strategy, partner, theme, action."]}),
        (
            "?plan=anytown&rows=action",
            {
                "rows": [
                    "Choose a strategy too: actions are shown row by row within one strategy only.",
                ]
            },
        ),
        ("?plan=anytown&rows=theme&rows=partner", {"rows": ["Give this parameter once; it takes one value."]}),
        ("?plan=anytown&strategy=9.9", {"strategy": ["There is no strategy “9.9”."]}),
        ("?plan=anytown&strategy=8.8", {"strategy": ["There is no strategy “8.8”."]}),
        ("?plan=anytown&partner=nobody", {"partner": ["There is no partner “nobody”."]}),
        ("?plan=anytown&partner=%00", {"partner": ["Null characters are not allowed."]}),
        (
            "?plan=anytown&status=late",
            {"status": ["Choose one of: not_reported, not_started, on_track, at_risk, off_track, completed, closed."]},
        ),
        ("?plan=anytown&principle_kind=aim", {"principle_kind": ["This plan has no principle of the kind “aim”."]}),
        ("?plan=anytown&principle_kind=x", {"principle_kind": ["Choose one of: strategic, enabling, aim, step."]}),
        ("?plan=anytown&format=xml", {"format": ["Choose one of: json, csv."]}),
        (
            "?plan=anytown&kind=aim",
            {
                "kind": [
                    "There is no parameter “kind”. Known here: rows, strategy, partner, status, basis, principle_kind, "
                    "plan, format, as_at."
                ]
            },
        ),
    ],
)
def test_what_means_nothing_is_refused_by_name(client, query, errors):
    for slug, publication in [("anytown", "published"), ("elsewhere", "published"), ("secret", "draft")]:
        make_plan(slug=slug, publication=publication)
    make_strategy(plan=Plan.objects.get(slug="anytown"), ref="8.8", publication="draft")

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
        "asked": {"rows": "strategy", "strategy": None, "partner": None, "status": [], "principle_kind": ""},
        "principles": [
            {"code": "strategic-1", "kind": "strategic", "number": 1, "short_title": "Early"},
            {"code": "strategic-2", "kind": "strategic", "number": 2, "short_title": "Late"},
        ],
        "rows": [
            {
                "kind": "strategy",
                "title": "Homes",
                "strategy": {"uid": prose, "ref": "3.1", "title": "Homes"},
                "theme": None,
                "action": None,
                "partner": None,
                "actions": 0,
                "aligned": 0,
                "no_lead": 0,
                "outside": 0,
                "cells": [
                    {"principle": "strategic-1", "actions": 0, "stated": 0, "in_prose": True},
                    {"principle": "strategic-2", "actions": 0, "stated": 0, "in_prose": False},
                ],
                **OPEN,
            },
            {
                "kind": "strategy",
                "title": "Knives",
                "strategy": {"uid": knives, "ref": "5.1", "title": "Knives"},
                "theme": None,
                "action": None,
                "partner": None,
                "actions": 3,
                "aligned": 2,
                "no_lead": 2,
                "outside": 0,
                "cells": [
                    {"principle": "strategic-1", "actions": 2, "stated": 1, "in_prose": False},
                    {"principle": "strategic-2", "actions": 0, "stated": 0, "in_prose": False},
                ],
                **OPEN,
            },
        ],
        "totals": {
            "actions": 3,
            "aligned": 2,
            "no_lead": 2,
            "cells": [
                {"principle": "strategic-1", "actions": 2, "stated": 1, "in_prose": True},
                {"principle": "strategic-2", "actions": 0, "stated": 0, "in_prose": False},
            ],
            **OPEN,
        },
        "closed": [],
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


@pytest.mark.parametrize(
    ("query", "headers"),
    [("&format=csv", {}), ("", {"accept": "text/csv"}), ("&format=csv", {"accept": "application/json"})],
)
def test_a_file_is_the_table_of_the_page_and_says_plan_and_day(client, plan, query, headers):
    page = client.get("/plans/anytown/alignment/csv/?rows=partner&basis=stated")

    response = client.get(f"{ADDRESS}?rows=partner&basis=stated{query}", headers=headers)

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    name = f"anytown-alignment-by-partner-stated-{timezone.localdate()}.csv"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.content == page.content
    assert client.head(f"{ADDRESS}?rows=partner&basis=stated{query}", headers=headers).status_code == 200


def test_json_is_what_format_says_whatever_is_accepted(client, plan):
    response = client.get(f"{ADDRESS}?format=json", headers={"accept": "text/csv"})

    assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize(("rows", "number"), [("strategy", 6), ("partner", 7), ("theme", 7)])
def test_the_matrix_costs_as_many_queries_whatever_its_rows(client, plan, rows, number):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{ADDRESS}?rows={rows}")
        return len(asked)

    before = queries()
    for _ in range(20):
        action = make_action(theme=make_theme(strategy=make_strategy(plan=plan)))
        make_alignment(action=action)
        make_lead(action=action)

    assert queries() == before == number
