"""Sending to review, publishing, withdrawing: many rows at once, all or none, each with its history."""

import pytest
from django.db import IntegrityError

from actions.models import Action, Plan, ProgressUpdate, Publication, Strategy
from actions.progress import record_update
from actions.publication import Published, publish_plan, set_publication, unpublished_parts
from tests.factories import make_action, make_plan, make_strategy

pytestmark = pytest.mark.django_db


def states(rows):
    """The publication of each of `rows`, in the order in which they were made."""
    return list(rows.objects.order_by("pk").values_list("publication", flat=True))


def test_an_unknown_state_changes_nothing():
    make_action(publication="draft")
    with pytest.raises(IntegrityError, match="actions_action_publication_known"):
        set_publication(rows=Action.objects.all(), publication="public")


def test_rows_that_change_are_told_from_those_that_were_so():
    draft, _ = make_action(publication="draft"), make_action()
    told = set_publication(rows=Action.objects.as_printed(), publication=Publication.PUBLISHED)
    assert told == Published((draft,), 1)
    assert states(Action) == ["published", "published"]


def test_each_changed_row_has_a_new_version_a_later_time_and_the_reason():
    action = make_action(publication="draft")
    set_publication(rows=Action.objects.all(), publication=Publication.IN_REVIEW, why="Read by the board.")
    after = Action.objects.get()
    assert (after.publication, after.version) == ("in_review", action.version + 1)
    assert after.updated_at > action.updated_at
    event = after.events.order_by("pgh_id").last()
    assert (event.publication, event.pgh_context.metadata) == ("in_review", {"why": "Read by the board."})


def test_rows_may_come_with_what_a_list_shows_of_them(officer):
    make_action(publication="draft")
    told = set_publication(rows=Action.objects.with_links(officer).with_status(), publication=Publication.PUBLISHED)
    assert len(told.changed) == 1


def test_a_progress_update_is_published_too():
    record_update(action=make_action(), reported_on="2026-01-31", status="on_track")
    set_publication(rows=ProgressUpdate.objects.all(), publication=Publication.PUBLISHED)
    assert states(ProgressUpdate) == ["published"]


def make_drafted_plan():
    """A draft plan with a strategy and an action in each state."""
    plan = make_plan(publication="draft")
    for state in Publication.values:
        make_action(strategy=make_strategy(plan=plan, publication=state), publication=state)
    make_action(publication="draft")  # of another plan
    return plan


def test_the_unpublished_parts_of_a_plan_are_its_drafts_and_what_is_in_review():
    strategies, actions = unpublished_parts(make_drafted_plan())
    assert sorted(row.publication for row in strategies) == ["draft", "in_review"]
    assert sorted(row.publication for row in actions) == ["draft", "in_review"]


def test_a_plan_is_published_alone():
    plan = make_drafted_plan()
    assert publish_plan(plan=plan, with_parts=False) == (plan,)
    assert states(Strategy) == ["draft", "in_review", "published", "withdrawn", "published"]
    assert states(Action) == ["draft", "in_review", "published", "withdrawn", "draft"]


def test_a_plan_is_published_with_its_drafts_but_not_what_was_withdrawn():
    plan = make_drafted_plan()
    assert len(publish_plan(plan=plan, with_parts=True)) == 5
    assert states(Plan)[0] == "published"
    assert states(Strategy) == ["published", "published", "published", "withdrawn", "published"]
    assert states(Action) == ["published", "published", "published", "withdrawn", "draft"]
