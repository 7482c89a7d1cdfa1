"""What was comes back: whole, checked, and said in the history."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from actions.models import Action, Alignment, FormerRef, Lead, Milestone, Period, Plan, SourceNote, Strategy, Theme
from history.restoring import CannotRestoreError, restore_version, undo_delete
from history.rows import deleted_rows, deletion_of, events_of
from partners.models import Membership, Partner
from tests.factories import (
    make_action,
    make_alignment,
    make_lead,
    make_partner,
    make_strategy,
    make_theme,
    make_user,
)

MAY, JUNE, JULY = (datetime(2026, month, 3, 9, 5, tzinfo=UTC) for month in (5, 6, 7))
TAKEN = "This plan already has an action with this number."
HANGING = ["leads", "alignments", "milestones", "source_notes"]

pytestmark = pytest.mark.django_db


def why_of(model, row):
    """The reasons of what happened to a row last."""
    return events_of(model).objects.filter(pgh_obj=row).latest("pgh_id").pgh_context.metadata["why"]


def make_full_action():
    """An action with a lead, an alignment that another action inherits, a milestone, a note, a former number."""
    action = make_action(theme=make_theme(), ref="5.1.9", text="Sweep.")
    action.ref = "5.1.3"
    action.save()
    make_lead(action=action)
    stated = make_alignment(action=action)
    other = make_action(strategy=action.strategy)
    make_alignment(action=other, principle=stated.principle, basis="inherited", inherited_from=action)
    days = {"starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    period = Period.objects.create(plan=action.plan, code="2026", title="2026", **days)
    Milestone.objects.create(plan=action.plan, action=action, period=period, text="Ten")
    SourceNote.objects.create(plan=action.plan, action=action, number=1, kind="text", note="Odd.")
    return action


def counts():
    """How many rows of each kind there are."""
    return [model.objects.count() for model in (Action, Lead, Alignment, Milestone, SourceNote, FormerRef)]


def test_what_stands_is_not_brought_back():
    action = make_action()
    with pytest.raises(CannotRestoreError, match="It is not deleted"):
        undo_delete(model=Action, pk=action.pk)


def test_what_never_was_is_not_brought_back():
    with pytest.raises(CannotRestoreError, match="It is not deleted"):
        undo_delete(model=Action, pk=4711)


def test_a_row_whose_number_is_taken_is_refused_and_nothing_is_written():
    action = make_full_action()
    pk, strategy = action.pk, action.strategy
    action.delete()
    make_action(strategy=strategy, ref="5.1.3")
    before = counts()
    with pytest.raises(CannotRestoreError) as refused:
        undo_delete(model=Action, pk=pk)
    assert (refused.value.sentences, counts()) == ([TAKEN], before)


def test_a_row_is_refused_where_what_it_hung_on_is_gone():
    action = make_action(strategy=make_strategy(ref="5.1", title="Knives"))
    pk, strategy = action.pk, action.strategy
    action.delete()
    strategy.delete()
    with pytest.raises(CannotRestoreError) as refused:
        undo_delete(model=Action, pk=pk)
    assert refused.value.sentences == ["The strategy it hung on is no longer there: 5.1 Knives (deleted)."]


def test_a_deleted_action_comes_back_with_all_that_hung_on_it(in_context):
    action = make_full_action()
    pk, uid, version, before = action.pk, action.uid, action.version, counts()
    with in_context(source="admin"):
        action.delete()
    restored = undo_delete(model=Action, pk=pk, why="A slip.")
    assert (restored.row.pk, restored.row.uid, restored.others, restored.left_out) == (pk, uid, 6, [])
    assert counts() == before
    back = Action.objects.get(pk=pk)
    assert (back.ref, back.version, back.leads.get().partner.name) == ("5.1.3", version + 1, Partner.objects.get().name)
    assert why_of(Action, pk).startswith("Undid the delete of ")
    assert why_of(Lead, back.leads.get()).endswith(" A slip.")


def test_a_form_opened_before_the_delete_does_not_save_after_it():
    action = make_action()
    stale = Action.objects.get(pk=action.pk)
    action.delete()
    undo_delete(model=Action, pk=stale.pk)
    with pytest.raises(Exception, match="changed since"), transaction.atomic():
        stale.save()


def test_what_cannot_come_along_is_left_out_and_named():
    action = make_full_action()
    pk, plan = action.pk, action.plan
    action.delete()
    SourceNote.objects.create(plan=plan, number=1, kind="text", note="Another.")
    restored = undo_delete(model=Action, pk=pk)
    sentence = "Source note “Odd.”: This plan already has a source note with this number."
    assert (restored.others, restored.left_out) == (5, [sentence])


def test_what_was_deleted_at_another_time_stays_deleted(dated):
    action = make_action()
    lead = make_lead(action=action)
    pk = action.pk
    with dated(MAY):
        lead.delete()
    with dated(JUNE):
        action.delete()
    assert undo_delete(model=Action, pk=pk).others == 0
    assert [event.pgh_created_at for event in deleted_rows(Lead)] == [MAY]


def test_a_whole_plan_comes_back():
    action = make_action()
    make_lead(action=action)
    pk, before = action.plan_id, counts()
    action.plan.delete()
    assert counts() == [0, 0, 0, 0, 0, 0]
    assert undo_delete(model=Plan, pk=pk).others == 3
    assert (counts(), Strategy.objects.count()) == (before, 1)


def test_a_place_that_is_taken_is_said_in_the_words_of_the_rule():
    lead = make_lead(position=1)
    pk = lead.pk
    lead.delete()
    make_lead(action=lead.action, position=1)
    with pytest.raises(CannotRestoreError) as refused:
        undo_delete(model=Lead, pk=pk)
    assert refused.value.sentences == ["Another lead of this action has this position."]


def test_a_delete_undone_twice_is_undone_once():
    action = make_action()
    pk = action.pk
    action.delete()
    undo_delete(model=Action, pk=pk)
    with pytest.raises(CannotRestoreError, match="somebody has brought it back"):
        undo_delete(model=Action, pk=pk)
    assert deletion_of(Action, pk) is None


def test_a_person_who_is_gone_cannot_work_for_a_partner_again():
    membership = Membership.objects.create(partner=make_partner(), user=make_user(username="ann"))
    pk, user = membership.pk, membership.user
    membership.delete()
    number = user.pk
    user.delete()
    with pytest.raises(CannotRestoreError) as refused:
        undo_delete(model=Membership, pk=pk)
    assert refused.value.sentences == [f"The user it hung on is no longer there: User {number} (deleted)."]


def test_a_version_from_before_the_row_was_there_is_refused():
    action = make_action()
    with pytest.raises(CannotRestoreError, match="There is no such version"):
        restore_version(model=Action, pk=action.pk, moment=MAY)


def test_a_deleted_row_has_its_delete_undone_first(dated):
    with dated(MAY):
        action = make_action()
    pk = action.pk
    action.delete()
    with pytest.raises(CannotRestoreError, match="undo the delete first"):
        restore_version(model=Action, pk=pk, moment=MAY)


def test_a_version_whose_number_is_taken_since_is_refused_in_words(dated):
    with dated(MAY):
        action = make_action(ref="5.1.3", text="Then.")
    action.ref = "5.1.4"
    action.text = "Now."
    action.save()
    make_action(strategy=action.strategy, ref="5.1.3")
    with pytest.raises(CannotRestoreError) as refused:
        restore_version(model=Action, pk=action.pk, moment=MAY)
    assert refused.value.sentences == [TAKEN]
    action.refresh_from_db()
    assert (action.ref, action.text) == ("5.1.4", "Now.")


def test_a_version_comes_back_with_the_links_of_its_time_and_says_so(dated):
    with dated(MAY):
        action = make_action(text="Then.")
        first, second = (make_lead(action=action, position=position) for position in (1, 2))
    with dated(JUNE):
        action.text = "Now."
        action.save()
        Lead.objects.filter(pk=first.pk).update(position=2)
        Lead.objects.filter(pk=second.pk).update(position=1)
        third = make_lead(action=action, position=3)
    restored = restore_version(model=Action, pk=action.pk, moment=MAY, relations=HANGING, why="Too early.")
    assert (restored.others, restored.left_out) == (3, [])
    assert Action.objects.get().text == "Then."
    assert list(Action.objects.get().leads.values_list("pk", "position")) == [(first.pk, 1), (second.pk, 2)]
    assert not Lead.objects.filter(pk=third.pk).exists()
    assert why_of(Action, action) == "Restored the version of 3 May 2026, 10:05. Too early."
    assert why_of(Lead, third.pk) == "Restored the version of 3 May 2026, 10:05. Too early."


def test_a_link_that_was_deleted_comes_back_with_its_version(dated):
    with dated(MAY):
        lead = make_lead()
    action, pk = lead.action, lead.pk
    with dated(JUNE):
        lead.delete()
    restore_version(model=Action, pk=action.pk, moment=MAY, relations=HANGING)
    assert action.leads.get().pk == pk


def test_a_link_that_cannot_be_as_it_was_is_left_and_named(dated):
    with dated(MAY):
        action = make_action()
        note = SourceNote.objects.create(plan=action.plan, action=action, number=1, kind="text", note="Odd.")
        lead = make_lead(action=action)
    with dated(JUNE):
        SourceNote.objects.filter(pk=note.pk).update(number=2)
        SourceNote.objects.create(plan=action.plan, number=1, kind="text", note="Another.")
        Lead.objects.filter(pk=lead.pk).update(role="support")
    restored = restore_version(model=Action, pk=action.pk, moment=MAY, relations=HANGING)
    sentence = "Source note “Odd.”: This plan already has a source note with this number."
    assert (restored.others, restored.left_out) == (1, [sentence])
    assert action.leads.get().role == "lead"


def test_a_link_that_hangs_on_another_row_now_stays_there(dated):
    with dated(MAY):
        lead = make_lead(partner=make_partner(name="Police"))
    action, other = lead.action, make_action()
    Lead.objects.filter(pk=lead.pk).update(action=other)
    restored = restore_version(model=Action, pk=action.pk, moment=MAY, relations=HANGING)
    assert restored.left_out == ["Lead “Lead: Police”: It hangs on another row now."]
    assert other.leads.get() == lead


def test_what_was_deleted_since_comes_back_with_the_marks_it_had_last(dated):
    with dated(MAY):
        theme = make_theme(title="As it was")
        action = make_action(theme=theme, text="Sweep.", publication="published")
    with dated(JUNE):
        Action.objects.filter(pk=action.pk).update(text="Swept.", publication="withdrawn")
        Action.objects.filter(pk=action.pk).delete()
    restored = restore_version(
        model=Theme,
        pk=theme.pk,
        moment=MAY,
        relations=["actions"],
        stays=lambda model: ["publication"] if model is Action else [],
    )
    assert (restored.others, restored.left_out) == (1, [])
    back = theme.actions.get()
    assert (back.text, back.publication) == ("Sweep.", "withdrawn")


def test_a_partner_that_others_need_stays(dated):
    with dated(MAY):
        police = make_partner()
    with dated(JUNE):
        team = make_partner(parent=police, kind="team", name="Team")
        make_lead(partner=team)
    restored = restore_version(model=Partner, pk=police.pk, moment=MAY, relations=["parts"])
    assert restored.left_out == ["Partner “Team”: other rows need it."]
