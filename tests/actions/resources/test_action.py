"""Tables of actions, leads, alignments and updates: refused with the mend, or the same both ways."""

import pytest

from actions.models import Action, Lead, ProgressUpdate
from actions.resources import ActionResource, AlignmentResource, LeadResource, ProgressUpdateResource
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
LEADS = "plan,action,partner,role,printed,position\n"
ALIGNMENTS = "plan,action,strategy,framework,principle,basis,printed,inherited_from,reason\n"
UPDATES = (
    "uid,plan,action,reported_on,status,direction,narrative,next_update_due,publication,"
    "access,exempt_paragraph,handling\n"
)


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
            "hackney,5.1.9,partner-1x,lead,,1",
            "Row 2, column action: Plan hackney has no action “5.1.9”. Correct it, or",
        ),
        ("hackney,5.1.1,igu,lead,,1", "Row 2, column partner: There is no partner “igu”. Correct it, or add it to"),
        ("hackney,5.1.1,partner-1x,boss,,1", "Row 2, column role: “boss” is not known. Choose one of: lead, support."),
        ("hackney,5.1.1,partner-1x,lead,,", "Row 2, column position: The cell is empty. Fill it in."),
        ("hackney,5.1.1,partner-1x,lead,,40000", "Row 2, column position: Ensure this value is less than or equal to"),
    ],
)
def test_refuses_a_lead(plan, row, problem):
    [found] = load(LeadResource, f"{LEADS}{row}\n")
    assert found.startswith(problem)


def test_refuses_two_leads_at_one_place(plan):
    row = "hackney,5.1.1,partner-{}x,lead,,1\n"
    assert load(LeadResource, LEADS + row.format(1) + row.format(2)) == [
        "Column position: several leads have the same place (action 5.1.1, position 1). Number them 1, 2, 3."
    ]
    assert load(LeadResource, LEADS + row.format(1)) == (1, 0, 0)
    assert len(load(LeadResource, LEADS + row.format(2))) == 1
    assert Lead.objects.get().partner.code == "partner-1x"


def test_two_leads_may_change_places(plan):
    text = (
        f"{LEADS}hackney,5.1.1,partner-2x,lead,IGU,1\nhackney,5.1.1,partner-1x,support,MPS,2\n"
        "hackney,5.2.1,partner-1x,lead,,1\n"
    )
    assert load(LeadResource, text) == (3, 0, 0)
    assert dump(LeadResource) == text
    swapped = (
        f"{LEADS}hackney,5.1.1,partner-1x,support,MPS,1\nhackney,5.1.1,partner-2x,lead,IGU,2\n"
        "hackney,5.2.1,partner-1x,lead,,1\n"
    )
    assert load(LeadResource, swapped) == (0, 2, 1)
    assert dump(LeadResource) == swapped


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("hackney,,,vr,strategic-4,stated,x,,", "Row 2: Name either an action or a strategy."),
        ("hackney,5.1.1,5.1,vr,strategic-4,stated,x,,", "Row 2: Name either an action or a strategy."),
        (
            "hackney,5.1.1,,vr,strategic-9,stated,x,,",
            "Row 2, column principle: Framework vr has no principle “strategic",
        ),
        (
            "hackney,5.1.1,,,strategic-4,stated,x,,",
            "Row 2, column principle: Framework (empty) has no principle “strat",
        ),
        ("hackney,5.1.1,,vr,strategic-4,,x,,", "Row 2, column basis: The cell is empty. Fill it in."),
        ("hackney,5.1.1,,vr,strategic-4,stated,,,", "Row 2: A stated alignment needs the printed words"),
        ("hackney,5.1.1,,vr,strategic-4,inherited,,5.1.9,", "Row 2, column inherited_from: Plan hackney has no action"),
        ("hackney,5.1.1,,vr,strategic-4,inherited,,5.1.1,", "Row 2: An action cannot inherit from itself."),
        ("hackney,5.1.1,,vr,strategic-4,assessed,,,", "Row 2: A stated alignment needs the printed words"),
    ],
)
def test_refuses_an_alignment(plan, row, problem):
    assert load(AlignmentResource, f"{ALIGNMENTS}{row}\n")[0].startswith(problem)


