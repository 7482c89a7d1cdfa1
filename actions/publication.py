"""The one way to send to review, publish and withdraw: one row or many, all of them or none."""

from dataclasses import dataclass

import pghistory
from django.db import transaction

from actions.models import Publication
from history.revisions import write_in_turn

UNPUBLISHED = (Publication.DRAFT, Publication.IN_REVIEW)


@dataclass(frozen=True)
class Published:
    """What became of rows that were given a state: those that changed, and how many had it before."""

    changed: tuple
    before: int


@transaction.atomic
def set_publication(*, rows, publication, why=""):
    """Give every one of the queryset `rows` that state of Publication, and return what became of them as Published.

    Each row is locked and saved by itself, so that its version and its time of change are right. `why`, if given, is
    kept with the history of each.
    """
    write_in_turn()
    chosen = rows.model._default_manager.filter(pk__in=list(rows.order_by().values_list("pk", flat=True)))
    locked = list(chosen.select_for_update(of=["self"]).order_by("pk"))
    changed = tuple(row for row in locked if row.publication != publication)
    with pghistory.context(**({"why": why} if why else {})):
        for row in changed:
            row.publication = publication
            row.save(update_fields=[name for name in ("publication", "version", "updated_at") if hasattr(row, name)])
    return Published(changed, len(locked) - len(changed))


def unpublished_parts(plan):
    """Querysets of the plan's strategies and of its actions that are drafts or in review, so that nobody reads them."""
    return plan.strategies.filter(publication__in=UNPUBLISHED), plan.actions.filter(publication__in=UNPUBLISHED)


@transaction.atomic
def publish_plan(*, plan, with_parts, why=""):
    """Publish a plan, with `with_parts` all its strategies and actions too that are drafts or in review.

    Returns all rows that changed, the plan first. What was withdrawn stays so, and progress updates are published one
    by one: each is a report of its own.
    """
    parts = unpublished_parts(plan) if with_parts else ()
    every = (type(plan).objects.filter(pk=plan.pk), *parts)
    done = [set_publication(rows=rows, publication=Publication.PUBLISHED, why=why) for rows in every]
    return tuple(row for each in done for row in each.changed)
