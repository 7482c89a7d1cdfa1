"""Whether the portal is alive and ready, for whoever runs it."""

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse


def healthz(request):
    """200 as long as the process answers; asks no database."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request):
    """200 when database and migrations are ready, 503 otherwise; JSON says which is not."""
    state = {"database": "ready", "migrations": "ready"}
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            state["migrations"] = "not applied"
    except Error:
        state = {"database": "not reachable", "migrations": "not known"}
    return JsonResponse(state, status=200 if set(state.values()) == {"ready"} else 503)
