"""How far a copy has come: a text that means nothing to who keeps it."""

import re
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

PACKED = struct.Struct(">16sQQ")
FORM = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
NOW = "now"


class NoCursorError(Exception):
    """What was given is no cursor."""


class LostError(Exception):
    """From this cursor no way leads to today: it is of another ledger, or its time, or older than what is kept."""


@dataclass(frozen=True)
class Cursor:
    """A copy that knows the ledger `uid`, 16 bytes, up to `number`.

    Up to the number `whole_at`, it is only told what stands: such was the ledger when the copy was begun. It is 0 once
    the copy has come so far, so that all copies that know the same have one cursor.
    """

    uid: bytes
    number: int
    whole_at: int

    def __str__(self):
        packed = PACKED.pack(self.uid, self.number, self.whole_at)
        return urlsafe_b64encode(packed).decode().rstrip("=")

    def on(self, number):
        """The cursor of the same copy that knows more: up to `number`."""
        return Cursor(self.uid, number, self.whole_at if number < self.whole_at else 0)


def read(asked):
    """The Cursor that a text says, None where it is empty or NOW. Raises NoCursorError."""
    if asked in ("", NOW):
        return None
    if not FORM.fullmatch(asked):
        raise NoCursorError
    return Cursor(*PACKED.unpack(urlsafe_b64decode(f"{asked}=")))
