"""The queue of pages that are being made: so many at once, so many waiting, and beyond that an honest 503.

Of a worker's threads some stay free, so that kept answers, probes and people who sign in never wait behind pages that
have to be made anew, however many are asked for.
"""

from contextlib import contextmanager
from threading import Semaphore

MADE_AT_ONCE = 4  # in one process; more would only share its processor
WAITING = 2
RETRY_AFTER = 5  # seconds


class QueueFullError(Exception):
    """As many pages are being made, and wait, as may be: the answer is a 503 at once."""


class PageQueue:
    """Lets `at_once` threads make a page, lets `waiting` wait for that, and refuses all others."""

    def __init__(self, at_once=MADE_AT_ONCE, waiting=WAITING):
        self.making, self.room = Semaphore(at_once), Semaphore(at_once + waiting)

    @contextmanager
    def place(self):
        """A block in which a page is made. Raises QueueFullError, without waiting, where there is no room."""
        if not self.room.acquire(blocking=False):
            raise QueueFullError
        try:
            with self.making:
                yield
        finally:
            self.room.release()


queue = PageQueue()
