"""The quickest answer there can be under the portal's own middleware: the same bytes each time."""

from functools import cache

from django.http import HttpResponse


@cache
def body(size):
    """So many bytes."""
    return b"x" * size


def constant(request, size):
    """So many bytes of JSON; with ?packed they count as compressed already, so that nothing compresses them."""
    headers = {"Content-Encoding": "gzip"} if "packed" in request.GET else {}
    return HttpResponse(body(size), content_type="application/json", headers=headers)
