"""Tables of plans, sections, strategies and themes: refused with the mend, or the same both ways."""

import pytest

from actions.models import Plan
from actions.resources import PlanResource, SectionResource, StrategyResource, ThemeResource
from tests.factories import make_framework, make_partner, make_plan
from tests.table_texts import dump, load

pytestmark = pytest.mark.django_db

PLANS = (
    "slug,title,area,introduction,period_start,period_end,publication,access,exempt_paragraph,handling,framework,"
    "source_title,source_date,licence\n"
)
SECTIONS = "plan,ref,title,printed_title,introduction,position\n"
STRATEGIES = "plan,ref,title,printed_title,section,text,expected_outcome,owner,quick_exit,publication,position,uid\n"
THEMES = "plan,strategy,title,text,objective,position,uid\n"
UID = "00000000-0000-4000-8000-00000000000"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("Hackney plan,A,B,,,,,,,,,,,", "Row 2, column slug: Enter a valid “slug”"),
        ("hackney,,B,,,,,,,,,,,", "Row 2, column title: The cell is empty. Fill it in."),
        ("hackney,A,B,,2021-01-01,2020-01-01,,,,,,,,", "Row 2: The plan must end after it starts."),
        ("hackney,A,B,,,,,secret,,,,,,", "Row 2, column access: “secret” is not known. Choose one of: open, exempt."),
        ("hackney,A,B,,,,,,,,vr,,,", "Row 2, column framework: There is no framework “vr”."),
    ],
)
def test_refuses_a_plan(row, problem):
    assert load(PlanResource, f"{PLANS}{row}\n")[0].startswith(problem)
    assert not Plan.objects.exists()


def test_plans_stand_by_their_short_names():
    make_framework(code="vr")
    text = PLANS + (
        'hackney,One Plan,Hackney,"One,\n\ntwo",2021-01-01,2022-12-31,published,open,,official,vr,A,2021-03-24,None\n'
        "islington,Strategy,Islington,,,,draft,exempt,3,official_sensitive,,,,\n"
    )
    assert load(PlanResource, text) == (2, 0, 0)
    assert dump(PlanResource) == text
    assert load(PlanResource, text) == (0, 0, 2)
    assert dump(PlanResource, plan="islington") == PLANS + text.splitlines(keepends=True)[-1]


def test_refuses_a_strategy_of_an_unknown_section_or_owner():
    make_plan(slug="hackney")
    assert load(StrategyResource, STRATEGIES + "hackney,5.1,Knife crime,,5,,,igu,,,1,\n") == [
        "Row 2, column section: Plan hackney has no section “5”. Correct it, or add it to sections.csv first.",
        "Row 2, column owner: There is no partner “igu”. Correct it, or add it to partners.csv first.",
    ]
    assert load(StrategyResource, STRATEGIES + "hackny,5.1,Knife crime,,,,,,,,1,\n") == [
        "Row 2, column plan: There is no plan “hackny”. Correct it, or add it to plan.csv first."
    ]


def test_sections_strategies_and_themes_stand_as_printed():
    make_plan(slug="hackney")
    make_partner(code="igu")
    sections = f"{SECTIONS}hackney,5,Action plans,ACTION PLANS,,1\nhackney,4,Engagement,,Words.,2\n"
    strategies = STRATEGIES + (
        f"hackney,5.2,Gangs,GANGS,5,,Fewer gangs.,igu,true,published,1,{UID}1\n"
        f"hackney,5.10,Youth,,,All prose.,,,,draft,2,{UID}2\n"
    )
    themes = THEMES + (
        f"hackney,5.2,Prevention,,To prevent.,1,{UID}3\nhackney,5.2,A last one,,,2,{UID}4\n"
        f"hackney,5.10,Prevention,Words.,,1,{UID}5\n"
    )
    for resource, text in [(SectionResource, sections), (StrategyResource, strategies), (ThemeResource, themes)]:
        rows = text.count("\n") - 1
        assert load(resource, text) == (rows, 0, 0)
        assert dump(resource) == text
        assert load(resource, text) == (0, 0, rows)
    assert load(ThemeResource, f"{THEMES}hackney,5.9,Prevention,,,1,\n") == [
        "Row 2, column strategy: Plan hackney has no strategy “5.9”. Correct it, or add it to strategies.csv first."
    ]
