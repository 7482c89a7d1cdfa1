"""Checks of numbers and texts."""

import pytest

from actions.models import GlossaryTerm
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
from violence_plan.checks.words import doubles, gaps, misprinted, unknown_acronyms

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
