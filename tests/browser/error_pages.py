"""The portal's addresses, and one more for each way in which an answer can fail."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.shortcuts import render
from django.urls import path
from django.views.csrf import csrf_failure
from rest_framework.exceptions import Throttled

from violence_plan import urls

handler400, handler404, handler500 = urls.handler400, urls.handler404, urls.handler500


def failing(exception):
    """A view that raises `exception`."""

    def fail(request):
        raise exception

    return fail


def refuse_method(request):
    """What a page says that is sent something, for a browser that can only read."""
    return render(request, "405.html", status=405)


FAILURES = {
    "400": failing(BadRequest()),
    "403": failing(PermissionDenied()),
    "403-form": csrf_failure,
    "405": refuse_method,
    "429": failing(Throttled(wait=30)),
    "500": failing(ZeroDivisionError()),
    "503": failing(OperationalError()),
}
urlpatterns = [*urls.urlpatterns, *(path(f"failures/{name}", view) for name, view in FAILURES.items())]