def test_alignments_of_strategies_stand_before_those_of_actions(plan):
    make_principle(framework=plan.framework, number=10)
    make_principle(framework=plan.framework, kind="enabling", number=1)
    text = ALIGNMENTS + (
        "hackney,,5.1,vr,strategic-4,stated,“restore”,,\n"
        "hackney,,5.2,vr,enabling-1,assessed,,,It plainly does.\n"
        "hackney,5.1.1,,vr,strategic-4,stated,[Strategic Principle 4],,\n"
        "hackney,5.1.1,,vr,strategic-10,stated,[Strategic Principle 10],,\n"
        "hackney,5.1.1,,vr,enabling-1,assessed,,,It does.\n"
        "hackney,5.2.1,,vr,strategic-4,inherited,,5.1.1,\n"
    )
    assert load(AlignmentResource, text) == (6, 0, 0)
    assert dump(AlignmentResource) == text
    assert load(AlignmentResource, text) == (0, 0, 6)
    changed = text.replace("5.2.1,,vr,strategic-4,inherited,,5.1.1,", "5.2.1,,vr,strategic-4,assessed,,,It does.")
    assert load(AlignmentResource, changed) == (0, 1, 5)
    assert dump(AlignmentResource) == changed


def test_an_alignment_is_of_its_own_plan(plan):
    other = make_strategy(plan=make_plan(slug="other", framework=plan.framework), ref="5.1")
    text = ALIGNMENTS + "other,,5.1,vr,strategic-4,stated,x,,\n"
    assert load(AlignmentResource, text) == (1, 0, 0)
    assert other.alignments.count() == 1
    assert dump(AlignmentResource, plan="other") == text
    assert dump(AlignmentResource, plan="hackney") == ALIGNMENTS


UID = "00000000-0000-4000-8000-000000000021"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (f"{UID},hackney,5.1.1,,on_track,,,,,,,", "Row 2, column reported_on: The cell is empty. Fill it in."),
        (
            f"{UID},hackney,5.1.1,2021-03-24,fine,,,,,,,",
            "Row 2, column status: “fine” is not known. Choose one of: not_st",
        ),
        (f"{UID},hackney,5.1.1,2021-03-24,at_risk,,,,,,,", "Row 2: Say which way an action at risk is going;"),
        (f"{UID},hackney,5.1.1,2021-03-24,on_track,,,2021-03-24,,,,", "Row 2: The next update is due after this one."),
    ],
)
def test_refuses_an_update(plan, row, problem):
    assert load(ProgressUpdateResource, f"{UPDATES}{row}\n")[0].startswith(problem)


def test_an_update_that_stands_keeps_its_words(plan):
    text = f"{UPDATES}{UID},hackney,5.1.1,2021-03-24,at_risk,steady,Late.,,draft,open,,official\n"
    assert load(ProgressUpdateResource, text) == (1, 0, 0)
    for old, new in [("Late.", "Early."), ("at_risk,steady", "on_track,"), ("5.1.1", "5.2.1"), ("03-24", "03-25")]:
        assert load(ProgressUpdateResource, text.replace(old, new)) == [
            "Row 2: A progress update stays as it was reported. Add a new one instead."
        ]
    assert dump(ProgressUpdateResource) == text
    assert load(ProgressUpdateResource, text.replace("draft", "published")) == (0, 1, 0)


def test_an_update_without_uid_is_added_only_once(plan):
    row = ',hackney,5.1.1,2021-03-24,on_track,,"Going\nwell.",,draft,open,,official\n'
    assert load(ProgressUpdateResource, UPDATES + row) == (1, 0, 0)
    assert load(ProgressUpdateResource, UPDATES + row) == (0, 0, 1)
    assert load(ProgressUpdateResource, (UPDATES + row).replace("\n", "\r\n")) == (0, 0, 1)
    assert load(ProgressUpdateResource, UPDATES + row.replace("well", "on")) == (1, 0, 0)
    assert load(ProgressUpdateResource, UPDATES + row.replace("well", "up") * 2)[0].startswith(
        "Row 3, column uid: “On track on 2021-03-24” has this uid already."
    )
    assert ProgressUpdate.objects.count() == 2


def test_updates_without_uid_are_new_and_stand_oldest_first(plan):
    rows = (
        "{},hackney,5.1.1,2021-06-30,completed,,,,draft,open,,official\n"
        "{},hackney,5.1.1,2021-03-24,on_track,,,,draft,open,,official\n"
    )
    assert load(ProgressUpdateResource, UPDATES + rows.format("", "")) == (2, 0, 0)
    later, earlier = ProgressUpdate.objects.order_by("-reported_on").values_list("uid", flat=True)
    dumped = dump(ProgressUpdateResource)
    assert dumped == UPDATES + "".join(reversed(rows.format(later, earlier).splitlines(keepends=True)))
    assert load(ProgressUpdateResource, dumped) == (0, 0, 2)
