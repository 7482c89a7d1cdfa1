"""Many readers at once, of whom half never ask for the same page twice; tells what each was answered.

    python -m tests.benchmarks.readers HOST PORT READERS SECONDS MARK < PATHS

PATHS is JSON: `often`, the paths that every other reader asks for in turn, and `once`, the beginning of those that all
others ask for, each with a number of its own. Nobody waits between an answer and the next question, nor after a 503.
What it writes is JSON, a list of answers: `often` or not, path, when it was asked for and answered (seconds of the
machine's monotonic clock), status, whether it said when to come again, how often MARK stood in it, and whether it was
kept.
"""

import json
import selectors
import sys
import time
from itertools import count, cycle

from tests.benchmarks.load import PATIENCE, Connection

RETRY, HIT = b"\r\nretry-after:", b"\r\ncache-status: violence-plan; hit\r\n"


class Reader(Connection):
    """A connection that asks for one path after another, of an endless iterator."""

    def __init__(self, address, selector, paths, often):
        self.paths, self.often = paths, often
        super().__init__(address, b"", selector)

    def ask(self):
        """Ask for the next path."""
        self.path = next(self.paths)
        host, port = self.address
        self.request = f"GET {self.path} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode()
        super().ask()

    def told(self, mark):
        """What was answered, as the module writes it."""
        head, _, body = bytes(self.got).partition(b"\r\n\r\n")
        status, head = int(head.split(b" ", 2)[1]), head.lower() + b"\r\n"
        said = [status, RETRY in head, body.count(mark), HIT in head]
        return [self.often, self.path, self.asked, time.perf_counter(), *said]


def read_all(address, *, often, once, readers, seconds, mark):
    """What the module writes, as a list."""
    selector, answers, numbers = selectors.DefaultSelector(), [], count()
    different = (f"{once}{number}" for number in numbers)
    for number in range(readers):
        turned = often[number // 2 % len(often) :] + often[: number // 2 % len(often)]
        Reader(address, selector, different if number % 2 else cycle(turned), not number % 2)
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        ready = selector.select(PATIENCE)
        if not ready:
            raise TimeoutError(f"There was no answer within {PATIENCE} seconds.")
        for key, _ in ready:
            if key.data.read() is not None:
                answers.append(key.data.told(mark))
                key.data.ask()
    return answers


if __name__ == "__main__":
    host, port, readers, seconds, mark = sys.argv[1:]
    answers = read_all((host, int(port)), **json.load(sys.stdin), readers=int(readers), seconds=float(seconds),
                       mark=mark.encode())  # fmt: skip
    json.dump(answers, sys.stdout)
