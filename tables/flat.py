"""Rows of JSON as a table: an object within a row has a column for each of its fields, a list has one cell for all."""

import tablib
from rest_framework.renderers import BaseRenderer
from rest_framework.serializers import BaseSerializer, ListSerializer

from tables.formats import CSV


class TableRenderer(BaseRenderer):
    """Writes rows, dicts, as comma-separated values: cells that no spreadsheet runs, under the names of the fields."""

    media_type = "text/csv"
    format = "csv"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return CSV().export_data(as_table(renderer_context["view"].chosen_fields(), data))


def as_table(fields, rows):
    """A dataset of `rows`, dicts, of the serializer's `fields` by name: an object within a row has a column for each
    of its own fields, a list one cell for all.
    """
    table = tablib.Dataset(headers=[header for name, field in fields.items() for header in headers(name, field)])
    for row in rows:
        table.append([cell for name, field in fields.items() for cell in cells(field, row[name])])
    return table


def headers(name, field):
    """The names of the columns that a field has."""
    return [f"{name}.{inner}" for inner in field.fields] if holds_one(field) else [name]


def cells(field, value):
    """The cells of a field, as many as it has columns."""
    if holds_one(field):
        return [in_words((value or {}).get(inner)) for inner in field.fields]
    if isinstance(field, ListSerializer):
        return ["; ".join(field.child.in_a_cell(each) for each in value)]
    return [in_words(value)]


def holds_one(field):
    """Whether a field holds an object."""
    return isinstance(field, BaseSerializer) and not isinstance(field, ListSerializer)


def in_words(value):
    """A value of JSON as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return "; ".join(value) if isinstance(value, list) else str(value)
