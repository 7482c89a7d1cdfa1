"""Rows by the keys that another query finds."""

from django.db.models import BooleanField, Func


class AmongKeys(Func):
    """The condition that a key is one of an array that a subquery makes: `AmongKeys("pk", ArraySubquery(keys))`.

    PostgreSQL makes the array first, and then looks up each key, whatever else is joined; of `pk IN (…)` it may do
    neither.
    """

    template, arg_joiner = "%(expressions)s)", " = ANY("
    output_field = BooleanField()
