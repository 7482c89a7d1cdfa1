"""The description of the tables is what W3C asks of one, and the tables are as it says."""

import csv
import re
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.utils.dateparse import parse_datetime

from actions.models import Plan
from tests.factories import make_plan
from tests.small_plan import PLAN, write_files
from violence_plan.csvw import described
from violence_plan.imports import load_folder
from violence_plan.open_data import open_plans
from violence_plan.source_tables import OPEN_TABLES

pytestmark = pytest.mark.django_db

CHANGED = parse_datetime("2026-01-31T09:00:00Z")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*")  # what a variable of an address template may be called
READERS = {
    "string": str,
    "date": date.fromisoformat,
    "nonNegativeInteger": lambda cell: 1 / cell.isdecimal(),
    "boolean": ["true", "false"].index,
}


def table_of(document, file):
    """The description of one table."""
    return next(table for table in document["tables"] if table["url"] == file)


def column_of(document, file, name):
    """The description of one column."""
    return next(column for column in table_of(document, file)["tableSchema"]["columns"] if column["name"] == name)


def cells(rows, names):
    """The cells of these columns, row by row."""
    return [tuple(row[name] for name in names) for row in rows]


def faults(document, files):
    """What of `files`, texts by name, is not as the document says, in words."""
    read = {file: list(csv.DictReader(StringIO(text))) for file, text in files.items()}
    found = []
    for table in document["tables"]:
        file, schema = table["url"], table["tableSchema"]
        names = [column["titles"] for column in schema["columns"]]
        if next(csv.reader(StringIO(files[file]))) != names:
            found.append(f"{file}: other columns")
            continue
        for column in schema["columns"]:
            base, form = column["datatype"]["base"], column["datatype"].get("format", "")
            for cell in (row[column["name"]] or column.get("default", "") for row in read[file]):
                if not cell:
                    found += [f"{file} {column['name']}: empty"] if column["required"] else []
                elif base == "string" and form and not re.fullmatch(form, cell):
                    found.append(f"{file} {column['name']}: {cell}")
                else:
                    READERS[base](cell)
        keys = cells(read[file], schema["primaryKey"])
        if len(set(keys)) < len(keys):
            found.append(f"{file}: a key twice")
        for key in schema["foreignKeys"]:
            there = key["reference"]
            known = set(cells(read[there["resource"]], there["columnReference"]))
            # As in SQL, a reference with an empty cell is none.
            asked = {each for each in cells(read[file], key["columnReference"]) if all(each)}
            found += [f"{file}: no {missing} in {there['resource']}" for missing in sorted(asked - known)]
    return found


def test_a_plan_that_says_nothing_of_itself_has_nothing_said_of_it():
    document = described(make_plan(title="Bare", area="Anytown"), CHANGED)
    assert "dc:license" not in document
    assert "dc:source" not in document


def test_the_document_says_what_the_plan_says():
    document = described(
        make_plan(title="A safer town", area="Anytown", licence="Ours.", source_title="A report"), CHANGED
    )
    assert {name: value for name, value in document.items() if name not in ("tables", "notes")} == {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
        "dc:title": "A safer town, Anytown",
        "dc:license": "Ours.",
        "dc:source": "A report",
        "dc:coverage": "Anytown",
        "dc:modified": {"@value": "2026-01-31T09:00:00+00:00", "@type": "xsd:dateTime"},
    }
    assert document["notes"][0] == {
        "rdfs:comment": "These are the published rows. The names of private persons are withheld."
    }
    assert [table["url"] for table in document["tables"]] == list(OPEN_TABLES)


