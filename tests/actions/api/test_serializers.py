"""A plan, a strategy and an action, whole."""

import datetime

import pytest

from actions.models import Action, Milestone, Period, Plan, SourceNote, Strategy
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

CHANGED = datetime.datetime(2026, 7, 1, 9, 30, tzinfo=datetime.UTC)


def read(client, address):
    """The row at that address."""
    response = client.get(f"/api/v1/{address}/")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    return response.json()


def test_a_plan(client):
    plan = make_plan(
        slug="anytown",
        title="Anytown plan",
        area="Anytown",
        introduction="One.\n\n- two",
        framework=make_framework(code="anytown-principles"),
        period_start=datetime.date(2016, 4, 1),
        period_end=datetime.date(2018, 3, 31),
        source_title="A report",
        source_date=datetime.date(2016, 3, 24),
        licence="Anytown's.",
    )
    strategy = make_strategy(plan=plan)
    make_strategy(plan=plan, publication="draft")
    for publication in ("published", "published", "draft"):
        make_action(strategy=strategy, publication=publication)
    Plan.objects.update(updated_at=CHANGED)

    assert read(client, "plans/anytown") == {
        "slug": "anytown",
        "title": "Anytown plan",
        "area": "Anytown",
        "introduction": "One.\n\n- two",
        "framework": "anytown-principles",
        "period_start": "2016-04-01",
        "period_end": "2018-03-31",
        "source_title": "A report",
        "source_date": "2016-03-24",
        "licence": "Anytown's.",
        "strategy_count": 1,
        "action_count": 2,
        "publication": "published",
        "access": "open",
        "exempt_paragraph": None,
        "handling": "official",
        "updated_at": "2026-07-01T09:30:00Z",
        "url": "http://testserver/plans/anytown/",
        "document_url": "http://testserver/api/v1/plans/anytown/plan.json",
        "workbook_url": "http://testserver/api/v1/plans/anytown/plan.xlsx",
    }


def test_a_plan_that_says_little(client):
    plan = Plan.objects.create(slug="bare", title="Bare", area="Anytown", publication="published")
    strategy = make_strategy(plan=plan)

    bare = read(client, "plans/bare")
    empty = read(client, f"strategies/{strategy.uid}")

    assert {name: value for name, value in bare.items() if value in (None, "", 0)} == {
        "introduction": "",
        "framework": None,
        "period_start": None,
        "period_end": None,
        "source_title": "",
        "source_date": None,
        "licence": "",
        "action_count": 0,
        "exempt_paragraph": None,
    }
    assert {name: value for name, value in empty.items() if value in (None, "", 0, [])} == {
        "printed_title": "",
        "exempt_paragraph": None,
        "section": None,
        "text": "",
        "expected_outcome": "",
        "owner": None,
        "action_count": 0,
        "alignments": [],
        "source_notes": [],
    }


def test_a_strategy(client):
    plan = make_plan(slug="anytown", framework=make_framework(code="ours"))
    strategy = make_strategy(
        plan=plan,
        ref="3.1",
        title="Housing",
        printed_title="HOUSING",
        section=plan.sections.create(ref="3", title="Causes", position=1),
        owner=make_partner(code="homes", name="Homes"),
        text="We house.",
        expected_outcome="All housed.",
        position=4,
    )
    make_alignment(
        strategy=strategy,
        principle=make_principle(framework=plan.framework, kind="strategic", number=2),
        printed="We serve principle 2.",
    )
    action = make_action(strategy=strategy)
    make_action(strategy=strategy, publication="draft")
    note = {"plan": plan, "kind": "text", "note": "As printed."}
    SourceNote.objects.create(number=1, strategy=strategy, action=action, **note)
    SourceNote.objects.create(number=2, strategy=strategy, printed="housse", **note)
    Strategy.objects.update(updated_at=CHANGED)

    assert read(client, f"strategies/{strategy.uid}") == {
        "uid": str(strategy.uid),
        "plan": "anytown",
        "ref": "3.1",
        "title": "Housing",
        "printed_title": "HOUSING",
        "section": {"ref": "3", "title": "Causes"},
        "text": "We house.",
        "expected_outcome": "All housed.",
        "owner": {"partner": "homes", "name": "Homes"},
        "position": 4,
        "action_count": 1,
        "alignments": [
            {
                "framework": "ours",
                "principle": "strategic-2",
                "kind": "strategic",
                "number": 2,
                "basis": "stated",
                "printed": "We serve principle 2.",
                "inherited_from": None,
                "reason": "",
            }
        ],
        "source_notes": [{"number": 2, "kind": "text", "printed": "housse", "note": "As printed."}],
        "publication": "published",
        "access": "open",
        "exempt_paragraph": None,
        "handling": "official",
        "updated_at": "2026-07-01T09:30:00Z",
        "url": "http://testserver/plans/anytown/strategies/3.1/",
    }


