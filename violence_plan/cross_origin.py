"""The API read from pages of other origins, by CORS: open to all programs alike, and never with a session.

These are own lines, not django-cors-headers: that says so only where a page names its origin and adds `Vary: origin`
to every answer, so that caches would keep one for each page that asks; here every answer says the same.
"""

from django.http import HttpResponse

from violence_plan.errors import API

EVERY_ANSWER = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Content-Disposition, Content-Handling, ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
    ),
}
BEFOREHAND = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "Authorization, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",  # seconds that a browser need not ask again
}


def cross_origin(get_response):
    """Lets pages of any origin read the API, with a key or without one; a browser that asks beforehand is told so."""

    def answer(request):
        if not request.path.startswith(API):
            return get_response(request)
        asks_beforehand = request.method == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in request.META
        response = may_be_asked() if asks_beforehand else get_response(request)
        for name, value in EVERY_ANSWER.items():
            response.headers[name] = value
        return response

    return answer


def may_be_asked():
    """204: what a page of another origin may ask, the same for every address."""
    response = HttpResponse(status=204, headers=BEFOREHAND)
    del response.headers["Content-Type"]
    return response
