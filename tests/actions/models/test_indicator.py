"""Periods, milestones, indicators and measurements, as the Community Safety Partnership Plan prints them."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from actions.models import Indicator, Measurement, Milestone, Period
from tests.factories import make_action, make_plan, make_strategy, make_theme

pytestmark = pytest.mark.django_db


def make_period(plan, **fields):
    values = {"code": "2015-16", "title": "FY2015/16", "starts_on": "2015-04-01", "ends_on": "2016-03-31"}
    return Period.objects.create(plan=plan, **values | fields)


def make_indicator(plan, **fields):
    values = {"code": "knife-injuries", "title": "Knife injury victims aged 1 to 24", "unit": "%", "position": 1}
    return Indicator.objects.create(plan=plan, **values | fields)


def refused(constraint):
    """Deferred constraints speak at the end of the transaction."""
    return pytest.raises(IntegrityError, match=constraint)


def check_now():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_period_ends_after_it_starts():
    with refused("actions_period_ends_after_start"):
        make_period(make_plan(), ends_on="2015-04-01")


def test_a_period_code_is_unique_within_its_plan():
    plan = make_plan()
    make_period(plan)
    make_period(make_plan())
    with refused("actions_period_code_unique"):
        make_period(plan)


def test_a_milestone_needs_words():
    action = make_action()
    with refused("actions_milestone_text_not_empty"):
        Milestone.objects.create(plan=action.plan, action=action, period=make_period(action.plan), text="")


def test_a_milestone_position_is_unique_within_action_and_period():
    action = make_action()
    row = {"plan": action.plan, "action": action, "period": make_period(action.plan), "text": "Review."}
    Milestone.objects.create(**row)
    with refused("actions_milestone_position_unique"):
        Milestone.objects.create(**row)


def test_a_milestone_of_another_plans_period_is_refused():
    action = make_action()
    with refused("actions_milestone_period_of_same_plan"), transaction.atomic():
        Milestone.objects.create(plan=action.plan, action=action, period=make_period(make_plan()), text="Review.")
        check_now()


def test_a_milestone_of_another_plans_action_is_refused():
    plan = make_plan()
    with refused("actions_milestone_action_of_same_plan"), transaction.atomic():
        Milestone.objects.create(plan=plan, action=make_action(), period=make_period(plan), text="Review.")
        check_now()


def test_an_indicator_code_is_unique_within_its_plan():
    plan = make_plan()
    make_indicator(plan)
    with refused("actions_indicator_code_unique"):
        make_indicator(plan)


def test_an_unknown_direction_is_refused():
    with refused("actions_indicator_direction_known"):
        make_indicator(make_plan(), direction="sideways")


def test_a_theme_without_its_strategy_is_refused():
    theme = make_theme()
    with refused("actions_indicator_theme_needs_strategy"):
        make_indicator(theme.strategy.plan, theme=theme)


def test_an_indicator_of_another_plans_strategy_is_refused():
    with refused("actions_indicator_strategy_of_same_plan"), transaction.atomic():
        make_indicator(make_plan(), strategy=make_strategy())
        check_now()


def test_an_indicator_of_another_strategys_theme_is_refused():
    strategy = make_strategy()
    with refused("actions_indicator_theme_of_same_strategy"), transaction.atomic():
        make_indicator(strategy.plan, strategy=strategy, theme=make_theme())
        check_now()


def test_a_measurement_says_something():
    plan = make_plan()
    with refused("actions_measurement_says_something"):
        Measurement.objects.create(plan=plan, indicator=make_indicator(plan), period=make_period(plan))


def test_an_indicator_is_measured_once_a_period():
    plan = make_plan()
    row = {"plan": plan, "indicator": make_indicator(plan), "period": make_period(plan), "target_printed": "Tbc"}
    Measurement.objects.create(**row)
    with refused("actions_measurement_period_unique"):
        Measurement.objects.create(**row)


@pytest.mark.parametrize("stranger", ["indicator", "period"])
def test_a_measurement_of_another_plan_is_refused(stranger):
    plan, other = make_plan(), make_plan()
    row = {"indicator": make_indicator(plan), "period": make_period(plan)}
    row[stranger] = {"indicator": make_indicator, "period": make_period}[stranger](other)
    with refused(f"actions_measurement_{stranger}_of_same_plan"), transaction.atomic():
        Measurement.objects.create(plan=plan, target=Decimal("-12"), **row)
        check_now()


def test_a_priority_as_the_community_safety_plan_prints_it():
    plan = make_plan(period_start="2016-04-01", period_end="2018-03-31")
    theme = make_theme(strategy=make_strategy(plan=plan, ref="1", title="Gang crime"), objective="Reduce gang crime")
    action = make_action(theme=theme, ref="1.1", kind="improvement", expected_outcome="Fewer victims")
    first = make_period(plan)
    second = make_period(plan, code="2016-17", title="FY2016/17", starts_on="2016-04-01", ends_on="2017-03-31")
    milestone = Milestone.objects.create(plan=plan, action=action, period=second, text="Structured programmes run")
    indicator = make_indicator(plan, strategy=theme.strategy, theme=theme, direction="decrease")
    Measurement.objects.create(
        plan=plan, indicator=indicator, period=second, target=Decimal("-11"), target_printed="-11%"
    )
    measured = Measurement.objects.create(
        plan=plan, indicator=indicator, period=first, target=Decimal("-12"), actual=Decimal("-6")
    )
    assert [(str(m.period), m.target, m.actual) for m in indicator.measurements.all()] == [
        ("FY2015/16", Decimal("-12"), Decimal("-6")),
        ("FY2016/17", Decimal("-11"), None),
    ]
    assert str(milestone) == "FY2016/17: Structured programmes run"
    assert str(measured) == "Knife injury victims aged 1 to 24: FY2015/16"


def test_indicators_of_the_plan_as_a_whole_with_what_was_measured(django_assert_num_queries):
    plan = make_plan()
    whole = make_indicator(plan, unit="knives", position=2)
    make_indicator(plan, code="other", strategy=make_strategy(plan=plan))
    Measurement.objects.create(plan=plan, indicator=whole, period=make_period(plan), target=Decimal("100.50"))
    with django_assert_num_queries(2):
        [found] = Indicator.objects.of_whole_plan().with_measurements()
        [measured] = found.measurements.all()
        assert (found, measured.period.title, measured.target_words) == (whole, "FY2015/16", "100.5 knives")


@pytest.mark.parametrize(
    ("unit", "number", "printed", "words"),
    [
        ("%", Decimal("-12.0000"), "", "-12%"),
        ("victims", Decimal("1200"), "Over 1,000", "1200 victims (“Over 1,000”)"),
        ("", Decimal("0.25"), "", "0.25"),
        ("%", None, "Tbc", "Tbc"),
        ("%", None, "", ""),
    ],
)
def test_a_figure_reads_with_its_unit_and_as_printed(unit, number, printed, words):
    indicator = Indicator(unit=unit)
    assert Measurement(indicator=indicator, target=number, target_printed=printed).target_words == words
    assert Measurement(indicator=indicator, actual=number, actual_printed=printed).actual_words == words
