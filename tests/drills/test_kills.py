"""Whatever is killed, nothing that was acknowledged is lost, and it recovers by itself."""

import os
import secrets
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from random import Random
from threading import Thread

import pytest
import requests

from tests.drills.asking import ask, statuses
from tests.drills.portal import hidden_fields, post, send
from tests.drills.saving import Saver, lost, saving
from tests.script.checkout import ROOT, until
from tests.small_plan import FILES, PLAN

LOAD = "/admin/load/"
CONFIRMATIONS = 6
PAGE = "/plans/hackney-single-violence-plan/"
BOUND = 30  # seconds until all is well again
MOMENTS = 20
# Loads the folders that it is told of, each in a process of its own whose number it says.
LOADER = """
import os, sys, django
django.setup()
from django.core.management import call_command
for folder in sys.stdin:
    if (number := os.fork()) == 0:
        os.dup2(os.open(folder.strip() + "/said", os.O_WRONLY), 1)
        call_command("load_plan", folder.strip())
        os._exit(0)
    print(number, flush=True)
    print(os.waitpid(number, 0)[1], flush=True)
"""
WRITERS = "SELECT 1 FROM pg_stat_activity WHERE backend_xid IS NOT NULL"
COUNTS = """
SELECT (SELECT count(*) FROM actions_plan WHERE slug = %(slug)s),
       (SELECT count(*) FROM actions_planevent WHERE slug = %(slug)s AND pgh_label = 'insert'),
       (SELECT count(*) FROM actions_strategy s JOIN actions_plan p ON p.id = s.plan_id WHERE p.slug = %(slug)s),
       (SELECT count(*) FROM actions_action a JOIN actions_plan p ON p.id = a.plan_id WHERE p.slug = %(slug)s),
       (SELECT count(*) FROM actions_glossaryterm g JOIN actions_plan p ON p.id = g.plan_id WHERE p.slug = %(slug)s)
"""


@pytest.fixture
def savers(portal, ask_database):
    """Two officers with a form open."""
    [(plan,)] = ask_database("SELECT id FROM actions_plan")
    made = [Saver(portal, name, plan) for name in ("ada", "olive")]
    yield made
    for saver in made:
        saver.session.close()


def well_again(portal, path="/readyz"):
    """Wait until an address is 200 again; fails where that takes too long."""
    began = time.monotonic()
    until(lambda: portal.status(path) == 200, f"{path} is well again")
    assert time.monotonic() - began < BOUND


def test_a_worker(portal, savers, ask_database):
    """kill -9 of a worker amid saves. Lost: what it was just doing, and nobody was told that it was saved.

    Read: the browser's own page that the connection broke, or nothing where a proxy asks the other worker. gunicorn
    starts another at once.
    """
    with saving(*savers):
        for _ in range(3):
            time.sleep(2)
            first, *_ = portal.workers()
            os.kill(first, signal.SIGKILL)
            until(lambda first=first: first not in portal.workers() and len(portal.workers()) == 2, "two workers again")
            well_again(portal)
    assert all(saver.said for saver in savers)
    assert lost(savers, ask_database) == set()
    assert savers[0].statuses | savers[1].statuses <= {302, 503}


def test_postgres(portal, savers, postgres, ask_database):
    """kill -9 of PostgreSQL amid saves, as a power cut. Lost: what was not yet committed.

    Read: a 503 with Retry-After and a sentence; a form comes back with what was typed. Nothing is to be done at the
    portal once PostgreSQL runs again.
    """
    with saving(*savers):
        time.sleep(3)
        postgres.kill()
        time.sleep(1)
    with portal.session() as session:
        told = [
            ask(session, portal.address + path) for path in (PAGE, "/search/?q=knife", "/api/v1/actions/", "/partners/")
        ]
        health = [ask(session, portal.health + path).status for path in ("/healthz", "/readyz")]
    typed = savers[0].save("TYPED", note="while it was away")
    assert (statuses(told), health) == ({503}, [200, 503])
    assert all(answer.retry_after and "cannot reach its database" in answer.text for answer in told)
    assert (typed.status_code, "while it was away" in typed.text) == (503, True)
    postgres.start()
    well_again(portal)
    assert all(saver.said for saver in savers)
    assert lost(savers, ask_database) == set()
    assert savers[0].statuses | savers[1].statuses <= {302, 503}
    well_again(portal, PAGE)
    assert savers[0].save("AFTERWARDS").status_code == 302


def small_plan(folder, number):
    """Write the tables of a small plan, another for each number; the folder, which has its name."""
    place = folder / f"drill-{number}"
    place.mkdir()
    (place / "said").touch()
    for name, text in FILES.items():
        text = text.replace(PLAN, place.name).replace("-4000-8000-", f"-4000-8{number:03d}-")
        (place / name).write_text(text)
    return place


