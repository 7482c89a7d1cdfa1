"""Cache-Status (RFC 9211): whether an answer came from the response cache, and why not where it did not."""

HEADER = "Cache-Status"
CACHE = "violence-plan"
HIT = "hit"
MISS = "fwd=uri-miss"
COLLAPSED = f"{MISS}; collapsed"  # waited for while another request had it made


def bypass(detail):
    """What is said of a request that the cache has no part in; `detail` is a token: session, method, refused."""
    return f"fwd=bypass; detail={detail}"


def with_status(response, said):
    """The `response`, which says so of the cache unless it says something else already."""
    response.headers.setdefault(HEADER, f"{CACHE}; {said}")
    return response
