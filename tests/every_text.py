"""All that a database says: every column of every table, as a dump of it would."""

from django.db import connection
from psycopg2.sql import SQL, Identifier

COLUMNS = """
SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
"""


def every_text():
    """The rows of all tables as one text in lower case; accents and separators as they stand."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        said = []
        for (table,) in cursor.fetchall():
            cursor.execute(SQL("SELECT t::text FROM {} t").format(Identifier(table)))
            said += [row for (row,) in cursor.fetchall()]
    return "\n".join(said).casefold()