def test_a_table_is_described_whole():
    table = table_of(described(make_plan(), CHANGED), "leads.csv")
    assert table == {
        "url": "leads.csv",
        "dc:title": "Leads",
        "dc:description": "One partner's part in an action, in printed order.",
        "tableSchema": {
            "columns": [
                {
                    "name": "plan",
                    "titles": "plan",
                    "dc:description": "The row of plan.csv with this slug.",
                    "datatype": {"base": "string"},
                    "required": True,
                },
                {
                    "name": "action",
                    "titles": "action",
                    "dc:description": "The row of actions.csv with this action_no.",
                    "datatype": {"base": "string"},
                    "required": True,
                },
                {
                    "name": "partner",
                    "titles": "partner",
                    "dc:description": "The row of partners.csv with this code.",
                    "datatype": {"base": "string"},
                    "required": True,
                },
                {
                    "name": "role",
                    "titles": "role",
                    "dc:description": "One of: lead, support.",
                    "datatype": {"base": "string", "format": "^(lead|support)$"},
                    "required": True,
                },
                {
                    "name": "printed",
                    "titles": "printed",
                    "dc:description": "The partner's own part of the printed cell; "
                    "of a private person the public name.",
                    "datatype": {"base": "string"},
                    "required": False,
                },
                {
                    "name": "position",
                    "titles": "position",
                    "dc:description": "Order within the action, as printed, from 1.",
                    "datatype": {"base": "nonNegativeInteger"},
                    "required": True,
                },
                {
                    "name": "response",
                    "titles": "response",
                    "dc:description": "What the partner says of being named; for officers only. "
                    "One of: accepted, disputed.",
                    "datatype": {"base": "string", "format": "^(accepted|disputed)$"},
                    "required": False,
                },
                {
                    "name": "response_reason",
                    "titles": "response_reason",
                    "dc:description": "Disputed: why; for officers only.",
                    "datatype": {"base": "string"},
                    "required": False,
                },
                {
                    "name": "responded_on",
                    "titles": "responded_on",
                    "dc:description": "The day the partner said so; for officers only.",
                    "datatype": {"base": "date", "format": "yyyy-MM-dd"},
                    "required": False,
                },
            ],
            "primaryKey": ["plan", "action", "partner"],
            "foreignKeys": [
                {
                    "columnReference": ["plan"],
                    "reference": {"resource": "plan.csv", "columnReference": ["slug"]},
                },
                {
                    "columnReference": ["plan", "action"],
                    "reference": {"resource": "actions.csv", "columnReference": ["plan", "action_no"]},
                },
                {
                    "columnReference": ["partner"],
                    "reference": {"resource": "partners.csv", "columnReference": ["code"]},
                },
            ],
        },
    }


@pytest.mark.parametrize(
    ("file", "name", "description"),
    [
        (
            "strategies.csv",
            "quick_exit",
            {"datatype": {"base": "boolean", "format": "true|false"}, "default": "false"},
        ),
        (
            "measurements.csv",
            "target",
            {"datatype": {"base": "string", "format": r"^('-)?[0-9]+(\.[0-9]+)?$"}, "required": False},
        ),
        ("periods.csv", "starts_on", {"datatype": {"base": "date", "format": "yyyy-MM-dd"}, "required": True}),
        ("plan.csv", "source_date", {"dc:description": "Source date.", "required": False}),
        (
            "alignments.csv",
            "principle",
            {
                "dc:description": "The row of principles.csv with this code. "
                "Kind and number, as in addresses: strategic-4."
            },
        ),
        ("partners.csv", "name", {"dc:description": "Full name; of a private person [name withheld]."}),
    ],
)
def test_a_column_is_described_by_its_field(file, name, description):
    column = column_of(described(make_plan(), CHANGED), file, name)
    assert {word: column[word] for word in description} == description


def test_a_principle_is_named_by_a_code_that_its_table_has_not():
    keys = table_of(described(make_plan(), CHANGED), "alignments.csv")["tableSchema"]["foreignKeys"]
    assert ["framework"] in [key["columnReference"] for key in keys]
    assert "principle" not in [name for key in keys for name in key["columnReference"]]


def test_every_name_is_one_and_every_word_is_said():
    for table in described(make_plan(), CHANGED)["tables"]:
        columns = table["tableSchema"]["columns"]
        names = [column["name"] for column in columns]
        assert len(set(names)) == len(names)
        assert [name for name in names if not NAME.fullmatch(name)] == []
        assert [column["name"] for column in columns if not column["dc:description"]] == []
        assert set(table["tableSchema"]["primaryKey"]) <= set(names)


@pytest.mark.parametrize("folder", ["small", "hackney-single-violence-plan"])
def test_the_tables_are_as_they_are_described(tmp_path, folder):
    source = write_files(tmp_path) if folder == "small" else settings.BASE_DIR / "fixtures" / folder
    load_folder(folder=source, report=lambda loaded: None)
    [found] = open_plans(Plan.objects.all())
    assert found.plan.slug in (PLAN, folder)
    files = {table.file: table.content.decode() for table in found.tables}
    assert faults(described(found.plan, found.changed), files) == []


def test_a_fault_would_be_found(tmp_path):
    load_folder(folder=write_files(tmp_path), report=lambda loaded: None)
    [found] = open_plans(Plan.objects.all())
    files = {table.file: table.content.decode() for table in found.tables}
    files["leads.csv"] = (
        "plan,action,partner,role,printed,position,response,response_reason,responded_on\n"
        "anytown-plan,1.1.1,nobody,chief,,1,,,\nanytown-plan,1.1.1,nobody,lead,,,,,\n"
    )
    files["glossary.csv"] = files["glossary.csv"].replace("term", "word", 1)
    assert faults(described(found.plan, found.changed), files) == [
        "leads.csv role: chief",
        "leads.csv position: empty",
        "leads.csv: a key twice",
        "leads.csv: no ('nobody',) in partners.csv",
        "glossary.csv: other columns",
    ]
