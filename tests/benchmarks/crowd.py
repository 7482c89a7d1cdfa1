"""A crowd of readers, half of whom never ask for the same page twice, while officers save: what all of them get.

    .venv/bin/python -m violence_plan.environment --throwaway .venv/bin/python -m tests.benchmarks.crowd

Says how long answers took, and ends with an error where a bound is broken: kept pages within a second (p99), no error
but a 503 that says when to come again, no kept page older than a save that was acknowledged before it was asked for,
and no acknowledged save lost. The limit of pages a minute for one address is off, as the crowd comes from one.
"""

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from statistics import median

import django

SLOWEST = 1.0  # seconds, of 99 in 100 kept pages
TERM = "Crowdterm"
ADD = "/admin/actions/glossaryterm/add/"
PASSWORD = "a password of a benchmark"


def main(arguments):
    """Measure, print, and give the exit code."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.crowd", description=__doc__.partition("\n")[0])
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--writers", type=int, default=2)
    parser.add_argument("--pause", type=float, default=2, help="seconds between two saves of a writer")
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args(arguments)
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings", "SECOND_FACTOR": "off", "PAGE_LIMIT": "0"}
    django.setup()
    from tests.benchmarks.report import machine, prepared, say
    from tests.benchmarks.server import running

    plan = prepared()
    say(f"{machine()}; {asked.readers} readers, {asked.writers} writers, {asked.seconds:.0f} s")
    with running(kept=True) as server:
        answers, saves = crowd(server, plan, asked)
        broken = said(answers, saves, say) + lost(server, plan, saves)
    say("\n".join(broken) or "Every bound is kept.")
    return bool(broken)


def crowd(server, plan, asked):
    """What the readers were answered (readers.py), and the Saves, of that many seconds."""
    page = f"/plans/{plan.slug}/"
    often = ["/", page, f"{page}alignment/", f"{page}actions/", f"{page}glossary/", f"{page}actions/5.1.2/",
             f"{page}strategies/5.1/", "/partners/", "/principles/", f"/api/v1/actions/?plan={plan.slug}"]  # fmt: skip
    sessions = [signed_in(server, f"writer{number}") for number in range(asked.writers)]
    saves, over = [], threading.Event()
    writers = [
        threading.Thread(target=write, args=(server, plan, session, f"{TERM}-{number}-", saves, over, asked.pause))
        for number, session in enumerate(sessions)
    ]
    for writer in writers:
        writer.start()
    told = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.readers", "127.0.0.1", str(server.port), str(asked.readers),
         str(asked.seconds), TERM],
        input=json.dumps({"often": often, "once": "/search/?q=knife+"}).encode(), stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    over.set()
    for writer in writers:
        writer.join()
    return json.loads(told.stdout), saves


def signed_in(server, name):
    """A session of requests of a new officer."""
    from django.contrib.auth import get_user_model

    from accounts.people import give_roles
    from tests.drills.portal import sign_in

    user = get_user_model().objects.create_user(name, email=f"{name}@anytown.example", password=PASSWORD)
    give_roles(user=user, roles=["officer"])
    return sign_in(f"http://127.0.0.1:{server.port}", name, password=PASSWORD)


def write(server, plan, session, begins, saves, over, pause):
    """Save one term of the glossary after another until it is `over`; notes term, status, asked and answered."""
    from tests.drills.portal import post

    while not over.wait(pause):
        term, asked = f"{begins}{len(saves)}", time.perf_counter()
        fields = {"plan": plan.pk, "term": term, "expansion": "One of a crowd", "basis": "public"}
        answer = post(session, f"http://127.0.0.1:{server.port}{ADD}", **fields)
        saves.append((term, answer.status_code, asked, time.perf_counter()))


def said(answers, saves, say):
    """Print how long answers took; sentences of the bounds that are broken."""
    kinds = {
        "kept pages": [each[2:6] for each in answers if each[0] and each[7]],
        "the same, not kept now": [each[2:6] for each in answers if each[0] and not each[7]],
        "pages asked for once": [each[2:6] for each in answers if not each[0]],
        "saves": [(asked, at, 200 if status == 302 else status, True) for _, status, asked, at in saves],
    }
    say("\n| | answers | 200 | 503 | other | p50 ms | p99 ms | slowest ms |")
    say("| --- | --: | --: | --: | --: | --: | --: | --: |")
    for name, rows in kinds.items():
        statuses = Counter(status for _, _, status, _ in rows)
        other = sum(statuses.values()) - statuses[200] - statuses[503]
        figures = " | ".join(f"{1000 * seconds:.0f}" for seconds in of_those_answered(rows))
        say(f"| {name} | {len(rows)} | {statuses[200]} | {statuses[503]} | {other} | {figures} |")
    return [*broken_bounds(kinds), *stale(answers, saves)]


def of_those_answered(rows):
    """The median, the 99th of 100 and the longest of the seconds that answers with 200 took."""
    took = sorted(at - asked for asked, at, status, _ in rows if status == 200) or [0]
    return median(took), took[int(len(took) * 0.99)], took[-1]


def broken_bounds(kinds):
    """Sentences of bounds of time and of status that are broken, of rows by kind."""
    if (slowest := of_those_answered(kinds["kept pages"])[1]) > SLOWEST:
        yield f"Of kept pages one in a hundred took {slowest:.1f} seconds or more."
    all_rows = [row for rows in kinds.values() for row in rows]
    wrong = Counter(status for *_, status, retry in all_rows if status != 200 and not (status == 503 and retry))
    if wrong:
        yield f"Answers that are no honest ones, by status: {dict(wrong)}."


def stale(answers, saves):
    """A sentence where a page was older than what was saved before it was asked for; none otherwise."""
    acknowledged = sorted(at for _, status, _, at in saves if status == 302)
    pages = sum(
        marks < sum(at < asked for at in acknowledged)
        for _, path, asked, _, status, _, marks, _ in answers
        if status == 200 and path.endswith("/glossary/")
    )
    return [f"{pages} pages were older than a save acknowledged before they were asked for."] if pages else []


def lost(server, plan, saves):
    """A sentence where acknowledged saves are not there; none otherwise."""
    from actions.models import GlossaryTerm

    there = set(GlossaryTerm.objects.filter(plan=plan, term__startswith=TERM).values_list("term", flat=True))
    gone = {term for term, status, *_ in saves if status == 302} - there
    return [f"{len(gone)} acknowledged saves are lost."] if gone else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
