"""Lists and single rows of plans, strategies and actions: who sees which, in which order, at what cost."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import Indicator, Measurement, Milestone, Period, Plan, SourceNote
from actions.progress import record_update
from tests.factories import (
    make_action,
    make_alignment,
    make_framework,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_term,
    make_theme,
    make_user,
)

pytestmark = pytest.mark.django_db

UNPUBLISHED = ["draft", "in_review", "withdrawn"]


def listed(client, address, key):
    """The values of `key` in the list at that address."""
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200
    return [row[key] for row in response.json()["results"]]


@pytest.mark.parametrize("publication", UNPUBLISHED)
def test_what_is_not_published_is_not_there(client, publication):
    plan = make_plan(publication=publication)
    strategy = make_strategy(publication=publication)
    actions = [
        make_action(publication=publication),
        make_action(strategy=strategy),
        make_action(strategy=make_strategy(plan=plan)),
        make_action(strategy=make_strategy(plan=make_plan(access="exempt"))),
    ]
    shown = [actions[0].strategy]

    assert listed(client, "actions/", "uid") == []
    assert listed(client, "strategies/", "uid") == [str(strategy.uid) for strategy in shown]
    assert sorted(listed(client, "plans/", "slug")) == sorted([strategy.plan.slug, shown[0].plan.slug])
    assert [client.get(f"/api/v1/actions/{action.uid}/").status_code for action in actions] == [404] * 4
    assert client.get(f"/api/v1/strategies/{strategy.uid}/").status_code == 404
    assert client.get(f"/api/v1/plans/{plan.slug}/").status_code == 404


def test_a_reader_without_rights_sees_no_more_than_a_stranger(client):
    make_action(publication="draft")
    client.force_login(make_user())

    assert listed(client, "actions/", "ref") == []


def test_an_officer_sees_everything(client, officer):
    action = make_action(strategy=make_strategy(plan=make_plan(access="exempt"), publication="draft"))
    client.force_login(officer)

    assert listed(client, "actions/", "uid") == [str(action.uid)]
    assert listed(client, "strategies/", "publication") == ["draft"]
    assert listed(client, "plans/", "access") == ["exempt"]
    assert client.get(f"/api/v1/actions/{action.uid}/").json()["ref"] == action.ref


@pytest.mark.parametrize(
    "address",
    [
        f"actions/{uuid.UUID(int=0)}/",
        f"strategies/{uuid.UUID(int=0)}/",
        "plans/nowhere/",
        "actions/5.1.1/",
        "plans/%00/",
    ],
)
def test_what_is_not_there_is_a_problem(client, address):
    response = client.get(f"/api/v1/{address}")

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("actions/{0.uid}/", "Known here: as_at, fields."),
        ("strategies/{0.strategy.uid}/", "Known here: as_at, fields."),
        ("plans/{0.plan.slug}/", "Known here: fields."),
    ],
)
def test_one_row_takes_a_past_moment_and_fields_alone(client, address, known):
    address = f"/api/v1/{address.format(make_action())}"

    assert client.get(address).status_code == 200
    assert client.get(f"{address}?plan=x").json()["errors"] == {"plan": [f"There is no parameter “plan”. {known}"]}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("framework=ours", ["a"]),
        ("q=violent crime", ["b"]),
        ("q=anytown", ["a", "b"]),
        ("updated_since=2999-01-01", []),
        ("ordering=-title", ["b", "a"]),
        ("ordering=updated_at,title", ["a", "b"]),
    ],
)
def test_plans_are_filtered_and_ordered(client, query, found):
    make_plan(slug="b", title="Violent crimes")
    make_plan(slug="a", title="Knives", framework=make_framework(code="ours"))
    Plan.objects.update(updated_at="2026-07-01T09:30Z")

    assert listed(client, f"plans/?{query}", "slug") == found
    assert client.get("/api/v1/plans/?framework=theirs").json()["errors"] == {
        "framework": ["There is no framework “theirs”."]
    }


def test_actions_are_filtered_as_on_the_page(client):
    lead = make_lead(partner=make_partner(code="mps"))
    make_action()

    assert listed(client, "actions/?partner=mps", "ref") == [lead.action.ref]
    assert client.get("/api/v1/actions/?partner=nobody").json()["errors"] == {
        "partner": ["There is no partner “nobody”."]
    }


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("yesterday", "Write a day as 2026-01-31."),
        ("2026-1-31", "Write a day as 2026-01-31."),
        ("2026-02-30", "Write a day as 2026-01-31."),
        ("٢٠٢٦-01-31", "Write a day as 2026-01-31."),
        ("2999-01-01", "That day is still to come. Write today, or a day before it."),
    ],
)
def test_a_day_that_is_none_is_refused(client, day, message):
    assert client.get("/api/v1/actions/", {"at": day}).json()["errors"] == {"at": [message]}


def test_a_status_is_that_of_the_day_asked_for(client):
    action = make_action()
    for day, status in ((date(2016, 6, 1), "on_track"), (date(2016, 9, 1), "completed")):
        record_update(action=action, reported_on=day, status=status, publication="published")
    assert listed(client, "actions/?at=2016-05-31", "status") == ["not_reported"]
    assert listed(client, "actions/?at=2016-08-31", "status") == ["on_track"]
    assert listed(client, "actions/?at=2016-09-01", "status") == ["completed"]
    assert listed(client, "actions/?at=2016-08-31&status=on_track", "ref") == [action.ref]
    assert listed(client, "actions/?at=2016-08-31&status=completed", "ref") == []


def test_strategies_are_filtered(client):
    police = make_partner(code="police")
    strategy = make_strategy(ref="5.1", owner=make_partner(parent=police), text="We patrol.")
    make_strategy(ref="5.2")

    for query in ("ref=5.1", "owner=police", "q=patrols", f"plan={strategy.plan.slug}"):
        assert listed(client, f"strategies/?{query}", "uid") == [str(strategy.uid)]
    assert client.get("/api/v1/strategies/?ref=9&owner=nobody").json()["errors"] == {
        "ref": ["There is no strategy “9”."],
        "owner": ["There is no partner “nobody”."],
    }


def test_everything_stands_as_printed_plan_after_plan(client):
    for slug, title in [("b", "Same"), ("a", "Same"), ("z", "First")]:
        plan = make_plan(slug=slug, title=title)
        for position in (2, 1):
            strategy = make_strategy(plan=plan, ref=f"{slug}{position}", position=position)
            make_action(strategy=strategy, ref=f"{slug}{position}.1", position=position)

    assert listed(client, "plans/", "slug") == ["z", "a", "b"]
    assert listed(client, "strategies/", "ref") == ["z1", "z2", "a1", "a2", "b1", "b2"]
    assert listed(client, "actions/", "ref") == ["z1.1", "z2.1", "a1.1", "a2.1", "b1.1", "b2.1"]


def make_full_action(plan, source):
    """An action with everything that can hang on one, and on its strategy."""
    strategy = make_strategy(plan=plan, owner=make_partner())
    action = make_action(theme=make_theme(strategy=strategy))
    make_lead(action=action, partner=make_partner(parent=make_partner()))
    make_lead(action=action, partner=make_partner())
    make_alignment(action=action)
    make_alignment(action=action, basis="inherited", inherited_from=source)
    make_alignment(strategy=strategy, principle=make_principle())
    Milestone.objects.create(plan=plan, action=action, period=plan.periods.get(), text="Half way.")
    indicator = Indicator.objects.create(
        plan=plan, theme=action.theme, strategy=strategy, code="i", title="I", position=1
    )
    Measurement.objects.create(plan=plan, indicator=indicator, period=plan.periods.get(), target=1)
    make_term(plan=plan)
    said = {"reported_on": date(2016, 6, 1), "status": "on_track", "publication": "published"}
    record_update(action=action, evidence=[("Minutes", "https://example.org/minutes")], **said)
    for number, subject in enumerate([{"action": action}, {"strategy": strategy}], start=strategy.position * 10):
        SourceNote.objects.create(plan=plan, number=number, kind="text", note="Odd.", **subject)


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        *[("actions", 3), ("strategies", 3), ("plans", 1), ("partners", 2), ("principles", 1), ("frameworks", 1)],
        *[("themes", 1), ("alignments", 2), ("milestones", 1), ("indicators", 2), ("measurements", 1), ("updates", 2)],
        *[("notes", 1), ("glossary", 1)],
    ],
)
@pytest.mark.parametrize("rows", [3, 30])
def test_a_list_costs_as_many_queries_whatever_its_rows(client, name, queries, rows):
    source = make_action(publication="draft")
    for _ in range(rows):
        plan = make_plan()
        Period.objects.create(plan=plan, code="y", title="Y", starts_on="2016-04-01", ends_on="2017-03-31")
        make_full_action(plan, source)

    with CaptureQueriesContext(connection) as asked:
        response = client.get(f"/api/v1/{name}/?page_size=1000")

    assert len(response.json()["results"]) >= rows
    assert len(asked) == queries
