"""How often the data changed: one number for each plan, one for what plans share, one for everything.

The database counts, by triggers on every statement, in the writer's own transaction: whoever writes, through the
portal or by raw SQL, and whoever reads the number reads it with the data that it counts. Writers wait in turn from
their first write to their commit, so that the numbers of everything are in the order of the commits, and two writers
never wait for each other.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import BigIntegerField, Func, TextField, Value

ALL, SHARED, PLANS = "all", "shared", "plans"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
READ = "SELECT history_revision_of(%s)"
# What stands in `rows` is what one statement inserted, changed (before and after) or deleted.
CREATE = """
CREATE FUNCTION history_count(counted text) RETURNS bigint LANGUAGE sql AS $body$
    INSERT INTO history_revision (scope, number, changed_at) VALUES (counted, 1, clock_timestamp())
    ON CONFLICT (scope) DO UPDATE SET number = history_revision.number + 1, changed_at = clock_timestamp()
    RETURNING number
$body$;

-- The number of the transaction among those that wrote; the first to ask waits for whoever is writing.
CREATE FUNCTION history_take_turn() RETURNS bigint LANGUAGE plpgsql AS $body$
DECLARE turn text := current_setting('history.turn', true);
BEGIN
    IF coalesce(turn, '') = '' THEN
        PERFORM pg_advisory_xact_lock(hashtext('history_take_turn'));
        turn := history_count('all');
        PERFORM set_config('history.turn', turn, true), set_config('history.counted', '', true);
    END IF;
    RETURN turn;
END $body$;

CREATE FUNCTION history_turn() RETURNS bigint LANGUAGE sql AS $body$
    SELECT nullif(current_setting('history.turn', true), '')::bigint
$body$;

CREATE FUNCTION history_wait_in_turn() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM history_take_turn();
    RETURN NULL;
END $body$;

-- Counts each of the scopes that the query in the trigger's argument finds, once in a transaction.
CREATE FUNCTION history_count_scopes() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    found text;
    counted text := current_setting('history.counted', true);
BEGIN
    FOR found IN EXECUTE 'SELECT DISTINCT scope FROM (' || TG_ARGV[0] || ') scopes WHERE scope IS NOT NULL' LOOP
        IF position(',' || found || ',' IN counted) = 0 THEN
            PERFORM history_count(found);
            counted := counted || ',' || found || ',';
            PERFORM set_config('history.counted', counted, true);
        END IF;
    END LOOP;
    RETURN NULL;
END $body$;
"""
DROP = """
DROP FUNCTION history_count_scopes(); DROP FUNCTION history_wait_in_turn(); DROP FUNCTION history_turn();
DROP FUNCTION history_take_turn(); DROP FUNCTION history_count(text);
"""
# The number of all scopes together, and when the last changed, in microseconds since 1970. It is a function so that its
# plan is made once in a connection: that takes longer than to read three rows.
CREATE_READ = """
CREATE FUNCTION history_revision_of(scopes text[]) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $body$
BEGIN
    RETURN (
        SELECT ARRAY[coalesce(sum(number), 0)::bigint, (extract(epoch FROM max(changed_at)) * 1000000)::bigint]
        FROM history_revision WHERE scope = ANY(scopes)
    );
END $body$;
"""
DROP_READ = "DROP FUNCTION history_revision_of(text[]);"
COUNT = """
CREATE TRIGGER history_a_turn BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION history_wait_in_turn();
CREATE TRIGGER history_insert_counted AFTER INSERT ON {table} REFERENCING NEW TABLE AS rows
    FOR EACH STATEMENT EXECUTE FUNCTION history_count_scopes($query${rows}$query$);
CREATE TRIGGER history_update_counted AFTER UPDATE ON {table} REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION history_count_scopes($query${both}$query$);
CREATE TRIGGER history_delete_counted AFTER DELETE ON {table} REFERENCING OLD TABLE AS rows
    FOR EACH STATEMENT EXECUTE FUNCTION history_count_scopes($query${rows}$query$);
CREATE TRIGGER history_truncate_counted BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION history_count_scopes('SELECT scope FROM history_revision');
"""
SCOPE = "SELECT {scope} AS scope FROM {rows} r"
DONT_COUNT = """
DROP TRIGGER history_a_turn ON {table}; DROP TRIGGER history_insert_counted ON {table};
DROP TRIGGER history_update_counted ON {table}; DROP TRIGGER history_delete_counted ON {table};
DROP TRIGGER history_truncate_counted ON {table};
"""


@dataclass(frozen=True)
class Revision:
    """How often something changed, and when it last did: an aware datetime, or None where it never did."""

    number: int
    changed_at: object

    @classmethod
    def read(cls, found):
        """The Revision of what history_revision_of() gives: a number, and microseconds since 1970 or None."""
        number, changed = found
        return cls(number, None if changed is None else EPOCH + timedelta(microseconds=changed))


def counted(table, *scopes):
    """SQL that counts what is written to `table`, and SQL that undoes it: the two arguments of a RunSQL.

    Each of `scopes` is an SQL expression over a row `r` of the table: the name of what a change of it counts for, or
    NULL where that is gone already.
    """
    rows, before, after = (
        " UNION ALL ".join(SCOPE.format(scope=scope, rows=name) for scope in scopes)
        for name in ("rows", "before", "after")
    )
    return COUNT.format(table=table, rows=rows, both=f"{before} UNION ALL {after}"), DONT_COUNT.format(table=table)


def of_plan(slug):
    """The name of the scope of the plan with this slug."""
    return f"plan {slug}"


def revision(*scopes):
    """The Revision of `scopes` together; of everything with ALL. One query; 0 where nothing was ever written.

    It is asked for with every answer, so by a bare cursor, unless queries are being counted: Django's own takes longer
    than PostgreSQL takes to answer.
    """
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    made = database.cursor if database.queries_logged else database.connection.cursor
    with database.wrap_database_errors, made() as cursor:
        cursor.execute(READ, [list(scopes)])
        [found] = cursor.fetchone()
    return Revision.read(found)


def expression_of(*scopes):
    """What revision() reads, as an expression of another query: Revision.read() takes its value."""
    names = Value(list(scopes), output_field=ArrayField(TextField()))
    return Func(names, function="history_revision_of", output_field=ArrayField(BigIntegerField()))


def write_in_turn():
    """Wait until no other transaction writes, and keep others waiting until this one ends.

    A write of several rows that locks rows before it writes calls this first: what waits for a row would otherwise
    keep its turn from the one who has the row. Writes themselves wait by themselves.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT history_take_turn()")