def moments():
    """What chooses them; the same ones again with the SEED that is printed."""
    seed = int(os.environ.get("SEED") or secrets.randbelow(10**6))
    print(f"SEED={seed}")
    return Random(seed)  # noqa: S311 - moments


class Loader:
    """A process that loads folders, each in a child of its own that can be killed."""

    def __init__(self, portal):
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-c", LOADER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env=portal.environment | {"DJANGO_SETTINGS_MODULE": "violence_plan.settings"},
        )  # fmt: skip

    def begin(self, folder):
        """Begin to load; gives the number of the process."""
        self.process.stdin.write(f"{folder}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self):
        """How it ended: 0, or the signal that killed it."""
        return int(self.process.stdout.readline())


def test_an_import_at_random_moments(portal, ask_database, tmp_path):
    """kill -9 amid a load, at 20 moments. Lost: all of that file or nothing of it; what was said to be loaded, is.

    Read: whoever loads sees no "Loaded", and loads again. Nothing is to be mended.
    """
    random, loader = moments(), Loader(portal)

    def load(number, killed_after=None):
        """What the database then holds, and whether it was said that all is loaded."""
        folder = small_plan(tmp_path, number)
        process = loader.begin(folder)
        if killed_after is not None:
            time.sleep(killed_after)
            with suppress(ProcessLookupError):  # it has ended already
                os.kill(process, signal.SIGKILL)
        assert loader.end() in (0, signal.SIGKILL)
        until(lambda: not ask_database(WRITERS), "nobody writes")
        [counts] = ask_database(COUNTS, slug=folder.name)
        return counts, f"Loaded {folder.name}" in (folder / "said").read_text()

    load(0)
    began = time.monotonic()
    whole, told = load(1)  # to know how long one takes, and what is all
    longest = time.monotonic() - began
    assert (all(whole), told) == (True, True)
    ends = [load(number, random.uniform(0, longest)) for number in range(2, MOMENTS + 2)]
    loader.process.stdin.close()
    loader.process.stdout.close()
    assert loader.process.wait(30) == 0
    nothing = (0,) * len(whole)
    assert {counts for counts, told in ends if told} <= {whole}
    assert {counts for counts, _ in ends} <= {whole, nothing}
    assert (nothing, False) in ends
    well_again(portal, PAGE)


def uploaded(portal, session, folder):
    """The address of the preview of a zip file of the tables in `folder`, which an officer uploads."""
    packed = folder.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w") as archive:
        for table in folder.glob("*.csv"):
            archive.write(table, table.name)
    chosen = post(session, portal.address + LOAD, files={"file": (packed.name, packed.read_bytes())})
    assert chosen.status_code == 302, chosen.text
    return portal.address + chosen.headers["Location"]


def test_a_confirmation_at_random_moments(portal, ask_database, tmp_path):
    """kill -9 of all workers amid the writing of a file that an officer confirmed. Lost: all of that file or nothing.

    Read: the browser's own page of a connection that broke. The preview, opened again, loads it, or says that it is
    loaded already; nobody loads it twice.
    """
    random, session, took = moments(), portal.signed_in("olive"), []

    def confirm(number, killed_after=None):
        """The preview, how the confirmation was answered (None: not at all), and what the database then holds."""
        folder, answers = small_plan(tmp_path, number), []
        preview = uploaded(portal, session, folder)
        fields = hidden_fields(session, preview)

        def send_it():
            began = time.monotonic()
            with suppress(requests.RequestException):
                answers.append(send(session, preview, fields).status_code)
            took.append(time.monotonic() - began)

        sending = Thread(target=send_it)
        sending.start()
        if killed_after is not None:
            time.sleep(killed_after)
            for worker in portal.workers():
                os.kill(worker, signal.SIGKILL)
        sending.join()
        until(lambda: not ask_database(WRITERS), "nobody writes")
        return preview, answers, held(number)

    def held(number):
        [counts] = ask_database(COUNTS, slug=f"drill-{number}")
        return counts

    _, answers, whole = confirm(0)
    assert (answers, all(whole)) == ([302], True)
    for number in range(1, CONFIRMATIONS + 1):
        preview, answers, counts = confirm(number, random.uniform(0, took[0]))
        assert answers in ([], [302])
        assert counts == whole if answers else counts in (whole, (0,) * len(whole))
        well_again(portal)
        page = session.get(preview, timeout=60)
        assert ("imported already" in page.text) == (counts == whole)
        if counts != whole:
            assert send(session, preview, hidden_fields(session, preview)).status_code == 302
        assert held(number) == whole
