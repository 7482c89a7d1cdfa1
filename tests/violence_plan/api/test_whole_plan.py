"""A whole plan as one document: which rows are in it, for whom."""

import pytest
from django.utils import timezone

from actions.models import Indicator, Period, Plan, Section, SourceNote
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
)

pytestmark = pytest.mark.django_db

DOCUMENT = "/api/v1/plans/anytown/plan.json"


@pytest.fixture
def plan():
    """A plan whose action is led by a person of a team, and a draft of which nothing may be told; another plan."""
    ours = make_framework(code="ours", title="Our principles", introduction="We care.")
    plan = make_plan(
        slug="anytown",
        title="A safer town",
        framework=ours,
        licence="Open",
        source_title="The plan",
        source_date="2026-01-01",
    )
    make_principle(framework=ours, number=1)
    section = Section.objects.create(plan=plan, ref="5", title="Young people", position=1)
    empty = Section.objects.create(plan=plan, ref="6", title="Later", position=2)
    Period.objects.create(plan=plan, code="2026-27", title="FY 2026/27", starts_on="2026-04-01", ends_on="2027-03-31")
    council = make_partner(code="council", name="Council", succeeded_by=make_partner(code="trust", name="Trust"))
    team = make_partner(code="team", name="Team", kind="team", parent=council)
    person = make_partner(code="officer-1", name="Zoe", kind="person", public_name="A named officer", parent=team)
    owner = make_partner(code="owner", name="Owner")
    knives = make_strategy(plan=plan, ref="5.1", title="Knives", section=section, owner=owner)
    sweep = make_action(strategy=knives, ref="5.1.1", text="Sweep.", position=1)
    make_lead(action=sweep, partner=person, printed="Zoe")
    make_alignment(action=sweep, principle=make_principle(framework=make_framework(code="theirs"), number=3))
    hidden = make_strategy(plan=plan, ref="9.9", title="Secret", section=empty, publication="draft")
    drafted = make_action(strategy=hidden, ref="9.9.1", text="Secret.", position=2)
    make_lead(action=drafted, partner=make_partner(code="secret-partner", name="Spies"))
    make_alignment(action=drafted, principle=make_principle(framework=make_framework(code="secret-principles")))
    for strategy, word in ((knives, "Plain"), (hidden, "Secret")):
        add_parts(strategy, word)
    elsewhere = make_strategy(plan=make_plan(slug="elsewhere"))
    make_lead(action=make_action(strategy=elsewhere))
    add_parts(elsewhere, "Other")
    make_term(plan=plan, term="MPS", expansion="Police")
    return plan


def add_parts(strategy, word):
    """A theme, an indicator and a source note of a strategy, which say the word."""
    plan, number = strategy.plan, strategy.plan.source_notes.count() + 1
    make_theme(strategy=strategy, title=f"{word} theme")
    Indicator.objects.create(plan=plan, strategy=strategy, code=f"i-{number}", title=f"{word} count", position=number)
    SourceNote.objects.create(plan=plan, strategy=strategy, number=number, kind="text", note=f"{word} note")


def document(client):
    """The document as it is read."""
    return client.get(DOCUMENT).json()


def test_nothing_hidden_and_no_private_name_is_in_it(client, plan):
    text = client.get(DOCUMENT).content.decode()

    assert [word for word in ("Secret", "secret", "Spies", "Zoe", "9.9", "Later") if word in text] == []


def test_an_officer_finds_all_of_it(client, officer, plan):
    client.force_login(officer)
    found = document(client)

    assert [action["ref"] for action in found["actions"]] == ["5.1.1", "9.9.1"]
    assert [section["title"] for section in found["sections"]] == ["Young people", "Later"]
    assert "secret-partner" in [partner["code"] for partner in found["partners"]]
    assert "secret-principles" in [framework["code"] for framework in found["frameworks"]]
    assert found["actions"][0]["leads"][0]["name"] == "Zoe"


def test_it_says_what_it_is_and_where_it_is_described(client, plan):
    found = document(client)

    assert {name: found[name] for name in list(found)[:5]} == {
        "$schema": "http://testserver/api/v1/schema/#/components/schemas/PlanDocument",
        "made_on": f"{timezone.localdate()}",
        "url": "http://testserver/plans/anytown/",
        "licence": "Open",
        "source": {"title": "The plan", "date": "2026-01-01"},
    }
    assert "PlanDocument" in client.get("/api/v1/schema/").json()["components"]["schemas"]


def test_each_part_is_what_its_list_answers_of_the_plan(client, plan):
    found = document(client)

    def listed(name):
        return client.get(f"/api/v1/{name}/?page_size=1000").json()["results"]

    assert [found["plan"]] == [one for one in listed("plans") if one["slug"] == "anytown"]
    for name in ("strategies", "themes", "actions", "indicators", "notes", "glossary"):
        assert found[name] == [row for row in listed(name) if row["plan"] == "anytown"] != []
    used = ["council", "officer-1", "owner", "team", "trust"]
    assert found["partners"] == [row for row in listed("partners") if row["code"] in used]
    assert [row["code"] for row in found["partners"]] == used
    assert found["principles"] == [row for row in listed("principles") if row["framework"] in ("ours", "theirs")]


def test_what_has_no_list_of_its_own(client, plan):
    found = document(client)

    ours = {name: found["frameworks"][0][name] for name in ("code", "title", "introduction")}
    assert ours == {"code": "ours", "title": "Our principles", "introduction": "We care."}
    assert [framework["code"] for framework in found["frameworks"]] == ["ours", "theirs"]
    assert found["sections"] == [
        {"ref": "5", "title": "Young people", "printed_title": "", "introduction": "", "position": 1}
    ]
    assert found["periods"] == [
        {"code": "2026-27", "title": "FY 2026/27", "starts_on": "2026-04-01", "ends_on": "2027-03-31"}
    ]


def test_an_empty_plan_without_principles(client):
    Plan.objects.create(slug="anytown", title="Bare", area="Anytown", publication="published")

    found = document(client)

    assert [name for name, part in found.items() if isinstance(part, list) and part] == []
