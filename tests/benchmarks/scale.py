"""One plan among many: what its answers cost beside what they cost when it was alone."""

import time
from contextlib import contextmanager

from django.db import connection
from django.test import Client

from actions.models import Plan
from tests.benchmarks import cases
from tests.benchmarks.measuring import measure, queries_of
from tests.benchmarks.plans import analyse, make_plans
from tests.benchmarks.server import running

OURS = ("list, cold", "matrix page, cold", "action page, cold", "search, cold")
# The last three are the worst of their kinds: of what all plans say, titles too, all without one word; a phrase that is
# in more than are put in order; and nothing found, so that the nearest words are looked for.
SEARCHES = (
    "knife", "safeguarding children", "5.1.2", "hackney -knife", "violence -knife", '"violence against"', "safegard",
)  # fmt: skip


def grown(total, slug, alone, effort, visits, say):
    """Make `total` plans, measure, and `say` the tables; `alone` is what was measured of the one plan."""
    start = time.perf_counter()
    added = make_plans(total)
    analyse()
    say(f"\n{total:,} plans: {added:,} rows added in {time.perf_counter() - start:.0f} s")
    ours = [case for case in cases.cold(slug) if case.name in OURS]
    with running(kept=False) as server:
        among = measure([(server, case) for case in ours], **effort)
    print_beside(ours, alone, among, say)
    print_searches(say)
    with running(kept=True) as server:
        print_memory(server, visits, say)


def print_beside(ours, alone, among, say):
    """What each answer costs alone and among many: its p50 with one connection, and the work for it."""
    say("\n| case | queries | p50 ms alone | among | ratio | processor ms alone | among | ratio |")
    say("| --- | --: | --: | --: | --: | --: | --: | --: |")
    for case in ours:
        one, many = alone[case.name, 1], among[case.name, 1]
        work = [each.worked + each.in_database for each in (one, many)]
        say(
            f"| {case.name} | {queries_of(case)} | {one.half:.1f} | {many.half:.1f} | {many.half / one.half:.2f} | "
            f"{work[0]:.1f} | {work[1]:.1f} | {work[1] / work[0]:.2f} |"
        )


def print_searches(say):
    """How long the database takes for all queries of a search over all plans, as EXPLAIN ANALYZE tells it."""
    say("\n| search over all | queries | in the database, ms |")
    say("| --- | --: | --: |")
    for words in SEARCHES:
        client = Client(SERVER_NAME="localhost")
        client.get("/search/", {"q": words})
        with explained() as told:
            client.get("/search/", {"q": words})
        say(f"| {words} | {len(told)} | {sum(told):.1f} |")


@contextmanager
def explained():
    """Within, each query is run a second time and explained; yields the list of the milliseconds that each took."""
    took = []

    def explain(execute, sql, params, many, context):
        if sql.startswith("SELECT"):
            with context["connection"].connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params)
                [plan] = cursor.fetchone()[0]
                took.append(plan["Planning Time"] + plan["Execution Time"])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        yield took


def print_memory(server, visits, say):
    """How much memory the workers hold before, while and after so many answers over different plans."""
    slugs = list(Plan.objects.order_by("pk").values_list("slug", flat=True))
    paths = [
        path
        for slug in slugs
        for path in (f"{cases.LIST}&plan={slug}", f"/plans/{slug}/alignment/", f"/plans/{slug}/actions/5.1.2/")
    ]
    say("\n| answers | memory of the workers, MB |")
    say("| --: | --: |")
    for visited in range(visits + 1):
        if visited % (visits // 6) == 0:
            say(f"| {visited:,} | {server.memory():.0f} |")
        server.get(paths[visited % len(paths)])
