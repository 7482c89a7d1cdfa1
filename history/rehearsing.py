"""A write that is done, looked at and taken back, so that what is shown is what will be: the preview of every change.

It does not take the writers' turn and counts nothing, so others go on saving. What it locks are the rows that it
writes; where somebody waits for one of them, it gives way and begins again. It cannot be committed: the database
refuses that, whoever forgot to take it back.
"""

from contextlib import contextmanager
from time import monotonic

from django.db import OperationalError, connection, transaction
from psycopg2.extensions import TRANSACTION_STATUS_INTRANS

TRIES = 3
LOOKS = 0.25  # seconds between looking whether anybody waits; with PATIENCE less than PostgreSQL's deadlock_timeout
PATIENCE = 500  # milliseconds that it waits for a lock itself
BEGIN = "SELECT set_config('history.rehearsal', 'on', true), set_config('lock_timeout', %s, true)"
END = "SELECT set_config('history.rehearsal', 'ending', true)"
ALONE = "SELECT pg_try_advisory_xact_lock(hashtext('history_rehearsal'))"
AWAITED = "SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)) LIMIT 1"
TAKEN = "Somebody else is just being shown what a file would change, and one such preview is made at a time."
IN_THE_WAY = "Other people are just saving the same rows, so that what would change cannot be shown yet."

CREATE = """
CREATE UNLOGGED TABLE history_rehearsal (began timestamptz NOT NULL DEFAULT clock_timestamp());

CREATE FUNCTION history_refuse_rehearsal() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF current_setting('history.rehearsal', true) IS DISTINCT FROM 'ending' THEN
        RAISE EXCEPTION 'A rehearsal is never committed.';
    END IF;
    RETURN NULL;
END $body$;

CREATE CONSTRAINT TRIGGER history_never_committed AFTER INSERT ON history_rehearsal DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION history_refuse_rehearsal();

CREATE FUNCTION history_rehearses() RETURNS boolean LANGUAGE sql STABLE AS $body$
    SELECT coalesce(current_setting('history.rehearsal', true), '') <> ''
$body$;

-- The number of the transaction among those that wrote; the first to ask waits for whoever is writing. A rehearsal
-- waits for nobody: its number is only the next one.
CREATE OR REPLACE FUNCTION history_take_turn() RETURNS bigint LANGUAGE plpgsql AS $body$
DECLARE turn text := current_setting('history.turn', true);
BEGIN
    IF coalesce(turn, '') = '' THEN
        IF history_rehearses() THEN
            INSERT INTO history_rehearsal DEFAULT VALUES;
            turn := 1 + coalesce((SELECT number FROM history_revision WHERE scope = 'all'), 0);
        ELSE
            PERFORM pg_advisory_xact_lock(hashtext('history_take_turn'));
            turn := history_count('all');
        END IF;
        PERFORM set_config('history.turn', turn, true), set_config('history.counted', '', true);
    END IF;
    RETURN turn;
END $body$;

-- Counts each of the scopes that the query in the trigger's argument finds, once in a transaction; none in a rehearsal.
CREATE OR REPLACE FUNCTION history_count_scopes() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    found text;
    counted text := current_setting('history.counted', true);
BEGIN
    IF history_rehearses() THEN
        RETURN NULL;
    END IF;
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


class RehearsalBusyError(OperationalError):
    """No rehearsal is possible just now; `sentence` says why. For whoever asks it is a lock that is not to be had."""

    pgcode = "55P03"

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sentence = sentence


class GaveWay(BaseException):
    """Somebody waits for a row of the rehearsal. Nothing on the way, such as an import's rows, takes it for a fault."""


def rehearsed(work, *, alone=False):
    """What the function `work` returns, of whose writes nothing stays; it is called anew where it gave way.

    Deferred constraints are judged at its end. With `alone` one such is made at a time in the whole portal. Raises
    RehearsalBusyError, and whatever `work` and the constraints raise.
    """
    for _ in range(TRIES):
        try:
            with rehearsal(alone=alone):
                return work()
        except GaveWay:
            continue
        except RehearsalBusyError:
            raise
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", None) != RehearsalBusyError.pgcode:
                raise
    raise RehearsalBusyError(IN_THE_WAY)


@contextmanager
def rehearsal(*, alone=False):
    """A transaction that takes no turn and is taken back at the end; raises GaveWay where somebody waits for it."""
    with transaction.atomic(), connection.cursor() as cursor:
        if alone:
            take_the_place(cursor)
        cursor.execute(BEGIN, [str(PATIENCE)])
        with connection.execute_wrapper(Looks()):
            yield
        cursor.execute(END)
        connection.check_constraints()
        transaction.set_rollback(True)


def take_the_place(cursor):
    """Take the one place for a rehearsal that is made alone; raises RehearsalBusyError where it is taken."""
    cursor.execute(ALONE)
    if not cursor.fetchone()[0]:
        raise RehearsalBusyError(TAKEN)


class Looks:
    """Ahead of a statement, now and then, looks whether anybody waits for what this transaction has locked."""

    def __init__(self):
        self.last = monotonic()

    def __call__(self, execute, sql, params, many, context):
        driver = connection.connection
        if monotonic() - self.last >= LOOKS and driver.info.transaction_status == TRANSACTION_STATUS_INTRANS:
            self.last = monotonic()
            with connection.wrap_database_errors, driver.cursor() as cursor:
                cursor.execute(AWAITED)
                if cursor.fetchone():
                    raise GaveWay
        return execute(sql, params, many, context)
