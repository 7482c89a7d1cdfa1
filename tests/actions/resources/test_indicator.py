"""Tables of periods, milestones, indicators and measurements: refused with the mend, or the same both ways."""

import pytest

from actions.resources import IndicatorResource, MeasurementResource, MilestoneResource, PeriodResource
from tests.factories import make_action, make_plan, make_strategy
from tests.table_texts import dump, load

pytestmark = pytest.mark.django_db

PERIODS = "plan,code,title,starts_on,ends_on\nx,y16,FY16,2016-04-01,2017-03-31\nx,y17,FY17,2017-04-01,2018-03-31\n"
MILESTONES = "plan,action,period,position,text\n"
INDICATORS = "plan,code,strategy,theme,title,unit,direction,baseline,note,position\n"
MEASUREMENTS = "plan,indicator,period,target,actual,target_printed,actual_printed,note\n"


@pytest.fixture
def periods():
    strategy = make_strategy(plan=make_plan(slug="x"), ref="1")
    make_action(strategy=strategy, ref="1.1", position=2)
    make_action(strategy=strategy, ref="1.2", position=1)
    assert load(PeriodResource, PERIODS) == (2, 0, 0)


@pytest.mark.parametrize(
    ("resource", "text", "problem"),
    [
        (PeriodResource, PERIODS.replace("2017-03-31", "2016-04-01"), "Row 2: The period must end after it starts."),
        (MilestoneResource, f"{MILESTONES}x,1.1,y18,1,Walk.\n", "Row 2, column period: Plan x has no period “y18”."),
        (MilestoneResource, f"{MILESTONES}x,1.1,y17,1,\n", "Row 2, column text: The cell is empty. Fill it in."),
        (
            IndicatorResource,
            f"{INDICATORS}x,k,,Foo,Knives,,,,,1\n",
            "Row 2, column theme: Strategy (empty) of plan x has",
        ),
        (
            IndicatorResource,
            f"{INDICATORS}x,k,,,Knives,,up,,,1\n",
            "Row 2, column direction: “up” is not known. Choose",
        ),
        (
            MeasurementResource,
            f"{MEASUREMENTS}x,k,y17,1,,,,\n",
            "Row 2, column indicator: Plan x has no indicator “k”.",
        ),
    ],
)
@pytest.mark.usefixtures("periods")
def test_refuses_a_row(resource, text, problem):
    assert load(resource, text)[0].startswith(problem)


@pytest.mark.usefixtures("periods")
def test_refuses_a_number_that_is_none_or_says_nothing():
    load(IndicatorResource, f"{INDICATORS}x,k,1,,Knives,,,,,1\n")
    mend = "is no number. Write digits and a point, without unit or thousands comma: 1234.5."
    assert load(MeasurementResource, f'{MEASUREMENTS}x,k,y17,"1,200",12%,,,\n') == [
        f"Row 2, column target: “1,200” {mend}",
        f"Row 2, column actual: “12%” {mend}",
    ]
    [problem] = load(MeasurementResource, f"{MEASUREMENTS}x,k,y17,0.12345,,,,\n")
    assert problem == "Row 2, column target: Ensure that there are no more than 4 decimal places."
    assert len(load(MeasurementResource, f"{MEASUREMENTS}x,k,y17,,,,,Nothing\n")) == 1


@pytest.mark.usefixtures("periods")
def test_measures_stand_as_printed_by_period():
    milestones = f"{MILESTONES}x,1.2,y17,1,Run.\nx,1.1,y16,1,Stand.\nx,1.1,y16,2,Walk.\nx,1.1,y17,1,Run.\n"
    indicators = f"{INDICATORS}x,z-knives,1,,Knives,knives,decrease,12,,1\nx,fear,,,Fear,%,,,Survey,2\n"
    measurements = f"{MEASUREMENTS}x,z-knives,y16,100,'-0.25,,,\nx,z-knives,y17,,,Tbc,,\nx,fear,y16,12.5,0,,none,Note\n"
    for resource, text in [
        (PeriodResource, PERIODS),
        (MilestoneResource, milestones),
        (IndicatorResource, indicators),
        (MeasurementResource, measurements),
    ]:
        load(resource, text)
        assert dump(resource) == text
        assert load(resource, text) == (0, 0, text.count("\n") - 1)
