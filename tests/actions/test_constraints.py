"""Rows of one parent, rows only ever added, numbers never lost: the constraints that Django does not bring."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from actions.constraints import AppendOnly, RemembersRef, SameParent
from actions.models import Action, FormerRef, ProgressUpdate, SourceNote
from tests.factories import make_action, make_plan, make_strategy

RULES = {rule.name: rule for model in (Action, ProgressUpdate) for rule in model._meta.constraints}


@pytest.mark.django_db
def test_same_parent_leaves_alone_what_the_form_left_out():
    action = make_action()
    action.strategy = make_strategy()
    rule = RULES["actions_action_strategy_of_same_plan"]
    with pytest.raises(ValidationError, match="The strategy belongs to another plan."):
        rule.validate(Action, action)
    rule.validate(Action, action, exclude={"strategy"})
    rule.validate(Action, action, exclude={"plan"})


@pytest.mark.django_db
def test_append_only_lets_a_new_row_and_an_unchanged_row_pass():
    rule = RULES["actions_progressupdate_append_only"]
    update = ProgressUpdate(action=make_action(), reported_on="2022-01-31", status="on_track")
    rule.validate(ProgressUpdate, update)
    update.save()
    update.refresh_from_db()
    rule.validate(ProgressUpdate, update)
    ProgressUpdate.objects.update(status="on_track", publication="published")


@pytest.mark.parametrize(
    ("rule", "other"),
    [
        (SameParent(name="a", field="theme", parent="strategy"), SameParent(name="a", field="theme", parent="plan")),
        (AppendOnly(name="a", fields=["status"]), AppendOnly(name="a", fields=["status", "narrative"])),
        (SameParent(name="a", field="theme", parent="strategy"), AppendOnly(name="a", fields=["status"])),
        (RemembersRef(name="a", subject="action"), RemembersRef(name="a", subject="strategy")),
    ],
)
def test_equal_when_alike(rule, other):
    path, args, kwargs = rule.deconstruct()
    assert rule == type(rule)(*args, **kwargs)
    assert path == f"actions.constraints.{type(rule).__name__}"
    assert rule != other
    assert len({rule, rule}) == 1


@pytest.mark.django_db
def test_same_parent_can_be_removed_and_made_again():
    rule = RULES["actions_action_strategy_of_same_plan"]
    action, stranger = make_action(), make_strategy()
    home = action.strategy
    check_now()
    with connection.schema_editor() as editor:
        editor.remove_constraint(Action, rule)
    Action.objects.filter(pk=action.pk).update(strategy=stranger)
    Action.objects.filter(pk=action.pk).update(strategy=home)
    check_now()
    with connection.schema_editor() as editor:
        editor.add_constraint(Action, rule)
    with pytest.raises(IntegrityError, match=rule.name), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(strategy=stranger)
        check_now()


@pytest.mark.django_db
def test_append_only_can_be_removed_and_made_again():
    rule = RULES["actions_progressupdate_append_only"]
    ProgressUpdate.objects.create(action=make_action(), reported_on="2022-01-31", status="on_track")
    check_now()
    with connection.schema_editor() as editor:
        editor.remove_constraint(ProgressUpdate, rule)
    ProgressUpdate.objects.update(status="closed")
    check_now()
    with connection.schema_editor() as editor:
        editor.add_constraint(ProgressUpdate, rule)
    with pytest.raises(IntegrityError, match="added, never changed or deleted"):
        ProgressUpdate.objects.update(status="on_track")


@pytest.mark.django_db
def test_remembers_ref_can_be_removed_and_made_again():
    rule = RULES["actions_action_ref_remembered"]
    make_action(ref="5.1.1")
    check_now()
    with connection.schema_editor() as editor:
        editor.remove_constraint(Action, rule)
    Action.objects.update(ref="5.1.2")
    assert not FormerRef.objects.exists()
    check_now()
    with connection.schema_editor() as editor:
        editor.add_constraint(Action, rule)
    Action.objects.update(ref="5.1.3")
    assert FormerRef.objects.get().ref == "5.1.2"


@pytest.mark.django_db
def test_versions_can_be_removed_and_made_again():
    rule = RULES["actions_action_version"]
    action = make_action()
    check_now()
    with connection.schema_editor() as editor:
        editor.remove_constraint(Action, rule)
    Action.objects.update(text="Patrol.")
    assert Action.objects.get().version == action.version
    with connection.schema_editor() as editor:
        editor.add_constraint(Action, rule)
    Action.objects.update(text="Patrol again.")
    assert Action.objects.get().version == action.version + 1


@pytest.mark.django_db
def test_both_stand_with_a_table_made_whole():
    with connection.schema_editor() as editor:
        editor.delete_model(ProgressUpdate)
        editor.create_model(ProgressUpdate)
        editor.delete_model(SourceNote)
        editor.create_model(SourceNote)
    update = ProgressUpdate.objects.create(action=make_action(), reported_on="2022-01-31", status="on_track")
    with pytest.raises(IntegrityError, match="added, never changed or deleted"), transaction.atomic():
        ProgressUpdate.objects.update(status="closed")
    with pytest.raises(IntegrityError, match="actions_sourcenote_action_of_same_plan"), transaction.atomic():
        SourceNote.objects.create(plan=make_plan(), action=update.action, number=1, kind="text", note="Odd.")
        check_now()


def check_now():
    """Deferred constraints speak now instead of at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
