"""What an officer makes of inherited alignments: confirmed, rejected, taken back; and what he or she adds."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from actions.alignment import Changes, inherit_alignments
from actions.alignment_review import (
    DECIDED_ELSEWHERE,
    NOT_BOTH,
    add_assessed,
    confirm_inherited,
    reject_inherited,
    take_back_confirmation,
    take_back_rejection,
)
from actions.models import Action, Alignment, AlignmentRejection
from tests.factories import make_action, make_alignment, make_plan, make_principle, make_strategy, make_theme

pytestmark = pytest.mark.django_db

EARLIER = datetime.date(2026, 1, 2)


@pytest.fixture
def plan():
    """A theme of three actions: the first states Strategic 4 and Enabling 1, the others inherit both."""
    plan = make_plan()
    theme = make_theme(strategy=make_strategy(plan=plan, ref="5.1"))
    first, *_ = (make_action(theme=theme, ref=f"5.1.{n}", position=n) for n in (1, 2, 3))
    for kind, number in (("strategic", 4), ("enabling", 1)):
        make_alignment(action=first, principle=make_principle(framework=plan.framework, kind=kind, number=number))
    inherit_alignments(plan=plan)
    return plan


def inherited(ref, code="strategic-4"):
    """The inherited alignment of that action with that principle."""
    return Alignment.objects.get(action__ref=ref, principle__code=code, basis="inherited")


def stored():
    """Every inherited alignment: action, principle and the day it was confirmed."""
    links = Alignment.objects.filter(basis="inherited").order_by("action__ref", "principle__code")
    return list(links.values_list("action__ref", "principle__code", "confirmed_on"))


def refusal(function, **given):
    """What `function` says when it refuses."""
    with pytest.raises(ValidationError) as refused:
        function(**given)
    return refused.value.messages


def whys(model):
    """Why rows of `model` were changed, by label of the change."""
    events = model.events.rel.related_model.objects.exclude(pgh_context=None).order_by("pgh_id")
    return [(event.pgh_label, event.pgh_context.metadata["why"]) for event in events]


@pytest.mark.parametrize("function", [confirm_inherited, take_back_confirmation, reject_inherited])
def test_what_is_stated_or_gone_is_not_reviewed_and_nothing_is_written(plan, function):
    before, rest = stored(), {"reason": "No."} if function is reject_inherited else {}
    gone = inherited("5.1.2")
    stated = Alignment.objects.filter(basis="stated").first()
    assert refusal(function, alignments=[inherited("5.1.3"), stated], **rest) == [DECIDED_ELSEWHERE]
    reject_inherited(alignments=[gone], reason="No.")
    assert refusal(function, alignments=[inherited("5.1.3"), gone], **rest) == [DECIDED_ELSEWHERE]
    assert stored() == [row for row in before if row[:2] != ("5.1.2", "strategic-4")]


def test_a_rejection_needs_a_reason(plan):
    before = stored()
    assert refusal(reject_inherited, alignments=[inherited("5.1.2")], reason=" ") == ["This field cannot be blank."]
    assert (stored(), AlignmentRejection.objects.count()) == (before, 0)


def test_a_rejection_that_is_gone_is_not_taken_back(plan):
    [rejection] = reject_inherited(alignments=[inherited("5.1.2")], reason="No.")
    take_back_rejection(rejections=[rejection])
    assert refusal(take_back_rejection, rejections=[rejection]) == [DECIDED_ELSEWHERE]


def test_nothing_is_added_without_reason_on_top_or_against_a_rejection(plan):
    second, third = Action.objects.filter(ref__in=["5.1.2", "5.1.3"]).order_by("ref")
    s4 = inherited("5.1.2").principle
    new = make_principle(framework=plan.framework, number=5)
    assert refusal(add_assessed, actions=[second], principle=s4, reason="Yes.") == [
        "This action is already aligned with this principle."
    ]
    assert "reason" in str(refusal(add_assessed, actions=[third, second], principle=new, reason=" "))
    reject_inherited(alignments=[inherited("5.1.2")], reason="No.")
    assert refusal(add_assessed, actions=[second], principle=s4, reason="Yes.") == [NOT_BOTH]
    assert not Alignment.objects.filter(basis="assessed").exists()


def test_confirmed_today_or_on_the_day_it_was_already(plan):
    Alignment.objects.filter(pk=inherited("5.1.2").pk).update(confirmed_on=EARLIER)
    confirm_inherited(alignments=[inherited("5.1.2"), inherited("5.1.3")])
    today = timezone.localdate()
    assert stored() == [
        ("5.1.2", "enabling-1", None),
        ("5.1.2", "strategic-4", EARLIER),
        ("5.1.3", "enabling-1", None),
        ("5.1.3", "strategic-4", today),
    ]
    assert inherit_alignments(plan=plan) == Changes(added=0, removed=0, unchanged=4)
    assert inherited("5.1.3").confirmed_on == today
    take_back_confirmation(alignments=[inherited("5.1.3"), inherited("5.1.2")])
    assert {day for *_, day in stored()} == {None}
    assert set(whys(Alignment)) == {
        ("update", "Confirmed in the review of alignments"),
        ("update", "Confirmation taken back in the review of alignments"),
    }


def test_a_rejected_one_is_counted_nowhere_and_not_inherited_again(plan):
    [one, two] = reject_inherited(alignments=[inherited("5.1.2"), inherited("5.1.3")], reason=" It is about weapons. ")
    assert (one.reason, one.rejected_on, one.inherited_from.ref) == (
        "It is about weapons.",
        timezone.localdate(),
        "5.1.1",
    )
    assert [(one.action.ref, two.action.ref), one.principle.code] == [("5.1.2", "5.1.3"), "strategic-4"]
    left = [("5.1.2", "enabling-1", None), ("5.1.3", "enabling-1", None)]
    assert stored() == left
    assert inherit_alignments(plan=plan) == Changes(added=0, removed=0, unchanged=2)
    assert stored() == left
    assert whys(Alignment) == [("delete", "It is about weapons.")] * 2
    assert whys(AlignmentRejection) == [("insert", "It is about weapons.")] * 2


def test_a_rejection_taken_back_is_inherited_again_and_waits(plan):
    before = stored()
    confirm_inherited(alignments=[inherited("5.1.2")])
    take_back_rejection(rejections=reject_inherited(alignments=[inherited("5.1.2")], reason="No."))
    assert (stored(), AlignmentRejection.objects.count()) == (before, 0)


def test_a_confirmation_ends_with_the_cell_that_it_was_of(plan):
    confirm_inherited(alignments=[inherited("5.1.3")])
    second = Action.objects.get(ref="5.1.2")
    s4 = inherited("5.1.2").principle
    inherited("5.1.2").delete()
    make_alignment(action=second, principle=s4)
    inherit_alignments(plan=plan)
    assert (inherited("5.1.3").inherited_from, inherited("5.1.3").confirmed_on) == (second, None)


def test_one_principle_is_added_to_several_actions(plan):
    new = make_principle(framework=plan.framework, number=5)
    actions = Action.objects.filter(ref__in=["5.1.2", "5.1.3"]).order_by("ref")
    added = add_assessed(actions=actions, principle=new, reason=" It plainly does. ")
    assert [(one.action.ref, one.basis, one.reason) for one in added] == [
        ("5.1.2", "assessed", "It plainly does."),
        ("5.1.3", "assessed", "It plainly does."),
    ]
    assert whys(Alignment) == [("insert", "It plainly does.")] * 2
