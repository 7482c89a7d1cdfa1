"""The queue of answers that are being made: so many at once, so many waiting, and beyond that an honest 503.

Of a worker's threads some stay free, so that kept answers and probes never wait behind what has to be made anew,
however many ask, and whatever the database keeps them waiting for. The pages that strangers come back to, all their
other pages, and the answers to people are counted apart, so that nobody who invents addresses keeps readers waiting.
"""

from contextlib import ExitStack, contextmanager
from threading import Lock, Semaphore
from time import monotonic

from violence_plan.errors import too_busy
from violence_plan.http.metrics import QUEUE

MADE_AT_ONCE = 1  # of each kind of pages, in one process; more would only share its processor
WAITING = 4
WAITING_FOR_REGULAR = 6  # mostly for a page that somebody else is having made
FOR_PEOPLE = 8  # signed in, signing in or sending a form; none waits: what they do may wait for the database already
PATIENCE = 2  # seconds that somebody waits for another to make the same page, and for a thread to make any
TURNS = [Lock() for _ in range(1024)]  # so many pages are told apart; two that are not only wait for one another
RETRY_AFTER = 5  # seconds
PROBES = ("/healthz", "/readyz")


class QueueFullError(Exception):
    """As many answers are being made, and wait, as may be: the answer is a 503."""


class PageQueue:
    """Lets `at_once` threads make an answer, lets `waiting` wait for that, and refuses all others.

    Of one page only one is made at a time: after each save many ask for the same that is kept no more, and all but the
    first find it kept. Whoever waited for `patience` seconds is refused too: what holds the others up may hold on.
    `kind` is what the metrics call it.
    """

    def __init__(self, at_once=MADE_AT_ONCE, waiting=WAITING, patience=PATIENCE, kind="other"):
        self.making, self.room = Semaphore(at_once), Semaphore(at_once + waiting)
        self.patience = patience
        self.made_now, self.waiting_now = (QUEUE.labels(kind, state) for state in ("making", "waiting"))

    def place(self):
        """A block in which an answer is made. Raises QueueFullError where there is no room, or none soon."""
        return self.after(self.making)

    def place_for(self, key):
        """A block in which the page of that key is made, by nobody else, nor of another queue: who asks first finds
        it among other pages, who asks second among the regular ones. Raises QueueFullError as `place`.
        """
        return self.after(TURNS[hash(key) % len(TURNS)], self.making)

    @contextmanager
    def after(self, *locks):
        """A block that has room and holds all `locks`, which it waits for in their order. Raises QueueFullError."""
        end = monotonic() + self.patience
        with held(self.room, monotonic()), ExitStack() as holding:
            with self.waiting_now.track_inprogress():
                for lock in locks:
                    holding.enter_context(held(lock, end))
            with self.made_now.track_inprogress():
                yield


@contextmanager
def held(lock, end):
    """A block in which a Lock or a Semaphore is held. Raises QueueFullError where it is not free until `end`."""
    if not lock.acquire(timeout=max(0, end - monotonic())):
        raise QueueFullError
    try:
        yield
    finally:
        lock.release()


regular_pages, other_pages = PageQueue(waiting=WAITING_FOR_REGULAR, kind="regular"), PageQueue()
for_people = PageQueue(FOR_PEOPLE, waiting=0, kind="people")


def queued_people(get_response):
    """Middleware: what is asked without a place among the pages has one of its own; what was typed outlives a refusal.

    A request whose page is made in its turn already says so: `request.queued`.
    """

    def answer(request):
        if getattr(request, "queued", False) or request.path in PROBES:
            return get_response(request)
        try:
            with for_people.place():
                return get_response(request)
        except QueueFullError:
            return too_busy(request, RETRY_AFTER)

    return answer
