"""Leads and alignments in lists of their own."""

import pytest

from tests.actions.admin.forms import listed, problems
from tests.factories import make_action, make_alignment, make_lead, make_partner, make_plan, make_strategy

pytestmark = pytest.mark.django_db
ALIGNMENTS = "/admin/actions/alignment/"


def test_an_alignment_of_nothing_is_refused(signed_in):
    alignment = make_alignment()
    data = {"principle": alignment.principle_id, "basis": "stated", "printed": "[Strategic Principle 1]"}
    data |= {"action": "", "strategy": "", "inherited_from": "", "reason": ""}
    assert problems(signed_in.post(f"{ALIGNMENTS}add/", data)) == ["Name either an action or a strategy."]


def test_leads_are_named_to_officers_in_the_order_of_the_plan(signed_in):
    strategy = make_strategy()
    person = make_partner(kind="person", name="Jo Bloggs", public_name="A named officer")
    make_lead(action=make_action(strategy=strategy, position=2), partner=person)
    make_lead(action=make_action(strategy=strategy, position=1), partner=make_partner(name="Police"))
    assert listed(signed_in.get("/admin/actions/lead/"), "partner_name") == [("Police",), ("Jo Bloggs",)]


def test_alignments_say_their_ground(signed_in):
    plan = make_plan()
    strategy = make_strategy(plan=plan, position=1, title="Prose", ref="3.1")
    action = make_action(strategy=make_strategy(plan=plan, position=2), ref="5.1.1", text="Act.", position=1)
    second = make_action(strategy=action.strategy, ref="5.1.2", text="Then act.", position=2)
    make_alignment(strategy=strategy, printed="“" + "word " * 40 + "”")
    make_alignment(action=action, printed="[Strategic Principle 4]")
    make_alignment(action=second, basis="inherited", inherited_from=action)
    make_alignment(action=second, basis="assessed", reason="It plainly does.")
    shown = listed(signed_in.get(ALIGNMENTS), "subject", "ground")
    assert sorted((str(subject), ground[:24]) for subject, ground in shown) == [
        ("3.1 Prose", "“word word word word wor"),
        ("5.1.1 Act.", "[Strategic Principle 4]"),
        ("5.1.2 Then act.", "It plainly does."),
        ("5.1.2 Then act.", "from 5.1.1"),
    ]


def test_the_page_says_how_basis_works(signed_in):
    html = signed_in.get(f"{ALIGNMENTS}add/").content.decode()
    assert "<strong>Assessed</strong>: added by an officer, with a reason." in html


def test_what_a_partner_answers_is_read_and_chosen_by(signed_in):
    disputed = make_lead(response="disputed", response_reason="Housing does.", responded_on="2026-01-31")
    make_lead()
    html = signed_in.get("/admin/actions/lead/?response__exact=disputed").content.decode()
    assert '<td class="field-response">Disputed</td>' in html
    assert html.count('class="field-response"') == 1
    page = signed_in.get(f"/admin/actions/lead/{disputed.pk}/change/").content.decode()
    assert "Housing does." in page
    assert 'name="response"' not in page
