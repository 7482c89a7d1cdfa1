"""Pages of a plan: what each reader gets, and what a bad address gets."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import Action, Milestone, Period, Section, SourceNote
from actions.progress import record_update
from tests.factories import (
    make_action,
    make_alignment,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_theme,
)
from tests.page_reading import links, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan(slug="anytown", title="A safer town", area="Anytown")


@pytest.fixture
def knives(plan):
    return make_strategy(plan=plan, ref="5.1", title="Knife crime", position=5)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/plans/nowhere/", "There is no plan called “nowhere”."),
        ("/plans/nowhere/actions/", "There is no plan called “nowhere”."),
        ("/plans/anytown/strategies/9.9/", "A safer town has no strategy 9.9."),
        ("/plans/anytown/actions/5.1.99/", "A safer town has no action 5.1.99."),
        ("/plans/anytown/actions/%00/", "A safer town has no action �."),
        ("/plans/anytown/strategies/%3Cb%3E/", "A safer town has no strategy <b>."),
        ("/plans/anytown/strategies/9.9/themes/streets/", "A safer town has no strategy 9.9."),
        ("/plans/anytown/strategies/5.1/themes/zebra/", "Strategy 5.1 Knife crime has no theme called “zebra”."),
        ("/plans/anytown/actions/?page=2", "There is no page “2”. This list has 1 page."),
        ("/plans/anytown/actions/?page=zebra", "There is no page “zebra”. This list has 1 page."),
    ],
)
def test_what_is_not_there_is_said_plainly(client, knives, address, sentence):
    page = client.get(address)
    assert page.status_code == 404
    assert sentence in read(page)
    assert "/plans/anytown/actions/" in links(page)


def test_an_empty_page_number_is_one_not_given(client, knives):
    page = client.get("/plans/anytown/actions/?page=")
    assert (page.status_code, page.context["page"].number) == (200, 1)


def test_the_number_of_the_last_page_is_told(client, knives):
    for _ in range(51):
        make_action(strategy=knives)
    assert "This list has 2 pages." in read(client.get("/plans/anytown/actions/?page=3"))


def test_what_is_not_published_is_for_officers(client, officer, knives):
    make_strategy(plan=knives.plan, ref="6.1", publication="draft")
    make_action(strategy=knives, ref="5.1.1", publication="in_review")
    make_plan(slug="secret", access="exempt")
    addresses = ["/plans/secret/", "/plans/anytown/strategies/6.1/", "/plans/anytown/actions/5.1.1/"]
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    client.force_login(officer)
    pages = [client.get(address) for address in addresses]
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert "◌ Draft" in read(pages[1])
    assert "◐ In review" in read(pages[2])


def test_no_plans(client):
    assert "No plan has been published yet." in read(client.get("/plans/"))


def test_plans_with_their_counts(client, knives):
    make_action(strategy=knives)
    make_action(strategy=knives, publication="draft")
    make_plan(
        title="B plan", area="Otherton", period_start=datetime.date(2016, 4, 1), period_end=datetime.date(2018, 3, 31)
    )
    page = read(client.get("/plans/"))
    assert "A safer town Anytown 1 strategy, 1 action B plan Otherton, 2016 to 2018 0 strategies, 0 actions" in page


def test_a_plan_by_sections_with_counts_and_introduction(client, knives):
    plan = knives.plan
    plan.introduction, plan.source_title, plan.licence = "## Purpose\n\nTo be safe.", "A report", "The council's"
    plan.source_date, plan.period_start = datetime.date(2021, 3, 24), datetime.date(2021, 4, 1)
    plan.save()
    section = Section.objects.create(plan=plan, ref="3", title="Causes", introduction="- Why", position=1)
    make_strategy(plan=plan, section=section, ref="3.1", title="Poverty", position=1)
    make_lead(action=make_action(strategy=knives))
    make_action(strategy=knives)
    SourceNote.objects.create(plan=plan, number=1, kind="text", subject="Title", note="It has none.")
    SourceNote.objects.create(plan=plan, strategy=knives, number=2, kind="text", note="Of a strategy.")
    response = client.get("/plans/anytown/")
    page = read(response)
    assert page.startswith("A safer town Anytown: 2 strategies with 2 actions. 3. Causes")
    assert "What the plan says of this section Why 3.1 Poverty In prose, no actions" in page
    assert "Strategies 5.1 Knife crime 2 actions, 1 without a lead" in page
    assert "<h3>Purpose</h3>\n<p>To be safe.</p>" in response.content.decode()
    assert "Period 1 April 2021 to not stated Source A report, 24 March 2021 Licence The council's" in page
    assert "1 note on the source as a whole Source note. Title. It has none." in page
    assert "Of a strategy." not in page


def test_a_plan_without_strategies(client, plan):
    assert "This plan has no strategies yet." in read(client.get("/plans/anytown/"))


def test_a_strategy_by_themes(client, knives):
    theme = make_theme(strategy=knives, title="Schools", text="We talk.", objective="Safe schools.")
    make_theme(strategy=knives, title="Empty")
    make_action(strategy=knives, theme=theme, ref="5.1.1", text="It covers:\n\n- bias")
    make_strategy(plan=knives.plan, ref="4.4", position=4)
    make_strategy(plan=knives.plan, ref="5.2", position=6)
    SourceNote.objects.create(
        plan=knives.plan, strategy=knives, number=1, kind="numbering", printed="5.1.3", note="Odd."
    )
    response = client.get("/plans/anytown/strategies/5.1/")
    page = read(response)
    assert page.startswith("Strategy 5.1 Knife crime 1 action")
    assert "Schools We talk. Objective: Safe schools. Action 5.1.1 It covers: bias No lead named" in page
    assert "Serves no principle Empty No actions." in page
    assert "Notes on the source Source note. Odd. Printed: “5.1.3” Actions 1 action" in page
    assert page.endswith("‹ Previous: 4.4 All strategies Next: 5.2 ›")
    assert "Actions 1 action 1 without a lead Filter these actions" in page
    assert "/plans/anytown/actions/?strategy=5.1" in links(response)


def test_a_strategy_in_prose_with_the_words_that_state_its_principles(client, plan, officer):
    strategy = make_strategy(
        plan=plan,
        ref="3.3",
        title="Voices",
        printed_title="OUR VOICES",
        text="## How\n\nWe listen.",
        expected_outcome="More trust.",
        section=Section.objects.create(plan=plan, ref="3", title="Causes", position=1),
        owner=make_partner(kind="person", name="Jane Doe", public_name="A named officer"),
    )
    trust, evidence, race = (
        make_principle(framework=plan.framework, number=n, short_title=title, text=f"{title} it is.")
        for n, title in ((1, "Trust"), (2, "Evidence"), (3, "Race"))
    )
    for principle in (trust, evidence):
        make_alignment(strategy=strategy, principle=principle, printed="linking to principles 1 and 2")
    make_alignment(strategy=strategy, principle=race, basis="assessed", reason="It plainly does.")
    response = client.get("/plans/anytown/strategies/3.3/")
    page = read(response)
    assert "<h2>How</h2>" in response.content.decode()
    assert "Expected outcome More trust. Principles it serves Stated Strategic 1. Trust Trust it is. Stated" in page
    assert "Strategic 2. Evidence Evidence it is. “linking to principles 1 and 2” Assessed" in page
    assert "Strategic 3. Race Race it is. It plainly does." in page
    assert "Section 3. Causes Actions None. This strategy is in prose. Owner A named officer" in page
    assert "Title as printed OUR VOICES" in page
    client.force_login(officer)
    assert "Owner Jane Doe" in read(client.get("/plans/anytown/strategies/3.3/"))


def test_an_action_that_says_little(client, knives):
    make_action(strategy=knives, ref="5.1.1", printed_ref="5.1.1", text="Sweep.")
    page = read(client.get("/plans/anytown/actions/5.1.1/"))
    assert page.startswith("Action 5.1.1 Sweep. Principles it serves None. No principle is printed on this row,")
    assert "Lead partner No lead named Status ○ Not reported yet Last changed here" in page
    unsaid_here = ("Expected outcome", "Milestones", "Progress", "Source note", "Due", "Number as printed", "edit")
    for unsaid in (*unsaid_here, "also covers", "Numbered before", "Theme"):
        assert unsaid not in page


def test_an_action_whole(client, officer, knives):
    theme = make_theme(strategy=knives, title="Streets")
    before = make_action(theme=theme, ref="5.1.4")
    action = make_action(
        theme=theme,
        ref="5.1.5",
        printed_ref="5.15",
        text="Sweep.",
        printed_leads="Housing (Jane Doe)",
        printed_strategic="One.",
        expected_outcome="Fewer knives.",
        starts_on="2021-04-01",
        due_on="2022-03-31",
    )
    after = make_action(theme=theme, ref="5.1.6")
    Action.objects.filter(pk=action.pk).update(ref="5.1.50")
    Action.objects.filter(pk=action.pk).update(ref="5.1.5")
    make_lead(action=action, partner=make_partner(name="Housing"), printed="Hackney Housing", position=1)
    make_lead(action=action, partner=make_partner(name="Police"), role="support", position=2)
    early, work, race = (
        make_principle(framework=knives.plan.framework, number=n, short_title=title, text=f"{title}!")
        for n, title in ((1, "Early"), (2, "Work"), (3, "Race"))
    )
    make_alignment(action=action, principle=early)
    make_alignment(action=action, principle=work, basis="inherited", inherited_from=before)
    make_alignment(action=action, principle=race, basis="assessed", reason="It plainly does.")
    make_alignment(action=after, principle=early, basis="inherited", inherited_from=action)
    period = Period.objects.create(
        plan=knives.plan, code="2021-22", title="FY2021/22", starts_on="2021-04-01", ends_on="2022-03-31"
    )
    Milestone.objects.create(plan=knives.plan, action=action, period=period, text="Ten sweeps")
    SourceNote.objects.create(
        plan=knives.plan, action=action, number=1, kind="numbering", note="A full stop is missing."
    )
    record_update(
        action=action,
        reported_on=datetime.date(2021, 6, 1),
        status="at_risk",
        direction="worsening",
        narrative="Two sweeps.",
        next_update_due=datetime.date(2021, 9, 1),
        publication="published",
        recorded_by=officer,
    )
    record_update(
        action=action,
        reported_on=datetime.date(2021, 7, 1),
        status="completed",
        narrative="Not yet said.",
        recorded_by=officer,
    )
    response = client.get("/plans/anytown/actions/5.1.5/")
    page = read(response)
    assert page.startswith("Action 5.1.5 Sweep. Expected outcome Fewer knives. Milestones FY2021/22 Ten sweeps")
    assert "Stated Strategic 1. Early Early! Printed on this row." in page
    assert "Inherited Strategic 2. Work Work! The cell printed at 5.1.4 covers this row." in page
    assert "Assessed Strategic 3. Race Race! It plainly does." in page
    assert "Progress ▲ At risk 1 June 2021, worsening Next update due 1 September 2021 Two sweeps. Source note" in page
    assert "A principle cell printed on this row also covers 5.1.6." in page
    assert (
        "The row as printed in the plan Number 5.15 Strategic principles One. Enabling principles The cell is" in page
    )
    assert "‹ Previous: 5.1.4 All actions of 5.1 Next: 5.1.6 ›" in page
    assert "Number as printed 5.15 Numbered before 5.1.5, 5.1.50 Theme Streets Lead partners Housing" in page
    assert "Housing Printed as “Hackney Housing” Police (supports) Status" in page
    assert "Status ▲ At risk Starts 1 April 2021 Due 31 March 2022" in page
    assert "Not yet said." not in page
    assert "Jane Doe" not in page
    assert "/plans/anytown/strategies/5.1/themes/streets/" in links(response)
    assert f"/api/v1/actions/{action.uid}/" in links(response)
    client.force_login(officer)
    page = read(client.get("/plans/anytown/actions/5.1.5/"))
    assert "✓ Completed 1 July 2021 ◌ Draft Not yet said." in page
    assert "Also read as JSON · edit" in page
    assert "Lead partners: officers only Housing (Jane Doe)" in page


def test_the_row_it_inherits_from_is_not_named_to_those_who_may_not_see_it(client, officer, knives):
    hidden = make_action(strategy=knives, ref="5.1.4", publication="draft")
    action = make_action(strategy=knives, ref="5.1.5")
    make_alignment(
        action=action,
        principle=make_principle(framework=knives.plan.framework),
        basis="inherited",
        inherited_from=hidden,
    )
    assert "A cell printed above covers this row." in read(client.get("/plans/anytown/actions/5.1.5/"))
    client.force_login(officer)
    assert "The cell printed at 5.1.4 covers this row." in read(client.get("/plans/anytown/actions/5.1.5/"))


@pytest.mark.parametrize("address", ["actions/5.1.1/", "actions/", "strategies/5.1/"])
def test_a_named_person_is_for_officers_only(client, officer, knives, address):
    action = make_action(strategy=knives, ref="5.1.1", printed_leads="HCVS (Jane Doe)")
    person = make_partner(kind="person", code="named", name="Jane Doe", public_name="A named officer of HCVS")
    make_lead(action=action, partner=person, printed="Jane Doe")
    html = client.get(f"/plans/anytown/{address}").content.decode()
    assert "A named officer of HCVS" in html
    assert "Jane Doe" not in html
    client.force_login(officer)
    assert "Jane Doe" in client.get(f"/plans/anytown/{address}").content.decode()


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("not_started", "◇ Not started"),
        ("on_track", "● On track"),
        ("off_track", "■ Off track"),
        ("completed", "✓ Completed"),
        ("closed", "– Closed"),
    ],
)
def test_a_status_is_a_shape_and_a_word(client, officer, knives, status, shown):
    action = make_action(strategy=knives, ref="5.1.1")
    record_update(
        action=action,
        reported_on=datetime.date(2021, 6, 1),
        status=status,
        publication="published",
        recorded_by=officer,
    )
    assert f"Status {shown} Last changed here" in read(client.get("/plans/anytown/actions/5.1.1/"))


@pytest.mark.parametrize("address", ["/plans/", "/plans/anytown/", "/plans/anytown/strategies/5.1/"])
def test_thirty_rows_cost_as_many_queries_as_three(client, knives, django_assert_num_queries, address):
    def grow(count):
        for _ in range(count):
            make_plan()
            theme = make_theme(strategy=knives)
            section = Section.objects.create(plan=knives.plan, ref=theme.title, title="S", position=theme.position)
            make_strategy(plan=knives.plan, section=section)
            action = make_action(theme=theme)
            make_lead(action=action)
            make_alignment(action=action)
            make_alignment(strategy=knives, principle=make_principle(framework=knives.plan.framework))
            SourceNote.objects.create(plan=knives.plan, number=theme.position, kind="text", note="Odd.")

    grow(3)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    grow(27)
    with django_assert_num_queries(len(few)):
        client.get(address)


@pytest.mark.parametrize(
    ("day", "asked", "words"),
    [
        (datetime.date(2022, 7, 1), "", "CCG since 1 July 2022: ICB"),
        (datetime.date(2022, 7, 1), "?at=2022-06-30", "CCG from 1 July 2022: ICB"),
        (datetime.date(2999, 7, 1), "", "CCG from 1 July 2999: ICB"),
        (None, "", "CCG now: ICB"),
    ],
)
def test_a_lead_that_was_succeeded_says_by_whom_and_when(client, knives, day, asked, words):
    lead = make_lead(
        action=make_action(strategy=knives, ref="5.1.1"),
        partner=make_partner(name="CCG", succeeded_by=make_partner(name="ICB"), succeeded_on=day),
    )
    assert words in read(client.get(f"/plans/anytown/actions/{lead.action.ref}/{asked}"))
