"""Checks of who leads: none of them shows a private person's name."""

import pytest

from actions.models import SourceNote
from partners.models import Alias
from tests.factories import make_action, make_alignment, make_lead, make_partner
from violence_plan.checks.facts import Remark, read_facts
from violence_plan.checks.leads import named_persons, no_lead, uncovered, unknown_names

pytestmark = pytest.mark.django_db


@pytest.fixture
def jane():
    return make_partner(code="officer", kind="person", name="Jane Doe", public_name="A named officer of HCVS")


@pytest.fixture
def action():
    return make_action(ref="5.1.1", printed_leads="IGU Manger / Jane Doe and MPS")


def test_an_action_that_nobody_leads(action):
    led = make_lead().action
    assert list(no_lead(read_facts(action.plan))) == [Remark("5.1.1", "No lead.")]
    assert list(no_lead(read_facts(led.plan))) == []


def test_words_of_the_printed_cell_that_belong_to_no_lead_are_counted_not_shown(action, jane):
    make_lead(action=action, printed="IGU Manger")
    assert list(uncovered(read_facts(action.plan))) == [
        Remark("5.1.1", "3 words of the printed cell belong to no lead. Compare the two.")
    ]
    make_lead(action=action, partner=jane, printed="Jane Doe")
    assert list(uncovered(read_facts(action.plan))) == [
        Remark("5.1.1", "1 word of the printed cell belong to no lead. Compare the two.")
    ]
    make_lead(action=action, printed="mps")
    assert list(uncovered(read_facts(action.plan))) == []


def test_a_name_that_the_partner_is_not_known_by(action, jane):
    manager = make_partner(name="IGU Manager")
    make_lead(action=action, partner=manager, printed="IGU Manger", position=1)
    make_lead(action=action, partner=jane, printed="J. Doe", position=2)
    make_lead(action=action, printed="", position=3)
    text = "What is printed for “{}” is no known name of it. Add it as an alias."
    assert list(unknown_names(read_facts(action.plan))) == [
        Remark("5.1.1", text.format("IGU Manager")),
        Remark("5.1.1", text.format("A named officer of HCVS")),
    ]
    Alias.objects.create(partner=manager, name="igu manger")
    Alias.objects.create(partner=jane, name="J. Doe")
    assert list(unknown_names(read_facts(action.plan))) == []


def test_a_text_that_names_a_private_person(action, jane):
    Alias.objects.create(partner=jane, name="Ms Doe")
    make_partner(name="Hackney")
    assert list(named_persons(read_facts(action.plan))) == []
    action.text = "Ask jane doe in Hackney."
    action.save()
    make_alignment(action=action, basis="assessed", reason="Ms Doe says so.")
    SourceNote.objects.create(plan=action.plan, number=1, kind="lead", note="Jane Does is another.")
    remark = Remark("5.1.1", "The text names the person whose public name is “A named officer of HCVS”.")
    assert list(named_persons(read_facts(action.plan))) == [remark, remark]
