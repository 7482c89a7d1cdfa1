"""The query string of a page, before anything is read or kept: tracking parameters dropped, unknown ones refused.

Each address with another query string is another page to the response cache. So what campaigns and social networks add
is taken off first, and what a page does not know is refused without a query to the database: each view says what it
`asks`. So does each endpoint of the API, of which every parameter counts: nothing is dropped there.
"""

import re
from urllib.parse import unquote_plus, urlencode

from django.http import QueryDict
from django.urls import Resolver404, resolve

from actions.days import AT, PAGES_OF_A_DAY
from actions.parameters import AS_AT
from tables.parameters import refused
from violence_plan import public_view
from violence_plan.api.parameters import known_by
from violence_plan.api.problems import wrong_parameters
from violence_plan.as_at import PAGES
from violence_plan.errors import said

API = "/api/"
# Well-known names that say where a reader came from, and change nothing of what is asked.
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|twclid|ttclid|li_fat_id|igshid|yclid|mc_[ce]id|mkt_tok|_ga|_gl|_hs\w+",
    re.ASCII,
)
ELSEWHERE = ("/admin/", "/accounts/", "/static/", "/healthz", "/readyz")


def known_parameters(get_response):
    """Middleware, above the response cache: what reaches it of a query string is what the page or endpoint may know."""

    def answer(request):
        if not request.META.get("QUERY_STRING") or request.path_info.startswith(ELSEWHERE):
            return get_response(request)
        if request.path_info.startswith(API):
            request.refusal = refusal_of_api(request)
            return get_response(request)
        request.META["QUERY_STRING"] = without_tracking(request.META["QUERY_STRING"])
        request.refusal = refusal(request)
        return get_response(request)

    return answer


def refused_parameters(get_response):
    """Middleware, below what sets headers and above what asks the database: gives the refusal, where there is one."""

    def answer(request):
        return getattr(request, "refusal", None) or get_response(request)

    return answer


def without_tracking(query):
    """A query string without its tracking parameters; what stays is as it was, and where it was."""
    pairs = (pair for pair in query.split("&") if not TRACKING.fullmatch(unquote_plus(pair.partition("=")[0])))
    return "&".join(pairs)


def refusal(request):
    """400, in words, where a page is asked with parameters that it does not know; else None.

    A page knows what its view asks, a day, a past moment, or nothing; what these are, or that one is given twice, its
    view judges.
    """
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return None  # which is a 404, whatever is asked of it
    of_pages = [parameter for parameter, pages in ((AT, PAGES_OF_A_DAY), (AS_AT, PAGES)) if found.url_name in pages]
    known = [*getattr(found.func, "asks", ()), *of_pages]
    unknown = unknown_in(public_view.without_asked(request.META["QUERY_STRING"]), known)
    sentences = " ".join(sentence for found in unknown.values() for sentence in found)
    return said(request, 400, sentences, reason=sentences) if sentences else None


def refusal_of_api(request):
    """400, as problem details, where an endpoint is read with parameters that it does not know; else None."""
    try:
        known = known_by(resolve(request.path_info).func)
    except Resolver404:
        return None
    if known is None or request.method not in ("GET", "HEAD"):
        return None
    unknown = unknown_in(public_view.without_asked(request.META["QUERY_STRING"]), known)
    return wrong_parameters(request, unknown) if unknown else None


def unknown_in(query, known):
    """Messages by name: the parameters of a query string that are not `known`; that one is given twice is no matter."""
    once = urlencode([(parameter, "") for parameter in QueryDict(query)])
    return refused(QueryDict(once), filters={}, also_known=known)
