"""Where a passage stands, before it is redacted: rows, their past, and whatever else was made of them."""

import json
from dataclasses import dataclass

from django.db import connection
from django.db.models import CharField, TextField

from history.redaction.constraint import texts
from history.rows import events_of, tracked_models

HOLDS = "strpos(history_said({column}), history_said(%(passage)s)) > 0"
HELD = "SELECT * FROM (SELECT {key}, ARRAY[{holds}] held FROM {table}) rows WHERE true = ANY(held)"
LOG = """
SELECT count(*) FROM django_admin_log WHERE strpos(history_said(object_repr) ||
    history_said_in_json(history_as_json(change_message)), history_said(%(passage)s)) > 0
"""
REASONS = """
SELECT count(*) FROM pghistory_context WHERE strpos(history_said_in_json(metadata), history_said(%(passage)s)) > 0
"""
ELSEWHERE = "SELECT history_stands_elsewhere(%(passage)s)"


@dataclass(frozen=True)
class Places:
    """Where words stand: pairs of a row and labels of its fields, the same in names, and counts by kind of place."""

    rows: list
    naming: list
    counts: dict


def places_of(passage):
    """The Places of the words of `passage`. It reads every text there is."""
    rows, naming, versions = [], [], 0
    for model in tracked_models():
        taken = texts(model)
        others = [each for each in model._meta.concrete_fields if isinstance(each, CharField | TextField)]
        rows += found(model, taken, passage)
        naming += found(model, [each for each in others if each not in taken and not each.choices], passage)
        versions += len(found(events_of(model), [events_of(model)._meta.get_field(one.name) for one in taken], passage))
    counts = {"rows": len(rows), "versions in the history": versions}
    counts |= {"reasons and addresses of changes": asked(REASONS, passage)}
    counts |= {"entries of the officers' log": asked(LOG, passage)}
    return Places(rows, naming, counts | json.loads(asked(ELSEWHERE, passage)))


def found(model, fields, passage):
    """Pairs of a row of `model` and the labels of those of its `fields` that hold the words of `passage`."""
    if not fields:
        return []
    columns = [connection.ops.quote_name(field.column) for field in fields]
    asked_of = ", ".join(HOLDS.format(column=f"coalesce({column}, '')") for column in columns)
    key, table = model._meta.pk.column, model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(HELD.format(key=key, holds=asked_of, table=table), {"passage": passage})
        held = dict(cursor.fetchall())
    rows = model._base_manager.in_bulk(held)
    return [
        (rows[key], [str(field.verbose_name) for field, holds in zip(fields, held[key], strict=True) if holds])
        for key in sorted(held)
    ]


def asked(sql, passage):
    """The one value that `sql` gives of a `passage`."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"passage": passage})
        return cursor.fetchone()[0]
