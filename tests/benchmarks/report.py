"""The run, from an empty database to the printed tables."""

import os
import platform
import subprocess
import sys
from pathlib import Path

from django.utils import timezone

from actions.models import Plan
from tests.benchmarks import cases
from tests.benchmarks.measuring import CONNECTIONS, measure, queries_of
from tests.benchmarks.plans import analyse, make_plans
from tests.benchmarks.scale import grown
from tests.benchmarks.server import ROOT, running


def say(line=""):
    """Print at once."""
    print(line, flush=True)


def prepared():
    """The plan, of a database that was empty: as it is loaded, with progress updates."""
    own = os.environ | {"DJANGO_SETTINGS_MODULE": "violence_plan.settings"}
    subprocess.run([sys.executable, "manage.py", "prepare"], env=own, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    make_plans(1)  # progress updates for the first plan
    analyse()
    return Plan.objects.get()


def print_all(asked):
    """Prepare, measure and print, as the arguments `asked` say."""
    slug = prepared().slug
    effort = {"rounds": asked.rounds, "seconds": asked.seconds}
    say(f"{machine()}, {timezone.localdate()}")
    with running(kept=False) as server, running(kept=True) as keeping:
        cases.check_alike(server, slug)
        cold, kept, constant = cases.cold(slug), cases.kept(keeping, slug), cases.constant(keeping, slug)
        pairs = [(server, case) for case in [*cold, *constant]] + [(keeping, case) for case in kept]
        measured = measure(pairs, **effort)
    queries = {case.name: queries_of(case, kept=server is keeping) for server, case in pairs}
    print_table([case for _, case in pairs], measured, queries)
    print_bounds(measured)
    if asked.plans > 1:
        grown(asked.plans, slug, measured, effort, asked.visits, say)


def machine():
    """What it was measured on, in a line."""
    cpu = next((line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "")
    cores = Path("/proc/cpuinfo").read_text().count("processor\t")
    return f"{cpu.partition(': ')[2] or platform.machine()}, {cores} processors, Python {platform.python_version()}"


def print_table(measured_cases, measured, queries):
    """A line for each case and number of connections."""
    say("\n| case | connections | answers/s | p50 ms | p99 ms | server ms | database ms | queries | bytes |")
    say("| --- | --: | --: | --: | --: | --: | --: | --: | --: |")
    for case in measured_cases:
        for connections in CONNECTIONS:
            one = measured[case.name, connections]
            say(
                f"| {case.name} | {connections} | {one.rate:.0f} | {one.half:.1f} | {one.slowest:.1f} | "
                f"{one.worked:.2f} | {one.in_database:.2f} | {queries[case.name]} | {one.size:,} |"
            )


def print_bounds(measured):
    """What was to be reached with 4 connections, and what was: by rate, and by the work of the server's processors."""
    say("\n| with 4 connections | compared with | to reach | by rate | by processor |")
    say("| --- | --- | --: | --: | --: |")
    for ours, other, bound in cases.BOUNDS:
        if (ours, 4) in measured:
            one, beside = measured[ours, 4], measured[other, 4]
            work = (beside.worked + beside.in_database) / (one.worked + one.in_database)
            say(f"| {ours} | {other} | {bound} | {one.rate / beside.rate:.2f} | {work:.2f} |")
