"""Actions without a lead, a principle, an update or a measure, and those past their date."""

import datetime

import pytest

from actions.progress import record_update
from tests.factories import make_action, make_alignment, make_lead, make_partner, make_plan, make_strategy
from violence_plan.gaps.lists import Row
from violence_plan.gaps.of_actions import no_alignment, no_lead, no_measure, no_update, past_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy():
    """A strategy with one action that lacks nothing."""
    strategy = make_strategy(plan=make_plan(slug="anytown"), ref="5.1", title="Knives")
    whole = make_action(strategy=strategy, ref="5.1.1", position=1, due_on="2027-01-01", expected_outcome="Peace")
    make_lead(action=whole)
    make_alignment(action=whole)
    report(whole, datetime.date(2026, 3, 30))
    return strategy


def report(action, day, status="on_track"):
    """Report on an action on that day."""
    record_update(action=action, reported_on=day, status=status, publication="published")


@pytest.mark.parametrize(
    ("gap", "nothing"),
    [
        (no_lead, "Every action has a lead."),
        (no_alignment, "Every action serves a principle."),
        (past_date, "No action is past its date."),
        (no_update, "Every action has been reported on in the last 90 days."),
        (no_measure, "Every action has an outcome, a milestone or an indicator."),
    ],
)
def test_a_plan_that_lacks_nothing(ground_of, strategy, gap, nothing):
    found = gap(ground_of(strategy.plan))
    assert (found.rows, found.share, found.nothing, found.is_whole) == ((), "", nothing, False)


def test_an_action_without_a_lead(ground_of, strategy):
    make_action(strategy=strategy, ref="5.1.2", text="Sweep:\n\n- parks", position=2)
    found = no_lead(ground_of(strategy.plan))
    assert found.rows == (
        Row(
            "5.1.2",
            "/plans/anytown/actions/5.1.2/",
            "Sweep: - parks",
            aside="5.1 Knives",
            cells=("5.1.2", "Sweep:\n\n- parks", "5.1", "Knives", "", "not_reported", "", ""),
        ),
    )
    assert found.share == "of 2 actions, 50%"
    assert (found.link, found.address) == ("See the action", "/plans/anytown/actions/?no_lead=true")
    assert len(found.headers) == 8


def test_actions_stand_in_the_order_of_the_plan(ground_of, strategy):
    for ref, position in (("5.1.10", 10), ("5.1.2", 2), ("5.1.9", 9)):
        make_action(strategy=strategy, ref=ref, position=position)
    assert [row.label for row in no_lead(ground_of(strategy.plan)).rows] == ["5.1.2", "5.1.9", "5.1.10"]


def test_an_action_that_serves_no_principle(ground_of, strategy):
    action = make_action(strategy=strategy, ref="5.1.2", position=2)
    make_lead(action=action, partner=make_partner(name="Police"))
    found = no_alignment(ground_of(strategy.plan))
    assert [(row.label, row.aside) for row in found.rows] == [("5.1.2", "5.1 Knives · Police")]
    assert found.address == "/plans/anytown/actions/?no_alignment=true"


def test_actions_of_a_plan_without_principles_need_not_serve_one(ground_of):
    plan = make_action().plan
    plan.framework = None
    plan.save()
    found = no_alignment(ground_of(plan))
    assert (found.rows, found.nothing) == ((), "The plan names no principles that it could serve.")


def test_where_all_actions_are_exceptions_the_list_of_actions_has_them(ground_of):
    plan = make_plan(slug="anytown")
    for _ in range(2):
        make_action(strategy=make_strategy(plan=plan))
    found = no_measure(ground_of(plan))
    assert (found.count, found.is_whole, found.link) == (2, True, "See the 2 actions")
    assert found.address == "/plans/anytown/actions/"
    assert found.share == "of 2 actions, 100%"


def test_some_actions_have_no_page_that_shows_just_them(ground_of, strategy):
    make_action(strategy=strategy)
    found = no_measure(ground_of(strategy.plan))
    assert (found.count, found.is_whole, found.link, found.address) == (1, False, "", "")


def test_actions_without_an_update(ground_of, strategy):
    make_action(strategy=strategy, ref="5.1.2", position=2)
    silent = make_action(strategy=strategy, ref="5.1.3", position=3)
    report(silent, datetime.date(2025, 12, 30))
    found = no_update(ground_of(strategy.plan))
    assert [(row.label, row.aside) for row in found.rows] == [
        ("5.1.2", "5.1 Knives · never reported on"),
        ("5.1.3", "5.1 Knives · last reported on 30 December 2025"),
    ]
    assert found.title == "Actions without an update in 90 days"
    assert found.why == "Without news nobody can tell whether they happen. 1 action has never been reported on."
    assert found.rows[1].cells[5:] == ("on_track", "2025-12-30", "")
    assert [row.label for row in no_update(ground_of(strategy.plan, days=91)).rows] == ["5.1.2"]


def test_one_day_is_one_day(ground_of, strategy):
    found = no_update(ground_of(strategy.plan, days=1))
    assert found.title == "Actions without an update in 1 day"
    assert found.nothing == "Every action has been reported on in the last 1 day."


@pytest.mark.parametrize(
    ("reported", "sentence"),
    [
        (0, " No action of the plan has been reported on yet."),
        (1, " 2 actions have never been reported on."),
        (3, ""),
    ],
)
def test_how_many_were_never_reported_on(ground_of, reported, sentence):
    strategy = make_strategy()
    for number in range(3):
        action = make_action(strategy=strategy)
        if number < reported:
            report(action, datetime.date(2020, 1, 1))
    assert no_update(ground_of(strategy.plan)).why == f"Without news nobody can tell whether they happen.{sentence}"


def test_an_action_past_its_date(ground_of, strategy):
    late = make_action(strategy=strategy, ref="5.1.2", due_on="2026-03-30", position=2)
    make_action(strategy=strategy, ref="5.1.3", due_on="2026-03-30", position=3)
    report(late, datetime.date(2026, 3, 1), "off_track")
    found = past_date(ground_of(strategy.plan))
    assert [(row.label, row.aside) for row in found.rows] == [
        ("5.1.2", "5.1 Knives · due 30 March 2026, off track"),
        ("5.1.3", "5.1 Knives · due 30 March 2026, not reported"),
    ]
    assert found.rows[0].cells[5:] == ("off_track", "2026-03-01", "2026-03-30")
    assert past_date(ground_of(strategy.plan, today=datetime.date(2026, 3, 30))).rows == ()


def test_without_any_date_no_action_can_be_late(ground_of):
    found = past_date(ground_of(make_action().plan))
    assert (found.rows, found.nothing) == ((), "No action can be late, because none has a date.")
