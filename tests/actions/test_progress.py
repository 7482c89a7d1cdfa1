"""The one way to report progress."""

import datetime
import threading
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from actions.models import Action, Evidence, ProgressUpdate
from actions.progress import RecordedAlreadyError, record_update, tally
from tests.factories import make_action

pytestmark = pytest.mark.django_db
DAY = datetime.date(2022, 1, 31)


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        ({"status": "fine"}, {"status": ["Value 'fine' is not a valid choice."]}),
        (
            {"status": "at_risk"},
            {"__all__": ["Say which way an action at risk is going; no other status has a direction."]},
        ),
        (
            {"status": "on_track", "next_update_due": DAY},
            {"__all__": ["The next update is due after this one."]},
        ),
    ],
)
def test_a_broken_rule_writes_nothing(fields, messages):
    with pytest.raises(ValidationError) as error:
        record_update(action=make_action(), reported_on=DAY, **fields)
    assert error.value.message_dict == messages
    assert not ProgressUpdate.objects.exists()


@pytest.mark.parametrize(
    ("evidence", "message"),
    [
        ([("Minutes", "https://example.org/1"), ("Report", "example.org")], "Link 2: Enter a valid URL."),
        ([("", "https://example.org/1")], "Link 1: This field cannot be blank."),
        ([("FTP", "ftp://example.org/1")], "Link 1: Give a whole web address: https://example.org/report."),
        (
            [(f"Link {n}", f"https://example.org/{n}") for n in range(1, 12)],
            "Link 11: An update has ten links at most, numbered from 1 to 10.",
        ),
    ],
)
def test_with_bad_evidence_nothing_is_written(evidence, message):
    with pytest.raises(ValidationError) as error:
        record_update(action=make_action(), reported_on=DAY, status="on_track", evidence=evidence)
    assert message in error.value.message_dict["evidence"]
    assert not ProgressUpdate.objects.exists()
    assert not Evidence.objects.exists()


def test_the_same_sent_twice_is_recorded_once():
    action, token = make_action(), uuid.uuid4()
    first = record_update(action=action, reported_on=DAY, status="on_track", uid=token)
    with pytest.raises(RecordedAlreadyError) as error:
        record_update(action=action, reported_on=DAY, status="on_track", uid=token)
    assert error.value.message_dict == {"uid": ["This update was recorded already."]}
    assert (ProgressUpdate.objects.get(), first.uid) == (first, token)


def test_evidence_stands_in_its_order():
    links = [("Minutes", "https://example.org/minutes"), ("Count", "http://example.org/count?year=2021")]
    update = record_update(action=make_action(), reported_on=DAY, status="on_track", evidence=links)
    assert list(update.evidence.values_list("position", "title", "url")) == [(1, *links[0]), (2, *links[1])]


def test_an_update_stands_as_reported(officer):
    update = record_update(
        action=make_action(),
        reported_on=DAY,
        status="at_risk",
        direction="worsening",
        narrative="No venue yet.",
        next_update_due=datetime.date(2022, 2, 28),
        publication="published",
        recorded_by=officer,
    )
    update.refresh_from_db()
    assert (update.reported_on, update.status, update.direction, update.narrative) == (
        DAY,
        "at_risk",
        "worsening",
        "No venue yet.",
    )
    assert (update.next_update_due, update.publication, update.recorded_by) == (
        datetime.date(2022, 2, 28),
        "published",
        officer,
    )


@pytest.mark.django_db
def test_how_far_actions_have_come():
    unreported, late, done, also_done = (make_action() for _ in range(4))
    for action, status in ((late, "off_track"), (done, "completed"), (also_done, "completed")):
        record_update(action=action, reported_on=DAY, status=status, publication="published")
    assert tally(Action.objects.with_status()) == [("off_track", 1), ("completed", 2), ("not_reported", 1)]
    assert tally(Action.objects.none()) == []


@pytest.mark.django_db(transaction=True)
def test_the_same_sent_twice_at_once_is_recorded_once():
    action, token, told = make_action(), uuid.uuid4(), []

    def send():
        try:
            record_update(action=action, reported_on=DAY, status="on_track", uid=token)
            told.append("recorded")
        except ValidationError as error:
            told.extend(error.messages)
        finally:
            connection.close()

    senders = [threading.Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sorted(told) == ["This update was recorded already.", "recorded"]
    assert ProgressUpdate.objects.count() == 1
