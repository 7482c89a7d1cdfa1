"""Pages for those who report: who gets where, what is refused and kept, what is recorded."""

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from actions.models import Evidence, Lead, ProgressUpdate
from actions.progress import record_update
from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy, make_user
from tests.page_reading import links, read

pytestmark = pytest.mark.django_db
ACTION = "/plans/anytown/actions/5.1.1/"
REPORT = f"{ACTION}report/"
ANSWER = f"{ACTION}leads/police/"
TODAY = timezone.localdate()


@pytest.fixture
def police():
    """The police, who lead 5.1.1 of Anytown."""
    strategy = make_strategy(plan=make_plan(slug="anytown", title="A safer town"), ref="5.1", title="Knives")
    action = make_action(strategy=strategy, ref="5.1.1", text="Patrol the parks.")
    make_action(strategy=strategy, ref="5.1.2", publication="draft")
    make_action(strategy=strategy, ref="5.1.3")
    police = make_partner(code="police", name="Police")
    make_lead(action=action, partner=police)
    return police


@pytest.fixture
def reporter(client, police):
    """A signed-in reporter of the police."""
    user = make_user("partner-reporter")
    police.memberships.create(user=user)
    client.force_login(user)
    return user


def sign_in(client, role, **fields):
    """Sign a new user of that role in, and return the user."""
    user = make_user(role, **fields)
    client.force_login(user)
    return user


def form(**fields):
    """A form filled in, with a token of its own."""
    values = {"token": str(uuid.uuid4()), "status": "on_track", "reported_on": TODAY.isoformat()}
    return values | {"access": "open", "handling": "official", "narrative": "Two patrols."} | fields


@pytest.mark.parametrize("address", [REPORT, ANSWER, "/plans/anytown/actions/5.1.99/report/"])
def test_a_stranger_is_led_to_sign_in_whatever_the_address(client, police, address):
    for response in (client.get(address), client.post(address, form(publication="published"))):
        assert response.status_code == 302
        assert response.url.endswith(f"?next={address}")
    assert not ProgressUpdate.objects.exists()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/plans/nowhere/actions/5.1.1/report/", "There is no plan called “nowhere”."),
        ("/plans/anytown/actions/5.1.99/report/", "A safer town has no action 5.1.99."),
        ("/plans/anytown/actions/5.1.2/report/", "A safer town has no action 5.1.2."),
        (f"{ACTION}leads/nobody/", "Action 5.1.1 names no partner “nobody”."),
        ("/plans/anytown/actions/5.1.2/leads/police/", "A safer town has no action 5.1.2."),
    ],
)
def test_what_a_reporter_may_not_see_is_not_there(client, reporter, address, sentence):
    for response in (client.get(address), client.post(address, form())):
        assert response.status_code == 404
        assert sentence in read(response)
    assert not ProgressUpdate.objects.exists()


@pytest.mark.parametrize("role", ["board-member", "auditor", "strategy-lead", "partner-reporter", None])
@pytest.mark.parametrize("address", [REPORT, ANSWER])
def test_who_may_see_it_but_not_report_is_told_whom_to_ask(client, police, role, address):
    sign_in(client, role)
    for response in (client.get(address), client.post(address, form(publication="published", response="accepted"))):
        assert response.status_code == 403
        assert "You may read action 5.1.1, but not report on it Nothing was changed." in read(response)
        assert "ask whoever runs the portal to enter you as one of its people" in read(response)
    assert not ProgressUpdate.objects.exists()
    assert Lead.objects.get().response == ""


