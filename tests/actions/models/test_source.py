"""Source notes and glossary terms."""

import pytest
from django.db import IntegrityError, connection, transaction

from actions.models import GlossaryTerm, SourceNote
from tests.factories import make_action, make_plan, make_strategy

pytestmark = pytest.mark.django_db


def make_note(**fields):
    values = {"plan": fields.get("plan") or make_plan(), "number": 1, "kind": "text", "note": "Kept as printed."}
    return SourceNote.objects.create(**values | fields)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [({"note": ""}, "actions_sourcenote_note_not_empty"), ({"kind": "joke"}, "actions_sourcenote_kind_known")],
)
def test_a_note_refused_by_the_database(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        make_note(**fields)


def test_a_note_number_is_unique_within_its_plan():
    plan = make_plan()
    make_note(plan=plan)
    with pytest.raises(IntegrityError, match="actions_sourcenote_number_unique"):
        make_note(plan=plan)


@pytest.mark.parametrize(("field", "make"), [("strategy", make_strategy), ("action", make_action)])
def test_a_note_about_another_plan_is_refused(field, make):
    with pytest.raises(IntegrityError, match=f"actions_sourcenote_{field}_of_same_plan"), transaction.atomic():
        make_note(**{field: make()})
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_note_is_as_visible_as_what_it_is_about(public, officer):
    plan = make_plan()
    draft = make_strategy(plan=plan, publication="draft")
    shown = [
        make_note(plan=plan, number=1),
        make_note(plan=plan, number=2, strategy=make_strategy(plan=plan)),
        make_note(plan=plan, number=3, action=make_action(strategy=make_strategy(plan=plan))),
    ]
    hidden = [
        make_note(plan=plan, number=4, strategy=draft),
        make_note(plan=plan, number=5, action=make_action(strategy=draft)),
        make_note(plan=make_plan(publication="draft")),
    ]
    assert set(SourceNote.objects.visible_to(public)) == set(shown)
    assert set(SourceNote.objects.visible_to(officer)) == {*shown, *hidden}


@pytest.mark.parametrize(
    "fields",
    [
        {"basis": "document", "expansion": ""},
        {"basis": "unexpanded", "expansion": "Integrated Gangs Unit"},
        {"basis": "guess", "expansion": "Integrated Gangs Unit"},
    ],
)
def test_an_expansion_needs_its_basis(fields):
    with pytest.raises(IntegrityError, match="actions_glossaryterm_expansion_has_basis"):
        GlossaryTerm.objects.create(plan=make_plan(), term="IGU", **fields)


def test_a_term_is_explained_once():
    plan = make_plan()
    GlossaryTerm.objects.create(plan=plan, term="NCBI", basis="unexpanded")
    with pytest.raises(IntegrityError, match="actions_glossaryterm_term_unique"):
        GlossaryTerm.objects.create(plan=plan, term="NCBI", basis="unexpanded")


def test_each_reads_as_what_it_says():
    assert str(SourceNote(note="Printed as 5.97.")) == "Printed as 5.97."
    assert str(GlossaryTerm(term="IGU")) == "IGU"


def test_of_seen_actions_a_note_that_names_a_hidden_strategy_too_is_hidden(public, officer):
    action = make_action()
    shown = make_note(plan=action.plan, number=1, action=action)
    draft = make_strategy(plan=action.plan, publication="draft")
    hidden = make_note(plan=action.plan, number=2, action=action, strategy=draft)
    assert set(SourceNote.objects.seen_with_action(public)) == {shown}
    assert set(SourceNote.objects.seen_with_action(officer)) == {shown, hidden}


def test_notes_on_the_whole_are_on_nothing_smaller():
    action = make_action()
    of_plan = make_note(plan=action.plan, number=1)
    of_strategy = make_note(plan=action.plan, number=2, strategy=action.strategy)
    make_note(plan=action.plan, number=3, strategy=action.strategy, action=action)
    make_note(plan=make_plan())
    assert list(SourceNote.objects.on_whole(action.plan)) == [of_plan]
    assert list(SourceNote.objects.on_whole(action.strategy)) == [of_strategy]


def test_acronyms_are_known_by_their_words_each_once():
    here, there = make_plan(), make_plan()
    for plan, term, expansion in (
        (here, "A&E", "Accident & Emergency"),
        (there, "A&E", "Accident & Emergency"),
        (there, "A/E", "Apples"),
        (there, "AEN", "A, E?"),
        (there, "E", ""),
    ):
        basis = "public" if expansion else "unexpanded"
        GlossaryTerm.objects.create(plan=plan, term=term, expansion=expansion, basis=basis)

    def called(*names):
        return list(GlossaryTerm.objects.called(names).values_list("term", "expansion"))

    assert called("a e") == [("A&E", "Accident & Emergency"), ("A/E", "Apples"), ("AEN", "A, E?")]
    assert called("accident emergency", "e") == [("A&E", "Accident & Emergency"), ("E", "")]
    assert called("a", "accident") == called() == []
