"""Many plans out of one: copies of everything that a plan holds, made by the database itself.

    python -m tests.benchmarks.plans PLANS

copies the first plan until there are so many. It is for measuring: the copies have the same texts, numbers of their own
and no history. Some actions of every plan, the first too, get progress updates where there is none at all yet.
"""

import os
import sys
import time

import django
import pgtrigger
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

STEP = 1_000_000  # the rows of each copy are numbered by so much more than those of the one before
TABLES = (
    "Plan", "Period", "Section", "Strategy", "Theme", "Action", "Lead", "Alignment", "Milestone", "ProgressUpdate",
    "Evidence", "SourceNote", "Indicator", "Measurement", "GlossaryTerm",
)  # fmt: skip
UPDATES = """
INSERT INTO actions_progressupdate
    (uid, action_id, reported_on, status, direction, narrative, next_update_due, publication, access, handling,
     recorded_at)
SELECT gen_random_uuid(), id, DATE '2026-01-01' + n, (ARRAY['not_started', 'on_track', 'completed'])[n], '',
    'Reported as ' || n || ' of 3.', NULL, 'published', 'open', 'official', now()
FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM actions_action) actions
CROSS JOIN generate_series(1, 3) n WHERE mod(place, 4) = 0
"""


def make_plans(total):
    """Copy the first plan until there are `total` plans; returns how many rows were added."""
    copied = [apps.get_model("actions", name) for name in TABLES]
    plan = copied[0].objects.order_by("pk").first()
    begun, added = copied[0].objects.count(), 0
    with transaction.atomic(), pgtrigger.ignore(), connection.cursor() as cursor:
        if not apps.get_model("actions", "ProgressUpdate").objects.exists():
            cursor.execute(UPDATES)
            added += cursor.rowcount
        for model in copied:
            cursor.execute(copying(model, copied, plan.pk), [begun, total - 1])
            added += cursor.rowcount
        for statement in connection.ops.sequence_reset_sql(no_style(), copied):
            cursor.execute(statement)
    return added


def analyse():
    """Let the database know what it holds, as its own housekeeping does after a while."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def table(model):
    """The name of the table of `model`, as SQL has it."""
    return connection.ops.quote_name(model._meta.db_table)


def copying(model, copied, plan):
    """The SQL that copies the rows of `model` of the plan of that id; their links to models `copied` lead to copies."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(value(field, copied) for field in fields)
    return (
        f"INSERT INTO {table(model)} ({columns}) SELECT {values} FROM {table(model)} t "  # noqa: S608 - our own names
        f"CROSS JOIN generate_series(%s, %s) n WHERE {of_plan(model, plan)}"
    )


def value(field, copied):
    """What the copy numbered n has in the column of `field`, in SQL."""
    column = f't."{field.column}"'
    if field.primary_key or (field.is_relation and field.related_model in copied):
        return f"{column} + n * {STEP}"
    if isinstance(field, models.UUIDField):
        return "gen_random_uuid()"
    return f"{column} || '-' || n" if field.unique else column


def of_plan(model, plan):
    """The condition that a row of `model` belongs to the plan of that id, in SQL."""
    links = {field.name: field for field in model._meta.fields if field.is_relation}
    if model.__name__ == "Plan":
        return f"id = {plan:d}"
    if "plan" in links:
        return f"plan_id = {plan:d}"
    above = [links[name] for name in ("action", "strategy", "update") if name in links]
    return " OR ".join(
        f"{link.column} IN (SELECT id FROM {table(link.related_model)} WHERE {of_plan(link.related_model, plan)})"  # noqa: S608, E501 - our own names
        for link in above
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "violence_plan.settings")
    django.setup()
    start = time.perf_counter()
    print(f"Added {make_plans(int(sys.argv[1]))} rows in {time.perf_counter() - start:.0f} s")
    analyse()
