"""Tables as they stood at a past moment, told from their history, so that every reading works unchanged on them.

Ahead of each query stands, for every table with a history that it names, a common table expression of the table's own
name: PostgreSQL then takes the one for the other. So there is nothing in the database to keep in step with the models,
nothing that a connection could carry into the next request, and a change of a table needs no thought of its past.
"""

import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache

import pghistory.models
from django.apps import apps
from django.conf import settings
from django.db import connection

ROWS = """
SELECT {columns} FROM (
    SELECT DISTINCT ON (pgh_obj_id) * FROM "{history}"
    WHERE pgh_created_at <= '{moment}'::timestamptz ORDER BY pgh_obj_id, pgh_id DESC
) past WHERE {conditions}
"""
NOT_DELETED = "past.pgh_label <> 'delete'"
# What today's row of the table itself has in a column; within a common table expression its name is still its own.
TODAYS = '(SELECT today."{column}" FROM "{table}" today WHERE today.id = past.id)'
READS = ("SELECT", "(")
telling = ContextVar("telling", default=False)


class ReadOnlyPastError(Exception):
    """Something was to be written to, or locked in, a table that is read as it stood at a past moment."""


@dataclass(frozen=True)
class Telling:
    """How the past of one table is told: only rows that meet all conditions in `only`, with `instead` by column.

    Both are SQL, in which `past` is the row as it stood.
    """

    only: tuple = ()
    instead: dict = field(default_factory=dict)


@cache
def with_history():
    """The model of each row's history, by the model of the row.

    Who may do what is always a matter of today: tables that tie a person to something are left out.
    """
    events = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]
    tracked = {event.pgh_tracked_model: event for event in events if event.pgh_tracked_model}
    return {model: event for model, event in tracked.items() if not ties_a_person(model)}


def ties_a_person(model):
    """Whether each row of `model` is about a person who signs in."""
    return any(
        link.is_relation and not link.null and link.related_model._meta.label == settings.AUTH_USER_MODEL
        for link in model._meta.concrete_fields
    )


def table_at(model, moment, telling=Telling()):  # noqa: B008  # it is frozen
    """The SQL of the rows of `model` as they stood at `moment`, an aware datetime."""
    columns = [column.column for column in model._meta.concrete_fields]
    return ROWS.format(
        columns=", ".join(f'{telling.instead.get(name, f"""past."{name}" """)} AS "{name}"' for name in columns),
        history=with_history()[model]._meta.db_table,
        moment=moment.isoformat(),
        conditions=" AND ".join([NOT_DELETED, *telling.only]),
    )


def todays(model, column):
    """The SQL, for a Telling, of what today's row of `model` has in a column; NULL where there is none today."""
    return TODAYS.format(table=model._meta.db_table, column=column)


@contextmanager
def told_from(tables):
    """Within it, queries read `tables`, SQL by the table's name, instead of the tables themselves.

    Raises ReadOnlyPastError at whatever else names one of them.
    """
    named = re.compile(rf"\b({'|'.join(tables)})\b")

    def tell(execute, sql, params, many, context):
        asked = sorted(set(named.findall(sql)))
        if not asked:
            return execute(sql, params, many, context)
        if not sql.lstrip().upper().startswith(READS) or " FOR UPDATE" in sql:
            raise ReadOnlyPastError(f"This reads the past, and was to write: {', '.join(asked)}.")
        told = ", ".join(f'"{name}" AS MATERIALIZED ({tables[name]})' for name in asked)
        return execute(f"WITH {told} {sql}", params, many, context)

    within = telling.set(True)
    try:
        with connection.execute_wrapper(tell):
            yield
    finally:
        telling.reset(within)


def in_the_past():
    """Whether what is read now is read as it once stood: what is derived of tables and kept is of today."""
    return telling.get()
