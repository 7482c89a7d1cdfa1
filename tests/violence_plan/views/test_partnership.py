"""The page of who leads, and with whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy
from tests.page_reading import links, read

pytestmark = pytest.mark.django_db

ADDRESS = "/plans/anytown/partners/"


@pytest.fixture
def knives():
    plan = make_plan(slug="anytown", title="A safer town", area="Anytown")
    return make_strategy(plan=plan, ref="5.1", title="Knives", position=1)


@pytest.fixture
def people(knives):
    """The council and an inspector of the police lead 5.1.1 together; nobody leads 5.2.1."""
    council = make_partner(code="council", name="Council, the")
    police = make_partner(code="police", name="Police")
    inspector = make_partner(code="inspector", name="Inspector", kind="post", parent=police)
    first = make_action(strategy=knives, ref="5.1.1")
    for partner in (council, inspector):
        make_lead(action=first, partner=partner)
    make_lead(action=make_action(strategy=knives, ref="5.1.2"), partner=inspector)
    make_action(strategy=make_strategy(plan=knives.plan, ref="5.2", title="Gangs", position=2), ref="5.2.1")
    return council, police, inspector


@pytest.mark.parametrize("ending", ["", "csv/"])
@pytest.mark.parametrize("slug", ["nowhere", "hidden", "x" * 5000])
def test_an_unknown_plan_is_said_plainly(client, slug, ending):
    make_plan(slug="hidden", publication="draft")
    page = client.get(f"/plans/{slug}/partners/{ending}")
    assert page.status_code == 404
    assert "There is no plan called" in read(page)


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        ("parts=all", ["There is no choice “all” of parts. Give it the value shown, or leave it out."]),
        ("parts=shown&parts=shown", ["Give this parameter once; it takes one value."]),
        ("parts=%00", ["There is no choice “�” of parts."]),
        ("parts=%3Cb%3E", ["There is no choice “<b>” of parts."]),
        (f"parts={'x' * 10_000}", [f"There is no choice “{'x' * 60}…” of parts."]),
    ],
)
@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}csv/"])
def test_what_the_page_does_not_know_is_named(client, people, address, query, sentences):
    response = client.get(f"{address}?{query}")
    page = read(response)
    assert response.status_code == 400
    assert [sentence for sentence in sentences if sentence not in page] == []
    assert "Who works with whom" not in page
    assert b"<title>Error: Who leads, and with whom" in response.content


def test_an_empty_value_is_one_not_given(client, people):
    assert read(client.get(f"{ADDRESS}?parts=")) == read(client.get(ADDRESS))


def test_a_plan_without_leads(client, knives):
    make_action(strategy=knives)
    page = read(client.get(ADDRESS))
    assert page.startswith("Who leads, and with whom The plan’s one action names no lead. Organisations")
    assert page.endswith("No partner leads an action that you can see. All partners, with what each is part of")


def test_organisations_against_strategies_and_with_whom(client, people):
    response = client.get(ADDRESS)
    page = read(response)
    assert page.startswith(
        "Who leads, and with whom Two partners lead 2 of 3 actions, with their teams and posts. 1 action names no lead."
    )
    assert (
        "Actions per partner and strategy, A safer town Partner Knives 5.1 Gangs 5.2 All strategies "
        "Council, the 1 action 0 1 action "
        "Police 2 actions 0 2 actions "
        "Actions with a lead, each once 2 actions 0 2 actions "
        "Actions without a lead 0 1 action 1 action "
        "All actions 2 actions 1 action 3 actions Download this table (CSV)"
    ) in page
    assert page.endswith(
        "Pairs of partners and the actions that name both Partner With Shared actions "
        "Council, the Police 1 action: 5.1.1 All partners, with what each is part of"
    )
    assert {
        "/plans/anytown/actions/?partner=police&strategy=5.1",
        "/plans/anytown/actions/?no_lead=true&strategy=5.2",
        "/plans/anytown/actions/5.1.1/",
        "/plans/anytown/strategies/5.2/",
        "/partners/police/",
        "/plans/anytown/partners/csv/",
    } <= set(links(response))


def test_teams_and_posts_stand_under_their_organisation(client, people):
    response = client.get(f"{ADDRESS}?parts=shown")
    page = read(response)
    assert "Police 2 actions 0 2 actions Police: Inspector 2 actions 0 2 actions Actions with a lead" in page
    assert "Council, the Inspector 1 action: 5.1.1" in page
    assert "/plans/anytown/partners/csv/?parts=shown" in links(response)
    assert 'aria-current="true">With their teams and posts' in response.content.decode()


def test_the_picture_names_everybody_and_leads_to_them(client, people):
    html = client.get(ADDRESS).content.decode()
    picture = html[html.index("<figure") : html.index("</figure>")]
    assert '<a href="/partners/police/">' in picture
    assert '<a href="/partners/council/">' in picture
    assert [name in picture for name in (">Council, the</text>", ">Police</text>")] == [True, True]
    assert picture.count('stroke-width="1.5"') == 3, "the line itself, and once for each of its ends"
    assert "style=" not in html


def test_actions_inside_one_organisation_join_nobody_until_its_parts_are_shown(client, knives):
    police = make_partner(name="Police")
    action = make_action(strategy=knives)
    for partner in (police, make_partner(name="Inspector", kind="post", parent=police)):
        make_lead(action=action, partner=partner)
    response = client.get(ADDRESS)
    assert "No action names two partners of different organisations." in read(response)
    assert b"<svg" not in response.content[response.content.index(b"<main") :]
    response = client.get(f"{ADDRESS}?parts=shown")
    assert "A band joins those of one organisation, a dashed line actions that stay inside it." in read(response)
    assert b"network__line--within" in response.content


def test_where_no_action_names_two_partners(client, knives):
    make_lead(action=make_action(strategy=knives))
    assert "No action names two partners. All partners" in read(client.get(f"{ADDRESS}?parts=shown"))


def test_the_table_as_csv(client, people, knives):
    make_lead(action=knives.actions.get(ref="5.1.2"), partner=make_partner(name="=Trust"))
    response = client.get(f"{ADDRESS}csv/")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="anytown-partners.csv"'
    assert response.content.decode() == (
        "Partner,Part of,5.1 Knives,5.2 Gangs,All strategies,access,exempt_paragraph,handling\n"
        "'=Trust,,1,0,1,open,,official\n"
        '"Council, the",,1,0,1,open,,official\n'
        "Police,,2,0,2,open,,official\n"
        '"Actions with a lead, each once",,2,0,2,open,,official\n'
        "Actions without a lead,,0,1,1,open,,official\n"
        "All actions,,2,1,3,open,,official\n"
    )


def test_a_strategy_that_a_spreadsheet_might_run_is_guarded(client, knives):
    make_action(strategy=make_strategy(plan=knives.plan, ref="=1", title="Sum"))
    assert client.get(f"{ADDRESS}csv/").content.startswith(
        b"Partner,Part of,'=1 Sum,All strategies,access,exempt_paragraph,handling\n"
    )


def test_teams_and_posts_in_the_csv_too(client, people):
    response = client.get(f"{ADDRESS}csv/?parts=shown")
    assert response.headers["Content-Disposition"] == 'attachment; filename="anytown-partners-with-parts.csv"'
    assert "\nPolice,,2,0,2,open,,official\nInspector,Police,2,0,2,open,,official\n" in response.content.decode()


@pytest.mark.parametrize("query", ["", "?parts=shown", "csv/", "csv/?parts=shown"])
def test_a_named_person_is_for_officers_only(client, officer, knives, query):
    action = make_action(strategy=knives)
    head = make_partner(name="Jane Doe", kind="person", public_name="A named officer")
    team = make_partner(name="Team", kind="team", parent=head)
    for partner in (head, team, make_partner(name="John Roe", kind="person", public_name="A named officer")):
        make_lead(action=action, partner=partner)
    page = client.get(ADDRESS + query).content.decode()
    assert page.count("A named officer") > 1
    assert "Doe" not in page
    assert "Roe" not in page
    client.force_login(officer)
    page = client.get(ADDRESS + query).content.decode()
    assert "Jane Doe" in page
    assert "John Roe" in page


@pytest.mark.parametrize("query", ["", "?parts=shown", "csv/?parts=shown"])
def test_thirty_rows_cost_as_many_queries_as_three(client, knives, django_assert_num_queries, query):
    def grow(count):
        for _ in range(count):
            action = make_action(strategy=make_strategy(plan=knives.plan))
            for partner in (make_partner(parent=make_partner()), make_partner()):
                make_lead(action=action, partner=partner)

    grow(3)
    with CaptureQueriesContext(connection) as few:
        client.get(ADDRESS + query)
    grow(27)
    with django_assert_num_queries(len(few)):
        client.get(ADDRESS + query)


def test_hackneys_partners_add_up(client, hackney):
    figures = client.get(f"/plans/{hackney}/partners/").context["partnership"]
    assert (figures.led.total.actions, figures.unled.total.actions, figures.every.total.actions) == (112, 19, 131)
    busiest = [(row.standing.partner.code, row.total.actions) for row in figures.busiest[:3]]
    assert busiest == [("london-borough-of-hackney", 67), ("mps", 23), ("rise-up-east-hackney-wick-partnership", 12)]
    first = figures.pairs[0]
    assert (first.first.partner.code, first.second.partner.code) == ("london-borough-of-hackney", "mps")
    assert [action.ref for action in first.actions] == [
        "5.1.2", "5.1.13", "5.1.14", "5.1.15", "5.1.23", "5.1.24", "5.1.26", "5.2.10", "5.2.11"
    ]  # fmt: skip
