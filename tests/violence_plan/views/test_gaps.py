"""The page of the gaps and its tables: what they refuse, what they say, and where they lead."""

import csv
import io

import pytest
from django.utils import timezone

from actions.progress import record_update
from tests.factories import (
    make_action,
    make_alignment,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
)
from tests.page_reading import read
from violence_plan.gaps.every import KINDS

pytestmark = pytest.mark.django_db

URL = "/plans/anytown/gaps/"
NO_DAYS = "is no number of days. Write a whole number from 1 to 3650."


@pytest.fixture
def plan():
    """Two strategies; 5.1 with six actions that nobody leads and one that somebody does, 5.2 with one that is led."""
    plan = make_plan(slug="anytown", title="A safer town")
    early, _ = (make_principle(framework=plan.framework, number=n, short_title=f"Title {n}") for n in (1, 2))
    knives, gangs = (
        make_strategy(plan=plan, ref=ref, title=title, position=position)
        for position, (ref, title) in enumerate((("5.1", "Knives"), ("5.2", "Gangs")), 1)
    )
    for number in range(1, 8):
        action = make_action(strategy=knives, ref=f"5.1.{number}", text="=Sweep <parks>", position=number)
        make_alignment(action=action, principle=early)
    make_lead(action=action, partner=make_partner(name="Police", code="police"))
    gang = make_action(strategy=gangs, ref="5.2.1", text="Mentor", position=8, expected_outcome="Peace")
    make_alignment(action=gang, principle=early)
    make_lead(action=gang, partner=make_partner(name="Trust"))
    record_update(action=gang, reported_on=timezone.localdate(), status="on_track", publication="published")
    return plan


def rows(response):
    """The rows of a CSV answer, the header first."""
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(response.content.decode())))


@pytest.mark.parametrize("address", ["/plans/elsewhere/gaps/", "/plans/elsewhere/gaps/no-lead.csv"])
def test_there_is_no_such_plan(client, plan, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "There is no plan called “elsewhere”." in read(response)


def test_a_hidden_plan_is_no_plan(client, plan, officer):
    make_action(strategy=make_strategy(plan=make_plan(slug="hidden", publication="draft")))
    assert client.get("/plans/hidden/gaps/").status_code == 404
    client.force_login(officer)
    assert client.get("/plans/hidden/gaps/").status_code == 200


def test_there_is_no_such_list(client, plan):
    response = client.get(f"{URL}<b>%00.csv")
    assert response.status_code == 404
    assert f"There is no list of gaps called “<b>�”. There are: {', '.join(KINDS)}." in read(response)


@pytest.mark.parametrize("address", [URL, f"{URL}no-lead.csv"])
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("days=0", f"“0” {NO_DAYS}"),
        ("days=3651", f"“3651” {NO_DAYS}"),
        ("days=1.5", f"“1.5” {NO_DAYS}"),
        ("days=%00", f"“�” {NO_DAYS}"),
        ("days=<b>x", f"“<b>x” {NO_DAYS}"),
        (f"days={'9' * 10_000}", f"“{'9' * 60}…” {NO_DAYS}"),
        ("days=30&days=60", "Give this parameter once; it takes one value."),
    ],
)
def test_what_the_page_does_not_know(client, plan, address, query, sentence):
    response = client.get(f"{address}?{query}")
    assert response.status_code == 400
    assert f"The address asks for something this page does not know {sentence}" in read(response)
    page = response.content.decode()
    assert "<title>Error: Where are the gaps?" in page
    assert 'class="gap-list"' not in page


def test_what_was_typed_stays_beside_what_is_wrong_with_it(client, plan):
    page = client.get(f"{URL}?days=many").content.decode()
    assert '<a href="#days">“many” is no number of days.' in page
    assert 'value="many" aria-describedby="days-error"' in page
    assert 'id="days-error"' in page


def test_a_plan_without_actions(client):
    make_plan(slug="anytown")
    response = client.get(URL)
    assert response.status_code == 200
    assert "This plan has no actions yet, so there is nothing to look for gaps in." in read(response)
    assert rows(client.get(f"{URL}no-lead.csv"))[1:] == []


