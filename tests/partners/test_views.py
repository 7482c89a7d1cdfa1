"""The page of all partners: who leads what, and never a private person's name to the public."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_action, make_known, make_lead, make_partner, make_plan, make_strategy
from tests.page_reading import links, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def knives():
    return make_strategy(plan=make_plan(slug="anytown"), ref="5.1", title="Knife crime")


def test_a_named_person_is_for_officers_only(client, officer, knives):
    person = make_partner(
        code="hcvs-named-officer",
        kind="person",
        name="Jane Doe",
        public_name="A named officer of HCVS",
        parent=make_partner(code="hcvs", name="HCVS"),
        succeeded_by=make_partner(kind="person", name="John Roe", public_name="Another named officer"),
    )
    make_lead(action=make_action(strategy=knives), partner=person, printed="Jane Doe")
    page = client.get("/partners/").content.decode()
    assert "A named officer of HCVS" in page
    assert "Doe" not in page
    assert "Roe" not in page
    client.force_login(officer)
    page = client.get("/partners/").content.decode()
    assert "Jane Doe" in page
    assert "succeeded by John Roe" in page


def test_no_partners(client):
    assert "No partner has been recorded yet." in read(client.get("/partners/"))


def test_partners_as_a_tree_with_counts(client, knives):
    police = make_partner(name="Police")
    inspector = make_partner(name="Inspector", kind="post", parent=police)
    council = make_partner(name="Council")
    make_known(make_partner(name="Team", kind="team", parent=council))
    trust = make_partner(name="Trust")
    first, second, third = (make_action(strategy=knives) for _ in range(3))
    make_lead(action=first, partner=police)
    make_lead(action=second, partner=inspector)
    make_lead(action=third, partner=inspector)
    make_lead(action=first, partner=trust)
    make_lead(action=make_action(strategy=knives, publication="draft"), partner=council)
    board = make_partner(name="Board", kind="board")
    make_lead(action=first, partner=make_partner(name="Manager", kind="post", parent=board))
    page = read(client.get("/partners/"))
    assert page.startswith("Partners Who leads the actions: 7 organisations, teams, boards and posts.")
    assert page.endswith(
        "Board Board, commission or partnership 1 in its parts Manager Post 1 action "
        "Council Organisation No actions Team Team No actions "
        "Police Organisation 1 action, 3 with its parts Inspector Post 2 actions "
        "Trust Organisation 1 action"
    )


def test_it_says_who_was_succeeded_and_leads_to_the_figures(client, knives):
    make_known(make_partner(name="Trust", succeeded_by=make_partner(name="Board")))
    response = client.get("/partners/")
    assert read(response).endswith("Board Organisation No actions Trust Organisation; succeeded by Board No actions")
    assert "/plans/anytown/partners/" in links(response)


def test_thirty_rows_cost_as_many_queries_as_three(client, knives, django_assert_num_queries):
    police = make_partner(code="police")

    def grow(count):
        for _ in range(count):
            make_lead(action=make_action(strategy=knives), partner=make_partner(parent=police))
            make_partner(succeeded_by=police)

    grow(3)
    with CaptureQueriesContext(connection) as few:
        client.get("/partners/")
    grow(27)
    with django_assert_num_queries(len(few)):
        client.get("/partners/")
