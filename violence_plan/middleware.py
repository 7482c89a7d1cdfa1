"""What holds for every answer, whatever view it comes from."""

from django.conf import settings
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from rest_framework.exceptions import AuthenticationFailed, Throttled

from accounts.keys import holder_of
from history.write_gate import is_refusal
from violence_plan.errors import API, refused_write, too_many_requests, unauthorised
from violence_plan.kept.encodings import AS_IT_IS, chosen, compressed
from violence_plan.limits import is_limited, take

WRITING = ("/admin/", "/api/", "/accounts/")  # these say themselves which methods they take


class ReadOnlyPages:
    """Refuses every method but GET and HEAD on a page, with a page that says so; POST too unless its view `writes`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """None, so that the view answers, or a 405."""
        taken = ("GET", "HEAD", "POST") if getattr(view, "writes", False) else ("GET", "HEAD")
        if request.method in taken or request.path.startswith(WRITING):
            return None
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = ", ".join(taken)
        return page


class RateLimits:
    """Counts what programs pull, says in headers what is left, and answers 429 and when to come again where it is none.

    A key that does not work is a 401, before anything else is asked. The same 429 wherever a view outside the API
    raises Throttled.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_limited(request):
            return self.get_response(request)
        try:
            allowance = take(request)
        except AuthenticationFailed as refusal:
            return unauthorised(request, refusal)
        except Throttled as refusal:
            return told(too_many_requests(request, refusal), refusal.allowance)
        return told(self.get_response(request), allowance)

    def process_exception(self, request, exception):
        """The page that says so, or None where the exception is another."""
        return too_many_requests(request, exception) if isinstance(exception, Throttled) else None


class RefusedWrites:
    """What the write gate of a table refused, through whatever door, is a 403 that says who may; nothing is written."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """The page that says so, or None where the exception is another."""
        return refused_write(request) if is_refusal(exception) else None


def told(response, allowance):
    """The response, with what is left of an Allowance in its headers; as it is where that is None."""
    for name, value in (allowance.headers if allowance else {}).items():
        response.headers[name] = value
    return response


def key_holders(get_response):
    """At the API, whoever shows a partner's key is its holder, a session beside it or not; elsewhere a key is nothing.

    What is answered to a key is its holder's own.
    """

    def answer(request):
        if not request.path.startswith(API):
            return get_response(request)
        holder = holder_of(request)
        if holder:
            request.user = holder
        response = get_response(request)
        if holder:
            patch_cache_control(response, private=True)
        patch_vary_headers(response, ["Authorization"])
        return response

    return answer


def compressed_answers(get_response):
    """Compresses what strangers read: the same for all, it has no secret that its length could give away (BREACH).

    An answer to a session may have one, so it goes out as it is. Static files come compressed already, and so does what
    has an ETag, which is of the bytes as they are.
    """

    def answer(request):
        response = get_response(request)
        if response.streaming or response.has_header("Content-Encoding") or response.has_header("ETag"):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        known = settings.SESSION_COOKIE_NAME in request.COOKIES
        encoding = AS_IT_IS if known else chosen(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        shorter = compressed(response.content, encoding)
        if shorter is not None:
            response.content = shorter
            response.headers["Content-Encoding"] = encoding
            response.headers["Content-Length"] = str(len(shorter))
        return response

    return answer


def private_answers(get_response):
    """What is answered to a session may hold what only officers see: nobody keeps it, not even their own browser."""

    def answer(request):
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            patch_cache_control(response, private=True, no_store=True)
        return response

    return answer
