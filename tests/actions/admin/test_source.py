"""Source notes, the glossary and former numbers in the admin."""

import pytest

from actions.models import Action, GlossaryTerm, SourceNote
from tests.actions.admin.forms import listed, problems
from tests.factories import make_action, make_plan

pytestmark = pytest.mark.django_db


def test_a_note_on_another_plans_action_is_refused(signed_in):
    data = {"plan": make_plan().pk, "number": 1, "kind": "text", "action": make_action().pk, "note": "Odd."}
    response = signed_in.post("/admin/actions/sourcenote/add/", data | {"strategy": "", "subject": "", "printed": ""})
    assert problems(response) == ["The action belongs to another plan."]


def test_an_expansion_needs_its_basis(signed_in):
    data = {"plan": make_plan().pk, "term": "IGU", "expansion": "Integrated Gangs Unit", "basis": "unexpanded"}
    response = signed_in.post("/admin/actions/glossaryterm/add/", data | {"note": ""})
    assert problems(response) == ["An expansion needs a basis, document or public; without one it is unexpanded."]


def test_notes_say_what_they_are_about(signed_in):
    action = make_action(ref="5.9.7")
    notes = [{"action": action}, {"strategy": action.strategy}, {"subject": "Enabling Principle 6"}]
    for number, about in enumerate(notes, start=1):
        SourceNote.objects.create(plan=action.plan, number=number, kind="numbering", note="Odd.", **about)
    assert listed(signed_in.get("/admin/actions/sourcenote/"), "about") == [
        ("5.9.7",),
        (action.strategy.ref,),
        ("Enabling Principle 6",),
    ]


def test_the_glossary_is_in_order_whatever_the_case(signed_in):
    plan = make_plan()
    for term in ("MASE", "CfS", "CCG"):
        GlossaryTerm.objects.create(plan=plan, term=term, basis="unexpanded")
    response = signed_in.get("/admin/actions/glossaryterm/")
    assert [row.term for row in response.context["cl"].result_list] == ["CCG", "CfS", "MASE"]


def test_former_numbers_name_what_had_them(signed_in):
    action = make_action(ref="5.9.7", text="Report hate.")
    Action.objects.update(ref="5.9.8")
    action.strategy.ref, action.strategy.title = "6.1", "Hate"
    action.strategy.save()
    former = action.strategy.former_refs.get().ref
    assert [(ref, str(now)) for ref, now in listed(signed_in.get("/admin/actions/formerref/"), "ref", "now")] == [
        ("5.9.7", "5.9.8 Report hate."),
        (former, "6.1 Hate"),
    ]
