"""Bring back what was: a row as it once was, or a row that was deleted, with what hung on it.

Everything is written through the models, checked by every constraint, in one transaction; and it is in the history
itself, with the reason. Nothing of the past is taken away.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from graphlib import TopologicalSorter

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils.text import capfirst

from history.revisions import write_in_turn
from history.rows import (
    DELETE,
    deleted_with,
    deletion_of,
    events_of,
    foreign_keys,
    last_event,
    row_of,
    written_fields,
)
from history.words import Names, moment_in_words


class CannotRestoreError(Exception):
    """Why nothing was brought back: `sentences` say it."""

    def __init__(self, sentences):
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def nothing(model):
    """What somebody who may write everything leaves as it is: no field."""
    return ()


@dataclass
class Restored:
    """What was brought back: the row, how many others with it, and in words what could not come with it.

    Of each row the fields that `stays(model)` names are left as they are today, or last were.
    """

    row: object
    others: int = 0
    left_out: list = field(default_factory=list)
    stays: object = nothing


@transaction.atomic
def undo_delete(*, model, pk, why="", names=None, stays=nothing):
    """Bring back the row `pk` of `model`, as it was when it was deleted, with all that was deleted with it.

    What hung on it but cannot come back, since something has taken its place, is left out and named. `stays(model)`
    names the fields that are not this person's to bring back. Raises CannotRestoreError, and nothing is written, where
    the row itself cannot come back.
    """
    event = deletion_of(model, pk)
    if event is None:
        raise CannotRestoreError(["It is not deleted: somebody has brought it back already, or it never was."])
    names = names or Names()
    with _reason(f"Undid the delete of {moment_in_words(event.pgh_created_at)}.", why):
        restored = Restored(_insert(event, names, stays), stays=stays)
        for each in _parents_first(deleted_with(event)):
            _attempt(restored, each, partial(_insert, each, names, stays), names)
    return restored


@transaction.atomic
def restore_version(*, model, pk, moment, relations=(), why="", names=None, stays=nothing):
    """Make the row `pk` of `model` what it was at `moment`, with the rows that hung on it by the names `relations`.

    What hung on it but cannot be as it was is left as it is and named; of each row the fields that `stays(model)` names
    stay as they are: they are not this person's to change. Raises CannotRestoreError, and nothing is
    written, where the row itself is gone, was not there yet, or cannot be as it was.
    """
    names = names or Names()
    write_in_turn()
    then = last_event(model, pk, at=moment)
    row = model._base_manager.select_for_update().filter(pk=pk).first()
    if row is None or then is None or then.pgh_label == DELETE:
        raise CannotRestoreError(["There is no such version, or the row was deleted: undo the delete first."])
    with _reason(f"Restored the version of {moment_in_words(moment)}.", why):
        restored = Restored(_update(row, then, names, stays), stays=stays)
        for name in relations:
            _restore_hanging(restored, model._meta.get_field(name), moment, names)
    return restored


def _restore_hanging(restored, relation, moment, names):
    """Make the rows that hang on the restored row by `relation` what they were at `moment`."""
    writes = _writes(relation, restored.row.pk, moment, names, restored.stays)
    try:
        with transaction.atomic(), _judged("DEFERRED"):  # two rows may change places
            for _, write in writes:
                write()
        restored.others += len(writes)
    except (CannotRestoreError, ProtectedError, IntegrityError):
        for row, write in writes:
            _attempt(restored, row, write, names)


def _writes(relation, pk, moment, names, stays):
    """Pairs of a row, or an event of it, and the function that makes it what it was; first what must go."""
    model, column = relation.related_model, relation.field.attname
    now = {row.pk: row for row in model._base_manager.select_for_update().filter(**{column: pk})}
    keys = events_of(model).objects.filter(**{column: pk}).values_list("pgh_obj", flat=True).distinct()
    past = {key: last_event(model, key, at=moment) for key in sorted(keys)}
    then = {key: event for key, event in past.items() if _hung(event, column, pk)}
    gone = [(now[key], partial(_delete, now[key])) for key in sorted(now.keys() - then.keys())]
    changed = [
        (then[key], partial(_update, now[key], then[key], names, stays))
        for key in then
        if key in now and _differs(now[key], then[key], stays)
    ]
    back = [(then[key], partial(_insert, then[key], names, stays)) for key in then if key not in now]
    return gone + changed + back


def _delete(row):
    with _said_in_words(type(row)):
        type(row)._base_manager.filter(pk=row.pk).delete()  # which, unlike row.delete(), leaves the object its key


def _hung(event, column, pk):
    return event is not None and event.pgh_label != DELETE and getattr(event, column) == pk


def _differs(row, event, stays):
    names = [each.attname for each in _brought_back(type(row), stays)]
    return any(getattr(row, name) != getattr(event, name) for name in names)


def _brought_back(model, stays):
    """The fields of `model` that a version brings back: all that are written but those that `stays(model)` names."""
    return [each for each in written_fields(model) if each.name not in stays(model)]


@contextmanager
def _reason(sentence, why):
    """Says in the history why all of the block was written; deferred rules are judged at once within it."""
    with pghistory.context(why=f"{sentence} {why}".strip()), _judged("IMMEDIATE"):
        yield


@contextmanager
def _judged(when):
    """Has deferred rules judged IMMEDIATE(ly) or DEFERRED within the block, and at once at its end."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL {when}")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _attempt(restored, row, write, names):
    """Do `write`, which brings `row` back, or note why that cannot be."""
    try:
        with transaction.atomic():
            write()
        restored.others += 1
    except CannotRestoreError as error:
        model = getattr(row, "pgh_tracked_model", type(row))
        as_row = row_of(row) if hasattr(row, "pgh_tracked_model") else row
        kind = capfirst(model._meta.verbose_name)
        restored.left_out.append(f"{kind} “{names.name(as_row)}”: {error}")
    except ProtectedError:
        restored.left_out.append(f"{capfirst(row._meta.verbose_name)} “{names.name(row)}”: other rows need it.")


