"""The PostgreSQL server that is saved or restored into: how to reach it, by connections without time limits."""

import secrets
from contextlib import closing, contextmanager

import psycopg2
from django.db import connection
from psycopg2.extensions import make_dsn

from violence_plan.backup import BackupError

# What libpq takes of Django's parameters. Limits on time are the portal's; a backup takes as long as it takes.
TAKEN = ("dbname", "user", "password", "host", "port", "service", "connect_timeout", "target_session_attrs")
# So that a value reads alike on every server, whatever it is set to.
SETTINGS = {"search_path": "", "TimeZone": "UTC", "DateStyle": "ISO", "IntervalStyle": "postgres",
            "extra_float_digits": "3", "bytea_output": "hex", "statement_timeout": "0", "lock_timeout": "0",
            "idle_in_transaction_session_timeout": "0"}  # fmt: skip


def parameters(database=None):
    """How libpq reaches the server of DATABASE_URL, as a dict; `database` names another of its databases."""
    given = connection.get_connection_params()
    taken = {name: value for name, value in given.items() if name in TAKEN or name.startswith(("ssl", "gss", "krb"))}
    return taken | ({"dbname": database} if database else {})


def for_program(database=None):
    """The same for a program such as pg_dump: a connection string without secrets, and these as environment.

    A command line can be read by everybody on the machine, an environment by its owner alone.
    """
    given = parameters(database)
    hidden = {"PGPASSWORD": given["password"]} if given.get("password") else {}
    return make_dsn(**{name: value for name, value in given.items() if name != "password"}), hidden


@contextmanager
def connected(database=None, *, autocommit=False):
    """A psycopg2 connection of its own, closed afterwards. Raises BackupError where the server is out of reach."""
    try:
        opened = psycopg2.connect(**parameters(database))
    except psycopg2.OperationalError as problem:
        raise BackupError(f"The database can't be reached: {str(problem).strip()}") from None
    with closing(opened):
        opened.autocommit = True
        with opened.cursor() as cursor:
            for name, value in SETTINGS.items():
                cursor.execute("SELECT set_config(%s, %s, false)", [name, value])
        opened.autocommit = autocommit
        yield opened


def version_of(opened):
    """The server's version, as (words, major)."""
    return opened.get_parameter_status("server_version").split()[0], opened.server_version // 10000


@contextmanager
def throwaway_database():
    """The name of a new, empty database on the same server, dropped afterwards. Raises BackupError with the mend."""
    home, name = parameters()["dbname"], f"violence_plan_proof_{secrets.token_hex(6)}"
    with connected(autocommit=True) as opened, opened.cursor() as cursor:
        try:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        except psycopg2.errors.InsufficientPrivilege:
            raise BackupError(
                f"{opened.info.user} may not make databases, and a backup is proved in one that is dropped afterwards. "
                f"Let an administrator of the server say: ALTER ROLE {opened.info.user} CREATEDB. "
                "Or set DATABASE_URL to another server, which need not be the portal's: the backup alone is read."
            ) from None
        except psycopg2.errors.ReadOnlySqlTransaction:
            raise BackupError(
                "This server only reads (a standby), so nothing can be restored on it. Set DATABASE_URL to another "
                "server, which need not be the portal's: the backup alone is read."
            ) from None
        except psycopg2.Error as problem:
            raise BackupError(f"A database to restore into can't be made: {str(problem).strip()}") from None
    try:
        yield name
    finally:
        with connected(home, autocommit=True) as opened, opened.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # whoever still looks
