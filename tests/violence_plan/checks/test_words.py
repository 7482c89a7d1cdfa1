"""Checks of numbers and texts."""

import pytest

from actions.models import GlossaryTerm, Section, Theme
from tests.factories import (
    make_action,
    make_framework,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
)
from violence_plan.checks.facts import Remark, read_facts
from violence_plan.checks.words import doubles, gaps, misprinted, placeholders, repeated, unknown_acronyms

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy():
    return make_strategy(plan=make_plan(framework=make_framework()), ref="5.1", title="Gangs", text="")


def test_numbers_that_are_left_out(strategy):
    for position, ref in enumerate(["5.1.1", "5.1.3", "5.1.6", "5.11.2", "5.1.x"], start=1):
        make_action(strategy=strategy, ref=ref, position=position)
    for kind, number in (("strategic", 1), ("strategic", 2), ("enabling", 1), ("enabling", 3)):
        make_principle(framework=strategy.plan.framework, kind=kind, number=number)
    make_strategy(plan=strategy.plan, ref="6.1")
    assert list(gaps(read_facts(strategy.plan))) == [
        Remark("5.11.2", "The number does not begin with that of its strategy, 5.1."),
        Remark("5.1.x", "The number does not begin with that of its strategy, 5.1."),
        Remark("5.1.2", "No action has this number."),
        Remark("5.1.4", "No action has this number."),
        Remark("5.1.5", "No action has this number."),
        Remark("enabling-2", "No principle has this number."),
    ]


def test_numbers_printed_otherwise(strategy):
    for ref, printed in [("5.1.1", "5.1.1"), ("5.1.2", ""), ("5.1.7", "5.17")]:
        make_action(strategy=strategy, ref=ref, printed_ref=printed)
    assert list(misprinted(read_facts(strategy.plan))) == [Remark("5.1.7", "Printed as “5.17”.")]


def test_texts_that_stand_twice(strategy):
    for ref, text in [
        ("5.1.1", "Patrol, often."),
        ("5.1.2", "Talk."),
        ("5.1.3", "patrol\noften"),
        ("5.1.4", "Patrol often"),
    ]:
        make_action(strategy=strategy, ref=ref, text=text)
    assert list(doubles(read_facts(strategy.plan))) == [Remark("5.1.1", "The same text as 5.1.3, 5.1.4.")]


FIFTEEN = "We work with the police, schools and the people who live here to make streets"


def test_passages_of_fifteen_words_that_stand_twice(strategy):
    plan = strategy.plan
    plan.introduction = f"{FIFTEEN} safe."
    plan.save()
    Section.objects.create(
        plan=plan, ref="1", title="Why", introduction=f"And so: {FIFTEEN.upper()} better.", position=1
    )
    Theme.objects.create(strategy=strategy, title="Streets", text="One two three. " * 6, position=1)
    make_action(strategy=strategy, ref="5.1.1", text=FIFTEEN.replace("we", "us", 1).replace("with", "for"))
    make_action(
        strategy=strategy, ref="5.1.2", text=f"Often: {FIFTEEN.replace('the police,', 'the - police')} and parks."
    )
    make_action(strategy=strategy, ref="5.1.3", text=" ".join(FIFTEEN.split()[:14]))
    assert list(repeated(read_facts(plan))) == [
        Remark("section 1", f"Repeats plan: “{FIFTEEN.upper()} …”."),
        Remark("5.1 Streets", "Repeats its own text: “" + "One two three. " * 4 + "One two three …”."),
        Remark("5.1.2", f"Repeats plan: “{FIFTEEN.replace('the police,', 'the - police')} …”."),
    ]


def test_equal_actions_are_not_listed_as_passages_too(strategy):
    for ref in ("5.1.1", "5.1.2"):
        make_action(strategy=strategy, ref=ref, text=f"{FIFTEEN} safe.")
    make_action(strategy=strategy, ref="5.1.3", text=f"{FIFTEEN} clean.")
    facts = read_facts(strategy.plan)
    assert list(doubles(facts)) == [Remark("5.1.1", "The same text as 5.1.2.")]
    assert list(repeated(facts)) == [Remark("5.1.3", f"Repeats 5.1.1: “{FIFTEEN} …”.")]


def test_places_that_were_never_filled_in(strategy):
    strategy.text = (
        "See section (xx). XX% more, xx again, 5 xxl, TBC. [SMART objective required] [not\nthis] [nor this]"
    )
    strategy.save()
    make_action(strategy=strategy, ref="5.1.1", text="Exact, with Max and TBCs.")
    make_action(strategy=strategy, ref="5.1.2", text="By tba.")
    assert list(placeholders(read_facts(strategy.plan))) == [
        Remark("5.1", "Still to be filled in: “xx”, “XX%”, “TBC”, “[SMART objective required]”."),
        Remark("5.1.2", "Still to be filled in: “tba”."),
    ]


def test_places_never_filled_in_are_no_acronyms(strategy):
    make_action(strategy=strategy, ref="5.1.1", text="XX more, TBC. [SMART objective required]")
    assert list(unknown_acronyms(read_facts(strategy.plan))) == []


def test_an_acronym_that_is_all_there_is_of_a_lead(strategy):
    action = make_action(strategy=strategy, ref="5.1.1", text="Patrol.")
    make_lead(action=action, printed="DCI")
    make_lead(action=action, printed="RISE UP")
    assert list(unknown_acronyms(read_facts(strategy.plan))) == [
        Remark("DCI", "In 5.1.1."),
        Remark("RISE", "In 5.1.1."),
        Remark("UP", "In 5.1.1."),
    ]


def test_acronyms_that_the_glossary_does_not_hold(strategy):
    plan = strategy.plan
    plan.introduction = "KNIFE CRIME\n\nPSPOs and the IGU's A&E work with R&D, COVID-19, an MP, I and CaMHs."
    plan.save()
    action = make_action(strategy=strategy, ref="5.1.1", text="The EFRP meets; the EFRP ends.")
    make_lead(action=action, printed="EFRP")
    jane = make_partner(kind="person", name="JD", public_name="A named officer")
    make_lead(action=action, partner=jane, printed="JD")
    for term in ("A&E", "PSPO", "MP"):
        GlossaryTerm.objects.create(plan=plan, term=term, basis="unexpanded")
    assert list(unknown_acronyms(read_facts(plan))) == [
        Remark("COVID", "In plan."),
        Remark("EFRP", "In 5.1.1."),
        Remark("IGU", "In plan."),
        Remark("R&D", "In plan."),
    ]
