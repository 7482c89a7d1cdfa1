"""What the API promised it keeps; what it newly promises is written down."""

from copy import deepcopy
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from violence_plan.api import promises
from violence_plan.api.promises import BrokenError, promise, written
from violence_plan.api.views import description

SMALL = {
    "paths": {
        "/api/v1/rows/": {
            "get": {
                "parameters": [
                    {"in": "query", "name": "status", "schema": {"type": "array", "items": {"enum": ["open", "done"]}}},
                    {"in": "query", "name": "day", "schema": {"type": "string", "format": "date"}, "required": True},
                    {"in": "path", "name": "uid", "schema": {"type": "string"}},
                ],
                "responses": {
                    "200": {
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Row"}},
                            "text/csv": {},
                        }
                    },
                    "400": {"$ref": "#/components/responses/BadRequest"},
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Row": {
                "properties": {
                    "status": {"allOf": [{"$ref": "#/components/schemas/Status"}]},
                    "owner": {"oneOf": [{"$ref": "#/components/schemas/Owner"}, {"type": "null"}]},
                    "due_on": {"type": ["string", "null"], "format": "date"},
                    "notes": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["status", "owner", "due_on"],
            },
            "Status": {"enum": ["open", "done"]},
        }
    },
}
SENTENCES = """\
/api/v1/rows/ answers 200
/api/v1/rows/ answers 400
/api/v1/rows/ answers application/json: Row
/api/v1/rows/ answers text/csv: anything
/api/v1/rows/ needs day
/api/v1/rows/ takes day: string (date)
/api/v1/rows/ takes status: list of anything
/api/v1/rows/ takes status=done
/api/v1/rows/ takes status=open
Row.due_on is string or null (date)
Row.notes is list of string, where it is given
Row.owner is Owner or null
Row.status is Status
Status may be done
Status may be open
"""


@pytest.fixture
def file(tmp_path, monkeypatch):
    """An empty file of promises in place of the portal's own."""
    monkeypatch.setattr(promises, "FILE", tmp_path / "promises.txt")
    promises.FILE.touch()
    return promises.FILE


def changed(*path, **fields):
    """SMALL with other `fields` at that path; one that is None is left out."""
    other = deepcopy(SMALL)
    at = other
    for name in path:
        at = at[name]
    for name, value in fields.items():
        at[name] = value
        if value is None:
            del at[name]
    return other


OPERATION = ("paths", "/api/v1/rows/", "get")
ROW = ("components", "schemas", "Row")


@pytest.mark.parametrize(
    ("other", "broken"),
    [
        (
            changed(*OPERATION, "parameters", 0, "schema", "items", enum=["open"]),
            ["/api/v1/rows/ takes status=done"],
        ),
        (changed(*OPERATION, "parameters", 0, required=True), ["/api/v1/rows/ needs day"]),
        (changed(*ROW, "properties", owner={"type": "string"}), ["Row.owner is Owner or null"]),
        (changed(*ROW, "properties", status=None), ["Row.status is Status"]),
        (changed(*ROW, required=["owner", "due_on"]), ["Row.status is Status"]),
        (changed("components", "schemas", "Status", enum=["done"]), ["Status may be open"]),
    ],
)
def test_a_broken_promise_is_named_and_nothing_is_written(file, other, broken):
    promise(SMALL)
    with pytest.raises(BrokenError) as refused:
        promise(other)
    assert refused.value.args == (broken,)
    assert file.read_text() == SENTENCES


def test_all_that_is_promised_is_written_a_sentence_a_line_and_what_is_new_is_told(file):
    assert promise(SMALL) == SENTENCES.splitlines()
    assert file.read_text() == SENTENCES
    assert promise(SMALL) == []
    assert promise(changed("components", "schemas", "Status", enum=["open", "done", "late"])) == ["Status may be late"]


def test_the_command_refuses_in_words_what_would_break_a_program(file):
    file.write_text("/api/v1/ takes everything\n")
    with pytest.raises(CommandError) as refused:
        call_command("promise_api", stdout=StringIO())
    assert str(refused.value) == (
        "/api/v1/ would break a partner's program. Bring back what it promised:\n/api/v1/ takes everything"
    )


def test_the_command_writes_what_is_new_and_says_so(file):
    out = StringIO()
    call_command("promise_api", stdout=out)
    first, *_, last = out.getvalue().splitlines()
    assert (first, last) == ("+ /api/v1/ answers 200", f"{len(written())} new promises in promises.txt.")


def test_the_api_keeps_every_promise_and_each_is_written_down():
    now = promises.promises(description())
    assert sorted(written() - now) == [], "/api/v1/ would break a partner's program. Bring these back."
    assert sorted(now - written()) == [], "Write these down: manage.py promise_api"
