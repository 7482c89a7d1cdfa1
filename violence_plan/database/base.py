"""Django's database backend for PostgreSQL, with time limits by kind of connection.

A new connection has the limits of what it is first used for; one that was kept open and is used for something else is
told so by one statement ahead of the next. Pages follow pages, so they cost none. Where `LIMITED` is off in the
settings of the database, roles or a pooler set the limits (docs/running.md).
"""

from contextlib import contextmanager

from django.db.backends.postgresql import base

from violence_plan.database.limits import COMMAND, LIMITS


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection: `kind` is what it is used for just now, `limited_to` the Limits that PostgreSQL knows of."""

    kind, limited_to = COMMAND, None

    @contextmanager
    def within(self, kind):
        """Within, statements have the limits of that `kind`; of an open transaction those that it began with."""
        before, self.kind = self.kind, kind
        try:
            yield
        finally:
            self.kind = before

    @property
    def limits(self):
        """The Limits of what the connection is used for now, or None where others set them."""
        return LIMITS[self.kind] if self.settings_dict.get("LIMITED", True) else None

    @property
    def is_read_only(self):
        """Whether nothing can be written: a standby, or a database that is set so. The server told it unasked."""
        self.ensure_connection()
        told = self.connection.info.parameter_status
        return "on" in (told("in_hot_standby"), told("default_transaction_read_only"))

    def get_connection_params(self):
        """Django's, with the limits; what DATABASE_URL says itself comes last and so holds."""
        given = super().get_connection_params()
        if self.limits:
            given["options"] = f"{self.limits.options} {given.get('options', '')}".strip()
        return given

    def get_new_connection(self, conn_params):
        """Django's; the connection's limits are those it was made with."""
        self.limited_to = self.limits
        return super().get_new_connection(conn_params)

    def create_cursor(self, name=None):
        """Django's, on a connection that has the limits of what it is used for."""
        if not self.in_atomic_block:
            self.keep_to_limits()
        return super().create_cursor(name)

    def _set_autocommit(self, autocommit):
        if not autocommit:  # a transaction begins
            self.keep_to_limits()
        super()._set_autocommit(autocommit)

    def keep_to_limits(self):
        """Tell PostgreSQL of the limits where they are others than it knows of."""
        if self.limits != self.limited_to:
            with self.wrap_database_errors, self.connection.cursor() as cursor:
                cursor.execute(self.limits.sql)
            self.limited_to = self.limits
