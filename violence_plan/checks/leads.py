"""Checks of who leads."""

import re
from collections import Counter

from violence_plan.checks.facts import Check, Remark

JOINING = {"and"}


def lead_checks(facts):
    """The checks of leads and of partners' names."""
    yield Check("no_lead", "Actions without a lead", tuple(no_lead(facts)))
    yield Check("lead_cell", "Printed lead cells with words that no lead accounts for", tuple(uncovered(facts)))
    yield Check("lead_name", "Leads printed under a name that the partner is not known by", tuple(unknown_names(facts)))
    yield Check("person_named", "Texts that name a private person", tuple(named_persons(facts)))


def words(text):
    """The words of `text`, in any case, counted."""
    return Counter(re.findall(r"\w+", text.casefold()))


def no_lead(facts):
    """Actions that nobody leads."""
    for action in facts.actions:
        if not action.leads.all():
            yield Remark(action.ref, "No lead.")


def uncovered(facts):
    """Printed cells of which words are left over. The words may be a person's name, so they are counted, not shown."""
    for action in facts.actions:
        left = words(action.printed_leads)
        for lead in action.leads.all():
            left -= words(lead.printed)
        total = sum(count for word, count in left.items() if word not in JOINING)
        if total:
            noun = "word" if total == 1 else "words"
            yield Remark(action.ref, f"{total} {noun} of the printed cell belong to no lead. Compare the two.")


def unknown_names(facts):
    """Leads whose printed words are neither name nor alias of their partner."""
    for action in facts.actions:
        for lead in action.leads.all():
            names = {lead.partner.name, *(alias.name for alias in lead.partner.aliases.all())}
            if lead.printed and lead.printed.casefold() not in {name.casefold() for name in names}:
                text = f"What is printed for “{lead.partner.display_name}” is no known name of it. Add it as an alias."
                yield Remark(action.ref, text)


def named_persons(facts):
    """Texts open to all readers in which a private person's name stands; the name itself is not shown."""
    for partner in facts.partners:
        if not partner.is_private:
            continue
        names = [partner.name.casefold(), *(alias.name.casefold() for alias in partner.aliases.all())]
        for subject, text in (*facts.texts(), *facts.notes()):
            if any(re.search(rf"\b{re.escape(name)}\b", text.casefold()) for name in names):
                yield Remark(subject, f"The text names the person whose public name is “{partner.display_name}”.")
