"""Pages of principles: who serves each, on what ground, and plainly where nobody does."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_action, make_alignment, make_framework, make_plan, make_principle, make_strategy
from tests.page_reading import links, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework():
    return make_framework(code="anytown-principles", title="Anytown principles")


@pytest.fixture
def knives(framework):
    plan = make_plan(slug="anytown", title="A safer town", framework=framework)
    return make_strategy(plan=plan, ref="5.1", title="Knife crime", position=1)


@pytest.mark.parametrize("address", ["anytown-principles/strategic-9", "nowhere/strategic-4"])
def test_an_unknown_principle_is_said_plainly(client, framework, address):
    make_principle(framework=framework, number=4)
    page = client.get(f"/principles/{address}/")
    assert page.status_code == 404
    framework, code = address.split("/")
    assert f"There is no principle “{code}” in a framework called “{framework}”." in read(page)


def test_no_principles(client):
    assert "No principles have been recorded yet." in read(client.get("/principles/"))


def test_principles_by_framework_and_kind_with_what_serves_them(client, knives, framework):
    stated = make_principle(framework=framework, number=4, short_title="Curtail", text="We curtail.")
    make_principle(framework=framework, number=6, short_title="Anti-racism", text="We are against it.")
    make_principle(framework=framework, kind="enabling", number=1, short_title="Together", text="We are.")
    make_principle(framework=make_framework(title="Other principles"), number=1, short_title="Else", text="Else.")
    first, second = (make_action(strategy=knives) for _ in range(2))
    make_alignment(action=first, principle=stated)
    make_alignment(action=second, principle=stated, basis="inherited", inherited_from=first)
    make_alignment(action=make_action(strategy=knives, publication="draft"), principle=stated)
    page = read(client.get("/principles/"))
    assert page.endswith(
        "Anytown principles Strategic 4 Curtail We curtail. 2 actions 1 stated "
        "6 Anti-racism We are against it. No action Enabling 1 Together We are. No action "
        "Other principles Strategic 1 Else Else. No action"
    )


def test_a_framework_is_introduced_in_its_own_words(client):
    make_principle(framework=make_framework(title="Our principles", introduction="## Strategic\n\nWe commit."))
    assert "Our principles How they are introduced Strategic We commit. Strategic" in read(client.get("/principles/"))


def test_a_principle_that_nobody_serves(client, knives, framework):
    make_principle(framework=framework, number=6, short_title="Anti-racism", text="We are against it.")
    response = client.get("/principles/anytown-principles/strategic-6/")
    page = read(response)
    assert page.startswith("Strategic principle 6 Anti-racism We are against it. No action serves this principle. None")
    assert "A safer town All principles by strategy Framework Anytown principles" in page
    assert "/plans/anytown/alignment/" in links(response)
    assert "/plans/anytown/actions/?principle=strategic-6" not in links(response)


def test_a_principle_with_the_actions_that_serve_it_by_basis(client, officer, knives, framework):
    principle = make_principle(framework=framework, number=4, short_title="Curtail")
    gangs = make_strategy(plan=knives.plan, ref="5.2", title="Gangs", position=2)
    stating = make_action(strategy=knives, ref="5.1.1", position=1, text="Patrol:\n\n- parks")
    make_alignment(action=make_action(strategy=gangs, ref="5.2.1", position=4), principle=principle, basis="assessed")
    make_alignment(action=stating, principle=principle)
    for n in (2, 3):
        inheriting = make_action(strategy=knives, ref=f"5.1.{n}", position=n)
        make_alignment(action=inheriting, principle=principle, basis="inherited", inherited_from=stating)
    make_alignment(action=make_action(strategy=gangs, ref="5.2.9", publication="draft"), principle=principle)
    make_alignment(strategy=make_strategy(plan=knives.plan, ref="6.1", title="Talk"), principle=principle)
    response = client.get("/principles/anytown-principles/strategic-4/")
    page = read(response)
    assert (
        "4 actions serve it 1 states it in the plan. 2 inherit it from a cell printed above. 1 was assessed by" in page
    )
    assert (
        "5.1 Knife crime Action 5.1.1 Patrol: parks Stated Action 5.1.2 Do something useful. "
        "The cell printed at 5.1.1 covers this row. Inherited Action 5.1.3" in page
    )
    assert (
        "5.2 Gangs Action 5.2.1 Do something useful. It plainly does. Assessed "
        "Strategies whose text serves it 6.1 Talk Stated “[Strategic 4]”" in page
    )
    assert "5.2.9" not in page
    assert "/plans/anytown/actions/?principle=strategic-4" in links(response)
    client.force_login(officer)
    assert "5 actions serve it 2 state it in the plan." in read(
        client.get("/principles/anytown-principles/strategic-4/")
    )


def test_one_action_alone_serves_it(client, knives, framework):
    principle = make_principle(framework=framework, number=4)
    stating = make_action(strategy=knives, publication="draft")
    make_alignment(action=make_action(strategy=knives), principle=principle, basis="inherited", inherited_from=stating)
    page = read(client.get("/principles/anytown-principles/strategic-4/"))
    assert "1 action serves it 1 inherits it from a cell printed above." in page


def test_two_plans_of_one_framework_are_told_apart(client, knives, framework):
    principle = make_principle(framework=framework, number=4)
    other = make_strategy(plan=make_plan(title="B plan", framework=framework), ref="1.1", title="Else", position=1)
    make_alignment(action=make_action(strategy=other, ref="1.1.1", position=1), principle=principle)
    for n in (1, 2):
        make_alignment(action=make_action(strategy=knives, ref=f"5.1.{n}", position=n), principle=principle)
    page = read(client.get("/principles/anytown-principles/strategic-4/"))
    assert "5.1 Knife crime A safer town Action 5.1.1" in page
    assert "1.1 Else B plan Action 1.1.1" in page
    assert page.count("5.1 Knife crime") == 1


@pytest.mark.parametrize("address", ["/principles/", "/principles/anytown-principles/strategic-4/"])
def test_thirty_rows_cost_as_many_queries_as_three(client, knives, framework, django_assert_num_queries, address):
    principle = make_principle(framework=framework, number=4)

    def grow(count):
        for _ in range(count):
            make_principle(framework=framework)
            make_alignment(action=make_action(strategy=make_strategy(plan=knives.plan)), principle=principle)
            make_alignment(strategy=make_strategy(plan=knives.plan), principle=principle)

    grow(3)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    grow(27)
    with django_assert_num_queries(len(few)):
        client.get(address)


def test_from_each_principle_to_the_one_before_and_after(client, framework):
    for kind, number in (("strategic", 1), ("strategic", 3), ("enabling", 1)):
        make_principle(framework=framework, kind=kind, number=number)
    make_principle(kind="strategic", number=2)
    steps = {
        address: read(client.get(f"/principles/anytown-principles/{address}/")).partition("JSON ")[2]
        for address in ("strategic-1", "strategic-3", "enabling-1")
    }
    assert steps == {
        "strategic-1": "All principles Next: Strategic 3 ›",
        "strategic-3": "‹ Previous: Strategic 1 All principles Next: Enabling 1 ›",
        "enabling-1": "‹ Previous: Strategic 3 All principles",
    }


def test_the_row_it_is_inherited_from_is_not_named_to_those_who_may_not_see_it(client, officer, knives, framework):
    principle = make_principle(framework=framework, number=4)
    hidden = make_action(strategy=knives, ref="5.1.4", publication="draft")
    make_alignment(action=make_action(strategy=knives), principle=principle, basis="inherited", inherited_from=hidden)
    address = "/principles/anytown-principles/strategic-4/"
    assert "A cell printed above covers this row. Inherited" in read(client.get(address))
    client.force_login(officer)
    assert "The cell printed at 5.1.4 covers this row. Inherited" in read(client.get(address))
