"""A page takes what is sent to it only where its view says that it writes."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from access.pages import writes
from violence_plan.middleware import ReadOnlyPages


def read_only(request):
    return HttpResponse("read")


@writes
def writing(request):
    return HttpResponse("written")


@pytest.mark.parametrize(
    ("view", "method", "allowed"),
    [
        (read_only, "POST", "GET, HEAD"),
        (read_only, "DELETE", "GET, HEAD"),
        (writing, "PUT", "GET, HEAD, POST"),
        (writing, "DELETE", "GET, HEAD, POST"),
    ],
)
def test_what_a_page_does_not_take_is_refused(view, method, allowed):
    refusal = ReadOnlyPages(view).process_view(RequestFactory().generic(method, "/"), view, (), {})
    assert (refusal.status_code, refusal.headers["Allow"]) == (405, allowed)


@pytest.mark.parametrize(("view", "method"), [(read_only, "GET"), (read_only, "HEAD"), (writing, "POST")])
def test_what_it_takes_reaches_its_view(view, method):
    assert ReadOnlyPages(view).process_view(RequestFactory().generic(method, "/"), view, (), {}) is None
