"""The words of rows, as PostgreSQL reads them."""

from django.contrib.postgres.search import SearchVector
from django.db.models import TextField, Value
from django.db.models.functions import Concat, Left

MOST_READ = 200_000  # signs of a row; PostgreSQL refuses to read a text of a million bytes


def words_of(*columns):
    """The English words of these text columns of a row together, as an expression that an index may hold."""
    first, *others = columns
    spaced = [part for column in others for part in (Value(" "), column)]
    text = Concat(first, *spaced, output_field=TextField()) if others else first
    return SearchVector(Left(text, MOST_READ), config="english")
