"""The request's id, and one log line a request: method, route, status, time taken, kind of reader; never the path."""

import logging
import re
from functools import lru_cache
from time import perf_counter
from uuid import uuid4

from django.conf import settings
from django.urls import Resolver404, resolve
from structlog.contextvars import bind_contextvars, unbind_contextvars

from violence_plan.http.metrics import count

logger = logging.getLogger("violence_plan.requests")

HEADER = "X-Request-ID"
GIVEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{7,63}", re.ASCII)
NO_ROUTE = "none"
STATIC = "static"


def request_log(get_response):
    """Middleware, above all others: gives each request its id, answers with it in a header, and logs its line."""

    def answer(request):
        began, request_id = perf_counter(), id_of(request)
        bind_contextvars(request_id=request_id)
        try:
            response = get_response(request)
            response.headers[HEADER] = request_id
            tell(request, response.status_code, perf_counter() - began)
            return response
        except Exception:  # not even the page that says so could be made
            tell(request, 500, perf_counter() - began)
            raise
        finally:
            unbind_contextvars("request_id")

    return answer


def tell(request, status, seconds):
    """Log and count a `request` that was answered with `status` in so many `seconds`, where anybody wants to know."""
    logs = logger.isEnabledFor(logging.INFO)
    if logs or settings.METRICS_TOKEN:
        route = route_of(request)
        if settings.METRICS_TOKEN:
            count(request, status, route, seconds)
        if logs:
            log(request, status, route, seconds)


def log(request, status, route, seconds):
    """One line about a request to `route` that was answered with `status` in so many `seconds`."""
    line = {
        "method": request.method if request.method in METHODS else "other",
        "route": route,
        "status": status,
        "milliseconds": round(seconds * 1000, 1),
        "reader": reader_of(request),
    }
    logger.info("request", extra={"request_line": line})


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def id_of(request):
    """The id that the proxy in front gave a `request`, where one is trusted and it is one; else a new one."""
    said = request.META.get("HTTP_X_REQUEST_ID", "") if settings.TRUSTED_PROXIES else ""
    return said if GIVEN.fullmatch(said) else new_id()


def new_id():
    """An id that no other request has."""
    return uuid4().hex


def route_of(request):
    """The name of the route of a `request`, also where an answer was kept and so no route was looked for."""
    match = request.resolver_match
    return match.view_name or NO_ROUTE if match else route_at(request.path_info, settings.ROOT_URLCONF)


@lru_cache(maxsize=4096)
def route_at(path, urls):
    """The name of the route that `path` has among `urls`: "static" for a static file, "none" for no route."""
    if path.startswith(settings.STATIC_URL):
        return STATIC
    try:
        return resolve(path, urls).view_name or NO_ROUTE
    except Resolver404:
        return NO_ROUTE


def reader_of(request):
    """What a `request` shows of who asks, whether it holds or not: key, session, or stranger."""
    if "HTTP_AUTHORIZATION" in request.META:
        return "key"
    return "session" if settings.SESSION_COOKIE_NAME in request.COOKIES else "stranger"
