"""Officers who save one row after the other while something happens, and what of it the database holds afterwards."""

import threading
from contextlib import contextmanager
from itertools import count

import requests

from tests.drills.portal import hidden_fields, send

ADD = "/admin/actions/glossaryterm/add/"
TERMS = "SELECT term FROM actions_glossaryterm"


class Saver:
    """An officer with a form open: `save(term)` gives the answer, or None where none came; `said` are those saved."""

    def __init__(self, portal, name, plan):
        self.address, self.session = portal.address + ADD, portal.signed_in(name)
        self.form = hidden_fields(self.session, self.address) | {"plan": plan, "basis": "public"}
        self.said, self.statuses = set(), set()

    def save(self, term, **fields):
        """Save a term of the glossary."""
        try:
            answer = send(self.session, self.address, self.form | {"term": term, "expansion": "A drill"} | fields)
        except requests.RequestException:
            return None
        self.statuses.add(answer.status_code)
        if answer.status_code == 302:
            self.said.add(term)
        return answer


@contextmanager
def saving(*savers):
    """Within, each saves on and on, on a thread of its own."""
    over = threading.Event()

    def go_on(who, saver):
        for number in count():
            saver.save(f"KILL{who}N{number}")
            if over.wait(0.05):
                break

    threads = [threading.Thread(target=go_on, args=pair) for pair in enumerate(savers)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def lost(savers, ask):
    """What was acknowledged and is not there."""
    return {term for saver in savers for term in saver.said} - {term for (term,) in ask(TERMS)}
