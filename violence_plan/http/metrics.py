"""Metrics for Prometheus: what is counted of each request, and what is looked up when somebody reads them.

Under gunicorn each worker writes its counts into files of one folder (PROMETHEUS_MULTIPROC_DIR), and any reads all.
No label holds a path, which could name a token or a search; routes are told by name.
"""

import os
from hmac import compare_digest
from time import perf_counter, time

from django.conf import settings
from django.db import Error, connection
from django.http import HttpResponse
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector

from violence_plan.backup.folders import last_backup_at

ADDRESS = "/metrics"
COUNTED = CollectorRegistry()
BUCKETS = (0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30)
REQUESTS = Counter(
    "violence_plan_requests", "Requests by the name of the route and the status.", ["route", "status"], registry=COUNTED
)
SECONDS = Histogram("violence_plan_request_seconds", "How long answers took.", buckets=BUCKETS, registry=COUNTED)
CACHE = Counter(
    "violence_plan_response_cache", "Answers that were kept (hit) or made (miss).", ["outcome"], registry=COUNTED
)
# Each worker says what it makes itself; the file of one that ended is taken away by gunicorn_settings.child_exit.
QUEUE = Gauge(
    "violence_plan_page_queue",
    "Answers that are made, or wait to be, at this moment.",
    ["kind", "state"],
    registry=COUNTED,
    multiprocess_mode="livesum",
)


def count(request, status, route, seconds):
    """Count a `request` that was answered with `status` in so many `seconds`."""
    REQUESTS.labels(route, status).inc()
    SECONDS.observe(seconds)
    if hasattr(request, "from_cache"):
        CACHE.labels("hit" if request.from_cache else "miss").inc()


def metrics(get_response):
    """Middleware: answers /metrics to whoever shows METRICS_TOKEN as a bearer token; to others there is no such page.

    It stands above what asks for a host name, a session or the database, which may be what is lost.
    """
    return lambda request: told() if request.path == ADDRESS and is_shown(request) else get_response(request)


def told():
    """The response with all metrics as text."""
    found = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(found)
    else:
        found.register(COUNTED)
    found.register(Now())
    text = generate_latest(found)
    return HttpResponse(text, content_type=CONTENT_TYPE_PLAIN_0_0_4, headers={"Cache-Control": "no-store"})


def is_shown(request):
    """Whether a `request` shows the token that opens the metrics."""
    shown = request.META.get("HTTP_AUTHORIZATION", "").encode()
    return bool(settings.METRICS_TOKEN) and compare_digest(shown, f"Bearer {settings.METRICS_TOKEN}".encode())


class Now:
    """What is so at the moment of reading: the age of the last backup, whether the database answers, and how fast.

    A collector and no Gauge: a Gauge would be written to the workers' folder, and stay there with what was so then.
    """

    def collect(self):
        """Yield each metric that there is."""
        if made_at := last_backup_at():
            age = time() - made_at.timestamp()
            yield GaugeMetricFamily("violence_plan_backup_age_seconds", "Since the last backup began.", value=age)
        began = perf_counter()
        up = answers()
        yield GaugeMetricFamily("violence_plan_database_up", "1 where the database answers.", value=up)
        if up:
            took = perf_counter() - began
            yield GaugeMetricFamily("violence_plan_database_seconds", "How long it took to.", value=took)


def answers():
    """Whether the database does."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True
