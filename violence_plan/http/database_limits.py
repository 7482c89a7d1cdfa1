"""How long the database may take over a request: little for what is read, more for what is written."""

from django.db import connection

from violence_plan.database.limits import PAGE, WRITE
from violence_plan.database.trouble import READ_ONLY
from violence_plan.errors import unavailable

READING = ("GET", "HEAD", "OPTIONS")


def database_limits(get_response):
    """Within it, the connection has the limits of a page, or of a write where the method is none that only reads."""

    def answer(request):
        with connection.within(PAGE if request.method in READING else WRITE):
            return get_response(request)

    return answer


class OnlyReading:
    """Refuses what would write while the database only reads: before anything is counted, and so that it is kept."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """None, so that the view answers, or a 503 in words."""
        writes = request.method not in READING and connection.is_read_only
        return unavailable(request, READ_ONLY) if writes else None
