"""What a ledger tells whoever keeps a copy, from the copy's cursor on."""

from dataclasses import dataclass

from violence_plan.ledger.cursors import NOW, Cursor, LostError, read
from violence_plan.ledger.refreshing import audience_of, up_to_date

INSERT, CHANGE, DELETE = "insert", "change", "delete"


@dataclass(frozen=True)
class Told:
    """Pairs of a word and the Entry that it is about, in order; the Cursor after them; whether there is `more`."""

    cursor: Cursor
    more: bool
    changes: list


def tell(user, asked, most):
    """At most so many changes of what `user` may read, as audience_of() says, after the cursor `asked`.

    Two queries where nothing was written since somebody asked. Raises NoCursorError, LostError, OperationalError.
    """
    cursor = read(asked)
    ledger = up_to_date(*audience_of(user))
    cursor = cursor or Cursor(ledger.uid.bytes, 0, ledger.number)
    if asked == NOW:
        cursor = cursor.on(ledger.number)
    reached = max(cursor.number, cursor.whole_at)
    if cursor.uid != ledger.uid.bytes or not ledger.forgotten <= reached <= ledger.number:
        raise LostError
    entries = ledger.entries.filter(number__gt=cursor.number).exclude(gone=True, number__lte=cursor.whole_at)
    found = list(entries.order_by("number")[: most + 1])
    changes = [(word(entry, cursor), entry) for entry in found[:most]]
    more = len(found) > most
    last = changes[-1][1].number if changes else cursor.number
    return Told(cursor.on(last if more else max(last, cursor.whole_at)), more, changes)


def word(entry, cursor):
    """What an entry is to a copy that has come to `cursor`."""
    if entry.gone:
        return DELETE
    return INSERT if entry.first_number > cursor.number or entry.number <= cursor.whole_at else CHANGE
