"""The history of one row with what hangs on it: what was changed together, the last first."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.text import capfirst

from history.differences import SAME, Part, differences, shortened
from history.rows import DELETE, events_of, row_of, shown_fields
from history.words import value_in_words, values_in_words, where, who, why

VERBS = {"insert": "added", "update": "changed", DELETE: "deleted"}


@dataclass(frozen=True)
class Field:
    """One field of a row, with the words taken out and put in."""

    label: str
    parts: tuple


@dataclass(frozen=True)
class Row:
    """What happened to one row: its kind (“lead”), its name, empty for the row whose history it is, and its fields."""

    kind: str
    name: str
    verb: str
    fields: tuple


@dataclass(frozen=True)
class Change:
    """What was written together: when, by whom, through which door, why, and to which rows."""

    at: datetime
    who: str
    where: str
    why: str
    rows: tuple


def events_about(model, pk, relations=()):
    """The events of the row `pk` of `model` and of all that hangs, or ever hung, on it by `relations`, the first first.

    A relation is a path of reverse names: "leads", "updates__evidence".
    """
    found = {model: _with_contexts(events_of(model), pgh_obj__in=[pk])}
    for path in relations:
        above, keys = model, {pk}
        for name in path.split("__"):
            relation = above._meta.get_field(name)
            above, column = relation.related_model, relation.field.attname
            keys = set(events_of(above).objects.filter(**{f"{column}__in": keys}).values_list("pgh_obj", flat=True))
        found[above] = _with_contexts(events_of(above), pgh_obj__in=keys)
    return found


def _with_contexts(events, **condition):
    return list(events.objects.filter(**condition).select_related("pgh_context").order_by("pgh_id"))


def timeline(model, pk, relations=(), *, names):
    """The Changes of the row `pk` of `model` and of what hangs on it, the last first."""
    steps = []
    for rank, events in enumerate(events_about(model, pk, relations).values()):
        names.want(events)
        last = {}
        for event in events:
            steps.append((rank, event, last.get(event.pgh_obj_id)))
            last[event.pgh_obj_id] = event
    people = who([event for _, event, _ in steps])
    steps.sort(key=lambda step: (_together(step[1]), step[0], step[1].pgh_id), reverse=True)
    changes = []
    for _, together in groupby(steps, key=lambda step: _together(step[1])):
        several = list(together)[::-1]
        rows = tuple(row for row in (_row(*step, names) for step in several) if row)
        event = several[0][1]
        person = people.get(event.pgh_context_id, "")
        if rows:
            changes.append(Change(event.pgh_created_at, person, where(event), why(event), rows))
    return changes


def _together(event):
    """What the events of one transaction have in common."""
    return event.pgh_created_at, str(event.pgh_context_id or ""), event.pgh_role


def _row(rank, event, before, names):
    """The Row that tells of `event`, which followed `before`; None where nothing changed that is shown."""
    model = event.pgh_tracked_model
    fields = fields_between(model, before, event, names) if event.pgh_label == "update" and before else None
    if fields is None:
        said = values_in_words(model, event, names)
        fields = tuple(Field(label, (Part(SAME, words),)) for label, words in said.items())
    if event.pgh_label == "update" and not fields:
        return None
    name = names.name(row_of(event)) if rank else ""
    return Row(capfirst(model._meta.verbose_name), name, VERBS[event.pgh_label], fields)


def fields_between(model, before, after, names, fields=None):
    """The Fields of `model`, or of its `fields`, in which the rows `before` and `after`, events or objects, differ."""
    found = []
    for field in shown_fields(model) if fields is None else fields:
        if getattr(before, field.attname) != getattr(after, field.attname):
            old, new = (value_in_words(field, row, names) for row in (before, after))
            found.append(Field(capfirst(field.verbose_name), shortened(differences(old, new))))
    return tuple(found)
