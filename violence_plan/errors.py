"""What is said when nothing better can be: a page to people, problem details to programs."""

import sys
from functools import lru_cache
from math import ceil

from django.conf import settings
from django.core.exceptions import (
    DisallowedHost,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpResponse
from django.shortcuts import render
from django.template import loader
from django.views import defaults

from history.write_gate import SENTENCE
from violence_plan.api.problems import problem
from violence_plan.database.trouble import Trouble, trouble_of

API = "/api/"
WAIT = 60  # seconds, where nobody knows better
TRIES_WAIT = 5 * 60  # the longest that signing in waits: see ACCOUNT_RATE_LIMITS
# What was wrong with a request, by the exception that it raised; never the exception's own words, which may echo.
REASONS = {
    DisallowedHost: "It came under a name that is not this portal’s.",
    RequestDataTooBig: "It held more data than the portal reads at once.",
    TooManyFieldsSent: "It had more parameters than the portal reads at once.",
    TooManyFilesSent: "It held more files than the portal reads at once.",
}
NO_REASON = "Something in the address, or in what was sent, is not as it should be."


def plain_page(status, **context):
    """The page `<status>.html`, rendered without request and so without database: whatever failed, this must not."""
    make = _page.__wrapped__ if "reason" in context else _page  # a reason may repeat what a stranger sent
    whom = settings.CONTACT_NAME, settings.CONTACT_EMAIL  # which the pages name
    return HttpResponse(make(status, whom, tuple(context.items())), status=status)


@lru_cache(maxsize=32)
def _page(status, whom, context):
    """The words of `plain_page`, made once: they are asked for most where there is least time to make them."""
    return loader.get_template(f"{status}.html").render(dict(context))


def said(request, status, detail, **context):
    """The answer of that `status`: problem details with `detail` under /api/, else its page with `context`."""
    api = request.path.startswith(API)
    response = problem(request, status=status, detail=detail) if api else plain_page(status, **context)
    response.headers["Content-Length"] = str(len(response.content))  # what stands above CommonMiddleware says it too
    return response


def bad_request(request, exception):
    """400: what was sent could not be read at all, or came under a host name that is not ours."""
    reason = REASONS.get(type(exception), NO_REASON)
    return said(request, 400, reason, reason=reason)


def unauthorised(request, exception):
    """401: what a program shows as its key is none that works; `exception` is an AuthenticationFailed that says why."""
    response = problem(request, status=401, detail=str(exception.detail))
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def refused_write(request):
    """403: what was to be written is not this person's to write, and nothing was."""
    if request.path.startswith(API):
        return problem(request, status=403, detail=SENTENCE)
    return render(request, "403.html", {"refused": SENTENCE}, status=403)


def not_found(request, exception):
    """404: no address of the portal."""
    if request.path.startswith(API):
        return problem(request, status=404)
    return defaults.page_not_found(request, exception)


def too_many_requests(request, exception):
    """429 with Retry-After: a rate limit was met. `exception` is a Throttled, whose `wait` is in seconds or None."""
    wait = ceil(exception.wait or WAIT)
    detail = f"Too many requests came from you at once. Wait {wait} second{'' if wait == 1 else 's'}."
    response = said(request, 429, detail, wait=wait)
    response.headers["Retry-After"] = str(wait)
    return response


def too_many_tries(request):
    """429 with Retry-After: somebody, or some program, tried to sign in too often, or for one person too often."""
    response = plain_page(429, tries=True)
    response.headers["Retry-After"] = str(TRIES_WAIT)
    return response


def too_busy(request, wait):
    """503 with Retry-After, at once: more pages are being made, and wait, than the portal makes well."""
    sentence = "More pages are asked for at this moment than the portal can make at once."
    trouble = Trouble(sentence, f"{sentence} Try again in {wait} seconds.", wait)
    request.met_full_queue = True  # for the log, which tells it from a database that is lost
    return unavailable(request, trouble)


def unavailable(request, trouble):
    """503 with Retry-After: a Trouble of the database, as `response.trouble` for who keeps what was typed."""
    response = said(request, 503, trouble.detail, trouble=trouble)
    response.headers["Retry-After"] = str(trouble.wait)
    response.trouble = trouble
    return response


def server_error(request):
    """503 with Retry-After where the database is out of reach, busy or takes no writes, else 500: nobody foresaw it.

    The log says what it was, the answer never does.
    """
    if trouble := trouble_of(sys.exc_info()[1]):
        return unavailable(request, trouble)
    return said(request, 500, "The fault is ours, not yours. It has been noted; try again later.")