def test_a_reporter_does_nothing_to_the_actions_of_others(client, reporter):
    assert client.post("/plans/anytown/actions/5.1.3/report/", form()).status_code == 403
    make_lead(action=Lead.objects.get().action, partner=make_partner(code="housing"))
    assert client.post(f"{ACTION}leads/housing/", {"response": "accepted"}).status_code == 403
    assert not ProgressUpdate.objects.exists()
    assert not Lead.objects.exclude(response="").exists()


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        ({"status": ""}, ["Choose how the action stands."]),
        ({"status": "not_reported"}, ["Choose how the action stands."]),
        ({"status": "at_risk"}, ["Say which way the action at risk is going."]),
        ({"status": "at_risk", "direction": "sideways"}, ["Say which way the action at risk is going."]),
        ({"reported_on": ""}, ["Give the day on which it stood so."]),
        ({"reported_on": "soon"}, ["Write a day as 2026-01-31 or 31/01/2026."]),
        (
            {"reported_on": str(TODAY + timedelta(days=1))},
            ["This day is still to come. Give today, or a day before it."],
        ),
        ({"next_update_due": str(TODAY)}, ["The next update is due after this one. Give a later day."]),
        ({"narrative": "a" * 10_001}, ["Ensure this value has at most 10000 characters (it has 10001)."]),
        ({"narrative": "a\0b"}, ["Null characters are not allowed."]),
        ({"token": "zebra"}, ["The form came back broken. Send it once more."]),
        ({"access": "exempt"}, ["Say which paragraph makes it exempt."]),
        ({"access": "exempt", "exempt_paragraph": "8"}, ["Choose a paragraph, 1 to 7."]),
        ({"exempt_paragraph": "3"}, ["You gave a paragraph, so it is exempt. Choose that, or no paragraph."]),
        (
            {"handling": "official_sensitive"},
            ["What is official-sensitive is exempt too. Choose that, and a paragraph."],
        ),
        ({"title_4": "Minutes"}, ["Give the web address of link 4, or take its title away."]),
        ({"url_2": "https://example.org"}, ["Say what link 2 leads to."]),
        ({"title_9": "Minutes", "url_9": "no address"}, ["Give a whole web address: https://example.org/report."]),
        ({"title_1": "FTP", "url_1": "ftp://example.org/"}, ["Give a whole web address: https://example.org/report."]),
        ({"status": "", "reported_on": ""}, ["Choose how the action stands.", "Give the day on which it stood so."]),
    ],
)
def test_what_is_wrong_is_named_and_nothing_typed_is_lost(client, reporter, fields, messages):
    sent = form(narrative="“Two” <patrols>.") | fields
    response = client.post(REPORT, sent)
    assert response.status_code == 422
    assert read(response).startswith(f"Nothing was saved yet {' '.join(messages)} Action 5.1.1 Report progress")
    html = response.content.decode()
    assert "<title>Error: Report progress: 5.1.1" in html
    for link in [link for link in links(response) if link.startswith("#")]:
        assert f'id="{link[1:]}"' in html
    kept = response.context["form"]
    assert {name: kept[name].value() for name in sent} == sent
    assert not ProgressUpdate.objects.exists()


def test_officers_say_who_may_read_it(client, police):
    sign_in(client, "officer")
    response = client.post(REPORT, form())
    assert "Choose who may read it." in read(response)
    response = client.post(REPORT, form(publication="withdrawn"))
    assert "Choose who may read it." in read(response)
    assert not ProgressUpdate.objects.exists()


def test_the_form_begins_with_the_last_update_beside_it(client, reporter):
    action = Lead.objects.get().action
    assert "The last update Nothing has been reported yet." in read(client.get(REPORT))
    said = {"status": "at_risk", "direction": "worsening", "narrative": "No boots."}
    record_update(action=action, reported_on=date(2022, 1, 31), publication="published", **said)
    hidden = {"status": "off_track", "narrative": "A colleague's draft."}
    record_update(action=action, reported_on=date(2022, 2, 28), **hidden)
    response = client.get(REPORT)
    assert "The last update ▲ At risk 31 January 2022, worsening No boots." in read(response)
    assert "A colleague's draft." not in read(response)
    begun = response.context["form"]
    assert [begun[name].value() for name in ("status", "direction", "reported_on")] == ["at_risk", "worsening", TODAY]
    assert "An officer reads your update before it is published." in read(response)


def test_a_reporters_update_waits_for_an_officer(client, reporter):
    links = {
        "title_1": "Minutes",
        "url_1": "https://example.org/minutes",
        "title_10": "Count",
        "url_10": "example.org/2",
    }
    due = TODAY + timedelta(days=90)
    sent = form(direction="steady", publication="published", next_update_due=due.strftime("%d/%m/%Y"), **links)
    response = client.post(REPORT, sent, follow=True)
    update = ProgressUpdate.objects.get()
    assert (update.action.ref, update.status, update.direction, update.narrative) == (
        "5.1.1",
        "on_track",
        "",
        "Two patrols.",
    )
    assert (update.publication, update.access, update.recorded_by) == ("in_review", "open", reporter)
    assert (update.reported_on, update.next_update_due, str(update.uid)) == (TODAY, due, sent["token"])
    assert list(update.evidence.values_list("title", "url")) == [
        ("Minutes", "https://example.org/minutes"),
        ("Count", "https://example.org/2"),
    ]
    assert response.redirect_chain == [(f"{ACTION}#progress", 302)]
    page = read(response)
    assert "Your update is recorded. The public reads it once an officer has published it." in page
    assert "◐ In review Next update due" in page
    assert "Status ○ Not reported yet" in page


def test_an_exempt_update_says_its_paragraph(client, reporter):
    client.post(REPORT, form(access="exempt", exempt_paragraph="7", handling="official_sensitive"))
    update = ProgressUpdate.objects.get()
    assert (update.access, update.exempt_paragraph, update.handling) == ("exempt", 7, "official_sensitive")


