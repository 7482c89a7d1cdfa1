"""The security trail: a log of who came in, failed to, got or lost a right, and took out what only some may have.

Each event is one line of the logger `violence_plan.security`. It names people and things by their ids alone: whoever
reads logs need not be somebody who may read names, addresses or words.
"""

import logging
import re
from enum import StrEnum
from uuid import UUID

logger = logging.getLogger("violence_plan.security")

# A number, a uid, a key's prefix, a code, a table's name; no address of mail or network, nothing with a space.
ID = re.compile(r"[\w-]{1,64}(\.[a-z_]{1,64})?", re.ASCII)
WITHHELD = "[withheld]"


class Event(StrEnum):
    """What can happen, by the name that its line begins with."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_IN_SLOWED = "sign_in_slowed"
    LOCKED = "locked"
    ENROLMENT_LINK_MADE = "enrolment_link_made"
    ENROLMENT_LINK_USED = "enrolment_link_used"
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    FACTOR_FAILED = "factor_failed"
    PROVIDER_LINKED = "provider_linked"
    PROVIDER_UNLINKED = "provider_unlinked"
    PROVIDER_REFUSED = "provider_refused"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an event
    PASSWORD_RESET_ASKED = "password_reset_asked"  # noqa: S105 - the name of an event
    ADDRESS_CHANGED = "address_changed"
    KEY_MADE = "key_made"
    KEY_REPLACED = "key_replaced"
    KEY_USED = "key_used"
    KEY_REFUSED = "key_refused"
    KEY_REVOKED = "key_revoked"
    ROLES_CHANGED = "roles_changed"
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_ENABLED = "account_enabled"
    INVITATION_MADE = "invitation_made"
    INVITATION_ANSWERED = "invitation_answered"
    INVITATION_WITHDRAWN = "invitation_withdrawn"
    NAMES_EXPORTED = "names_exported"
    REDACTION_ASKED = "redaction_asked"
    REDACTION_REFUSED = "redaction_refused"
    REDACTED = "redacted"
    RESTORED = "restored"
    PUBLICATION_CHANGED = "publication_changed"
    WRITE_REFUSED = "write_refused"
    BACKED_UP = "backed_up"


def note(event, *, user_id=None, **ids):
    """Log that `event` (an Event or its name) happened to, or was done by, the account `user_id`; None: nobody known.

    `ids` are what else it was about, by name: numbers, UUIDs, prefixes, codes. Whatever does not look like one of these
    is withheld from the line, since a log is no reason to stop. Raises ValueError for an event that is not declared.
    """
    said = {"event": str(Event(event)), "user_id": _id(user_id)}
    said |= {name: _id(value) for name, value in sorted(ids.items()) if value is not None}
    words = " ".join(f"{name}={'none' if value is None else value}" for name, value in said.items() if name != "event")
    logger.info("%s %s", said["event"], words, extra={"security": said})


def _id(value):
    """The `value` as a log may hold it: as it is where it is an id, else that it was withheld."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, UUID):
        return str(value)
    return str(value) if isinstance(value, str) and ID.fullmatch(value) else WITHHELD
