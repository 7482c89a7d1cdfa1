"""Progress updates in the admin: added with the officer's name, read, never changed or deleted."""

import uuid
from datetime import date

import pytest

from actions.models import ProgressUpdate
from actions.progress import record_update
from tests.actions.admin.forms import inline, listed, problems
from tests.factories import make_action, make_user

pytestmark = pytest.mark.django_db
OPEN = {"publication": "draft", "access": "open", "exempt_paragraph": "", "handling": "official"}
UPDATES = "/admin/actions/progressupdate/"


def form(about, **fields):
    values = {"reported_on": "2026-01-31", "status": "on_track", "direction": "", "narrative": "Well begun."}
    return values | {"action": about.pk, "next_update_due": "", **OPEN} | inline("evidence") | fields


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"status": "at_risk"}, "Say which way an action at risk is going; no other status has a direction."),
        ({"next_update_due": "2026-01-30"}, "The next update is due after this one."),
        ({"action": ""}, "This field is required."),
    ],
)
def test_what_breaks_a_rule_is_told(signed_in, fields, problem):
    response = signed_in.post(f"{UPDATES}add/", form(make_action(), **fields))
    assert problems(response) == [problem]
    assert not ProgressUpdate.objects.exists()


def test_what_was_reported_is_never_changed_or_deleted(signed_in):
    update = record_update(action=make_action(), reported_on=date(2026, 1, 31), status="on_track")
    changed = signed_in.post(f"{UPDATES}{update.pk}/change/", form(update.action, narrative="Otherwise."))
    deleted = signed_in.post(f"{UPDATES}{update.pk}/delete/", {"post": "yes"})
    assert (changed.status_code, deleted.status_code) == (302, 403)
    assert ProgressUpdate.objects.get().narrative == ""


def test_who_may_see_an_update_is_changed(signed_in):
    update = record_update(action=make_action(), reported_on=date(2026, 1, 31), status="on_track")
    page = f"{UPDATES}{update.pk}/change/"
    refused = signed_in.post(page, OPEN | {"handling": "official_sensitive"} | inline("evidence"))
    assert problems(refused) == ["What is official-sensitive is exempt too: choose exempt, with its paragraph."]
    exempt = {"publication": "published", "access": "exempt", "exempt_paragraph": "3", "handling": "official_sensitive"}
    assert signed_in.post(page, exempt | inline("evidence")).status_code == 302
    update.refresh_from_db()
    assert (update.publication, update.exempt_paragraph, update.handling) == ("published", 3, "official_sensitive")
    assert listed(signed_in.get(UPDATES), "marks") == [("Exempt: paragraph 3; official-sensitive",)]


def test_a_strategy_lead_reports_on_own_actions_and_publishes_nothing(client):
    own, other, user = make_action(), make_action(), make_user("strategy-lead", is_staff=True)
    own.strategy.people.create(user=user)
    client.force_login(user)
    assert problems(client.post(f"{UPDATES}add/", form(other))) == [
        "Select a valid choice. That choice is not one of the available choices."
    ]
    assert problems(client.post(f"{UPDATES}add/", form(own, publication="published"))) == [
        "Select a valid choice. published is not one of the available choices."
    ]
    client.post(f"{UPDATES}add/", form(own, access="exempt", exempt_paragraph="3"))
    update = ProgressUpdate.objects.get()
    assert (update.action, update.publication, update.access) == (own, "draft", "open")
    client.post(UPDATES, {"action": "publish", "_selected_action": [update.pk]})
    client.post(UPDATES, {"action": "send_to_review", "_selected_action": [update.pk]})
    update.refresh_from_db()
    assert update.publication == "in_review"


def test_deleting_is_not_offered(signed_in):
    record_update(action=make_action(), reported_on=date(2026, 1, 31), status="on_track")
    response = signed_in.get(UPDATES)
    assert [name for name, _ in response.context["action_form"].fields["action"].choices] == [
        "",
        "send_to_review",
        "publish",
        "withdraw",
    ]


def test_an_update_is_recorded_with_the_officer(signed_in, officer):
    action = make_action()
    response = signed_in.post(f"{UPDATES}add/", form(action))
    update = ProgressUpdate.objects.get()
    assert (update.action, update.status, update.narrative, update.recorded_by, update.publication) == (
        action,
        "on_track",
        "Well begun.",
        officer,
        "draft",
    )
    assert response.url == UPDATES
    assert str(update.pk) in signed_in.get(f"{UPDATES}{update.pk}/history/").content.decode()


def test_the_action_is_chosen_already_when_coming_from_its_page(signed_in):
    action = make_action()
    html = signed_in.get(f"{UPDATES}add/?action={action.pk}").content.decode()
    assert f'<option value="{action.pk}" selected>' in html


def test_a_draft_is_published_and_withdrawn(signed_in):
    update = record_update(action=make_action(), reported_on=date(2026, 1, 31), status="on_track")
    for choice, publication in (("publish", "published"), ("withdraw", "withdrawn")):
        response = signed_in.post(UPDATES, {"action": choice, "_selected_action": [update.pk]}, follow=True)
        update.refresh_from_db()
        assert update.publication == publication
        assert [str(message) for message in response.context["messages"]] == [f"1 now {publication}."]


LINK = {"position": 1, "title": "Minutes", "url": "https://example.org/minutes"}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (LINK | {"url": "minutes"}, "Enter a valid URL."),
        (LINK | {"title": ""}, "This field is required."),
        (LINK | {"position": 11}, "An update has ten links at most, numbered from 1 to 10."),
    ],
)
def test_bad_evidence_records_nothing(signed_in, row, problem):
    response = signed_in.post(f"{UPDATES}add/", form(make_action(), **inline("evidence", row)))
    assert problems(response) == [problem]
    assert not ProgressUpdate.objects.exists()


def test_evidence_and_marks_are_recorded_and_read(signed_in):
    marks = {"access": "exempt", "exempt_paragraph": 3, "handling": "official_sensitive"}
    signed_in.post(f"{UPDATES}add/", form(make_action(), **inline("evidence", LINK), **marks))
    update = ProgressUpdate.objects.get()
    assert (update.access, update.exempt_paragraph, update.handling) == ("exempt", 3, "official_sensitive")
    assert list(update.evidence.values_list("position", "title", "url")) == [tuple(LINK.values())]
    html = signed_in.get(f"{UPDATES}{update.pk}/change/").content.decode()
    assert "https://example.org/minutes" in html
    assert 'name="evidence-0-title"' not in html
    assert 'name="token"' not in html


def test_the_same_form_sent_twice_is_recorded_once(signed_in):
    token = {"token": str(uuid.uuid4())}
    sent = form(make_action(), **inline("evidence", LINK), **token)
    signed_in.post(f"{UPDATES}add/", sent)
    response = signed_in.post(f"{UPDATES}add/", sent, follow=True)
    assert [str(message) for message in response.context["messages"]][-1] == "This update was recorded already."
    assert ProgressUpdate.objects.count() == 1
    assert 'name="token"' in signed_in.get(f"{UPDATES}add/").content.decode()


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("strategy-lead", 403), ("officer", 200)])
def test_who_may_publish_may_import(client, role, status):
    client.force_login(make_user(role, is_staff=True))
    assert client.get(f"{UPDATES}import/").status_code == status
