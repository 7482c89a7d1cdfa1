"""What one case costs: how many answers a second, how long each takes, and the work of the processors."""

from collections import defaultdict
from dataclasses import dataclass
from statistics import median, quantiles

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from violence_plan.variables import cache_of_answers

CONNECTIONS = (1, 4, 16)
MOST = 20_000  # answers of one round


@dataclass(frozen=True)
class Measured:
    """One case with so many connections.

    `rate` is in answers a second, `half` and `slowest` (p50, p99) in milliseconds, `worked` and `in_database` in
    milliseconds of a processor per answer, of the server and of its database.
    """

    rate: float
    half: float
    slowest: float
    size: int
    worked: float
    in_database: float


def measure(pairs, *, rounds, seconds):
    """A Measured by the name of a case and the number of connections, of pairs of a server and what it is asked for."""
    found = defaultdict(list)
    for server, case in pairs:
        server.ask_often(case.path, case.headers, connections=4, seconds=1, most=50)
    for _ in range(rounds):
        for connections in CONNECTIONS:
            for server, case in pairs:
                found[case.name, connections].append(one_round(server, case, connections, seconds))
    return {key: summed(told) for key, told in found.items()}


def one_round(server, case, connections, seconds):
    """What load.py tells, with the milliseconds that the processors worked for an answer."""
    before = server.processor_seconds()
    told = server.ask_often(case.path, case.headers, connections=connections, seconds=seconds, most=MOST)
    if told["status"] != (304 if "If-None-Match" in case.headers else 200):
        raise ValueError(f"{case.name}: the answer was a {told['status']}.")
    spent = [difference(*pair) / len(told["took"]) for pair in zip(before, server.processor_seconds(), strict=True)]
    return told | {"worked": spent[0], "in_database": spent[1]}


def difference(early, late):
    """The milliseconds that processes worked meanwhile, from seconds by process; one that ended meanwhile is lost."""
    return 1000 * sum(seconds - early.get(pid, 0) for pid, seconds in late.items())


def summed(rounds):
    """The Measured of several rounds of one case."""
    took = sorted(1000 * seconds for told in rounds for seconds in told["took"])
    return Measured(
        rate=median(len(told["took"]) / told["seconds"] for told in rounds),
        half=median(took),
        slowest=quantiles(took, n=100)[-1] if len(took) > 1 else took[0],
        size=rounds[-1]["bytes"],
        worked=median(told["worked"] for told in rounds),
        in_database=median(told["in_database"] for told in rounds),
    )


def queries_of(case, *, kept=False):
    """How many queries the answer takes once the process is warm: made anew, or where it is `kept`.

    The least of three: now and then a part of the budget of requests is taken from the database too.
    """
    client = Client(SERVER_NAME="localhost", headers=case.headers)
    with override_settings(CACHES=settings.CACHES | ({"kept": cache_of_answers()} if kept else {})):
        client.get(case.path)
        return min(asked_for(client, case.path) for _ in range(3))


def asked_for(client, path):
    """How many queries `client` makes the portal ask at `path`."""
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)
