"""How much may be asked for in a minute: by whom, at what price, and what is said of it in headers.

The headers are those of the IETF's draft-ietf-httpapi-ratelimit-headers, structured fields.
"""

import time
from dataclasses import dataclass
from math import ceil

from django.conf import settings
from django.db import Error, connection
from rest_framework.exceptions import AuthenticationFailed, Throttled

from accounts.keys import holder_of
from violence_plan.client_network import client_network
from violence_plan.database.trouble import FULL, READ_ONLY, trouble_of
from violence_plan.errors import API
from violence_plan.leases import Leases

MINUTE = 60  # seconds
WHOLE = 10  # what a whole file, or a page as long as one, costs
LONG = 200  # rows of a page that is as long as a file
FILES = ("/plan.json", "/plan.xlsx", "/tables.zip")
LIMITED = (API, "/data/", "/search/")

leases = Leases()


def now():
    """Seconds since 1970."""
    return time.time()


@dataclass(frozen=True)
class Allowance:
    """What somebody may still ask for: `left` of `quota` requests until the minute ends, in `ends_in` seconds.

    `policy` says by what it is counted: "address", "key", or "page", which is the address too.
    """

    policy: str
    quota: int
    left: int
    ends_in: int

    @property
    def headers(self):
        """RateLimit-Policy and RateLimit, by name."""
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.quota};w={MINUTE}',
            "RateLimit": f'"{self.policy}";r={self.left};t={self.ends_in}',
        }


def is_limited(request):
    """Whether a `request` is for what programs pull, and so counted."""
    return request.path.startswith(LIMITED)


def take(request):
    """Count a `request`: the Allowance that is left to whoever asks, or None where nothing limits it.

    Who shows a partner's key at the API is counted by the key, all others by where they ask from. Raises Throttled,
    whose `allowance` is nothing, where too much was asked for in this minute; else AuthenticationFailed of a key that
    does not work, which counts for where it came from.
    """
    try:
        holder, refusal = holder_of(request) if request.path.startswith(API) else None, None
    except AuthenticationFailed as failed:
        holder, refusal = None, failed
    if holder:
        allowance = _counted("key", holder.key, settings.RATE_LIMIT_WITH_KEY, request)
    else:
        allowance = _counted("address", client_network(request), settings.RATE_LIMIT, request)
    if refusal:
        raise refusal
    return allowance


def take_page(request):
    """Count a page that has to be made anew for a stranger: the Allowance that is left, or None without a limit.

    What is kept costs nothing. Raises Throttled as take() does.
    """
    return _counted("page", client_network(request), settings.PAGE_LIMIT, request)


def _counted(policy, who, quota, request):
    """As take(), for one who asks."""
    if not quota or connection.is_read_only:  # nobody can count
        return None
    moment = now()
    minute, ends_in = int(moment // MINUTE), ceil(MINUTE - moment % MINUTE)
    try:
        left = leases.take(f"{policy} {who}", minute=minute, cost=min(cost(request), quota), quota=quota)
    except Error as error:
        if trouble_of(error) in (FULL, READ_ONLY):
            return None
        raise
    if left is None:
        refusal = Throttled(wait=ends_in)
        refusal.allowance = Allowance(policy, quota, 0, ends_in)
        raise refusal
    return Allowance(policy, quota, left, ends_in)


def cost(request):
    """How many requests a `request` counts as: one, or WHOLE where it asks for a whole file, or as much."""
    if request.path.endswith(FILES):
        return WHOLE
    if not request.META.get("QUERY_STRING"):
        return 1
    size = request.GET.get("page_size", "")
    is_long = size.isdecimal() and (len(size) > 3 or int(size) > LONG)
    return WHOLE if is_long or request.GET.get("format") == "csv" else 1