def test_the_whole_picture_comes_first(client, plan):
    page = read(client.get(URL))
    assert (
        "Where are the gaps? Only what is missing, or worth a second look. 4 of 11 checks find something. "
        "1 Principles nobody serves of 2 principles, 50% "
        "0 No principle hangs on one strategy alone. "
        "0 Every strategy states a principle. "
        "6 Actions without a lead of 8 actions, 75% "
        "0 Every action serves a principle. "
        "0 No action can be late, because none has a date. "
        "7 Actions without an update in 90 days of 8 actions, 88% "
        "7 Actions without a measure of 8 actions, 88% "
        "0 No partner leads more than three times as many actions as the average. "
        "0 No lead partner has been replaced, as far as is recorded. "
    ) in page


def test_a_list_says_why_and_leads_to_exactly_its_actions(client, plan):
    response = client.get(URL)
    assert (
        "Actions without a lead 6 of 8 actions, 75%. What nobody leads, nobody answers for. "
        "See the 6 actions Table (CSV): Actions without a lead 5.1.1 =Sweep <parks> 5.1 Knives 5.1.2"
    ) in read(response)
    page = response.content.decode()
    assert '<a href="/plans/anytown/actions/?no_lead=true">See the 6 actions</a>' in page
    assert '<a href="/plans/anytown/gaps/no-lead.csv">' in page
    assert client.get("/plans/anytown/actions/?no_lead=true").context["page"].paginator.count == 6


def test_long_lists_are_folded(client, plan):
    page = client.get(URL).content.decode()
    section = page[page.index('id="no-lead"') : page.index('id="no-update"')]
    shown, folded = section.split("<details")
    assert "5.1.4" in shown
    assert "5.1.5" not in shown
    assert "2 more" in folded
    assert "5.1.6" in folded


def test_very_long_lists_are_cut_and_the_table_has_all(client, plan):
    for number in range(100):
        make_action(strategy=plan.strategies.get(ref="5.2"), ref=f"5.2.1{number}", position=100 + number)
    assert "The first 104 of 106 are shown. The table has all." in read(client.get(URL))
    assert len(rows(client.get(f"{URL}no-lead.csv"))) == 107


def test_where_all_actions_are_exceptions_the_page_stays_short(client, plan):
    plan.actions.update(expected_outcome="")
    page = client.get(URL).content.decode()
    section = page[page.index('id="no-measure"') :]
    assert '<a href="/plans/anytown/actions/">See the 8 actions</a>' in section
    assert "5.1.1" not in section


def test_other_days(client, plan):
    response = client.get(f"{URL}?days=30")
    assert "7 Actions without an update in 30 days" in read(response)
    page = response.content.decode()
    assert 'href="/plans/anytown/gaps/no-update.csv?days=30"' in page
    assert 'name="days" type="text" inputmode="numeric" value="30"' in page


def test_days_left_empty_are_the_usual_ones(client, plan):
    assert "7 Actions without an update in 90 days" in read(client.get(f"{URL}?days="))


def test_similar_actions_stand_beside_each_other_with_why(client, plan):
    words = "Ant bee moth snail wasp spider fly beetle hornet"
    for strategy in plan.strategies.all():
        make_action(strategy=strategy, text=words, ref=f"{strategy.ref}.99", position=99)
    page = read(client.get(URL))
    assert "1 pair; 2 of 10 actions, 20%. Their leads may be doing the same work twice" in page
    assert (
        "Both say Ant, bee, beetle, fly, hornet, moth, snail, spider and more "
        "Action 5.1.99 Ant bee moth snail wasp spider fly beetle hornet 5.1 Knives · No lead named "
        "Action 5.2.99 Ant bee moth snail wasp spider fly beetle hornet 5.2 Gangs · No lead named"
    ) in page


