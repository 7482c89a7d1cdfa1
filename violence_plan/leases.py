"""What this process may give out of a minute's budget: taken from the database in parts, so that counting is cheap."""

from dataclasses import dataclass
from threading import Lock

from accounts import requests

MOST = 10_000  # who asks, kept in mind at once


@dataclass
class Held:
    """What this process knows of one who asks: taken by all in all, `left` to this process, given out by it."""

    taken: int = 0
    left: int = 0
    given: int = 0

    def give(self, cost):
        """Whether that much was left, and is given out now."""
        if self.left < cost:
            return False
        self.left -= cost
        self.given += cost
        return True

    def size(self, cost, quota):
        """How much to take next: no more than was given out so far, nor than a tenth of what all have left."""
        return max(cost, min(self.given + 1, (quota - self.taken) // 10))


class Leases:
    """What a process holds of everybody's budget for one minute, a whole number; safe for its threads."""

    def __init__(self):
        self.lock, self.minute, self.held = Lock(), None, {}

    def take(self, who, *, minute, cost, quota):
        """Give `who` so much of the `quota` of that minute: how much is left to them, or None where it is used up.

        All processes together give out the quota and no more. What one took and does not give out is lost to the
        others: at most what it gave out already, and at most a tenth of what was left.
        """
        with self.lock:
            begins, held = self._of(who, minute)
            given, taken = held.give(cost), held.taken
            size = held.size(cost, quota)
        if not given and taken < quota:
            if begins:
                requests.forget_before(minute - 1)
            taken = requests.add(who, minute, size)
            with self.lock:
                held.taken = max(held.taken, taken)
                held.left += max(0, min(size, quota - (taken - size)))
                given = held.give(cost)
        return held.left + max(0, quota - held.taken) if given else None

    def _of(self, who, minute):
        """Whether the minute begins here, and what is held of `who`'s budget in it."""
        begins = minute != self.minute
        if begins or len(self.held) >= MOST:
            self.minute, self.held = minute, {}
        return begins, self.held.setdefault(who, Held())
