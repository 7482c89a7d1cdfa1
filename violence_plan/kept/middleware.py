"""What strangers, and programs with keys, are answered is kept; who has an answer already is told so in a word."""

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from rest_framework.exceptions import AuthenticationFailed, Throttled

from violence_plan.errors import too_busy, too_many_requests
from violence_plan.http.cache_status import COLLAPSED, HIT, MISS, bypass, with_status
from violence_plan.http.page_queue import RETRY_AFTER, QueueFullError, other_pages, regular_pages
from violence_plan.http.regular_pages import RegularPages
from violence_plan.kept.answers import CONDITIONS, Answer
from violence_plan.kept.encodings import chosen
from violence_plan.kept.keys import API, key_of, reader_and_revision_of
from violence_plan.kept.store import Store
from violence_plan.limits import is_limited, take, take_page
from violence_plan.middleware import told

KEPT = "kept"  # the name of the cache
# Who signs in, and what must be asked each time.
NEVER = ("/admin/", "/accounts/", "/static/", "/healthz", "/readyz")
PERSONAL = {settings.SESSION_COOKIE_NAME, "messages"}  # cookies that a page may be another for


class KeptAnswers:
    """Keeps what is answered to strangers, all to the same address alike, until something that it is made of changes.

    What is answered to a partner's keys is kept too, apart for each partner with whom something is shared.

    The revision is read before the view reads anything, so that what is kept under it is never older than it. A
    response with the attribute `kept = False` is not kept: it changes with the clock.

    An ETag is of the answer's own bytes, and says nothing of drafts. Last-Modified is the beginning of the day, when
    the bytes may have changed by themselves, and is not told where the plan was changed since.
    """

    def __init__(self, get_response):
        cache = settings.CACHES[KEPT]
        if cache["BACKEND"].endswith("DummyCache"):
            raise MiddlewareNotUsed
        self.get_response, self.store, self.regular = get_response, Store(caches[KEPT]), RegularPages()

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            return with_status(self.get_response(request), bypass("method"))
        if request.path.startswith(NEVER):
            return self.get_response(request)
        if getattr(request, "refusal", None):
            return with_status(self.get_response(request), bypass("refused"))
        if PERSONAL & request.COOKIES.keys():
            return with_status(self.get_response(request), bypass("session"))
        if "HTTP_AUTHORIZATION" in request.META and not request.path.startswith(API):
            return self.answer_one(request)
        return self.answer_alike(request)

    def answer_alike(self, request):
        """What all such readers are answered: as it was kept, or made now and kept."""
        encoding = chosen(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        try:
            reader, revision = reader_and_revision_of(request)
            key = key_of(request, revision, today.date(), reader)
        except (OperationalError, InterfaceError, DisallowedHost):
            return with_status(self.get_response(request), bypass("unavailable"))  # which says so as it says everything
        except AuthenticationFailed:
            return self.answer_one(request)
        who = "private" if reader else "public"
        last_modified = None if revision.changed_at and revision.changed_at >= today else int(today.timestamp())
        answer = self.found(key, encoding)
        queue = regular_pages if self.regular.knew((request.path, request.META["QUERY_STRING"])) else other_pages
        request.from_cache = bool(answer)
        if answer:
            return with_status(self.counted(request, answer.given(request, last_modified)), HIT)
        return with_status(self.answer_anew(request, queue, key, encoding, who, last_modified), MISS)

    def answer_anew(self, request, queue, key, encoding, who, last_modified):
        """What is answered where nothing is kept: made now, in its turn of `queue`; 429 or 503 if that is too much."""
        try:
            if not is_limited(request):
                take_page(request)
            with queue.place_for(key):
                return self.found_or_made(request, key, encoding, who, last_modified)
        except Throttled as refusal:
            return told(too_many_requests(request, refusal), refusal.allowance)
        except QueueFullError:
            return too_busy(request, RETRY_AFTER)

    def found_or_made(self, request, key, encoding, who, last_modified):
        """What somebody else had made meanwhile; else made now, and kept where it may be."""
        request.queued = True
        if answer := self.found(key, encoding):
            request.from_cache = True
            return with_status(self.counted(request, answer.given(request, last_modified)), COLLAPSED)
        response = self.made(request)
        if response.cookies or response.headers.get("Cache-Control", "") not in ("", who):
            return response
        say_who_may_keep(request, response, who)
        if not is_whole(response):
            return response
        plain = Answer.of(response)
        if not getattr(response, "kept", True):
            return plain.encoded(encoding).given(request)
        self.store.keep(key, plain)
        kept = self.in_form(key, encoding, plain).given(request, last_modified)
        return with_status(kept, f"{MISS}; stored")

    def counted(self, request, response):
        """The `response`, counted as the rest of the portal counts what it answers; its own where that refuses one."""
        if not is_limited(request):
            return response
        try:
            return told(response, take(request))
        except Throttled:
            return self.get_response(request)

    def answer_one(self, request):
        """What is answered to a key that does not work, or where a key is nothing: its own, and kept nowhere."""
        response = with_status(self.made(request), bypass("authorization"))
        if "no-store" in response.headers.get("Cache-Control", ""):
            return response
        say_who_may_keep(request, response, "private")
        if not is_whole(response):
            return response
        encoding = chosen(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        return Answer.of(response).encoded(encoding).given(request)

    def found(self, key, encoding):
        """The Answer kept in the form `encoding`, or made of the one kept as it is; None where there is none."""
        if answer := self.store.find(key + encoding):
            return answer
        plain = encoding and self.store.find(key)
        return plain and self.in_form(key, encoding, plain)

    def in_form(self, key, encoding, plain):
        """The Answer `plain` in the form `encoding`, which is kept too."""
        answer = plain.encoded(encoding)
        if encoding:
            self.store.keep(key + encoding, answer)
        return answer

    def made(self, request):
        """The response of the rest of the portal, which is asked for the whole whatever the reader has already."""
        conditions = {name: request.META.pop(name) for name in CONDITIONS if name in request.META}
        response = self.get_response(request)
        request.META.update(conditions)
        return response


def is_whole(response):
    """Whether a response is the whole answer, in one piece."""
    return response.status_code == 200 and not response.streaming


def say_who_may_keep(request, response, who):
    """Let whoever keeps a response ask each time whether it still holds, and keep it for those it is for.

    `who` is public or private, as in Cache-Control.
    """
    patch_cache_control(response, no_cache=True, **{who: True})
    patch_vary_headers(response, ["Accept-Encoding", "Cookie", "Authorization"])
    if request.path.startswith(API):
        patch_vary_headers(response, ["Accept"])
