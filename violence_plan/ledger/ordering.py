"""In which order a ledger tells what differs: that of the commits behind it, as far as they are known."""

from functools import reduce

from django.db import connection
from django.utils import timezone

from history.rows import events_of, foreign_keys, tracked_models

# Of one commit, what names another row comes after it, and goes before it.
NUMBER = """
UPDATE violence_plan_entry entry
SET number = given.number, first_number = coalesce(entry.first_number, given.number), numbered_at = %(now)s
FROM (
    SELECT id, %(last)s + row_number() OVER (
        ORDER BY turn NULLS LAST, gone, place * CASE WHEN gone THEN -1 ELSE 1 END, id
    ) AS number
    FROM (
        SELECT id, turn, gone, array_position(%(lists)s, resource) AS place
        FROM violence_plan_entry WHERE ledger_id = %(audience)s AND number IS NULL
    ) differing
) given WHERE entry.id = given.id
"""


def give_numbers(ledger, models, since):
    """Give the entries that have no number the next ones, and count on in `ledger`.

    `models` are those of the lists, by name, each list after what its rows name. What the commits after the turn
    `since` wrote to comes in their order; what changed because other rows did, such as a count, comes last. With None,
    all comes list by list.
    """
    if since is not None:
        find_turns(ledger, models, since)
    with connection.cursor() as cursor:
        cursor.execute(
            NUMBER,
            {"now": timezone.now(), "last": ledger.number, "lists": list(models), "audience": ledger.audience},
        )
        ledger.number += cursor.rowcount


def find_turns(ledger, models, since):
    """Write to each entry that has no number the turn of the commit behind it, where there is one after `since`."""
    fresh = ledger.entries.filter(number=None).only("resource", "row_id")
    for resource in fresh.order_by("resource").values_list("resource", flat=True).distinct():
        entries = list(fresh.filter(resource=resource))
        turns = last_turns(models[resource], {entry.row_id for entry in entries}, since)
        for entry in entries:
            entry.turn = turns.get(entry.row_id)
        ledger.entries.bulk_update(entries, ["turn"], batch_size=500)


def last_turns(model, ids, since):
    """The turn of the last commit after `since` that wrote to each row of `model` with one of `ids`, by id.

    Where none wrote to the row itself, that of the last that wrote to what hangs on it; else to what it hangs on.
    """
    own = last_of([written(model, "pgh_obj_id", ids, since)])
    left = ids - own.keys()
    hung = last_of([written(link.model, link.attname, left, since) for link in links_to(model)])
    left -= hung.keys()
    above = last_of(
        [
            model._base_manager.filter(pk__in=left, **{f"{link.name}__events__pgh_turn__gt": since})
            .order_by()
            .values_list("pk", f"{link.name}__events__pgh_turn")
            for link in foreign_keys(model)
            if link.related_model in tracked_models()
        ]
    )
    return above | hung | own


def links_to(model):
    """The foreign keys of every model with a history that point to `model`."""
    return [link for other in tracked_models() for link in foreign_keys(other) if link.related_model is model]


def written(model, column, ids, since):
    """Pairs of `column`, where it is one of `ids`, and the turn, in the history of `model` after the turn `since`."""
    events = events_of(model).objects.filter(pgh_turn__gt=since, **{f"{column}__in": ids})
    return events.order_by().values_list(column, "pgh_turn")


def last_of(pairs):
    """The last turn by id, of querysets of pairs of an id and a turn."""
    found = {}
    for pk, turn in reduce(lambda one, other: one.union(other, all=True), pairs) if pairs else ():
        found[pk] = max(turn, found.get(pk, turn))
    return found