def test_an_action(client):
    plan = make_plan(slug="anytown", framework=make_framework(code="ours"))
    strategy = make_strategy(plan=plan, ref="5.1", title="Knives")
    theme = make_theme(strategy=strategy, title="On the street")
    above = make_action(theme=theme, ref="5.1.1", position=1)
    action = make_action(
        theme=theme,
        ref="5.1.2",
        printed_ref="5.12",
        kind="improvement",
        text="Patrol.",
        position=2,
        expected_outcome="Fewer knives.",
        starts_on=datetime.date(2026, 1, 1),
        due_on=datetime.date(2026, 12, 31),
    )
    make_lead(action=action, partner=make_partner(code="mps", name="Police"), printed="MPS", position=2)
    make_lead(action=action, partner=make_partner(code="igu", name="Unit"), printed="IGU", position=1, role="support")
    make_alignment(
        action=action,
        principle=make_principle(framework=plan.framework, kind="enabling", number=7),
        basis="inherited",
        inherited_from=above,
    )
    make_alignment(
        action=action,
        principle=make_principle(framework=plan.framework, kind="strategic", number=4),
        basis="assessed",
        reason="It does.",
    )
    period = Period.objects.create(plan=plan, code="y1", title="Year 1", starts_on="2026-01-01", ends_on="2026-12-31")
    Milestone.objects.create(plan=plan, action=action, period=period, text="Half way.")
    SourceNote.objects.create(plan=plan, number=3, kind="numbering", action=action, printed="5.12", note="Put right.")
    reported = record_update(
        action=action,
        reported_on=datetime.date(2026, 3, 1),
        status="at_risk",
        direction="improving",
        narrative="Two patrols.",
        next_update_due=datetime.date(2026, 6, 1),
        publication="published",
        evidence=[("Minutes", "https://example.org/minutes")],
    )
    Action.objects.update(updated_at=CHANGED)

    assert read(client, f"actions/{action.uid}") == {
        "uid": str(action.uid),
        "plan": "anytown",
        "ref": "5.1.2",
        "printed_ref": "5.12",
        "position": 2,
        "kind": "improvement",
        "strategy": {"uid": str(strategy.uid), "ref": "5.1", "title": "Knives"},
        "theme": "On the street",
        "theme_uid": str(theme.uid),
        "text": "Patrol.",
        "leads": [
            {"partner": "igu", "name": "Unit", "printed": "IGU", "role": "support"},
            {"partner": "mps", "name": "Police", "printed": "MPS", "role": "lead"},
        ],
        "alignments": [
            {
                "framework": "ours",
                "principle": "strategic-4",
                "kind": "strategic",
                "number": 4,
                "basis": "assessed",
                "printed": "",
                "inherited_from": None,
                "reason": "It does.",
            },
            {
                "framework": "ours",
                "principle": "enabling-7",
                "kind": "enabling",
                "number": 7,
                "basis": "inherited",
                "printed": "",
                "inherited_from": "5.1.1",
                "reason": "",
            },
        ],
        "status": "at_risk",
        "updates": [
            {
                "uid": str(reported.uid),
                "reported_on": "2026-03-01",
                "status": "at_risk",
                "direction": "improving",
                "narrative": "Two patrols.",
                "next_update_due": "2026-06-01",
                "evidence": [{"title": "Minutes", "url": "https://example.org/minutes"}],
                "publication": "published",
                "access": "open",
                "exempt_paragraph": None,
                "handling": "official",
            }
        ],
        "expected_outcome": "Fewer knives.",
        "starts_on": "2026-01-01",
        "due_on": "2026-12-31",
        "milestones": [
            {"period": "y1", "title": "Year 1", "starts_on": "2026-01-01", "ends_on": "2026-12-31", "text": "Half way."}
        ],
        "source_notes": [{"number": 3, "kind": "numbering", "printed": "5.12", "note": "Put right."}],
        "publication": "published",
        "access": "open",
        "exempt_paragraph": None,
        "handling": "official",
        "updated_at": "2026-07-01T09:30:00Z",
        "url": "http://testserver/plans/anytown/actions/5.1.2/",
    }


def test_an_action_that_says_little(client):
    action = make_action()

    assert {
        name: value for name, value in read(client, f"actions/{action.uid}").items() if value in (None, "", [])
    } == {
        "printed_ref": "",
        "theme": "",
        "theme_uid": None,
        "exempt_paragraph": None,
        "leads": [],
        "alignments": [],
        "updates": [],
        "expected_outcome": "",
        "starts_on": None,
        "due_on": None,
        "milestones": [],
        "source_notes": [],
    }


@pytest.mark.parametrize(
    "hidden",
    [
        {"publication": "draft"},
        {"publication": "in_review"},
        {"publication": "withdrawn"},
        {"publication": "published", "access": "exempt", "exempt_paragraph": 2},
    ],
)
def test_an_update_that_is_not_public_is_for_officers_only(client, officer, hidden):
    action = make_action()
    evidence = [("Secret minutes", "https://example.org/secret")]
    record_update(action=action, reported_on=datetime.date(2026, 3, 1), status="off_track", evidence=evidence, **hidden)
    seen = read(client, f"actions/{action.uid}")
    assert (seen["status"], seen["updates"]) == ("not_reported", [])
    client.force_login(officer)
    [update] = read(client, f"actions/{action.uid}")["updates"]
    assert (update["status"], update["evidence"][0]["title"]) == ("off_track", "Secret minutes")


def test_the_last_reported_comes_first_of_one_day_the_last_recorded(client):
    action = make_action()
    for day, status in ((2, "on_track"), (3, "at_risk"), (3, "off_track"), (1, "not_started")):
        direction = "steady" if status == "at_risk" else ""
        told = {"reported_on": datetime.date(2026, 3, day), "status": status, "direction": direction}
        record_update(action=action, publication="published", **told)
    seen = read(client, f"actions/{action.uid}")
    assert [update["status"] for update in seen["updates"]] == ["off_track", "at_risk", "on_track", "not_started"]
    assert seen["status"] == "off_track"
