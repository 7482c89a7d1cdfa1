"""How a table comes to have a history."""

import pghistory
import pgtrigger

# Columns that follow from a change and are none themselves.
FOLLOWING = ("version", "updated_at")


def tracked(model):
    """A decorator of models: every insert, change and delete of a row is kept, by triggers, in a table of its own."""
    following = [field.name for field in model._meta.fields if field.name in FOLLOWING]
    changed = pgtrigger.AnyChange(exclude=following, exclude_auto=False) if following else pgtrigger.AnyChange()
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(condition=changed),
        pghistory.DeleteEvent(),
    )(model)


def is_of_history(model):
    """Whether `model` is the table of another model's history."""
    return hasattr(model, "pgh_tracked_model")
