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


def count(request, response, route, seconds):
    """Count a `request` that `response` answered in so many `seconds`."""
    REQUESTS.labels(route, response.status_code).inc()
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
    look_up(found)
    text = generate_latest(found)
    return HttpResponse(text, content_type=CONTENT_TYPE_PLAIN_0_0_4, headers={"Cache-Control": "no-store"})


def is_shown(request):
    """Whether a `request` shows the token that opens the metrics."""
    shown = request.META.get("HTTP_AUTHORIZATION", "").encode()
    return bool(settings.METRICS_TOKEN) and compare_digest(shown, f"Bearer {settings.METRICS_TOKEN}".encode())


def look_up(registry):
    """Put into `registry` what is so at this moment: whether the database answers and how fast, and the last backup."""
    if made_at := last_backup_at():
        age = Gauge("violence_plan_backup_age_seconds", "Since the last backup began.", registry=registry)
        age.set(time() - made_at.timestamp())
    up = Gauge("violence_plan_database_up", "1 where the database answers.", registry=registry)
    began = perf_counter()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        up.set(0)
        return
    up.set(1)
    took = Gauge("violence_plan_database_seconds", "How long it took to.", registry=registry)
    took.set(perf_counter() - began)
