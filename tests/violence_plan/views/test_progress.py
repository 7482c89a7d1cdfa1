"""The page of what is due, late and never reported: who sees which, what is refused, what is published."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.models import Lead, ProgressUpdate
from actions.progress import record_update
from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy, make_user
from tests.page_reading import links, read

pytestmark = pytest.mark.django_db
PAGE = "/plans/anytown/progress/"
TABLE = f"{PAGE}csv/"
TODAY = timezone.localdate()


def days(number):
    """The day so many days from today."""
    return TODAY + timedelta(days=number)


def report(action, **fields):
    """A published update of 60 days ago."""
    said = {"reported_on": days(-60), "status": "on_track", "publication": "published"}
    return record_update(action=action, **said | fields)


@pytest.fixture
def plan():
    """An action in each state: 5.1 is led by the police and a team of theirs, 5.2 by nobody."""
    plan = make_plan(slug="anytown", title="A safer town")
    knives = make_strategy(plan=plan, ref="5.1", title="Knives", position=1)
    gangs = make_strategy(plan=plan, ref="5.2", title="Gangs", position=2)
    police = make_partner(code="police", name="Police")
    team = make_partner(code="team", name="Gangs team", kind="team", parent=police)
    late, due, well, done = (
        make_action(strategy=knives, ref=f"5.1.{number}", text=f"Patrol park {number}.", position=number)
        for number in range(1, 5)
    )
    for action, partner in ((late, police), (due, police), (well, team)):
        make_lead(action=action, partner=partner)
    report(late, next_update_due=days(-1))
    report(due, next_update_due=days(30))
    report(well, next_update_due=days(31))
    report(done, status="completed", next_update_due=days(-20))
    make_action(strategy=gangs, ref="5.2.1", text="Meet.", position=5, due_on=days(-1))
    make_action(strategy=gangs, ref="5.2.2", text="Talk.", position=6)
    return plan


def sign_in(client, role, partner=None):
    """Sign a new user of that role in, and return the user."""
    user = make_user(role)
    if partner:
        partner.memberships.create(user=user)
    client.force_login(user)
    return user


def rows(client, query=""):
    """The rows of the table: list and number."""
    lines = client.get(f"{TABLE}{query}").content.decode().splitlines()
    assert lines[0] == (
        "list,action_no,action,strategy,strategy_title,leads,status,last_reported_on,next_update_due,ends_on,"
        "access,exempt_paragraph,handling"
    )
    return [tuple(line.split(",")[:2]) for line in lines[1:]]


ALL = [
    ("Late", "5.1.1"),
    ("Late", "5.2.1"),
    ("Due in the next 30 days", "5.1.2"),
    ("Never reported", "5.2.1"),
    ("Never reported", "5.2.2"),
]


@pytest.mark.parametrize("address", [PAGE, TABLE, "/plans/nowhere/progress/"])
def test_a_stranger_is_led_to_sign_in(client, plan, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response.url.endswith(f"?next={address}")


@pytest.mark.parametrize("address", [PAGE, TABLE])
def test_who_has_no_role_is_refused(client, plan, address):
    client.force_login(make_user())
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("address", ["/plans/nowhere/progress/", "/plans/nowhere/progress/csv/"])
def test_a_plan_that_is_not_there_is_not_found(client, plan, address):
    sign_in(client, "officer")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", [PAGE, TABLE])
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("show=early", "Choose one of: late, due, never."),
        ("strategy=9.9", "There is no strategy “9.9”."),
        ("partner=nobody", "There is no partner “nobody”."),
        ("no_lead=maybe", "Choose one of: true, false."),
        ("show=late&show=due", "Give this parameter once; it takes one value."),
    ],
)
def test_what_the_page_does_not_know_is_named(client, plan, address, query, message):
    make_strategy(ref="9.9")
    sign_in(client, "officer")
    response = client.get(f"{address}?{query}")
    assert response.status_code == 400
    assert message in read(response)
    assert "<title>Error: " in response.content.decode()
    assert PAGE in links(response)


@pytest.mark.parametrize("role", ["administrator", "officer", "auditor", "board-member", "strategy-lead"])
def test_what_is_late_due_and_never_reported(client, plan, role):
    sign_in(client, role)
    assert rows(client) == ALL
    page = read(client.get(PAGE))
    assert "Of 6 actions 2 are late, 1 has an update due in the next 30 days and 2 have never been reported on." in page
    assert f"Update was due {days(-1).day} " in page
    assert "Was to end" in page
    assert "Late: 2" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?show=late", ALL[:2]),
        ("?show=due", ALL[2:3]),
        ("?show=never", ALL[3:]),
        ("?strategy=5.1", [ALL[0], ALL[2]]),
        ("?partner=police&show=due", [ALL[2]]),
        ("?partner=team", []),
        ("?no_lead=true&show=late", [ALL[1]]),
        ("?no_lead=false&show=late", [ALL[0]]),
    ],
)
def test_a_choice_is_in_the_address(client, plan, query, expected):
    sign_in(client, "officer")
    assert rows(client, query) == expected
    assert client.get(f"{PAGE}{query}").status_code == 200


def test_every_figure_leads_to_exactly_what_it_counts(client, plan):
    sign_in(client, "officer")
    response = client.get(PAGE)
    panel = response.context["panel"]
    found = [
        (one.name, one.actions, [number for number, _ in one.cells]) for one in panel.by_strategy + panel.by_partner
    ]
    assert found == [
        ("5.1 Knives", 4, [1, 1, 0]),
        ("5.2 Gangs", 2, [1, 0, 2]),
        ("Gangs team", 1, [0, 0, 0]),
        ("Police", 3, [1, 1, 0]),
        ("Nobody", 3, [1, 0, 2]),
    ]
    for one in panel.by_strategy + panel.by_partner:
        for number, address in one.cells:
            assert len(rows(client, "?" + address.partition("?")[2])) == number, address
    shown = set(links(response))
    assert {address for one in panel.by_strategy for number, address in one.cells if number} <= shown
    assert {one.address for one in panel.by_partner} <= shown


def test_a_choice_is_said_and_taken_back(client, plan):
    sign_in(client, "officer")
    response = client.get(f"{PAGE}?strategy=5.1&partner=police&no_lead=false&show=late")
    assert "Only strategy 5.1, what Police leads, what somebody leads." in read(response)
    assert {PAGE, f"{TABLE}?strategy=5.1&partner=police&no_lead=false&show=late"} <= set(links(response))
    assert "Only what nobody leads." in read(client.get(f"{PAGE}?no_lead=true"))


def test_what_waits_for_review_counts_as_reported(client, plan):
    action = plan.actions.get(ref="5.2.2")
    report(action, publication="in_review", reported_on=days(-3))
    report(plan.actions.get(ref="5.1.2"), publication="withdrawn", reported_on=days(-2), status="completed")
    sign_in(client, "officer")
    assert rows(client) == ALL[:4]


def test_a_strategy_lead_has_the_own_strategies_first_and_reports_on_these(client, plan):
    lead = sign_in(client, "strategy-lead")
    plan.strategies.get(ref="5.2").people.create(user=lead)
    assert rows(client)[:2] == [("Late", "5.2.1"), ("Late", "5.1.1")]
    found = links(client.get(PAGE))
    assert "/plans/anytown/actions/5.2.1/report/" in found
    assert "/plans/anytown/actions/5.1.1/report/" not in found


@pytest.mark.parametrize(("role", "shown"), [("officer", True), ("board-member", False), ("auditor", False)])
def test_the_form_is_a_click_away_for_who_may_report(client, plan, role, shown):
    sign_in(client, role)
    assert ("/plans/anytown/actions/5.1.1/report/" in links(client.get(PAGE))) == shown


def test_a_reporter_sees_the_own_organisations_actions_alone(client, plan):
    make_lead(action=make_action(strategy=plan.strategies.get(ref="5.2"), ref="5.2.3", publication="draft"))
    sign_in(client, "partner-reporter", Lead.objects.first().partner)
    assert rows(client) == [("Late", "5.1.1"), ("Due in the next 30 days", "5.1.2")]
    page = read(client.get(PAGE))
    assert "What your organisation leads Of 3 actions 1 is late" in page
    assert "You are named as lead of 3 actions: 3 unanswered" in page
    for unseen in ("5.2.", "By partner", "Disputed leads"):
        assert unseen not in page
    assert rows(client, "?strategy=5.2") == []


def test_a_reporter_of_nobody_sees_nothing(client, plan):
    sign_in(client, "partner-reporter")
    assert rows(client) == []
    assert "Of 0 actions 0 are late, 0 have an update due" in read(client.get(PAGE))


def test_what_a_reporter_has_answered_comes_last_and_folded(client, plan):
    first = Lead.objects.get(action__ref="5.1.1")
    Lead.objects.filter(pk=first.pk).update(response="disputed", response_reason="Not ours.", responded_on=TODAY)
    sign_in(client, "partner-reporter", first.partner)
    response = client.get(PAGE)
    panel = response.context["panel"]
    assert [lead.action.ref for lead in panel.named_open + panel.named_folded] == ["5.1.2", "5.1.3", "5.1.1"]
    assert [lead.action.ref for lead in panel.named_folded] == ["5.1.1"]
    assert "You are named as lead of 3 actions: 2 unanswered" in read(response)
    assert "Police leads it · disputed on" in read(response)
    Lead.objects.update(response="accepted", response_reason="", responded_on=TODAY)
    response = client.get(PAGE)
    assert "You are named as lead of 3 actions: all answered" in read(response)
    assert len(response.context["panel"].named_open) == 3


@pytest.mark.parametrize(
    ("role", "told"), [("officer", True), ("auditor", True), ("board-member", False), ("strategy-lead", False)]
)
def test_disputed_leads_are_listed_for_who_may_know(client, plan, role, told):
    Lead.objects.filter(action__ref="5.1.1").update(
        response="disputed", response_reason="Housing does.", responded_on=TODAY
    )
    sign_in(client, role)
    page = read(client.get(PAGE))
    assert ("Disputed leads: 1 Action 5.1.1 Police: Housing does." in page) == told
    assert ("Housing does." in page) == told


def test_a_long_list_is_folded(client, plan):
    gangs = plan.strategies.get(ref="5.2")
    for number in range(3, 13):
        make_action(strategy=gangs, ref=f"5.2.{number}", position=number + 10)
    sign_in(client, "officer")
    assert "2 more: Never reported" in read(client.get(f"{PAGE}?show=never"))


@pytest.mark.parametrize("role", ["strategy-lead", "board-member", "auditor", "partner-reporter"])
def test_only_officers_publish(client, plan, role):
    waiting = report(plan.actions.get(ref="5.1.1"), publication="in_review")
    sign_in(client, role, Lead.objects.first().partner)
    assert client.post(PAGE, {"publish": str(waiting.uid)}).status_code == 403
    waiting.refresh_from_db()
    assert waiting.publication == "in_review"
    assert "Publish" not in read(client.get(PAGE))


@pytest.mark.parametrize("publication", ["draft", "withdrawn"])
def test_what_does_not_wait_is_not_published(client, plan, publication):
    update = report(plan.actions.get(ref="5.1.1"), publication=publication)
    sign_in(client, "officer")
    said = "Nothing was published: what you chose does not wait for review any more."
    for uid in (str(update.uid), "zebra", "\0"):
        assert said in read(client.post(PAGE, {"publish": uid}, follow=True))
    update.refresh_from_db()
    assert update.publication == publication


def test_nothing_is_published_by_an_address_that_asks_too_much(client, plan):
    waiting = report(plan.actions.get(ref="5.1.1"), publication="in_review")
    sign_in(client, "officer")
    assert client.post(f"{PAGE}?colour=red", {"publish": str(waiting.uid)}).status_code == 400
    assert ProgressUpdate.objects.filter(publication="in_review").count() == 1


def test_officers_publish_what_waits(client, plan):
    waiting = [
        report(plan.actions.get(ref="5.1.1"), publication="in_review", narrative=word) for word in ("One.", "Two.")
    ]
    sign_in(client, "officer")
    assert "Waiting for review: 2" in read(client.get(PAGE))
    response = client.post(f"{PAGE}?strategy=5.1", {"publish": str(waiting[0].uid)}, follow=True)
    assert response.redirect_chain == [(f"{PAGE}?strategy=5.1", 302)]
    assert "1 update is published." in read(response)
    assert "Waiting for review: 1" in read(response)
    again = client.post(PAGE, {"publish": [str(update.uid) for update in waiting]}, follow=True)
    assert "1 update is published." in read(again)
    report(plan.actions.get(ref="5.1.1"), publication="in_review")
    report(plan.actions.get(ref="5.1.2"), publication="in_review")
    every = {"publish": [str(uid) for uid in ProgressUpdate.objects.values_list("uid", flat=True)]}
    assert "2 updates are published." in read(client.post(PAGE, every, follow=True))


def test_a_reporter_sees_what_he_or_she_wrote_wait(client, plan):
    reporter = sign_in(client, "partner-reporter", Lead.objects.first().partner)
    report(plan.actions.get(ref="5.1.1"), publication="in_review", narrative="Mine.", recorded_by=reporter)
    report(plan.actions.get(ref="5.1.1"), publication="in_review", narrative="A colleague's.")
    page = read(client.get(PAGE))
    assert "Waiting for review: 1" in page
    assert "Mine." in page
    assert "A colleague's." not in page


def test_the_page_costs_as_many_queries_whatever_its_rows(client, plan):
    sign_in(client, "officer")

    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        return len(asked)

    few = cost()
    for number in range(10, 30):
        action = make_action(strategy=plan.strategies.get(ref="5.2"), ref=f"5.2.{number}")
        lead = make_lead(action=action)
        Lead.objects.filter(pk=lead.pk).update(response="disputed", response_reason="No.", responded_on=TODAY)
        report(action, publication="in_review", evidence=[("Minutes", "https://example.org/")])
    assert cost() <= few + 1  # the evidence of the updates


def test_the_way_to_the_page_is_shown_to_who_has_a_role(client, plan):
    assert PAGE not in client.get("/").content.decode()
    client.force_login(make_user())
    assert PAGE not in client.get("/").content.decode()
    sign_in(client, "partner-reporter")
    assert PAGE in client.get("/").content.decode()
