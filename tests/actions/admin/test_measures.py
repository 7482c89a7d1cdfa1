"""Periods, milestones, indicators and measurements in the admin."""

from datetime import date

import pytest

from actions.models import Indicator, Measurement, Period
from tests.actions.admin.forms import inline, problems
from tests.factories import make_action, make_plan, make_strategy, make_theme

pytestmark = pytest.mark.django_db
INDICATORS = "/admin/actions/indicator/"


def make_period(plan):
    """A financial year of `plan`."""
    days = {"starts_on": date(2016, 4, 1), "ends_on": date(2017, 3, 31)}
    return Period.objects.create(plan=plan, code="2016-17", title="2016/17", **days)


def form(plan, *measurements, **fields):
    values = {"plan": plan.pk, "code": "victims", "title": "Victims", "strategy": "", "theme": "", "unit": "victims"}
    values |= {"direction": "decrease", "baseline": "", "note": "", "position": 1}
    return values | inline("measurements", *measurements) | fields


def test_a_theme_needs_its_strategy(signed_in):
    theme = make_theme()
    response = signed_in.post(f"{INDICATORS}add/", form(theme.strategy.plan, theme=theme.pk))
    assert "Name the strategy that the theme belongs to." in problems(response)


@pytest.mark.parametrize(
    ("measured", "problem"),
    [({}, "Give a target or an actual."), ({"target": "many"}, "Enter a number.")],
)
def test_a_measurement_that_says_nothing_is_refused(signed_in, measured, problem):
    plan = make_plan()
    response = signed_in.post(f"{INDICATORS}add/", form(plan, {"period": make_period(plan).pk} | measured))
    assert problems(response) == [problem]


def test_a_measurement_of_another_plans_period_is_refused(signed_in):
    response = signed_in.post(
        f"{INDICATORS}add/", form(make_plan(), {"period": make_period(make_plan()).pk, "target": 5})
    )
    assert problems(response) == ["The period belongs to another plan."]


def test_an_indicator_is_added_with_its_measurements(signed_in):
    plan = make_plan()
    rows = [{"period": make_period(plan).pk, "target": "5", "actual": "4.5"}]
    assert signed_in.post(f"{INDICATORS}add/", form(plan, *rows)).status_code == 302
    assert list(Measurement.objects.values_list("plan", "indicator__code", "target", "actual")) == [
        (plan.pk, "victims", 5, 4.5)
    ]


def test_a_milestone_of_another_plans_period_is_refused(signed_in):
    action = make_action()
    data = {"plan": action.plan_id, "action": action.pk, "period": make_period(make_plan()).pk}
    response = signed_in.post("/admin/actions/milestone/add/", data | {"position": 1, "text": "Begin."})
    assert problems(response) == ["The period belongs to another plan."]


def test_choices_name_the_plan(signed_in):
    plan = make_plan(title="Safety Plan")
    make_period(plan)
    Indicator.objects.create(plan=plan, strategy=make_strategy(plan=plan), code="victims", title="Victims", position=1)
    for field, term, label in (
        ("period", "2016", "2016/17 (Safety Plan)"),
        ("indicator", "vict", "Victims (Safety Plan)"),
    ):
        query = {"app_label": "actions", "model_name": "measurement", "field_name": field, "term": term}
        results = signed_in.get("/admin/autocomplete/", query).json()["results"]
        assert [row["text"] for row in results] == [label]
