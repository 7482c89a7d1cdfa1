"""How many requests came from whom in a minute: counted where all workers, on whatever machine, count together."""

from django.db import connection
from django.utils.crypto import salted_hmac

ADD = """
INSERT INTO accounts_requests AS counted (minute, who, taken) VALUES (%s, %s, %s)
ON CONFLICT (minute, who) DO UPDATE SET taken = counted.taken + EXCLUDED.taken RETURNING taken
"""
# Rows that another worker is deleting are left to it, so that nobody waits. Materialised, or a nested loop would look
# for `most` rows again and again, and delete all.
FORGET = """
WITH past AS MATERIALIZED (
    SELECT minute, who FROM accounts_requests WHERE minute < %s LIMIT %s FOR UPDATE SKIP LOCKED
)
DELETE FROM accounts_requests counted USING past WHERE (counted.minute, counted.who) = (past.minute, past.who)
"""


def add(who, minute, number):
    """Count `number` requests more of `who`, any text, in that `minute`, a whole number; returns how many there are.

    It is one statement, kept whatever becomes of the request. Of `who` only a digest is written.
    """
    digest = salted_hmac("accounts.requests", who, algorithm="sha256").hexdigest()[:32]
    with connection.cursor() as cursor:
        cursor.execute(ADD, [minute, digest, number])
        return cursor.fetchone()[0]


def forget_before(minute, most=None):
    """Delete what was counted before that minute, `most` rows of it where that is said; returns how many went."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [minute, most])
        return cursor.rowcount