def _insert(event, names, stays):
    """The row of `event`, written anew under its old key."""
    row = row_of(event)
    last = last_event(type(row), row.pk) if stays(type(row)) else event
    for name in (type(row)._meta.get_field(name).attname for name in stays(type(row))):
        setattr(row, name, getattr(last, name))
    if hasattr(row, "version"):
        row.version += 1  # so that a form opened before the delete does not pass for one opened after
    if type(row)._base_manager.filter(pk=row.pk).exists():
        raise CannotRestoreError(["It hangs on another row now."])
    _check(row, names)
    with _said_in_words(type(row)):
        row.save(force_insert=True)
    return row


def _update(row, event, names, stays):
    """The `row` with what it said at `event`, but for what stays."""
    for each in _brought_back(type(row), stays):
        setattr(row, each.attname, getattr(event, each.attname))
    _check(row, names)
    with _said_in_words(type(row)):
        row.save()
    return row


def _check(row, names):
    """Raise CannotRestoreError where the row does not fit what stands now."""
    gone = []
    for each in foreign_keys(type(row)):
        key = getattr(row, each.attname)
        if key is not None and not each.related_model._base_manager.filter(pk=key).exists():
            gone.append(f"The {each.verbose_name} it hung on is no longer there: {names.of(each.related_model, key)}.")
    if gone:
        raise CannotRestoreError(gone)
    try:
        row.clean_fields(exclude={each.name for each in foreign_keys(type(row))})
        row.clean()
        row.validate_unique()
        for model, constraints in row.get_constraints():
            for constraint in constraints:
                # A deferred rule holds for all rows together; the database judges it.
                if not getattr(constraint, "deferrable", None):
                    constraint.validate(model, row)
    except ValidationError as error:
        raise CannotRestoreError(error.messages) from error


@contextmanager
def _said_in_words(model):
    """Turns what the database refuses into CannotRestoreError, in the words of the constraint."""
    try:
        yield
    except ProtectedError:
        raise
    except IntegrityError as error:
        name = error.__cause__.diag.constraint_name
        sentences = {each.name: str(each.violation_error_message) for each in model._meta.constraints}
        raise CannotRestoreError([sentences.get(name, f"The database refused it ({name}).")]) from error


def _parents_first(events):
    """The `events` in such an order that no row comes before one that it hangs on."""
    models = {event.pgh_tracked_model for event in events}
    above = {model: {each.related_model for each in foreign_keys(model)} & models - {model} for model in models}
    order = list(TopologicalSorter(above).static_order())
    return sorted(events, key=lambda event: (order.index(event.pgh_tracked_model), event.pgh_id))
