"""People and probes that ask a portal while something happens to it, and what each was told after how long."""

import threading
import time
from collections import namedtuple
from contextlib import contextmanager
from itertools import count

import requests

from tests.drills.portal import new_session

Told = namedtuple("Told", "status seconds retry_after text")


def ask(session, address, timeout=30):
    """What an address answers; status None where nobody does in time."""
    began = time.monotonic()
    try:
        answer = session.get(address, timeout=timeout, allow_redirects=False)
    except requests.RequestException as problem:
        return Told(None, time.monotonic() - began, None, str(problem))
    return Told(answer.status_code, time.monotonic() - began, answer.headers.get("Retry-After"), answer.text)


@contextmanager
def asked(askers, pause=0.4):
    """Within, each of the `askers` asks again and again on a thread of its own; gives what each was told, by name.

    An asker is its name and a function of a session and a number, which gives a Told.
    """
    over, told = threading.Event(), {name: [] for name, _ in askers}

    def go_on(name, one):
        with new_session() as session:
            for number in count():
                told[name].append(one(session, number))
                if over.wait(pause):
                    break

    threads = [threading.Thread(target=go_on, args=asker) for asker in askers]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        over.set()
        for thread in threads:
            thread.join()


def slowest(told):
    """The seconds that the slowest answer took."""
    return max(answer.seconds for answer in told)


def statuses(told):
    """The statuses that were answered."""
    return {answer.status for answer in told}
