"""Ask for a redaction, confirm it as a second person, or refuse it: each a write in one transaction."""

import json
from importlib import import_module

from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.utils import timezone

from history.redaction.constraint import texts
from history.redaction.models import Redaction
from history.revisions import write_in_turn
from history.rows import events_of

FEWEST_LETTERS = 3
KEPT = "kept"  # the cache of answers
MARKER = "redacted on 30 November 2026"


class CannotRedactError(Exception):
    """Why nothing is redacted, in a sentence with the mend."""


def ask(*, row, field, passage, whole, why, user):
    """The Redaction that asks for `passage`, or the whole text of `field` of `row`, to be taken out everywhere.

    Raises CannotRedactError where it cannot be; nothing is written then.
    """
    if field not in {one.name for one in texts(type(row))}:
        raise CannotRedactError("Only texts are redacted. Numbers and short names are changed by renaming the row.")
    passage = getattr(row, field) if whole else passage.strip()
    refuse_unfit(passage, versions(row, field), why)
    return Redaction.objects.create(
        table=row._meta.label,
        row_id=row.pk,
        row_uid=getattr(row, "uid", None),
        field=field,
        passage=passage,
        why=why,
        asked_by=user,
        asked_at=timezone.now(),
    )


def versions(row, field):
    """What `field` of `row` says, and all that it ever said."""
    past = events_of(type(row)).objects.filter(pgh_obj=row.pk).order_by().distinct()
    return {getattr(row, field), *past.values_list(field, flat=True)}


def refuse_unfit(passage, versions, why):
    """Raise CannotRedactError where `passage` stands in none of the `versions` of a text, or in the reason."""
    if sum(letter.isalnum() for letter in passage) < FEWEST_LETTERS:
        raise CannotRedactError(f"Give at least {FEWEST_LETTERS} letters or digits: less stands everywhere.")
    if not any(stands_in(passage, said) for said in versions):
        raise CannotRedactError("These words do not stand in that text. Copy them from it, or choose the whole text.")
    if stands_in(passage, MARKER):
        raise CannotRedactError(
            "What stands in place of redacted words has these words itself. Choose a longer passage."
        )
    if stands_in(passage, why):
        raise CannotRedactError("The reason holds the words themselves, and is kept. Say it without them.")


def stands_in(passage, said):
    """Whether the words of `passage` stand in the text `said`, however both are written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT strpos(history_said(%s), history_said(%s)) > 0", [said, passage])
        return cursor.fetchone()[0]


@transaction.atomic
def confirm(*, redaction, user):
    """Carry out `redaction` for `user`, a second person; returns in how many places words were replaced.

    Raises CannotRedactError where it was decided already, or `user` asked for it.
    """
    if redaction.asked_by_id == user.pk:
        raise CannotRedactError("You asked for it yourself. A second person, an administrator, confirms it.")
    write_in_turn()
    redaction = still_asked(redaction)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")  # it reads every text there is
        cursor.execute("SELECT history_redact(%s, %s)", [redaction.pk, user.pk])
        [places] = cursor.fetchone()
    forget_sessions_that_say()
    transaction.on_commit(caches[KEPT].clear)
    return places


@transaction.atomic
def refuse(*, redaction, user):
    """Do not carry out `redaction`: the words are forgotten, the request stays in the log."""
    redaction = still_asked(redaction)
    redaction.state, redaction.passage = Redaction.State.REFUSED, ""
    redaction.decided_by, redaction.decided_at = user, timezone.now()
    redaction.save()


def still_asked(redaction):
    """The request as it stands, locked. Raises CannotRedactError where it was decided."""
    found = Redaction.objects.select_for_update().waiting().filter(pk=redaction.pk).first()
    if found is None:
        raise CannotRedactError("Somebody has decided this already.")
    return found


def forget_sessions_that_say():
    """Take redacted words out of sessions: those that hold some, in what is to be said next, end."""
    model = import_module(settings.SESSION_ENGINE).SessionStore.get_model_class()
    for session in model.objects.all():
        if holds_redacted(json.dumps(session.get_decoded(), ensure_ascii=False)):
            session.delete()


def holds_redacted(said):
    """Whether redacted words stand in the text `said`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM history_redacted_in(%s))", [said])
        return cursor.fetchone()[0]
