"""What `as_at` may say, and what is said where it may not."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from actions.models import Plan
from tests.factories import make_plan, make_user
from tests.past import LONDON, happened_on, noon
from violence_plan.as_at import NotReadableError, moment_asked, refuse_before_history


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (["yesterday"], "“yesterday” is not a day. Write a day as 2026-01-31, or a time as 2026-01-31T09:00:00Z."),
        (["2026-02-31"], "“2026-02-31” is not a day."),
        (["2026-13-01T09:00Z"], "“2026-13-01T09:00Z” is not a day."),
        (["01/03/2026"], "“01/03/2026” is not a day."),
        (["2026-03-01T09:00 01:00"], "In an address, + is written %2B."),
        (["x" * 1000], f"“{'x' * 60}…” is not a day."),
        (["\x00"], "“�” is not a day."),
        (["2999-01-01"], "2999-01-01 has not come yet. Choose a day up to today."),
        (["9999-12-31T23:59:59-23:59"], "has not come yet."),
        (["2026-03-01", "2026-03-02"], "Give this parameter once; it takes one value."),
    ],
)
def test_what_is_no_past_moment_is_refused_in_a_sentence(values, sentence):
    with pytest.raises(NotReadableError, match="^") as refused:
        moment_asked(values)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-03-01", datetime(2026, 3, 1, 23, 59, 59, 999999, UTC)),
        ("2026-07-01", datetime(2026, 7, 1, 22, 59, 59, 999999, UTC)),
        (" 2026-03-01 ", datetime(2026, 3, 1, 23, 59, 59, 999999, UTC)),
        ("2026-03-29", datetime(2026, 3, 29, 22, 59, 59, 999999, UTC)),
        ("2026-07-01T09:30", datetime(2026, 7, 1, 8, 30, tzinfo=UTC)),
        ("2026-07-01T09:30:00Z", datetime(2026, 7, 1, 9, 30, tzinfo=UTC)),
        ("2026-07-01T09:30:00+02:00", datetime(2026, 7, 1, 7, 30, tzinfo=UTC)),
        ("0001-01-01", datetime(1, 1, 1, 23, 59, 59, 999999, LONDON)),
    ],
)
def test_a_day_is_its_end_in_london_and_a_time_is_itself(value, moment):
    assert moment_asked([value]) == moment


@pytest.mark.parametrize("values", [[], [""], [" ", "\t"]])
def test_nothing_asks_for_nothing(values):
    assert moment_asked(values) is None


def test_today_is_until_now():
    before = timezone.now()
    assert before <= moment_asked([f"{timezone.localdate(before)}"]) <= timezone.now() + timedelta(days=1)


@pytest.fixture
def plan(db):
    """A plan that was loaded on 1 March 2026, sensitive until the 2nd, exempt until the 3rd, published on the 4th."""
    exempt = {"access": "exempt", "exempt_paragraph": 7}
    with happened_on("2026-03-01"):
        make_plan(slug="anytown", publication="draft", **exempt, handling="official_sensitive")
    with happened_on("2026-03-02"):
        Plan.objects.update(handling="official")
    with happened_on("2026-03-03"):
        Plan.objects.update(access="open", exempt_paragraph=None)
    with happened_on("2026-03-04"):
        Plan.objects.update(publication="published")


@pytest.mark.parametrize(
    ("role", "day"),
    [(None, 4), ("partner-reporter", 4), ("board-member", 2), ("strategy-lead", 2), ("auditor", 1), ("officer", 1)],
)
def test_what_is_known_of_a_plan_begins_for_each_reader_when_he_or_she_could_read_it(plan, role, day):
    user = make_user(role)
    before, first = noon(f"2026-03-0{day}") - timedelta(seconds=1), noon(f"2026-03-0{day}")
    with pytest.raises(NotReadableError) as refused:
        refuse_before_history(before, slug="anytown", user=user)
    said = f"What is known here of this plan begins on {day} March 2026 at 12:00. Choose a day from then on."
    assert str(refused.value) == said
    assert refuse_before_history(first, slug="anytown", user=user) is None


def test_nothing_is_said_of_a_plan_that_is_hidden_now_or_was_never_there(plan, public):
    Plan.objects.update(publication="withdrawn")
    assert refuse_before_history(noon("2026-01-01"), slug="anytown", user=public) is None
    assert refuse_before_history(noon("2026-01-01"), slug="nowhere", user=public) is None
