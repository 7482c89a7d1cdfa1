"""Checks of numbers and texts."""

import re
from collections import defaultdict

from violence_plan.checks.facts import Check, Remark

# Two capitals or more, perhaps joined by “&”; a plural s or a number does not count.
ACRONYM = re.compile(r"\b[A-Z]+(?:&[A-Z]+|[A-Z])[A-Z]*(?=s?\b)")
HEADING = re.compile(r"^[^a-z]*$", re.MULTILINE)
# What stands for words or figures that were to follow.
PLACEHOLDER = re.compile(r"\bxx+\b%?|\bTB[ACD]\b|\[[^][]*\brequired\]", re.IGNORECASE)
# So many words in a row are no coincidence.
PASSAGE = 15


def word_checks(facts):
    """The checks of numbering and wording."""
    yield Check("number_missing", "Gaps in the numbering", tuple(gaps(facts)))
    yield Check("number_misprinted", "Numbers printed otherwise", tuple(misprinted(facts)))
    yield Check("text_twice", "Actions with the same text", tuple(doubles(facts)))
    yield Check("passage_twice", "Passages that stand in two places", tuple(repeated(facts)))
    yield Check("placeholder", "Places that were never filled in", tuple(placeholders(facts)))
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


def repeated(facts):
    """Texts that repeat a passage of an earlier one, or of their own. Equal actions are left to `doubles`."""
    first, found = {}, {}
    for subject, text in own_words(facts):
        words = list(re.finditer(r"\w+", text))
        folded = tuple(word[0].casefold() for word in words)
        for start in range(len(words) - PASSAGE + 1):
            here = subject, start, folded
            earlier, place, whole = first.setdefault(folded[start : start + PASSAGE], here)
            if (earlier, place) != (subject, start) and (earlier == subject or whole != folded):
                passage = text[words[start].start() : words[start + PASSAGE - 1].end()]
                found.setdefault((subject, earlier), " ".join(passage.split()))
    for (subject, earlier), passage in found.items():
        where = "its own text" if earlier == subject else earlier
        yield Remark(subject, f"Repeats {where}: “{passage} …”.")


def own_words(facts):
    """The texts that belong to one place of the plan alone, without labels and leads: (what it belongs to, text)."""
    yield "plan", facts.plan.introduction
    for section in facts.plan.sections.all():
        yield f"section {section.ref}", section.introduction
    for strategy in facts.strategies:
        yield strategy.ref, strategy.text
        for theme in strategy.themes.all():
            yield f"{strategy.ref} {theme.title}", theme.text
    for action in facts.actions:
        yield action.ref, action.text


def placeholders(facts):
    """Texts in which words or figures are still to come."""
    for subject, text in facts.texts():
        found = dict.fromkeys(PLACEHOLDER.findall(text))
        if found:
            yield Remark(subject, f"Still to be filled in: {', '.join(f'“{words}”' for words in found)}.")


def unknown_acronyms(facts):
    """Words in capitals that the glossary does not hold, with the places where they stand."""
    known = {acronym for term in facts.plan.glossary.all() for acronym in ACRONYM.findall(term.term)}
    places = defaultdict(list)
    # A lead may be nothing but an acronym, which in a text of several lines would pass for a heading.
    leads = ((action.ref, lead.public_printed) for action in facts.actions for lead in action.leads.all())
    texts = ((subject, HEADING.sub("", text)) for subject, text in facts.texts())
    for subject, text in (*texts, *leads):
        for acronym in ACRONYM.findall(PLACEHOLDER.sub("", text)):
            if acronym not in known:
                places[acronym].append(subject)
    for acronym, subjects in sorted(places.items()):
        yield Remark(acronym, f"In {', '.join(dict.fromkeys(subjects))}.")
