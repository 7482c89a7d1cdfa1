"""What a careful officer wants to know of a plan before it goes out: gaps, doubles, and what does not fit together."""

from violence_plan.checks.facts import Check, Remark, read_facts
from violence_plan.checks.leads import lead_checks
from violence_plan.checks.principles import principle_checks
from violence_plan.checks.words import word_checks

__all__ = ["Check", "Remark", "check_plan"]


def check_plan(*, plan):
    """Every Check of `plan`, as a tuple, those without remarks too. Persons appear with their public names only."""
    facts = read_facts(plan)
    return (*lead_checks(facts), *principle_checks(facts), *word_checks(facts))
