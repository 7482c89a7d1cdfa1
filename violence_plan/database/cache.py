"""The cache in the database, by which tries are counted: where the database fails, nobody is told "too many"."""

from django.core.cache.backends import db
from django.db import Error, IntegrityError, connection
from django.utils import timezone

# Rows that another node is deleting are left to it. Materialised, or a nested loop would look for `most` rows again and
# again, and delete all.
FORGET = """
WITH expired AS MATERIALIZED (
    SELECT cache_key FROM {table} WHERE expires < %s LIMIT %s FOR UPDATE SKIP LOCKED
)
DELETE FROM {table} USING expired WHERE {table}.cache_key = expired.cache_key
"""


class DatabaseCache(db.DatabaseCache):
    """Django's, which takes whatever goes wrong as it writes for a key that is taken: here only another's is that.

    Raises what the database raised: an OperationalError, or an InternalError where it only reads.
    """

    def forget_expired(self, most):
        """Delete `most` of the keys that expired; returns how many there were. Django's own does so only when full."""
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(self._table)
            cursor.execute(FORGET.format(table=table), [timezone.now(), most])
            return cursor.rowcount

    def _base_set(self, *arguments, **options):
        troubles = []

        def watched(execute, *asked):
            try:
                return execute(*asked)
            except Error as error:
                if not isinstance(error, IntegrityError):
                    troubles.append(error)
                raise

        connection.execute_wrappers.insert(0, watched)  # outside all others, to see what they raise
        try:
            done = super()._base_set(*arguments, **options)
        finally:
            connection.execute_wrappers.remove(watched)
        if troubles:
            raise troubles[0]
        return done
