"""A count that cannot be kept is the database's trouble; tests/violence_plan/http/test_database_limits.py signs in."""

import pytest
from django.core.cache import cache
from django.db import InternalError, connection

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_key_that_is_taken_is_no_trouble():
    assert cache.add("tries", 1)
    assert not cache.add("tries", 2)
    assert cache.get("tries") == 1
    assert cache.touch("tries")


def test_one_that_another_writes_at_the_same_moment_is_taken():
    def meanwhile(execute, sql, *asked):
        if sql.startswith("INSERT"):
            execute(sql, *asked)  # the other's
        return execute(sql, *asked)

    with connection.execute_wrapper(meanwhile):
        assert not cache.add("tries", 1)


def test_where_the_database_only_reads_that_is_raised():
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    with pytest.raises(InternalError, match="read-only transaction"):
        cache.add("tries", 1)
    connection.close()
