"""Rows of JSON as cells."""

import pytest
from rest_framework import serializers

from tables.flat import as_table, in_words


class Part(serializers.Serializer):
    """What a row holds one or some of."""

    in_a_cell = "{name} ({role})".format_map

    name = serializers.CharField()
    role = serializers.CharField()


class Row(serializers.Serializer):
    """A row."""

    code = serializers.CharField()
    part = Part(allow_null=True)
    parts = Part(many=True)
    names = serializers.ListField()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (1.5, "1.5"),
        ("=1", "=1"),
        ([], ""),
        (["a", "b"], "a; b"),
    ],
)
def test_a_value_is_a_text(value, text):
    assert in_words(value) == text


def test_an_object_has_a_column_for_each_field_and_a_list_one_for_all():
    one, two = {"name": "A", "role": "lead"}, {"name": "{B}", "role": "support"}
    rows = [
        {"code": "x", "part": one, "parts": [one, two], "names": ["n"]},
        {"code": "y", "part": None, "parts": [], "names": []},
    ]

    table = as_table(Row().fields, rows)

    assert table.headers == ["code", "part.name", "part.role", "parts", "names"]
    assert list(table) == [("x", "A", "lead", "A (lead); {B} (support)", "n"), ("y", "", "", "", "")]


def test_a_table_without_rows_has_its_head():
    assert as_table({"code": Row().fields["code"]}, []).headers == ["code"]
