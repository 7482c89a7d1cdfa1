"""Every kind of gap, by its name in addresses, the gravest first."""

from violence_plan.gaps.of_actions import no_alignment, no_lead, no_measure, no_update, past_date
from violence_plan.gaps.of_pairs import similar_actions
from violence_plan.gaps.of_partners import many_actions, replaced
from violence_plan.gaps.of_principles import lone_principles, silent_strategies, unserved_principles

KINDS = {
    "unserved-principles": unserved_principles,
    "lone-principles": lone_principles,
    "silent-strategies": silent_strategies,
    "no-lead": no_lead,
    "no-alignment": no_alignment,
    "past-date": past_date,
    "no-update": no_update,
    "no-measure": no_measure,
    "many-actions": many_actions,
    "replaced": replaced,
    "similar-actions": similar_actions,
}


def every_gap(ground):
    """A GapList for every kind of gap, those without rows too, by name; nothing where the plan has no actions."""
    return {name: kind(ground) for name, kind in KINDS.items()} if ground.total else {}
