"""The description as its readers need it: every kind of schema in words, every endpoint with what it takes."""

import json

import pytest

from violence_plan.api import docs
from violence_plan.api.docs import Field
from violence_plan.api.views import description

DESCRIPTION = {
    "tags": [{"name": "rows", "description": "Rows."}, {"name": "start", "description": "Where all is."}],
    "paths": {
        "/": {
            "get": {
                "operationId": "root",
                "summary": "Root",
                "description": "Addresses.",
                "tags": ["start"],
                "responses": {"200": {"content": {"application/json": {"schema": {"type": "object"}}}}},
            }
        },
        "/rows/{code}/": {
            "get": {
                "operationId": "row",
                "summary": "One row",
                "description": "The row.",
                "tags": ["rows"],
                "parameters": [
                    {"name": "code", "in": "path", "description": "Its code.\n", "schema": {"type": "string"}},
                    {
                        "name": "page",
                        "in": "query",
                        "description": "Which page.",
                        "schema": {"type": "integer", "default": 1},
                    },
                    {
                        "name": "basis",
                        "in": "query",
                        "description": "On what ground.",
                        "schema": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
                    },
                    {
                        "name": "ordering",
                        "in": "query",
                        "description": "In what order.",
                        "explode": False,
                        "schema": {"type": "array", "items": {"type": "string", "enum": ["a", "-a"]}},
                    },
                ],
                "responses": {
                    "200": {
                        "content": {
                            "application/json": {
                                "schema": {"$ref": "#/components/schemas/PaginatedRowList"},
                                "examples": {"ARow": {"value": {"code": "é"}}},
                            }
                        }
                    }
                },
            }
        },
    },
    "components": {
        "schemas": {
            "Row": {"type": "object", "description": "A row.", "properties": {"code": {"type": "string"}}},
            "Kind": {"type": "string", "enum": ["board", "team"]},
            "PaginatedRowList": {
                "type": "object",
                "properties": {"results": {"type": "array", "items": {"$ref": "#/components/schemas/Row"}}},
            },
            "PaginatedOtherList": {"type": "object", "properties": {"results": {"type": "array"}}},
        },
        "responses": {
            "Gone": {
                "description": "It is gone.",
                "content": {"application/problem+json": {"example": {"status": 410, "title": "Gone"}}},
            }
        },
    },
}


@pytest.mark.parametrize(
    ("schema", "kind", "target", "choices"),
    [
        ({"type": "string"}, "text", "", ()),
        ({"type": "string", "format": "uuid"}, "UUID", "", ()),
        ({"type": "integer", "minimum": 1}, "whole number", "", ()),
        ({"type": "boolean"}, "true or false", "", ()),
        ({"type": "object", "additionalProperties": {}}, "object", "", ()),
        ({"type": ["string", "null"], "format": "date"}, "date or null", "", ()),
        ({"type": "string", "enum": ["true", "false"]}, "text", "", ("true", "false")),
        ({"type": "array", "items": {"type": "string"}}, "list of text", "", ()),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Row"}}, "list of Row", "Row", ()),
        ({"$ref": "#/components/schemas/Row"}, "Row", "Row", ()),
        ({"$ref": "#/components/schemas/PaginatedRowList"}, "page of Row", "Row", ()),
        ({"allOf": [{"$ref": "#/components/schemas/Kind"}]}, "text", "", ("board", "team")),
        ({"oneOf": [{"$ref": "#/components/schemas/Row"}, {"type": "null"}]}, "Row or null", "Row", ()),
        (
            {"oneOf": [{"$ref": f"#/components/schemas/{one}"} for one in ("Kind", "Blank")]},
            "text or empty",
            "",
            ("board", "team"),
        ),
    ],
)
def test_every_kind_of_schema_is_said_in_words(schema, kind, target, choices):
    said = docs.field("name", schema | {"description": "Meaning."}, DESCRIPTION)

    assert said == Field("name", kind, "Meaning.", target, choices)


def test_parts_have_the_endpoints_of_their_tag_in_order():
    [(rows, about_rows, [row]), (start, about_start, [root])] = docs.parts(DESCRIPTION)

    assert (rows, about_rows, start, about_start) == ("rows", "Rows.", "start", "Where all is.")
    assert (row.name, row.path, row.title, row.text) == ("row", "/rows/{code}/", "One row", "The row.")
    assert row.answer == Field("", "page of Row", "", "Row", ())
    assert row.example == '{\n  "code": "é"\n}'
    assert (row.address, row.is_whole) == ("/rows/é/", False)
    assert (root.address, root.is_whole, root.example, root.parameters) == ("/", True, "", ())


def test_a_parameter_says_where_it_stands_what_else_counts_and_whether_it_repeats():
    [(_, _, [row]), _] = docs.parts(DESCRIPTION)

    assert row.parameters == (
        Field("code", "text", "Its code.", "", (), in_path=True),
        Field("page", "whole number", "Which page.", "", (), fallback="1"),
        Field("basis", "list of text", "On what ground.", "", ("a", "b"), repeats=True),
        Field("ordering", "list of text", "In what order.", "", ("a", "-a")),
    )


def test_an_address_of_a_file_is_made_of_the_parameters_own_examples():
    of_file = {
        "operationId": "file",
        "summary": "A file",
        "description": "All.",
        "tags": ["rows"],
        "parameters": [
            {
                "name": "code",
                "in": "path",
                "description": "Its code.",
                "schema": {"type": "string"},
                "examples": {"Code": {"value": "a-row"}},
            }
        ],
        "responses": {
            "200": {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}},
        },
    }
    described = DESCRIPTION | {"paths": {"/rows/{code}/all.pdf": {"get": of_file}}}

    [(_, _, [found]), _] = docs.parts(described)

    assert (found.address, found.answer.kind, found.example) == ("/rows/a-row/all.pdf", "file", "")


def test_objects_have_the_page_once_and_first_and_no_choices():
    assert docs.objects(DESCRIPTION) == [
        ("Page", "", [Field("results", "list of Row", "", "Row", ())]),
        ("Row", "A row.", [Field("code", "text", "", "", ())]),
    ]


def test_errors_have_status_words_and_example():
    assert docs.errors(DESCRIPTION) == [(410, "It is gone.", '{\n  "status": 410,\n  "title": "Gone"\n}')]


def test_nothing_of_our_own_description_is_left_out():
    said = json.loads(json.dumps(description()))
    endpoints = [one for _, _, endpoints in docs.parts(said) for one in endpoints]
    objects = {name for name, _, _ in docs.objects(said)}
    targets = {field.target for _, _, fields in docs.objects(said) for field in fields}

    assert sorted(one.path for one in endpoints) == sorted(said["paths"])
    assert {one.answer.target for one in endpoints} | targets | {"Page", "Problem"} == objects | {""}
