"""What a plan lacks, as JSON and as tables: every kind with its count, and the rows of each."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import (
    make_action,
    make_alignment,
    make_framework,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
)
from violence_plan.gaps.every import KINDS

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/gaps/"
NO_DAYS = "is no number of days. Write a whole number from 1 to 3650."
ONCE = "Give this parameter once; it takes one value."
OPEN = {"access": "open", "exempt_paragraph": None, "handling": "official"}
EMPTY = {
    "action": None,
    "similar_action": None,
    "shared_words": [],
    "principle": None,
    "stated_by": [],
    "strategy": None,
    "partner": None,
    "successor": None,
    "succeeded_on": None,
    "actions": None,
    **OPEN,
}


@pytest.fixture
def plan():
    """5.1 with five led actions and a loose one, 3.1 in prose; principle 1 is served, 2 only stated in words."""
    plan = make_plan(slug="anytown", framework=make_framework(code="ours"))
    served = make_principle(framework=plan.framework, number=1, short_title="Early", text="Act early.")
    silent = make_principle(framework=plan.framework, number=2, short_title="Late", text="Act late.")
    prose = make_strategy(plan=plan, ref="3.1", title="Homes", position=1)
    make_alignment(strategy=prose, principle=silent)
    knives = make_strategy(plan=plan, ref="5.1", title="Knives", position=2)
    trust = make_partner(code="trust", name="Trust")
    officer = make_partner(
        code="officer-1",
        name="Zoe",
        kind="person",
        public_name="A named officer",
        succeeded_by=trust,
        succeeded_on="2026-01-01",
    )
    for number in range(1, 6):
        action = make_action(strategy=knives, ref=f"5.1.{number}", text=f"Sweep {number}.", position=number)
        make_alignment(action=action, principle=served)
        make_lead(action=action, partner=officer)
    make_action(strategy=knives, ref="5.1.6", text="Wait.", position=6)
    return plan


def get(client, address, status=200):
    """What the API answers."""
    response = client.get(f"{ADDRESS}{address}")
    assert response.status_code == status
    return response.json()


def rows(client, kind, query=""):
    """The rows of a kind of gap, and how many there are."""
    page = get(client, f"anytown/{kind}/{query}")
    return page["count"], page["results"]


def counts(client, query=""):
    """How many there are of each kind of which there is any."""
    return {gap["kind"]: gap["count"] for gap in get(client, query)["gaps"] if gap["count"]}


@pytest.mark.parametrize(
    ("address", "errors"),
    [
        ("?plan=nowhere", {"plan": ["There is no plan “nowhere”."]}),
        ("?plan=hidden", {"plan": ["There is no plan “hidden”."]}),
        ("?plan=%00", {"plan": ["Null characters are not allowed."]}),
        ("?plan=anytown&plan=anytown", {"plan": [ONCE]}),
        ("?days=0", {"days": [f"“0” {NO_DAYS}"]}),
        ("?days=%00", {"days": [f"“�” {NO_DAYS}"]}),
        ("?format=xml", {"format": ["Choose one of: json, csv."]}),
        ("?kind=no-lead", {"kind": ["There is no parameter “kind”. Known here: days, plan, format."]}),
        ("anytown/no-lead/?days=30&days=60", {"days": [ONCE]}),
        ("anytown/no-lead/?page_size=1001", {"page_size": ["Give 1000 or less."]}),
        ("anytown/no-lead/?format=csv&page=x", {"page": ["Give a whole number, 1 or more."]}),
        (
            "anytown/no-lead/?plan=anytown",
            {
                "plan": [
                    "There is no parameter “plan”. Known here: days, access, exempt_paragraph, handling, page, "
                    "page_size, format."
                ]
            },
        ),
    ],
)
def test_what_means_nothing_is_refused_by_name(client, plan, address, errors):
    make_plan(slug="hidden", publication="draft")

    assert get(client, address, 400)["errors"] == errors


def test_of_several_plans_one_must_be_named(client, plan):
    make_plan(slug="elsewhere")

    assert get(client, "", 400)["errors"] == {"plan": ["Say which plan: anytown, elsewhere."]}


@pytest.mark.parametrize("address", ["elsewhere/no-lead/", "hidden/no-lead/", "hidden/nothing/", "anytown/no%20lead/"])
def test_there_is_no_such_plan_for_a_stranger(client, plan, address):
    make_plan(slug="hidden", publication="draft")

    assert get(client, address, 404)["detail"] == "There is nothing at this address, or nothing that you may see."


def test_there_is_no_such_kind(client, plan):
    detail = f"There is no kind of gap “nothing”. There are: {', '.join(KINDS)}."

    assert get(client, "anytown/nothing/", 404)["detail"] == detail


def test_a_page_that_is_not_there(client, plan):
    assert get(client, "anytown/no-lead/?page=2", 404)["errors"] == {
        "page": ["There is no page 2: this list has 1 page."]
    }


def test_a_plan_without_actions_lacks_every_principle(client):
    make_principle(framework=make_plan(slug="anytown").framework)

    assert counts(client) == {"unserved-principles": 1}
    assert rows(client, "no-lead") == (0, [])


def test_every_kind_is_there_with_its_count_and_what_it_means(client, plan):
    found = get(client, "?days=30")

    assert [gap["kind"] for gap in found["gaps"]] == list(KINDS)
    assert (found["plan"], found["read_on"], found["days"], found["actions"]) == (
        "anytown",
        f"{timezone.localdate()}",
        30,
        6,
    )
    assert found["url"] == "http://testserver/plans/anytown/gaps/"
    assert found["gaps"][3] == {
        "kind": "no-lead",
        "title": "Actions without a lead",
        "count": 1,
        "share": "of 6 actions, 17%",
        "why": "What nobody leads, nobody answers for.",
        "nothing": "Every action has a lead.",
        "note": "",
        "columns": [
            "action_no",
            "action",
            "strategy",
            "strategy_title",
            "leads",
            "status",
            "last_reported_on",
            "ends_on",
            *OPEN,
        ],
        "rows": "http://testserver/api/v1/gaps/anytown/no-lead/?days=30",
        **OPEN,
    }


def test_the_count_of_every_kind_is_that_of_its_rows(client, plan):
    for gap in get(client, "")["gaps"]:
        address = gap["rows"].removeprefix(f"http://testserver{ADDRESS}")
        assert get(client, address)["count"] == gap["count"], gap["kind"]


def test_a_row_about_an_action(client, plan):
    knives, loose = plan.strategies.get(ref="5.1"), plan.actions.get(ref="5.1.6")

    assert rows(client, "no-lead") == (
        1,
        [
            EMPTY
            | {
                "action": {
                    "uid": str(loose.uid),
                    "ref": "5.1.6",
                    "text": "Wait.",
                    "strategy": {"uid": str(knives.uid), "ref": "5.1", "title": "Knives"},
                    "leads": [],
                    "status": "not_reported",
                    "last_reported_on": None,
                    "ends_on": None,
                    "url": "http://testserver/plans/anytown/actions/5.1.6/",
                }
            }
        ],
    )


def test_a_row_about_a_principle(client, plan):
    homes = plan.strategies.get(ref="3.1")
    principle = {
        "framework": "ours",
        "code": "strategic-2",
        "kind": "strategic",
        "number": 2,
        "short_title": "Late",
        "text": "Act late.",
    }
    stated_by = [{"uid": str(homes.uid), "ref": "3.1", "title": "Homes"}]

    assert rows(client, "unserved-principles") == (
        1,
        [EMPTY | {"principle": principle, "stated_by": stated_by, "actions": 0}],
    )


def test_a_row_about_a_principle_and_the_one_strategy_that_serves_it(client, plan):
    make_action(strategy=make_strategy(plan=plan, ref="5.2", position=3))
    knives = {"uid": str(plan.strategies.get(ref="5.1").uid), "ref": "5.1", "title": "Knives"}

    [row] = rows(client, "lone-principles")[1]

    assert (row["principle"]["code"], row["strategy"], row["actions"]) == ("strategic-1", knives, 5)


def test_a_row_about_a_strategy(client, plan):
    quiet = make_strategy(plan=plan, ref="4.1", title="Quiet", position=3)

    assert rows(client, "silent-strategies") == (
        1,
        [EMPTY | {"strategy": {"uid": str(quiet.uid), "ref": "4.1", "title": "Quiet"}, "actions": 0}],
    )


def test_a_row_about_a_partner_names_no_private_person_but_to_officers(client, officer, plan):
    expected = EMPTY | {
        "partner": {"code": "officer-1", "name": "A named officer"},
        "successor": {"code": "trust", "name": "Trust"},
        "succeeded_on": "2026-01-01",
        "actions": 5,
    }

    assert rows(client, "replaced") == (1, [expected])
    assert "Zoe" not in f"{rows(client, 'no-alignment')}{client.get(f'{ADDRESS}anytown/replaced/?format=csv').content}"
    client.force_login(officer)
    assert rows(client, "replaced")[1][0]["partner"]["name"] == "Zoe"


def test_a_row_about_two_actions_alike(client, plan):
    text = "Mentor apprentices through weekend boxing tournaments."
    there = make_strategy(plan=plan, ref="5.2", position=3)
    make_action(strategy=there, ref="5.2.1", text=text, position=8)
    make_action(strategy=plan.strategies.get(ref="5.1"), ref="5.1.7", text=text, position=7)

    [row] = rows(client, "similar-actions")[1]

    assert (row["action"]["ref"], row["similar_action"]["ref"], row["action"]["leads"]) == ("5.1.7", "5.2.1", [])
    assert "boxing" in row["shared_words"]


def test_nothing_hidden_counts(client, officer, plan):
    before = get(client, "")
    knives = plan.strategies.get(ref="5.1")
    for strategy, publication in (
        (knives, "draft"),
        (make_strategy(plan=plan, ref="9.9", publication="draft"), "published"),
    ):
        action = make_action(strategy=strategy, publication=publication)
        make_alignment(action=action, principle=plan.framework.principles.get(number=2))
        make_lead(action=action, partner=make_partner(succeeded_by=make_partner()))

    assert get(client, "") == before
    client.force_login(officer)
    assert get(client, "")["actions"] == 8
    assert counts(client)["replaced"] == 3


def test_tables_say_plan_and_day_and_are_those_of_the_page(client, plan):
    day = timezone.localdate()
    kinds = client.get(f"{ADDRESS}?format=csv")
    assert kinds["Content-Disposition"] == f'attachment; filename="anytown-gaps-{day}.csv"'
    assert kinds.content.decode().splitlines()[:2] == [
        "kind,title,count,share,why,access,exempt_paragraph,handling",
        'unserved-principles,Principles nobody serves,1,"of 2 principles, 50%",'
        '"What the plan says it stands for, but no action does.",open,,official',
    ]

    rows = client.get(f"{ADDRESS}anytown/no-update/", headers={"accept": "text/csv"})
    assert rows["Content-Type"] == "text/csv; charset=utf-8"
    assert rows["Content-Disposition"] == f'attachment; filename="anytown-no-update-{day}.csv"'
    assert rows.content == client.get("/plans/anytown/gaps/no-update.csv").content

    page = client.get(f"{ADDRESS}anytown/no-update/?format=csv&page_size=2&page=2").content
    assert [line[:5] for line in page.decode().splitlines()] == ["actio", "5.1.3", "5.1.4"]


def test_a_list_is_read_page_by_page_and_by_head(client, plan):
    page = get(client, "anytown/no-update/?page_size=4")

    assert (page["count"], len(page["results"]), page["next"]) == (
        6,
        4,
        f"http://testserver{ADDRESS}anytown/no-update/?page=2&page_size=4",
    )
    assert client.head(f"{ADDRESS}anytown/no-update/").status_code == 200


@pytest.mark.parametrize(("address", "number"), [("", 22), ("anytown/no-lead/", 5), ("anytown/replaced/", 4)])
def test_it_costs_as_many_queries_whatever_there_is(client, plan, address, number):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            get(client, address)
        return len(asked)

    make_strategy(plan=plan)  # without a principle
    before = queries()
    for _ in range(10):
        action = make_action(strategy=make_strategy(plan=plan))
        make_lead(action=action, partner=make_partner(succeeded_by=make_partner()))
        make_action(strategy=action.strategy)

    assert queries() == before == number
