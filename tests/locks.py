"""Two who write at the same moment, without a clock."""

from django.db import connection


def wait_until_blocked(thread):
    """Return once the other `thread` waits for a lock of ours, or has ended."""
    blocked = "SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    with connection.cursor() as cursor:
        cursor.execute(blocked)
        while thread.is_alive() and not cursor.rowcount:
            cursor.execute(blocked)
