"""Each connection has the limits of what it is used for just now, and knows whether anything can be written."""

import pytest
from django.db import OperationalError, connection, transaction

from violence_plan.database.limits import COMMAND, IMPORT, LIMITS, PAGE, WRITE, Limits
from violence_plan.database.trouble import BUSY, trouble_of

pytestmark = pytest.mark.django_db(transaction=True)

ASK = "SELECT current_setting('statement_timeout'), current_setting('lock_timeout')"
WAIT = "SELECT pg_sleep(60)"


def limits():
    """The timeouts of statements and locks that PostgreSQL knows of."""
    with connection.cursor() as cursor:
        cursor.execute(ASK)
        return cursor.fetchone()


def test_what_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setitem(LIMITS, PAGE, Limits(statement=1, lock=1, idle=1000))
    with connection.within(PAGE), connection.cursor() as cursor, pytest.raises(OperationalError) as error:
        cursor.execute(WAIT)
    assert trouble_of(error.value) is BUSY


def test_a_new_connection_has_the_limits_of_its_first_use():
    connection.close()
    with connection.within(PAGE):
        assert limits() == ("5s", "3s")


def test_one_that_was_kept_has_those_of_its_next_use():
    assert limits() == ("0", "30s")
    with connection.within(WRITE):
        assert limits() == ("10s", "5s")
        with connection.within(IMPORT), transaction.atomic():
            assert limits() == ("1min", "5s")
            with connection.within(PAGE):  # a transaction has those that it began with
                assert limits() == ("1min", "5s")
    assert (limits(), connection.kind) == (("0", "30s"), COMMAND)


def test_limits_are_told_only_where_they_change():
    with connection.within(PAGE):
        limits()
        with connection.cursor() as cursor:  # by somebody else: what is told again would undo it
            cursor.execute("SET lock_timeout = 1234")
        assert limits() == ("5s", "1234ms")
    connection.close()


def test_where_others_set_the_limits_none_is_told(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "LIMITED", False)
    connection.close()
    with connection.within(PAGE):
        assert limits() == ("0", "0")
    assert "options" not in connection.get_connection_params()
    connection.close()


def test_what_the_address_says_itself_holds(monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "options", "-c lock_timeout=700")
    connection.close()
    assert limits()[1] == "700ms"
    connection.close()


def test_a_database_that_only_reads_is_known_without_asking(django_assert_num_queries):
    with connection.cursor() as cursor:
        assert not connection.is_read_only
        cursor.execute("SET default_transaction_read_only = on")
    with django_assert_num_queries(0):
        assert connection.is_read_only
    connection.close()
    assert not connection.is_read_only
