"""Tables of actions, leads, alignments and their rejections: refused with the mend, or the same both ways."""

import pytest

from actions.models import Action, Lead
from actions.resources import ActionResource, AlignmentRejectionResource, AlignmentResource, LeadResource
from tests.factories import (
    make_action,
    make_framework,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_theme,
)
from tests.table_texts import dump, load

pytestmark = pytest.mark.django_db

ACTIONS = (
    "action_no,action,lead_partners,strategic_principles,enabling_principles,plan,strategy,theme,printed_ref,kind,"
    "expected_outcome,starts_on,due_on,publication,access,exempt_paragraph,handling,position,uid\n"
)
LEADS = "plan,action,partner,role,printed,position,response,response_reason,responded_on\n"
ALIGNMENTS = "plan,action,strategy,framework,principle,basis,printed,inherited_from,reason,confirmed_on\n"


@pytest.fixture
def plan():
    """A plan with two strategies, a theme of the same name in each, two actions, two partners, one principle."""
    plan = make_plan(slug="hackney", framework=make_framework(code="vr"))
    make_principle(framework=plan.framework, number=4)
    for number in (1, 2):
        strategy = make_strategy(plan=plan, ref=f"5.{number}", position=number)
        theme = make_theme(strategy=strategy, title="Prevention")
        make_action(theme=theme, ref=f"5.{number}.1", position=number, printed_leads="IGU / MPS")
        make_partner(code=f"partner-{number}x")
    return plan


def test_refuses_an_action_whose_theme_is_another_strategys(plan):
    make_theme(strategy=plan.strategies.get(ref="5.2"), title="Response")
    assert load(ActionResource, ACTIONS + "5.1.2,Patrol.,,,,hackney,5.1,Response,,,,,,,,,,3,\n") == [
        "Row 2, column theme: Strategy 5.1 of plan hackney has no theme “Response”. "
        "Correct it, or add it to themes.csv first."
    ]
    assert Action.objects.count() == 2


def test_refuses_an_action_that_is_due_before_it_starts(plan):
    row = "5.1.2,Patrol.,,,,hackney,5.1,,,,,2021-03-24,2021-03-23,,,,,3,\n"
    assert load(ActionResource, ACTIONS + row) == ["Row 2: The action cannot be due before it starts."]


def test_actions_stand_as_printed_in_the_officers_own_columns(plan):
    text = dump(ActionResource)
    uids = [str(action.uid) for action in Action.objects.order_by("position")]
    rest = "action,,,,published,open,,official"
    assert text == (
        f"{ACTIONS}"
        f"5.1.1,Do something useful.,IGU / MPS,,,hackney,5.1,Prevention,,{rest},1,{uids[0]}\n"
        f"5.2.1,Do something useful.,IGU / MPS,,,hackney,5.2,Prevention,,{rest},2,{uids[1]}\n"
    )
    changed = text.replace("5.1,Prevention", "5.2,Prevention", 1)
    assert load(ActionResource, changed) == (0, 1, 1)
    assert Action.objects.get(ref="5.1.1").theme.strategy.ref == "5.2"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            "hackney,5.1.9,partner-1x,lead,,1,,,",
            "Row 2, column action: Plan hackney has no action “5.1.9”. Correct it, or",
        ),
        ("hackney,5.1.1,igu,lead,,1,,,", "Row 2, column partner: There is no partner “igu”. Correct it, or add it to"),
        (
            "hackney,5.1.1,partner-1x,boss,,1,,,",
            "Row 2, column role: “boss” is not known. Choose one of: lead, support.",
        ),
        ("hackney,5.1.1,partner-1x,lead,,,,,", "Row 2, column position: The cell is empty. Fill it in."),
        (
            "hackney,5.1.1,partner-1x,lead,,40000,,,",
            "Row 2, column position: Ensure this value is less than or equal to",
        ),
    ],
)
def test_refuses_a_lead(plan, row, problem):
    [found] = load(LeadResource, f"{LEADS}{row}\n")
    assert found.startswith(problem)


def test_refuses_two_leads_at_one_place(plan):
    row = "hackney,5.1.1,partner-{}x,lead,,1,,,\n"
    assert load(LeadResource, LEADS + row.format(1) + row.format(2)) == [
        "Column position: several leads have the same place (action 5.1.1, position 1). Number them 1, 2, 3."
    ]
    assert load(LeadResource, LEADS + row.format(1)) == (1, 0, 0)
    assert len(load(LeadResource, LEADS + row.format(2))) == 1
    assert Lead.objects.get().partner.code == "partner-1x"


