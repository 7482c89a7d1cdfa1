"""The list of actions and its filters, as a page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    make_action,
    make_alignment,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
)
from tests.page_reading import links, read

pytestmark = pytest.mark.django_db
LIST = "/plans/anytown/actions/"


@pytest.fixture
def plan():
    """5.1.1 is led by the inspector of the police and states Strategic 4, 5.1.2 inherits it; 5.2.1 has nothing."""
    plan = make_plan(slug="anytown", title="A safer town")
    principle = make_principle(framework=plan.framework, number=4, short_title="Curtail")
    knives = make_strategy(plan=plan, ref="5.1", title="Knife crime", position=1)
    stating = make_action(strategy=knives, ref="5.1.1", text="Patrol the streets.", position=1)
    inheriting = make_action(strategy=knives, ref="5.1.2", text="Sweep the parks.", position=2)
    gangs = make_strategy(plan=plan, ref="5.2", title="Gangs", position=2)
    make_action(strategy=gangs, ref="5.2.1", text="Meet weekly.", position=3)
    make_alignment(action=stating, principle=principle)
    make_alignment(action=inheriting, principle=principle, basis="inherited", inherited_from=stating)
    police = make_partner(code="mps", name="Police")
    inspector = make_partner(code="inspector", name="Safer Schools Inspector", parent=police, kind="post")
    make_lead(action=stating, partner=inspector, role="support")
    make_partner(code="idle", name="Idle Trust")
    return plan


def rows(response):
    """The numbers of the actions listed."""
    numbers = [address.removeprefix(LIST).rstrip("/") for address in links(response) if address.startswith(LIST)]
    return [number for number in numbers if number]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("strategy=9.9", "There is no strategy “9.9”."),
        ("partner=nobody", "There is no partner “nobody”."),
        ("principle=strategic-99", "There is no principle “strategic-99”."),
        ("basis=guessed", "Choose one of: "),
        ("status=fine", "Choose one of: "),
        ("no_lead=maybe", "Choose one of: "),
        ("no_alignment=maybe", "Choose one of: "),
        ("ordering=size", "Choose one of: "),
        ("updated_since=yesterday", "Write a time as 2026-01-31T09:00:00Z"),
        ("theme=Nothing", "There is no theme “Nothing”."),
        ("plan=nowhere", "There is no plan “nowhere”."),
        ("q=" + "x" * 10_000, "Ensure this value has at most 200 characters"),
        ("q=a%00b", "Null characters are not allowed."),
    ],
)
def test_a_bad_filter_is_a_plain_message_and_no_rows(client, plan, query, message):
    page = client.get(f"{LIST}?{query}")
    assert page.status_code == 400
    assert read(page).startswith("There is a problem")
    assert message in read(page)
    assert "No actions are shown" in read(page)
    assert rows(page) == []


@pytest.mark.parametrize("query", ["q=", "q=+%0A", "strategy=+", "page=", "plan=%20&page="])
def test_what_is_empty_is_not_asked_for(client, plan, query):
    page = client.get(f"{LIST}?{query}")
    assert page.status_code == 200
    assert "All 3 actions" in read(page)
    assert "Remove filter" not in read(page)


def test_a_strategy_of_another_plan_is_not_known_here(client, plan):
    make_strategy(ref="7.7")
    assert client.get(f"{LIST}?strategy=7.7").status_code == 400


def test_the_form_keeps_what_was_typed_though_it_is_wrong(client, plan):
    html = client.get(f'{LIST}?strategy=9.9&q="knife+<b>&status=fine&theme=Lost').content.decode()
    assert '<a href="#filter-strategy">There is no strategy “9.9”.</a>' in html
    assert '<option value="9.9" selected>9.9</option>' in html
    assert 'aria-describedby="filter-strategy-error"' in html
    assert 'value="&quot;knife &lt;b&gt;"' in html
    assert 'name="status" value="fine" checked' in html
    assert '<input type="hidden" name="theme" value="Lost">' in html
    assert '<details class="govuk-details filters__more" open>' in html
    assert "<title>Error: Actions" in html


def test_markup_in_the_query_is_shown_and_never_run(client, plan):
    page = client.get(f"{LIST}?strategy=<script>alert(1)</script>")
    assert "<script" not in page.content.decode()
    assert "There is no strategy “<script>alert(1)</script>”." in read(page)


@pytest.mark.parametrize(
    ("query", "found", "chosen"),
    [
        ("strategy=5.1", ["5.1.1", "5.1.2"], "Strategy: 5.1 Knife crime ×"),
        ("partner=mps", ["5.1.1"], "Led by: Police ×"),
        ("principle=strategic-4", ["5.1.1", "5.1.2"], "Serves: Strategic 4: Curtail ×"),
        ("principle=strategic-4&basis=stated", ["5.1.1"], "Basis: Stated ×"),
        ("status=not_reported&status=on_track", ["5.1.1", "5.1.2", "5.2.1"], "Status: On track ×"),
        ("no_lead=true", ["5.1.2", "5.2.1"], "Lead: Nobody leads it ×"),
        ("no_lead=false", ["5.1.1"], "Lead: Somebody leads it ×"),
        ("no_alignment=true", ["5.2.1"], "Principles: Serves no principle ×"),
        ("q=sweeping", ["5.1.2"], "Words: sweeping ×"),
        ("q=5.2.1", ["5.2.1"], "Words: 5.2.1 ×"),
    ],
)
def test_a_filter_shows_its_rows_and_says_what_was_chosen(client, plan, query, found, chosen):
    page = client.get(f"{LIST}?{query}")
    assert page.status_code == 200
    assert rows(page) == found
    assert f"{len(found)} of 3 actions" in read(page)
    assert chosen in read(page)


def test_without_filters_all_are_shown_in_printed_order(client, plan):
    page = client.get(LIST)
    assert rows(page) == ["5.1.1", "5.1.2", "5.2.1"]
    assert "All 3 actions" in read(page)
    assert "Chosen filters" not in page.content.decode()
    assert (
        "5.1 Knife crime Action 5.1.1 Patrol the streets. Safer Schools Inspector (supports) S4 Curtail, stated"
        in read(page)
    )
    assert '<details class="govuk-details filters__more">' in page.content.decode()


def test_an_empty_choice_asks_for_nothing(client, plan):
    page = client.get(f"{LIST}?q=&strategy=&partner=&principle=&no_lead=&no_alignment=&ordering=")
    assert "All 3 actions" in read(page)
    assert page.status_code == 200


def test_the_order_can_be_turned(client, plan):
    page = client.get(f"{LIST}?ordering=-position")
    assert rows(page) == ["5.2.1", "5.1.2", "5.1.1"]
    assert '<option value="-position" selected>As printed, last first</option>' in page.content.decode()


def test_each_choice_can_be_taken_back_alone(client, plan):
    page = client.get(f"{LIST}?strategy=5.1&status=on_track&status=not_reported&page=1&ordering=-position")
    assert links(page)[:4] == [
        "?status=on_track&status=not_reported&ordering=-position",
        "?strategy=5.1&status=not_reported&ordering=-position",
        "?strategy=5.1&status=on_track&ordering=-position",
        LIST,
    ]


def test_what_has_no_field_is_named_too_and_kept_by_the_form(client, plan):
    html = client.get(f"{LIST}?no_theme=true&principle_kind=strategic").content.decode()
    assert "Theme: none" in html
    assert "Kind of principle: Strategic" in html
    assert '<input type="hidden" name="no_theme" value="true">' in html
    assert '<input type="hidden" name="principle_kind" value="strategic">' in html


def test_nothing_found_leads_on(client, plan):
    page = client.get(f"{LIST}?q=zebra")
    assert page.status_code == 200
    assert "0 of 3 actions" in read(page)
    assert "No action matches this. Show all 3 actions. The search looks for English words" in read(page)
    page = client.get(f"{LIST}?strategy=5.2&no_lead=false")
    assert "No action matches all of these together. Take one of them away, or show all 3 actions." in read(page)
    assert "The search looks" not in read(page)


def test_only_partners_who_lead_here_are_offered(client, officer, plan):
    person = make_partner(code="named", kind="person", name="Jane Doe", public_name="A named officer")
    make_lead(action=plan.actions.get(ref="5.2.1"), partner=person)
    html = client.get(LIST).content.decode()
    assert '<option value="mps">Police</option>' in html
    assert '<option value="inspector">Safer Schools Inspector</option>' in html
    assert '<option value="named">A named officer</option>' in html
    assert "Idle Trust" not in html
    client.force_login(officer)
    assert '<option value="named">Jane Doe</option>' in client.get(LIST).content.decode()


def test_a_plan_without_principles_offers_none(client, plan):
    plan.framework = None
    plan.save()
    plan.actions.all().delete()
    page = client.get(LIST)
    assert page.status_code == 200
    assert '<option value="">All principles</option>' in page.content.decode()
    assert "strategic-4" not in page.content.decode()


def test_a_long_list_comes_in_pages_that_keep_the_filters(client, plan):
    gangs = plan.strategies.get(ref="5.2")
    for n in range(60):
        make_action(strategy=gangs, ref=f"5.2.{n + 2}", position=100 + n)
    first, second = (client.get(f"{LIST}?strategy=5.2&page={number}") for number in (1, 2))
    assert (len(rows(first)), len(rows(second))) == (50, 11)
    assert "?strategy=5.2&amp;page=2" in first.content.decode()
    assert "?strategy=5.2&amp;page=1" in second.content.decode()
    assert 'aria-label="Page 2" aria-current="page"' in second.content.decode()
    assert "<title>Actions, page 2" in second.content.decode()


def test_thirty_rows_cost_as_many_queries_as_three(client, plan, django_assert_num_queries):
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    stating, principle = plan.actions.get(ref="5.1.1"), plan.framework.principles.get()
    for n in range(27):
        action = make_action(strategy=stating.strategy, ref=f"5.1.{n + 3}", position=10 + n)
        make_lead(action=action)
        make_alignment(action=action, principle=principle, basis="inherited", inherited_from=stating)
    with django_assert_num_queries(len(few)):
        page = client.get(LIST)
    assert len(rows(page)) == 30
