"""Between two tests that commit, nothing is left in any table."""

import pytest
from django.core.cache import cache
from django.db import connection
from psycopg2.sql import SQL, Identifier

from accounts import requests
from tests.emptying import OF_THE_CODE, empty_all
from tests.factories import make_user


def rows():
    """How many rows each table has that has any, of those that a test may write to."""
    found = {}
    with connection.cursor() as cursor:
        for name in {*connection.introspection.table_names()} - OF_THE_CODE:
            cursor.execute(SQL("SELECT count(*) FROM {}").format(Identifier(name)))
            if count := cursor.fetchone()[0]:
                found[name] = count
    return found


@pytest.mark.django_db(transaction=True)
def test_tables_without_a_model_are_emptied_like_all_others():
    user = make_user()
    cache.set("tried", 1, 600)
    requests.add("somebody", 10, 1)
    assert rows().keys() >= {"accounts_cache", "accounts_requests", user._meta.db_table}
    empty_all()
    assert rows() == {}
