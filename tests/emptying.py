"""How the database is emptied between tests that commit: only the tables with rows, row by row.

Django would empty all of them with TRUNCATE, which makes every file of a hundred tables anew, and then list its content
types and permissions again; both take longer than most tests.
"""

from django.db import connection, transaction
from psycopg2.sql import SQL, Identifier, Literal

OF_THE_CODE = {"django_migrations", "django_content_type", "auth_permission"}  # not of a test
LARGE = 50_000_000  # bytes of rows, deleted ones too: nothing sweeps these tables, so now and then they are made anew


def empty_all():
    """Delete all rows of all tables, whatever their triggers say; the history's forbid it to anybody.

    Of tables without a model too: a try at signing in that one test counts is not to be found by the next.
    """
    names = sorted({*connection.introspection.table_names()} - OF_THE_CODE)
    looks = [SQL("EXISTS (SELECT FROM {})").format(Identifier(name)) for name in names]
    sizes = [SQL("pg_relation_size({})").format(Literal(name)) for name in names]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SQL("SELECT {}, {}").format(SQL(" + ").join(sizes), SQL(", ").join(looks)))
        size, *have_rows = cursor.fetchone()
        kept = size < LARGE
        tables = [Identifier(name) for name, has_rows in zip(names, have_rows, strict=True) if has_rows or not kept]
        for table in tables:
            cursor.execute(SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table))
        for emptied in tables if kept else [SQL(", ").join(tables)]:
            cursor.execute(SQL("DELETE FROM {}" if kept else "TRUNCATE {}").format(emptied))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(table))
