"""What is done to many actions at once: who is refused, who is so already, who changes, and what is written."""

from datetime import date

import pytest
from django.utils import timezone

from actions.bulk import move_to_theme, publish, send_to_review, set_status, withdraw
from actions.bulk_links import add_alignment, add_lead, remove_alignment, remove_lead
from actions.models import Action, Alignment, AlignmentRejection
from actions.progress import record_update
from tests.factories import (
    make_action,
    make_alignment,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_theme,
    make_user,
)  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(db):
    """An officer."""
    return make_user("officer")


@pytest.fixture
def three(db):
    """Three actions of one strategy: 5.1.1 to 5.1.3."""
    strategy = make_strategy(ref="5.1")
    return [make_action(strategy=strategy, ref=f"5.1.{n}", position=n) for n in (1, 2, 3)]


def done(function, user, **arguments):
    """What a function makes of all actions: refs that change, that are so already, and why others cannot.

    It says the same before it does it, and writes nothing then.
    """
    states = list(Action.objects.order_by("pk").values_list("pk", "version"))
    told = function(actions=Action.objects.all(), user=user, dry_run=True, **arguments)
    assert list(Action.objects.order_by("pk").values_list("pk", "version")) == states
    outcome = function(actions=Action.objects.all(), user=user, **arguments)
    assert told == outcome
    return (
        [action.ref for action in outcome.changing],
        [action.ref for action in outcome.already],
        [(action.ref, why) for action, why in outcome.refused],
    )


def test_a_strategy_lead_changes_own_actions_only(three):
    lead = make_user("strategy-lead")
    own = make_action(
        strategy=make_strategy(plan=three[0].plan, ref="5.2"), ref="5.2.1", position=9, publication="draft"
    )
    own.strategy.people.create(user=lead)
    why = [(f"5.1.{n}", "It stands in a strategy that you do not lead.") for n in (1, 2, 3)]
    assert done(send_to_review, lead, why="So.") == (["5.2.1"], [], why)
    no_officer = ("5.2.1", "Officers publish and withdraw; you send drafts to review.")
    assert done(publish, lead, why="So.") == ([], [], [*why, no_officer])


@pytest.mark.parametrize(
    ("function", "publication"), [(publish, "published"), (withdraw, "withdrawn"), (send_to_review, "in_review")]
)
def test_publication(three, user, function, publication):
    Action.objects.filter(ref__in=["5.1.1", "5.1.3"]).update(publication="draft")
    Action.objects.filter(ref="5.1.2").update(publication=publication)
    assert done(function, user, why="The board agreed.") == (["5.1.1", "5.1.3"], ["5.1.2"], [])
    assert set(Action.objects.values_list("publication", flat=True)) == {publication}
    assert three[0].events.last().pgh_context.metadata["why"] == "The board agreed."


def test_status(three, user):
    first, second, third = three
    for action, publication in ((first, "published"), (second, "draft")):
        record_update(action=action, reported_on=date(2026, 1, 31), status="on_track", publication=publication)
    assert done(set_status, user, status="on_track", why="All is well.") == (["5.1.3"], ["5.1.1", "5.1.2"], [])
    update = third.updates.get()
    assert (update.narrative, update.reported_on, update.publication, update.recorded_by) == (
        "All is well.",
        timezone.localdate(),
        "draft",
        user,
    )


def test_a_status_that_waits_as_a_draft_is_published_not_repeated(three, user):
    record_update(action=three[0], reported_on=date(2026, 1, 31), status="at_risk", direction="worsening")
    arguments = {"status": "at_risk", "direction": "worsening", "why": "Staff left.", "publication": "published"}
    assert done(set_status, user, reported_on=date(2026, 2, 1), **arguments) == (
        ["5.1.2", "5.1.3"],
        [],
        [("5.1.1", "A draft says so already. Publish that update instead.")],
    )
    assert three[1].updates.get().reported_on == date(2026, 2, 1)


def test_theme(three, user):
    theme = make_theme(strategy=three[0].strategy)
    Action.objects.filter(pk=three[1].pk).update(theme=theme)
    make_action(strategy=make_strategy(plan=theme.strategy.plan, ref="5.2"), ref="5.2.1", position=9)
    assert done(move_to_theme, user, theme=theme) == (
        ["5.1.1", "5.1.3"],
        ["5.1.2"],
        [("5.2.1", "It stands in strategy 5.2, and the theme in 5.1.")],
    )
    assert theme.actions.count() == 3


def test_leads_are_added_last(three, user):
    partner = make_partner()
    make_lead(action=three[0], partner=partner, position=1)
    make_lead(action=three[1], position=4)
    assert done(add_lead, user, partner=partner, role="support") == (["5.1.2", "5.1.3"], ["5.1.1"], [])
    assert list(partner.leads.order_by("action").values_list("action__ref", "position", "role")) == [
        ("5.1.1", 1, "lead"),
        ("5.1.2", 5, "support"),
        ("5.1.3", 1, "support"),
    ]
    assert Action.objects.get(ref="5.1.3").version == 2


def test_leads_are_removed(three, user):
    partner = make_partner()
    make_lead(action=three[0], partner=partner)
    other = make_lead(action=three[0])
    assert done(remove_lead, user, partner=partner) == (["5.1.1"], ["5.1.2", "5.1.3"], [])
    assert list(three[0].leads.all()) == [other]


def test_alignments_are_assessed(three, user):
    first, second, third = three
    principle = make_principle(framework=first.plan.framework)
    make_alignment(action=first, principle=principle)
    make_alignment(action=second, principle=principle, basis="inherited", inherited_from=first)
    rejected = {"inherited_from": first, "reason": "No.", "rejected_on": date(2026, 1, 31)}
    AlignmentRejection.objects.create(action=third, principle=principle, **rejected)
    make_action(strategy=make_strategy(plan=make_plan(title="Z"), ref="9"), ref="9.1")
    make_action(strategy=first.strategy, ref="5.1.4", position=4)
    assert done(add_alignment, user, principle=principle, why="It plainly does.") == (
        ["5.1.4"],
        ["5.1.1"],
        [
            ("5.1.2", "It inherits this principle. Confirm that in the review of alignments."),
            ("5.1.3", "An officer has rejected that it serves this principle. Take that back first."),
            ("9.1", "Its plan serves the principles of another framework."),
        ],
    )
    link = Alignment.objects.get(action__ref="5.1.4")
    assert (link.basis, link.reason) == ("assessed", "It plainly does.")


def test_alignments_are_removed_inherited_ones_by_rejection(three, user):
    first, second, third = three
    principle = make_principle(framework=first.plan.framework)
    make_alignment(action=first, principle=principle)
    make_alignment(action=second, principle=principle, basis="inherited", inherited_from=first)
    make_alignment(action=third, principle=principle, basis="assessed")
    make_action(strategy=first.strategy, ref="5.1.4", position=4)
    assert done(remove_alignment, user, principle=principle, why="It does not.") == (
        ["5.1.2", "5.1.3"],
        ["5.1.4"],
        [("5.1.1", "The plan states it in print. Correct it on the action's own page.")],
    )
    assert list(principle.alignments.values_list("action__ref", flat=True)) == ["5.1.1"]
    assert second.rejections.get().reason == "It does not."
