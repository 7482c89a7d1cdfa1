"""Which pages somebody asked for before, lately: the ones that readers come back to."""

from collections import OrderedDict
from threading import Lock

MOST = 4096  # pages that are remembered


class RegularPages:
    """Remembers the addresses that were asked for last, `most` of them, each by a number alone."""

    def __init__(self, most=MOST):
        self.most, self.numbers, self.lock = most, OrderedDict(), Lock()

    def knew(self, address):
        """Whether that address was asked for before; from now on it was."""
        number = hash(address)
        with self.lock:
            knew = number in self.numbers
            self.numbers[number] = True
            self.numbers.move_to_end(number)
            if len(self.numbers) > self.most:
                self.numbers.popitem(last=False)
        return knew
