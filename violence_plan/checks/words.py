"""Checks of numbers and texts."""

import re
from collections import defaultdict

from violence_plan.checks.facts import Check, Remark

# Two capitals or more, perhaps joined by “&”; a plural s or a number does not count.
ACRONYM = re.compile(r"\b[A-Z]+(?:&[A-Z]+|[A-Z])[A-Z]*(?=s?\b)")
HEADING = re.compile(r"^[^a-z]*$", re.MULTILINE)


def word_checks(facts):
    """The checks of numbering and wording."""
    yield Check("number_missing", "Gaps in the numbering", tuple(gaps(facts)))
    yield Check("number_misprinted", "Numbers printed otherwise", tuple(misprinted(facts)))
    yield Check("text_twice", "Actions with the same text", tuple(doubles(facts)))
    yield Check("acronym_unknown", "Acronyms that the glossary does not hold", tuple(unknown_acronyms(facts)))


def gaps(facts):
    """Numbers left out between the first and the last of a strategy's actions, and of a kind of principles."""
    for strategy in facts.strategies:
        refs = [action.ref for action in facts.actions if action.strategy_id == strategy.pk]
        numbers = set()
        for ref in refs:
            match = re.fullmatch(rf"{re.escape(strategy.ref)}\.([0-9]+)", ref)
            if match:
                numbers.add(int(match[1]))
            else:
                yield Remark(ref, f"The number does not begin with that of its strategy, {strategy.ref}.")
        for number in missing(numbers):
            yield Remark(f"{strategy.ref}.{number}", "No action has this number.")
    for kind in dict.fromkeys(principle.kind for principle in facts.principles):
        for number in missing({principle.number for principle in facts.principles if principle.kind == kind}):
            yield Remark(f"{kind}-{number}", "No principle has this number.")


def missing(numbers):
    """The whole numbers from 1 that are left out before the highest of `numbers`."""
    return sorted(set(range(1, max(numbers, default=0))) - numbers)


def misprinted(facts):
    """Actions whose printed number is not their own."""
    for action in facts.actions:
        if action.printed_ref and action.printed_ref != action.ref:
            yield Remark(action.ref, f"Printed as “{action.printed_ref}”.")


def doubles(facts):
    """Actions that repeat the text of an earlier one, whatever case, spaces and punctuation."""
    refs = defaultdict(list)
    for action in facts.actions:
        refs[" ".join(re.findall(r"\w+", action.text.casefold()))].append(action.ref)
    for same in refs.values():
        if len(same) > 1:
            yield Remark(same[0], f"The same text as {', '.join(same[1:])}.")


def unknown_acronyms(facts):
    """Words in capitals that the glossary does not hold, with the places where they stand."""
    known = {acronym for term in facts.plan.glossary.all() for acronym in ACRONYM.findall(term.term)}
    places = defaultdict(list)
    for subject, text in facts.texts():
        for acronym in dict.fromkeys(ACRONYM.findall(HEADING.sub("", text))):
            if acronym not in known:
                places[acronym].append(subject)
    for acronym, subjects in sorted(places.items()):
        yield Remark(acronym, f"In {', '.join(dict.fromkeys(subjects))}.")
