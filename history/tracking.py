"""How a table comes to have a history."""

import pghistory
import pgtrigger

from history.redaction.constraint import guarded

# Columns that follow from a change and are none themselves.
FOLLOWING = ("version", "updated_at")


def tracked(model):
    """A decorator of models: every insert, change and delete of a row is kept, by triggers, in a table of its own.

    No row of theirs comes to hold words that were redacted.
    """
    following = [field.name for field in model._meta.fields if field.name in FOLLOWING]
    changed = pgtrigger.AnyChange(exclude=following, exclude_auto=False) if following else pgtrigger.AnyChange()
    # That no event is changed or deleted, PGHISTORY_APPEND_ONLY sees to; nor are all of them thrown away at once.
    kept = pgtrigger.Trigger(
        name="never_emptied",
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;",
    )
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(condition=changed),
        pghistory.DeleteEvent(),
        meta={"triggers": [kept]},
    )(guarded(model))


def is_of_history(model):
    """Whether `model` is the table of another model's history."""
    return hasattr(model, "pgh_tracked_model")
