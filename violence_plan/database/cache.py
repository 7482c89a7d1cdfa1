"""The cache in the database, by which tries are counted: where the database fails, nobody is told "too many"."""

from django.core.cache.backends import db
from django.db import Error, IntegrityError, connection


class DatabaseCache(db.DatabaseCache):
    """Django's, which takes whatever goes wrong as it writes for a key that is taken: here only another's is that.

    Raises what the database raised: an OperationalError, or an InternalError where it only reads.
    """

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