def test_two_leads_may_change_places(plan):
    text = (
        f"{LEADS}hackney,5.1.1,partner-2x,lead,IGU,1,,,\nhackney,5.1.1,partner-1x,support,MPS,2,,,\n"
        "hackney,5.2.1,partner-1x,lead,,1,,,\n"
    )
    assert load(LeadResource, text) == (3, 0, 0)
    assert dump(LeadResource) == text
    swapped = (
        f"{LEADS}hackney,5.1.1,partner-1x,support,MPS,1,,,\nhackney,5.1.1,partner-2x,lead,IGU,2,,,\n"
        "hackney,5.2.1,partner-1x,lead,,1,,,\n"
    )
    assert load(LeadResource, swapped) == (0, 2, 1)
    assert dump(LeadResource) == swapped


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("hackney,,,vr,strategic-4,stated,x,,,", "Row 2: Name either an action or a strategy."),
        ("hackney,5.1.1,5.1,vr,strategic-4,stated,x,,,", "Row 2: Name either an action or a strategy."),
        (
            "hackney,5.1.1,,vr,strategic-9,stated,x,,,",
            "Row 2, column principle: Framework vr has no principle “strategic",
        ),
        (
            "hackney,5.1.1,,,strategic-4,stated,x,,,",
            "Row 2, column principle: Framework (empty) has no principle “strat",
        ),
        ("hackney,5.1.1,,vr,strategic-4,,x,,,", "Row 2, column basis: The cell is empty. Fill it in."),
        ("hackney,5.1.1,,vr,strategic-4,stated,,,,", "Row 2: A stated alignment needs the printed words"),
        (
            "hackney,5.1.1,,vr,strategic-4,inherited,,5.1.9,,",
            "Row 2, column inherited_from: Plan hackney has no action",
        ),
        ("hackney,5.1.1,,vr,strategic-4,inherited,,5.1.1,,", "Row 2: An action cannot inherit from itself."),
        ("hackney,5.1.1,,vr,strategic-4,assessed,,,,", "Row 2: A stated alignment needs the printed words"),
    ],
)
def test_refuses_an_alignment(plan, row, problem):
    assert load(AlignmentResource, f"{ALIGNMENTS}{row}\n")[0].startswith(problem)


def test_alignments_of_strategies_stand_before_those_of_actions(plan):
    make_principle(framework=plan.framework, number=10)
    make_principle(framework=plan.framework, kind="enabling", number=1)
    text = ALIGNMENTS + (
        "hackney,,5.1,vr,strategic-4,stated,“restore”,,,\n"
        "hackney,,5.2,vr,enabling-1,assessed,,,It plainly does.,\n"
        "hackney,5.1.1,,vr,strategic-4,stated,[Strategic Principle 4],,,\n"
        "hackney,5.1.1,,vr,strategic-10,stated,[Strategic Principle 10],,,\n"
        "hackney,5.1.1,,vr,enabling-1,assessed,,,It does.,\n"
        "hackney,5.2.1,,vr,strategic-4,inherited,,5.1.1,,\n"
    )
    assert load(AlignmentResource, text) == (6, 0, 0)
    assert dump(AlignmentResource) == text
    assert load(AlignmentResource, text) == (0, 0, 6)
    changed = text.replace("5.2.1,,vr,strategic-4,inherited,,5.1.1,", "5.2.1,,vr,strategic-4,assessed,,,It does.")
    assert load(AlignmentResource, changed) == (0, 1, 5)
    assert dump(AlignmentResource) == changed


def test_an_alignment_is_of_its_own_plan(plan):
    other = make_strategy(plan=make_plan(slug="other", framework=plan.framework), ref="5.1")
    text = ALIGNMENTS + "other,,5.1,vr,strategic-4,stated,x,,,\n"
    assert load(AlignmentResource, text) == (1, 0, 0)
    assert other.alignments.count() == 1
    assert dump(AlignmentResource, plan="other") == text
    assert dump(AlignmentResource, plan="hackney") == ALIGNMENTS


REJECTIONS = "plan,action,framework,principle,inherited_from,reason,rejected_on\n"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("hackney,5.2.1,vr,strategic-4,5.1.1,,2026-01-01", "Row 2, column reason: The cell is empty. Fill it in."),
        (
            "hackney,5.2.1,vr,strategic-4,,No.,2026-01-01",
            "Row 2, column inherited_from: The cell is empty. Fill it in.",
        ),
        ("hackney,5.2.1,vr,strategic-4,5.2.1,No.,2026-01-01", "Row 2: An action cannot inherit from itself."),
    ],
)
def test_refuses_a_rejection(plan, row, problem):
    assert load(AlignmentRejectionResource, f"{REJECTIONS}{row}\n") == [problem]


def test_rejections_stand_in_the_order_of_the_plan_and_are_not_for_the_public(plan, public):
    text = REJECTIONS + (
        "hackney,5.1.1,vr,strategic-4,5.2.1,It is not.,2026-01-02\n"
        "hackney,5.2.1,vr,strategic-4,5.1.1,Nor this.,2026-01-01\n"
    )
    assert load(AlignmentRejectionResource, text) == (2, 0, 0)
    assert dump(AlignmentRejectionResource) == text
    assert load(AlignmentRejectionResource, text.replace("Nor this.", "No.")) == (0, 1, 1)
    assert list(AlignmentRejectionResource().export(reader=public)) == []
