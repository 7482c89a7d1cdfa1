"""The page of one partner: what it leads, where, with whom and to what end; nobody's name to the public."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.models import Alias
from tests.factories import (
    make_action,
    make_alignment,
    make_known,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
)
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


@pytest.mark.parametrize("code", ["nobody", "hcvs-nobody", "x" * 300])
def test_an_unknown_partner_is_said_plainly(client, person, code):
    page = client.get(f"/partners/{code}/")
    assert page.status_code == 404
    assert f"There is no partner called “{code[:60]}" in read(page)


@pytest.mark.parametrize("code", ["a%00b", "a b", "<b>"])
def test_what_is_no_code_is_no_address(client, code):
    assert client.get(f"/partners/{code}/").status_code == 404


@pytest.mark.parametrize("address", ["/partners/hcvs/", "/partners/hcvs-named-officer/"])
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
    assert "The public reads A named officer of HCVS Also printed as J. Doe" in page


def test_a_partner_with_all_that_is_known_of_it(client, knives):
    home = make_partner(code="home", name="Home Office")
    board = make_partner(name="Board")
    force = make_partner(name="New Force", succeeded_by=board)
    police = make_partner(
        code="police",
        name="Police",
        description="They keep the peace.",
        parent=home,
        succeeded_by=force,
        succeeded_on=datetime.date(2022, 7, 1),
    )
    old = make_partner(name="Old Force", succeeded_by=police, succeeded_on=datetime.date(2001, 1, 1))
    make_known(make_partner(name="Watch", succeeded_by=old))
    Alias.objects.create(partner=police, name="MPS")
    team = make_partner(code="team", name="team", kind="team", parent=police)
    make_known(make_partner(name="Zoo", kind="team", parent=police))
    post = make_partner(name="Sergeant", kind="post", parent=team)
    knives.owner = police
    knives.save()
    own, shared = (make_action(strategy=knives, ref=f"5.1.{n}", position=n) for n in (1, 2))
    make_lead(action=own, partner=police)
    make_lead(action=shared, partner=police, role="support")
    make_lead(action=shared, partner=post)
    make_lead(action=make_action(strategy=knives, ref="5.1.3"), partner=old)
    response = client.get("/partners/police/")
    page = read(response)
    assert page.startswith("Organisation Police They keep the peace. Leads 2 actions. Where it leads 5.1 Knife crime")
    assert "Action 5.1.1 Do something useful. Action 5.1.2 Do something useful. (supports)" in page
    assert "Actions its parts lead Sergeant Action 5.1.2 Do something useful. Its place" in page
    assert "Its place Home Office Police team 1 action Sergeant 1 action Zoo Answers for 5.1 Knife crime" in page
    assert page.endswith(
        "Took over from Watch by way of Old Force, date not known Old Force on 1 January 2001 (leads 1 action) "
        "Succeeded by New Force on 1 July 2022 Board by way of New Force, date not known "
        "Also printed as MPS Also read as JSON"
    )
    assert "/plans/anytown/actions/5.1.1/" in links(response)


def test_where_with_whom_and_to_what_end(client, knives):
    police, council = make_partner(code="police", name="Police"), make_partner(code="council", name="Council")
    stated = make_principle(framework=knives.plan.framework, number=1, short_title="Causes")
    make_principle(framework=knives.plan.framework, number=2, short_title="Anti-racism")
    for number, partners in enumerate(([police, council], [police]), 1):
        action = make_action(strategy=knives, ref=f"5.1.{number}", position=number)
        make_alignment(action=action, principle=stated)
        for partner in partners:
            make_lead(action=action, partner=partner)
    response = client.get("/partners/police/")
    assert (
        "Where it leads 5.1 Knife crime 2 actions in 5.1 "
        "With whom Partners named on the same actions Partner Shared actions Council 1 action: 5.1.1 "
        "Which principles its work serves Its 2 actions serve 1 of the plan’s 2 principles. "
        "Each figure leads to the actions it counts. Its actions per principle, by who says that they serve it "
        "Principle Stated Inherited Assessed S1 Causes 2 actions 0 0 S2 Anti-racism 0 0 0 Stated: the plan prints"
    ) in read(response)
    assert {
        "/plans/anytown/actions/?partner=police&strategy=5.1",
        "/plans/anytown/actions/?partner=police&principle=strategic-1&basis=stated",
        "/partners/council/",
        "/plans/anytown/partners/",
    } <= set(links(response))
    assert "Its action serves 1 of the plan’s 2 principles." in read(client.get("/partners/council/"))


@pytest.mark.parametrize(
    ("actions", "sentence"),
    [(1, "Its action names no other partner."), (2, "None of its actions names another partner.")],
)
def test_a_partner_that_works_alone(client, knives, actions, sentence):
    police = make_partner(code="police")
    for _ in range(actions):
        make_lead(action=make_action(strategy=knives), partner=police)
    assert f"With whom {sentence}" in read(client.get("/partners/police/"))


def test_what_it_does_in_several_plans_stands_apart(client, knives):
    police = make_partner(code="police")
    other = make_strategy(plan=make_plan(slug="elsewhere", title="A plan elsewhere"), ref="9", title="Peace")
    for strategy in (knives, other):
        make_lead(action=make_action(strategy=strategy), partner=police)
    page = read(client.get("/partners/police/"))
    assert "Leads 2 actions. A plan 5.1 Knife crime 1 action in 5.1" in page
    assert "A plan elsewhere 9 Peace 1 action in 9" in page


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
    partner = make_known(make_partner(code="police"))
    part = make_partner(parent=partner)
    for leader in [partner] * own + [part] * parts:
        make_lead(action=make_action(strategy=knives), partner=leader)
    assert sentence in read(client.get("/partners/police/"))


def test_thirty_rows_cost_as_many_queries_as_three(client, knives, django_assert_num_queries):
    police = make_partner(code="police")
    principles = [make_principle(framework=knives.plan.framework) for _ in range(2)]

    def grow(count):
        for _ in range(count):
            part = make_partner(parent=police)
            shared = make_action(strategy=knives)
            for partner in (police, make_partner()):
                make_lead(action=shared, partner=partner)
            for principle in principles:
                make_alignment(action=shared, principle=principle)
            make_lead(action=make_action(strategy=make_strategy(plan=knives.plan)), partner=part)
            make_strategy(plan=knives.plan, owner=police)
            make_partner(succeeded_by=police)

    grow(3)
    with CaptureQueriesContext(connection) as few:
        client.get("/partners/police/")
    grow(27)
    with django_assert_num_queries(len(few)):
        client.get("/partners/police/")
