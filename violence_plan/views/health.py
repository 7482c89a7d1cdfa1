"""Whether the portal is alive and ready, for whoever runs it."""

import json

from django.db import connection
from django.http import HttpResponse, JsonResponse

from violence_plan.database.limits import PROBE
from violence_plan.database.state import state_of_portal


def healthz(request):
    """200 as long as the process answers; asks no database."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request):
    """200 when the portal can be read, else 503; JSON says part by part, and in sentences, what is not ready."""
    state = state_now()
    return JsonResponse(state.told, status=200 if state.serves else 503)


def state_now():
    """The PortalState, asked within the limits of a probe: it waits for no lock."""
    with connection.within(PROBE):
        return state_of_portal()


def alive():
    """What a probe on its own port is told at /healthz: status, type and body."""
    return 200, "text/plain", b"ok\n"


def ready():
    """What a probe on its own port is told at /readyz; the thread that asks has a connection of its own."""
    try:
        state = state_now()
    finally:
        connection.close()
    return 200 if state.serves else 503, "application/json", json.dumps(state.told).encode()


PROBES = {"/healthz": alive, "/readyz": ready}
