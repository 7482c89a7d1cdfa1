"""Pages of partners: who leads what, and never a private person's name to the public."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.models import Alias
from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy
from tests.page_reading import links, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def knives():
    return make_strategy(plan=make_plan(slug="anytown"), ref="5.1", title="Knife crime")


@pytest.fixture
def person():
    """Jane Doe of HCVS, who leads an action of 5.1."""
    person = make_partner(
        code="hcvs-named-officer",
        kind="person",
        name="Jane Doe",
        public_name="A named officer of HCVS",
        parent=make_partner(code="hcvs", name="HCVS"),
    )
    Alias.objects.create(partner=person, name="J. Doe")
    return person


@pytest.mark.parametrize("code", ["nobody", "hcvs-nobody"])
def test_an_unknown_partner_is_said_plainly(client, person, code):
    page = client.get(f"/partners/{code}/")
    assert page.status_code == 404
    assert f"There is no partner called “{code}”." in read(page)


@pytest.mark.parametrize("address", ["/partners/", "/partners/hcvs/", "/partners/hcvs-named-officer/"])
def test_a_named_person_is_for_officers_only(client, officer, knives, person, address):
    make_lead(action=make_action(strategy=knives), partner=person, printed="Jane Doe")
    person.succeeded_by = make_partner(kind="person", name="John Roe", public_name="Another named officer")
    person.save()
    html = client.get(address).content.decode()
    assert "A named officer of HCVS" in html
    assert "Doe" not in html
    assert "Roe" not in html
    client.force_login(officer)
    assert "Jane Doe" in client.get(address).content.decode()


def test_an_officer_reads_what_the_public_reads_of_a_person(client, officer, person):
    client.force_login(officer)
    page = read(client.get("/partners/hcvs-named-officer/"))
    assert page.startswith("Named person Jane Doe No action names it as lead.")
    assert "The public reads A named officer of HCVS Belongs to HCVS Also printed as J. Doe" in page


def test_no_partners(client):
    assert "No partner has been recorded yet." in read(client.get("/partners/"))


def test_partners_as_a_tree_with_counts(client, knives):
    police = make_partner(name="Police")
    inspector = make_partner(name="Inspector", kind="post", parent=police)
    council = make_partner(name="Council")
    make_partner(name="Team", kind="team", parent=council)
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


def test_a_partner_with_all_that_is_known_of_it(client, knives):
    old = make_partner(name="Old Force", succeeded_on=None)
    police = make_partner(
        code="police",
        name="Police",
        description="They keep the peace.",
        parent=make_partner(code="home", name="Home Office"),
        succeeded_by=make_partner(name="New Force"),
        succeeded_on=datetime.date(2022, 7, 1),
    )
    old.succeeded_by, old.succeeded_on = police, datetime.date(2001, 1, 1)
    old.save()
    Alias.objects.create(partner=police, name="MPS")
    team = make_partner(code="team", name="team", kind="team", parent=police)
    make_partner(name="Zoo", kind="team", parent=police)
    post = make_partner(name="Sergeant", kind="post", parent=team)
    knives.owner = police
    knives.save()
    own, shared = (make_action(strategy=knives, ref=f"5.1.{n}", position=n) for n in (1, 2))
    make_lead(action=own, partner=police)
    make_lead(action=shared, partner=police, role="support")
    make_lead(action=shared, partner=post)
    response = client.get("/partners/police/")
    page = read(response)
    assert page.startswith("Organisation Police They keep the peace. Leads 2 actions. Actions it leads 5.1 Knife crime")
    assert "Action 5.1.1 Do something useful. Action 5.1.2 Do something useful. (supports)" in page
    assert (
        "Actions its parts lead Sergeant Action 5.1.2 Do something useful. Belongs to Home Office Parts team Zoo"
        in page
    )
    assert "Answers for 5.1 Knife crime Succeeded by New Force on 1 July 2022 Took over from Old Force on" in page
    assert "1 January 2001 Also printed as MPS Also read as JSON" in page
    assert "/plans/anytown/actions/5.1.1/" in links(response)
    assert "Sergeant" not in page.partition("Parts team")[2]


@pytest.mark.parametrize(
    ("own", "parts", "sentence"),
    [
        (0, 0, "No action names it as lead."),
        (1, 0, "Leads 1 action."),
        (0, 1, "Its parts lead 1 action."),
        (1, 2, "Leads 1 action itself, 3 together with its parts."),
    ],
)
def test_one_sentence_says_how_much_it_leads(client, knives, own, parts, sentence):
    partner = make_partner(code="police")
    part = make_partner(parent=partner)
    for leader in [partner] * own + [part] * parts:
        make_lead(action=make_action(strategy=knives), partner=leader)
    assert sentence in read(client.get("/partners/police/"))


@pytest.mark.parametrize("address", ["/partners/", "/partners/police/"])
def test_thirty_rows_cost_as_many_queries_as_three(client, knives, django_assert_num_queries, address):
    police = make_partner(code="police")

    def grow(count):
        for _ in range(count):
            part = make_partner(parent=police)
            make_lead(action=make_action(strategy=knives), partner=police)
            make_lead(action=make_action(strategy=make_strategy(plan=knives.plan)), partner=part)
            make_strategy(plan=knives.plan, owner=police)
            make_partner(succeeded_by=police)

    grow(3)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    grow(27)
    with django_assert_num_queries(len(few)):
        client.get(address)
