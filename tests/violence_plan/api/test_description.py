"""The OpenAPI description: valid, whole, committed, and true of what the API answers."""

import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from violence_plan.api.description import PROBLEM
from violence_plan.api.views import description

COMMITTED = settings.BASE_DIR / "docs" / "openapi.yaml"


@pytest.fixture
def plain():
    """The description as plain dicts and lists."""
    return json.loads(json.dumps(description()))


def test_it_is_made_without_a_warning_and_is_the_committed_one():
    out = StringIO()

    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)

    assert out.getvalue().strip() == COMMITTED.read_text(encoding="utf-8").strip(), (
        "The API's description has changed. If that is meant: "
        "manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml"
    )


def test_it_is_valid_openapi_3_1(plain):
    assert plain["openapi"] == "3.1.1"
    assert [error.message for error in OpenAPIV31SpecValidator(plain).iter_errors()] == []


def test_it_lists_every_endpoint_and_only_reads(plain):
    assert {path: list(operations) for path, operations in plain["paths"].items()} == {
        path: ["get"]
        for path in (
            "/api/v1/",
            "/api/v1/actions/",
            "/api/v1/actions/{uid}/",
            "/api/v1/alignment/",
            "/api/v1/changes/",
            "/api/v1/gaps/",
            "/api/v1/gaps/{plan}/{gap}/",
            "/api/v1/partners/",
            "/api/v1/partners/{code}/",
            "/api/v1/plans/",
            "/api/v1/plans/{slug}/",
            "/api/v1/plans/{slug}/plan.json",
            "/api/v1/plans/{slug}/plan.xlsx",
            *(f"/api/v1/{name}/" for name in ("themes", "frameworks", "alignments", "milestones", "indicators")),
            *(f"/api/v1/{name}/" for name in ("measurements", "updates", "notes", "glossary")),
            "/api/v1/themes/{uid}/",
            "/api/v1/frameworks/{code}/",
            "/api/v1/alignments/{uid}/{framework}/{code}/",
            "/api/v1/milestones/{uid}/{period}/{position}/",
            "/api/v1/indicators/{plan}/{code}/",
            "/api/v1/measurements/{plan}/{indicator}/{period}/",
            "/api/v1/updates/{uid}/",
            "/api/v1/notes/{plan}/{number}/",
            "/api/v1/glossary/{plan}/{term}/",
            "/api/v1/principles/",
            "/api/v1/principles/{framework}/{code}/",
            "/api/v1/schema/",
            "/api/v1/strategies/",
            "/api/v1/strategies/{uid}/",
        )
    }


def test_every_operation_parameter_and_field_is_described(plain):
    silent = [name for name, schema in plain["components"]["schemas"].items() if not name_is_clear(name, schema)]
    for name, schema in plain["components"]["schemas"].items():
        silent += [f"{name}.{field}" for field, said in schema.get("properties", {}).items() if not said["description"]]
    for path, operations in plain["paths"].items():
        operation = operations["get"]
        silent += [path] * (not (operation["summary"] and operation["description"] and operation["tags"]))
        silent += [f"{path}?{one['name']}" for one in operation.get("parameters", []) if not one["description"]]
        silent += [
            f"{path} {status}"
            for status, said in operation["responses"].items()
            if not (said.get("description") or "$ref" in said)
        ]

    assert silent == []


def name_is_clear(name, schema):
    """True where a schema is described, or is a choice, a page of rows, or the root's list of addresses."""
    return schema.get("description") or "enum" in schema or name.startswith("Paginated") or name == "Root"


def test_every_tag_is_explained(plain):
    used = {tag for operations in plain["paths"].values() for tag in operations["get"]["tags"]}

    assert used == {tag["name"] for tag in plain["tags"]}


def test_every_operation_says_how_it_can_fail(plain):
    for path, operations in plain["paths"].items():
        own = ["410"] if path == "/api/v1/changes/" else []
        assert list(operations["get"]["responses"]) == ["200", "400", "401", "404", "406", *own, "429"]
    for response in plain["components"]["responses"].values():
        content = response["content"]["application/problem+json"]
        assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
        assert list(OAS31Validator(PROBLEM).iter_errors(content["example"])) == []


def test_every_field_is_always_there_but_those_that_may_be_left_out(plain):
    left = {"Problem"}
    for operations in plain["paths"].values():
        names = [one["name"] for one in operations["get"].get("parameters", [])]
        content = operations["get"]["responses"]["200"]["content"]
        if "fields" in names and "page" not in names:
            left.add(content["application/json"]["schema"]["$ref"].rpartition("/")[2])
    for name, schema in plain["components"]["schemas"].items():
        if "properties" in schema:
            assert ("required" in schema) is (name not in left or name == "Problem"), name
            assert name in left or schema["required"] == list(schema["properties"])


def test_every_list_is_a_table_too(plain):
    for operations in plain["paths"].values():
        names = [one["name"] for one in operations["get"].get("parameters", [])]
        if "page" in names:
            assert "format" in names
            assert operations["get"]["responses"]["200"]["content"]["text/csv"]["schema"]["type"] == "string"


def test_every_example_fits_its_schema(plain):
    for path, operations in plain["paths"].items():
        content = operations["get"]["responses"]["200"]["content"].get("application/json", {})
        schema = content.get("schema", {}) | {"components": plain["components"]}
        for example in content.get("examples", {}).values():
            errors = [error.message for error in OAS31Validator(schema).iter_errors(example["value"])]
            assert errors == [], path