@pytest.mark.parametrize(
    ("publication", "sentence"),
    [
        ("published", "Your update is recorded and published."),
        ("in_review", "Your update is recorded. The public reads it once an officer has published it."),
        ("draft", "Your update is recorded as a draft."),
    ],
)
def test_officers_choose(client, police, publication, sentence):
    sign_in(client, "officer")
    assert sentence in read(client.post(REPORT, form(publication=publication), follow=True))
    assert ProgressUpdate.objects.get().publication == publication


def test_what_the_lead_of_the_strategy_reports_waits_for_an_officer(client, police):
    lead = sign_in(client, "strategy-lead")
    Lead.objects.get().action.strategy.people.create(user=lead)
    client.post(REPORT, form(publication="published"))
    assert ProgressUpdate.objects.get().publication == "in_review"


def test_the_same_form_sent_twice_is_recorded_once(client, reporter):
    sent = form(title_1="Minutes", url_1="https://example.org/minutes")
    client.post(REPORT, sent)
    response = client.post(REPORT, sent | {"narrative": "Changed after going back."}, follow=True)
    assert "This update was recorded already. Nothing was recorded twice." in read(response)
    assert (ProgressUpdate.objects.get().narrative, Evidence.objects.count()) == ("Two patrols.", 1)


def test_each_form_has_a_token_of_its_own_and_keeps_it_through_an_error(client, reporter):
    first, second = (client.get(REPORT).context["form"].token_to_send for _ in range(2))
    assert first != second
    again = client.post(REPORT, form(token=str(first), status="")).context["form"].token_to_send
    assert again == first
    assert client.post(REPORT, form(token="zebra")).context["form"].token_to_send


def test_a_form_without_a_token_is_recorded_too(client, reporter):
    client.post(REPORT, form(token=""))
    assert ProgressUpdate.objects.exists()


def test_an_old_number_reports_on_the_same_action(client, reporter):
    action = Lead.objects.get().action
    type(action).objects.filter(pk=action.pk).update(ref="5.1.9")
    assert client.post(REPORT, form()).url == "/plans/anytown/actions/5.1.9/#progress"


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "Choose whether you accept it."),
        ({"response": "perhaps"}, "Choose whether you accept it."),
        ({"response": "disputed"}, "Say why you dispute it: who should lead instead, or what is wrong."),
        ({"response": "disputed", "reason": " "}, "Say why you dispute it: who should lead instead, or what is wrong."),
        (
            {"response": "disputed", "reason": "a" * 2001},
            "Ensure this value has at most 2000 characters (it has 2001).",
        ),
    ],
)
def test_an_answer_that_is_none_is_named(client, reporter, sent, message):
    response = client.post(ANSWER, sent)
    assert response.status_code == 422
    assert read(response).startswith(f"Nothing was saved yet {message} Action 5.1.1 Named as lead")
    assert Lead.objects.get().response == ""


def test_a_lead_is_accepted_or_disputed(client, reporter):
    assert "The plan names Police as leading this action: Patrol the parks." in read(client.get(ANSWER))
    response = client.post(ANSWER, {"response": "disputed", "reason": "Housing does."}, follow=True)
    assert response.redirect_chain == [("/plans/anytown/progress/", 302)]
    assert "Action 5.1.1: it is noted that you dispute being named." in read(response)
    lead = Lead.objects.get()
    assert (lead.response, lead.response_reason, lead.responded_on) == ("disputed", "Housing does.", TODAY)
    again = client.get(ANSWER)
    assert "A new answer replaces it." in read(again)
    assert again.context["form"]["reason"].value() == "Housing does."
    client.post(ANSWER, {"response": "accepted", "reason": "Housing does."})
    lead.refresh_from_db()
    assert (lead.response, lead.response_reason) == ("accepted", "")


def test_an_answer_is_read_by_officers_and_those_it_is_of(client, reporter):
    client.post(ANSWER, {"response": "disputed", "reason": "Housing does."})
    lead = Lead.objects.get()
    said = "Disputes being named"
    assert f"{said}, {TODAY.day} {TODAY:%B %Y}: Housing does." in read(client.get(ACTION))
    client.logout()
    assert said not in read(client.get(ACTION))
    api = client.get(f"/api/v1/actions/{lead.action.uid}/").content.decode()
    assert "disput" not in api
    assert "Housing does." not in api
    for role, told in (("board-member", False), (None, False), ("auditor", True), ("officer", True)):
        sign_in(client, role)
        assert (said in read(client.get(ACTION))) == told, role
    client.force_login(reporter)
    client.post(ANSWER, {"response": "accepted"})
    assert "Accepts being named" in read(client.get(ACTION))


def test_the_way_to_the_form_is_shown_to_who_may_report(client, police):
    assert REPORT not in links(client.get(ACTION))
    sign_in(client, "board-member")
    assert REPORT not in links(client.get(ACTION))
    sign_in(client, "officer")
    assert REPORT in links(client.get(ACTION))
