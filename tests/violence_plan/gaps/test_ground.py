"""What every list stands on: the actions that the reader may see, with what is known of them on that day."""

import datetime

import pytest

from actions.progress import record_update
from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "since"), [(1, datetime.date(2026, 3, 30)), (90, datetime.date(2025, 12, 31))])
def test_since_when_an_update_is_of_late(ground_of, days, since):
    assert ground_of(make_plan(), days=days).since == since


def test_each_reader_has_a_ground_of_their_own(ground_of, officer):
    shown = make_action()
    hidden = make_action(strategy=shown.strategy, publication="draft")
    make_action()
    assert list(ground_of(shown.plan).by_id) == [shown.pk]
    assert ground_of(shown.plan).total == ground_of(shown.plan).matrix.actions == 1
    assert list(ground_of(shown.plan, user=officer).by_id) == [shown.pk, hidden.pk]
    assert ground_of(shown.plan, user=officer).total == 2


def test_what_is_known_of_an_action_on_the_day(ground_of):
    action = make_action(due_on="2026-03-01")
    for month, status in ((3, "at_risk"), (4, "completed")):
        direction = "steady" if status == "at_risk" else ""
        day = datetime.date(2026, month, 1)
        record_update(action=action, reported_on=day, status=status, direction=direction, publication="published")
    [found] = ground_of(action.plan).by_id.values()
    assert found.status == "at_risk"
    assert found.last_reported_on == datetime.date(2026, 3, 1)
    assert found.ends_on == datetime.date(2026, 3, 1)


def test_persons_are_named_to_officers_only(ground_of, officer):
    action = make_action()
    make_lead(action=action, partner=make_partner(name="Police"))
    make_lead(action=action, partner=make_partner(name="Jo Doe", kind="person", public_name="A named officer"))
    for user, names in ((None, "Police, A named officer"), (officer, "Police, Jo Doe")):
        ground = ground_of(action.plan, user=user)
        assert ground.leads_of(ground.by_id[action.pk]) == names


def test_an_action_that_nobody_leads_and_queries_that_do_not_grow(ground_of, django_assert_num_queries):
    plan = make_plan()
    for _ in range(3):
        make_lead(action=make_action(strategy=make_strategy(plan=plan)))
    unled = make_action(strategy=make_strategy(plan=plan))
    ground = ground_of(plan)
    with django_assert_num_queries(2):
        assert [bool(ground.leads_of(action)) for action in ground.by_id.values()] == [True, True, True, False]
    assert ground.leads_of(ground.by_id[unled.pk]) == ""
