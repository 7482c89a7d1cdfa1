"""Checks of principles and alignments."""

from actions.alignment import inherited, printed_labels, stated_rows
from violence_plan.checks.facts import Check, Remark


def principle_checks(facts):
    """The checks of who serves which principle."""
    yield Check("no_alignment", "Actions that serve no principle", tuple(no_alignment(facts)))
    yield Check("none_stated", "Actions that state no principle themselves", tuple(none_stated(facts)))
    yield Check("strategy_silent", "Strategies in which no principle is stated", tuple(silent_strategies(facts)))
    yield Check("principle_unserved", "Principles that no action serves", tuple(unserved(facts)))
    yield Check("label_differs", "Printed labels that the stated alignments do not match", tuple(differing(facts)))
    yield Check(
        "inherited_differs", "Inherited alignments that differ from the rule's", tuple(wrongly_inherited(facts))
    )


def in_words(labels):
    """“Strategic 3, Enabling 1”: strategic first."""
    order = sorted(labels, key=lambda label: (label[0] != "strategic", label))
    return ", ".join(f"{kind.capitalize()} {number}" for kind, number in order) or "none"


def no_alignment(facts):
    """Actions that serve no principle on any basis."""
    for action in facts.actions:
        if not action.alignments.all():
            yield Remark(action.ref, "Serves no principle on any basis.")


def none_stated(facts):
    """Actions that serve a principle, but print none themselves."""
    for action in facts.actions:
        if action.alignments.all() and not facts.stated(action):
            yield Remark(action.ref, f"States no principle; serves {in_words(facts.served(action))}.")


def silent_strategies(facts):
    """Strategies that state no principle, neither in their text nor in any of their actions."""
    speaking = {action.strategy_id for action in facts.actions if facts.stated(action)}
    for strategy in facts.strategies:
        if strategy.pk not in speaking and not strategy.alignments.all():
            yield Remark(strategy.ref, f"“{strategy.title}” states no principle.")


def unserved(facts):
    """Principles that no action serves on any basis."""
    served = {label for action in facts.actions for label in facts.served(action)}
    for principle in facts.principles:
        if (principle.kind, principle.number) not in served:
            stating = [
                strategy.ref
                for strategy in facts.strategies
                if principle.pk in {link.principle_id for link in strategy.alignments.all()}
            ]
            though = f"; the text of {', '.join(stating)} states it" if stating else ""
            yield Remark(principle.code, f"{principle} is served by no action{though}.")


def differing(facts):
    """Actions whose printed cells carry other labels than their stated alignments."""
    for action in facts.actions:
        cells = f"{action.printed_strategic}\n{action.printed_enabling}"
        printed = {tuple(found.label) for found in printed_labels(cells)}
        if printed != facts.stated(action):
            text = f"Printed: {in_words(printed)}. Stated: {in_words(facts.stated(action))}."
            yield Remark(action.ref, text)


def wrongly_inherited(facts):
    """Actions whose inherited alignments are not those that follow from the stated ones, less what was rejected."""
    following = {}
    for found in inherited(stated_rows(facts.plan)):
        following.setdefault(found.ref, {})[tuple(found.label)] = found.inherited_from
    for action in facts.actions:
        stored, own = {}, set()
        for link in action.alignments.all():
            label = link.principle.kind, link.principle.number
            if link.basis == "inherited":
                stored[label] = link.inherited_from.ref
            else:
                own.add(label)
        own |= {(one.principle.kind, one.principle.number) for one in action.rejections.all()}
        rule = {label: ref for label, ref in following.get(action.ref, {}).items() if label not in own}
        if stored != rule:
            yield Remark(action.ref, f"Stored: {with_sources(stored)}. The rule gives: {with_sources(rule)}.")


def with_sources(sources):
    """“Strategic 4 from 5.1.1”, for each label."""
    return ", ".join(f"{in_words([label])} from {ref}" for label, ref in sorted(sources.items())) or "none"
