"""The one way to report progress."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from actions.models import Action, ProgressUpdate
from actions.progress import record_update, tally
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
