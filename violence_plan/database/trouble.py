"""What keeps the database from doing what it is asked, told from what is wrong with the question."""

from dataclasses import dataclass, replace

from django.db import Error, InterfaceError, OperationalError


@dataclass(frozen=True)
class Trouble:
    """A passing state of the database: what people are told, what programs are, and after how many seconds to ask."""

    sentence: str
    detail: str
    wait: int


AWAY = Trouble(
    "The portal cannot reach its database.", "The portal cannot reach its database just now. Try again in a minute.", 60
)
BUSY = Trouble(
    "The portal’s database is busy and did not answer in time.",
    "The portal's database is busy and did not answer in time. Try again in ten seconds.",
    10,
)
READ_ONLY = Trouble(
    "The plan can be read, but the portal takes no changes just now: its database only reads.",
    "The portal's database only reads just now. What has to be written for this waits: try again in a minute.",
    60,
)
FULL = Trouble(
    "The disk of the portal’s database is full, so that nothing can be saved until whoever runs it makes room.",
    "The disk of the portal's database is full. Whoever runs the portal has to make room first.",
    300,
)
# By PostgreSQL's codes: what took too long, was waited for too long or was cancelled for somebody else's sake.
STATES = dict.fromkeys(["57014", "55P03", "25P03", "25P04", "40001", "40P01", "53300"], BUSY)
STATES |= {"25006": READ_ONLY, "53100": FULL, "57P01": AWAY, "57P02": AWAY, "57P03": AWAY}


def trouble_of(exception):
    """The Trouble that an `exception` tells of, or None where it tells of something else.

    What the database says of an error stands in the driver's own, which Django's was raised from. An error of our own
    that has a `sentence` is a state that passes, in these words.
    """
    if not isinstance(exception, Error):
        return None
    if sentence := getattr(exception, "sentence", ""):
        return replace(BUSY, sentence=sentence, detail=f"{sentence} Try again in ten seconds.")
    code = getattr(exception.__cause__, "pgcode", None)
    return STATES.get(code) or (AWAY if isinstance(exception, OperationalError | InterfaceError) else None)
