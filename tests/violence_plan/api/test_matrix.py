"""What each row of the matrix says of itself, whatever the rows are."""

import pytest

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
    make_theme,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/alignment/"
WHAT = ("kind", "title", "strategy", "theme", "action", "partner")
FIGURES = ("actions", "aligned", "no_lead", "outside")


@pytest.fixture
def plan():
    """5.1 with a theme, a loose action and principles in its text; led by a team and a person; some of it hidden."""
    plan = make_plan(slug="anytown", framework=make_framework(code="ours"))
    early = make_principle(framework=plan.framework, number=1)
    make_principle(framework=plan.framework, kind="enabling", number=1)
    knives = make_strategy(plan=plan, ref="5.1", title="Knives", position=1)
    make_alignment(strategy=knives, principle=early)
    sweeps = make_theme(strategy=knives, title="Sweeps")
    council = make_partner(code="council", name="Council")
    team = make_partner(code="team", name="Youth team", kind="team", parent=council)
    person = make_partner(code="officer-1", name="Zoe", kind="person", public_name="A named officer")
    one = make_action(theme=sweeps, ref="5.1.1", text="Sweep.", position=1)
    two = make_action(strategy=knives, ref="5.1.2", text="Talk.", position=2)
    make_action(strategy=knives, ref="5.1.3", text="Wait.", position=3)
    make_alignment(action=one, principle=early)
    make_lead(action=one, partner=team)
    make_lead(action=two, partner=person)
    record_update(action=one, reported_on="2026-01-01", status="on_track", narrative="So.", publication="published")
    secret = make_strategy(plan=plan, ref="9.9", title="Secret", position=9, publication="draft")
    hidden = make_action(theme=make_theme(strategy=secret), ref="9.9.1")
    drafted = make_action(theme=sweeps, ref="5.1.9", position=9, publication="draft")
    for action in (hidden, drafted):
        make_alignment(action=action, principle=early)
        make_lead(
            action=action, partner=make_partner(name="Hidden", code=f"hidden-{action.ref[-3:].replace('.', '-')}")
        )
        make_lead(action=action, partner=team)
    return plan


def matrix(client, query):
    """The matrix that a query string asks for."""
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 200
    return response.json()


def rows(client, query, names=WHAT):
    """Of each row of the matrix the fields of these names."""
    return [tuple(row[name] for name in names) for row in matrix(client, query)["rows"]]


def of_strategy(plan):
    """5.1 as a row names it."""
    return {"uid": str(plan.strategies.get(ref="5.1").uid), "ref": "5.1", "title": "Knives"}


def test_by_partner_a_stranger_meets_no_private_name_and_nothing_hidden_counts(client, plan):
    council, person = {"code": "council", "name": "Council"}, {"code": "officer-1", "name": "A named officer"}

    assert rows(client, "rows=partner") == [
        ("partner", "Council", None, None, None, council),
        ("partner", "A named officer", None, None, None, person),
        ("rest", "Nobody", None, None, None, None),
    ]
    assert rows(client, "rows=partner", FIGURES) == [(1, 1, 0, 0), (1, 0, 0, 0), (1, 0, 1, 0)]
    assert b"Zoe" not in client.get(f"{ADDRESS}?rows=partner").content


def test_by_partner_an_officer_reads_the_name_and_counts_drafts(client, officer, plan):
    client.force_login(officer)

    assert ("partner", "Zoe", None, None, None, {"code": "officer-1", "name": "Zoe"}) in rows(client, "rows=partner")
    assert rows(client, "rows=partner", ("title", "actions"))[0] == ("Council", 3)


def test_within_a_partner_it_stands_above_its_parts(client, plan):
    council, team = {"code": "council", "name": "Council"}, {"code": "team", "name": "Youth team"}

    assert rows(client, "rows=partner&partner=council") == [
        ("rest", "Council, altogether", None, None, None, council),
        ("partner", "Youth team", None, None, None, team),
    ]


def test_by_theme_with_what_has_none_and_nothing_hidden_counts(client, plan):
    strategy = of_strategy(plan)

    assert rows(client, "rows=theme") == [
        ("rest", "Knives: no theme", strategy, None, None, None),
        ("theme", "Sweeps", strategy, {"slug": "sweeps", "title": "Sweeps"}, None, None),
    ]
    assert rows(client, "rows=theme", FIGURES) == [(2, 0, 1, 0), (1, 1, 0, 0)]


def test_within_a_strategy_row_by_row_and_its_own_text(client, plan):
    strategy = of_strategy(plan)
    found = rows(client, "rows=action&strategy=5.1")

    assert [(row[0], row[1]) for row in found] == [
        ("action", "Sweep."),
        ("action", "Talk."),
        ("action", "Wait."),
        ("strategy", "Knives"),
    ]
    first = {"uid": str(plan.actions.get(ref="5.1.1").uid), "ref": "5.1.1"}
    assert found[0][2:] == (strategy, None, first, None)
    assert found[-1][2:] == (strategy, None, None, None)


def test_by_strategy_what_a_filter_leaves_out_is_said(client, plan):
    assert rows(client, "status=on_track", FIGURES) == [(1, 1, 0, 2)]
    assert rows(client, "partner=officer-1&strategy=5.1", FIGURES) == [(1, 0, 0, 2)]


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("", ""),
        ("rows=strategy", ""),
        ("strategy=5.1", "?rows=strategy&strategy=5.1"),
        (
            "rows=theme&strategy=5.1&partner=team&status=on_track&principle_kind=enabling&basis=stated&format=json",
            "?rows=theme&strategy=5.1&partner=team&status=on_track&kind=enabling&basis=stated",
        ),
    ],
)
def test_the_page_of_the_same_matrix_is_linked(client, plan, query, page):
    assert matrix(client, query)["url"] == f"http://testserver/plans/anytown/alignment/{page}"
    assert client.get(f"/plans/anytown/alignment/{page}").status_code == 200


def test_it_says_what_was_asked(client, plan):
    query = "rows=theme&strategy=5.1&partner=team&status=on_track&principle_kind=enabling"

    found = matrix(client, query)

    assert found["asked"] == {
        "rows": "theme",
        "strategy": "5.1",
        "partner": "team",
        "status": ["on_track"],
        "principle_kind": "enabling",
    }
    assert [column["code"] for column in found["principles"]] == ["enabling-1"]
    assert found["totals"]["actions"] == 1
