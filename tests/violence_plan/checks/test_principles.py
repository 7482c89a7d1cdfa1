"""Checks of principles and alignments."""

import pytest

from actions.alignment_review import reject_inherited
from tests.factories import make_action, make_alignment, make_plan, make_principle, make_strategy, make_theme
from violence_plan.checks.facts import Remark, read_facts
from violence_plan.checks.principles import (
    differing,
    no_alignment,
    none_stated,
    silent_strategies,
    unserved,
    wrongly_inherited,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """A strategy with three actions of one theme, and three principles that nobody serves."""
    plan = make_plan()
    theme = make_theme(strategy=make_strategy(plan=plan, ref="5.1", title="Gangs"))
    for number in (1, 2, 3):
        make_action(theme=theme, ref=f"5.1.{number}", position=number)
    for kind, number in (("strategic", 2), ("strategic", 10), ("enabling", 1)):
        make_principle(framework=plan.framework, kind=kind, number=number, short_title="Early")
    return plan


def align(plan, ref, code, **fields):
    """Align an action of the plan with a principle."""
    return make_alignment(
        action=plan.actions.get(ref=ref), principle=plan.framework.principles.get(code=code), **fields
    )


def test_actions_that_serve_or_state_nothing(plan):
    first = plan.actions.get(ref="5.1.1")
    align(plan, "5.1.1", "strategic-10")
    align(plan, "5.1.2", "strategic-10", basis="inherited", inherited_from=first)
    align(plan, "5.1.2", "strategic-2", basis="assessed")
    align(plan, "5.1.2", "enabling-1", basis="assessed")
    facts = read_facts(plan)
    assert list(no_alignment(facts)) == [Remark("5.1.3", "Serves no principle on any basis.")]
    assert list(none_stated(facts)) == [
        Remark("5.1.2", "States no principle; serves Strategic 2, Strategic 10, Enabling 1.")
    ]


def test_strategies_in_which_nothing_is_stated(plan):
    silent = Remark("5.1", "“Gangs” states no principle.")
    align(plan, "5.1.2", "strategic-2", basis="assessed")
    assert list(silent_strategies(read_facts(plan))) == [silent]
    align(plan, "5.1.1", "strategic-2")
    prose = make_strategy(plan=plan, ref="6.1", title="Prose")
    assert list(silent_strategies(read_facts(plan))) == [Remark("6.1", "“Prose” states no principle.")]
    make_alignment(strategy=prose, principle=plan.framework.principles.get(code="strategic-2"))
    assert list(silent_strategies(read_facts(plan))) == []


def test_principles_that_no_action_serves(plan):
    align(plan, "5.1.1", "strategic-10", basis="assessed")
    make_alignment(
        strategy=make_strategy(plan=plan, ref="6.1"), principle=plan.framework.principles.get(code="enabling-1")
    )
    assert list(unserved(read_facts(plan))) == [
        Remark("strategic-2", "Strategic 2: Early is served by no action."),
        Remark("enabling-1", "Enabling 1: Early is served by no action; the text of 6.1 states it."),
    ]


def test_printed_labels_that_differ_from_what_is_stated(plan):
    plan.actions.filter(ref="5.1.1").update(
        printed_strategic="[Strategic Principle 2] x", printed_enabling="[Strategic Principle 10] y"
    )
    align(plan, "5.1.2", "enabling-1")
    make_alignment(action=plan.actions.get(ref="5.1.3"), principle=make_principle())
    assert list(differing(read_facts(plan))) == [
        Remark("5.1.1", "Printed: Strategic 2, Strategic 10. Stated: none."),
        Remark("5.1.2", "Printed: none. Stated: Enabling 1."),
    ]
    align(plan, "5.1.1", "strategic-2")
    align(plan, "5.1.1", "strategic-10")
    plan.actions.filter(ref="5.1.2").update(printed_enabling="[Enabling Principle 1]")
    assert list(differing(read_facts(plan))) == []


def test_inherited_alignments_that_the_rule_does_not_give(plan):
    first, second, third = plan.actions.order_by("position")
    align(plan, "5.1.1", "strategic-2")
    align(plan, "5.1.2", "strategic-2", basis="assessed")
    align(plan, "5.1.3", "enabling-1", basis="inherited", inherited_from=second)
    assert list(wrongly_inherited(read_facts(plan))) == [
        Remark("5.1.3", "Stored: Enabling 1 from 5.1.2. The rule gives: Strategic 2 from 5.1.1.")
    ]
    third.alignments.all().delete()
    assert list(wrongly_inherited(read_facts(plan))) == [
        Remark("5.1.3", "Stored: none. The rule gives: Strategic 2 from 5.1.1.")
    ]
    align(plan, "5.1.3", "strategic-2", basis="inherited", inherited_from=first)
    assert list(wrongly_inherited(read_facts(plan))) == []
    reject_inherited(alignments=third.alignments.all(), reason="It does not.")
    assert list(wrongly_inherited(read_facts(plan))) == []