def test_a_row_leads_to_what_it_counts_and_a_list_to_a_word_of_care(client, plan):
    alone = make_principle(framework=plan.framework, number=9, short_title="Alone")
    make_alignment(action=plan.actions.get(ref="5.2.1"), principle=alone)
    make_lead(action=plan.actions.get(ref="5.1.1"), partner=make_partner(succeeded_by=make_partner()))
    response = client.get(URL)
    assert '<a href="/plans/anytown/actions/?principle=strategic-9">See the action</a>' in response.content.decode()
    assert "A partner that has ended without a recorded successor cannot be told from one" in read(response)


def test_no_gap_at_all(client):
    strategy = make_strategy(plan=make_plan(slug="anytown", title="A safer town"))
    action = make_action(strategy=strategy, expected_outcome="Peace")
    make_alignment(action=action)
    make_lead(action=action)
    record_update(action=action, reported_on=timezone.localdate(), status="on_track", publication="published")
    page = read(client.get(URL))
    assert "None of our 11 checks finds a gap." in page
    assert "0 Every action has a lead." in page
    assert "Table (CSV)" not in page


def test_one_gap_alone(client):
    strategy = make_strategy(plan=make_plan(slug="anytown", title="A safer town"))
    action = make_action(strategy=strategy, expected_outcome="Peace")
    make_alignment(action=action)
    record_update(action=action, reported_on=timezone.localdate(), status="on_track", publication="published")
    assert "1 of 11 checks finds something." in read(client.get(URL))


def test_a_list_as_a_table(client, plan):
    response = client.get(f"{URL}no-lead.csv")
    assert response.headers["Content-Disposition"] == 'attachment; filename="anytown-no-lead.csv"'
    header, first, *others = rows(response)
    assert header == [
        *("action_no", "action", "strategy", "strategy_title", "leads"),
        *("status", "last_reported_on", "ends_on"),
        *("access", "exempt_paragraph", "handling"),
    ]
    assert first == ["5.1.1", "'=Sweep <parks>", "5.1", "Knives", "", "not_reported", "", "", "open", "", "official"]
    assert [row[0] for row in others] == ["5.1.2", "5.1.3", "5.1.4", "5.1.5", "5.1.6"]


def test_a_table_of_other_days(client, plan):
    action = plan.actions.get(ref="5.2.1")
    old = make_action(strategy=action.strategy, ref="5.2.2", position=9)
    day = timezone.localdate() - timezone.timedelta(days=40)
    record_update(action=old, reported_on=day, status="at_risk", direction="steady", publication="published")
    assert "5.2.2" in [row[0] for row in rows(client.get(f"{URL}no-update.csv?days=39"))]
    assert "5.2.2" not in [row[0] for row in rows(client.get(f"{URL}no-update.csv?days=40"))]


@pytest.mark.parametrize("gap", KINDS)
def test_every_table_has_a_header(client, plan, gap):
    header, *_ = rows(client.get(f"{URL}{gap}.csv"))
    assert len(header) >= 3


def test_persons_are_named_to_officers_only(client, plan, officer):
    person = make_partner(name="Jo Doe", kind="person", public_name="A named officer", succeeded_by=make_partner())
    make_lead(action=plan.actions.get(ref="5.1.1"), partner=person)
    addresses = [URL, *(f"{URL}{gap}.csv" for gap in ("no-update", "replaced"))]
    for address in addresses:
        assert "Jo Doe" not in client.get(address).content.decode()
        assert "A named officer" in client.get(address).content.decode()
    client.force_login(officer)
    for address in addresses:
        assert "Jo Doe" in client.get(address).content.decode()


def test_nothing_breaks_the_content_policy(client, plan):
    page = client.get(URL).content.decode()
    assert "style=" not in page
    assert "onclick=" not in page


def test_ten_times_the_rows_take_as_many_queries(
    client, plan, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(45) as asked:
        client.get(URL)
    for _ in range(10):
        strategy = make_strategy(plan=plan)
        make_lead(action=make_alignment(action=make_action(strategy=strategy)).action)
        make_action(strategy=strategy, text="Mentor", due_on="2020-01-01")
    with django_assert_num_queries(len(asked)):
        client.get(URL)
