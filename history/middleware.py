"""Says of every change made by a request who made it and through which door."""

from pghistory.middleware import HistoryMiddleware

DOORS = (("/admin/", "admin"), ("/api/", "API"))


class ChangesByRequests(HistoryMiddleware):
    """Notes user, door (admin, API or page) and address of whatever a request changes; `why` is added by who knows."""

    def get_context(self, request):
        door = next((door for beginning, door in DOORS if request.path.startswith(beginning)), "page")
        return super().get_context(request) | {"source": door}
