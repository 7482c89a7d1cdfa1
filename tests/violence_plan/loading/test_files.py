"""What an uploaded file is, whatever its name says."""

import zipfile
from io import BytesIO

import pytest

from tables.formats import TableError
from tests.workbooks import workbook
from violence_plan.loading import files
from violence_plan.loading.files import sheets_of

CSV = b"name,partner\nMet,mps\n"
BOOK = workbook({"One": [["name", "partner"]], "Two": [["a"], ["b"]]}, {"Two": ["A1:A2"]})


def packed(members):
    """The bytes of a zip file."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("plan.csv", BOOK, "“plan.csv” is not what its name says, but an Excel workbook. Give it the ending .xlsx"),
        ("plan.xlsx", CSV, "“plan.xlsx” is not what its name says, but a CSV table."),
        ("plan.xlsx", packed({"a.csv": CSV}), "“plan.xlsx” is not what its name says, but a zip file."),
        ("plan.xls", b"\xd0\xcf\x11\xe0old", "The file is an Excel workbook of the old kind (.xls)."),
        ("plan.csv", b"%PDF-1.7", "The file is a PDF document, not a table."),
        ("plan.csv", b"\x89PNG", "The file is a picture, not a table."),
        ("plan.xlsx", b"PK\x03\x04cut off", "The file is damaged."),
        ("plan.csv", b"a" * (10 * 1024 * 1024 + 1), "The file is larger than 10 MB. Split it."),
        ("plan.zip", packed({"read.me": b"x"}), "The zip file holds 0 CSV tables. Pack 1 to 60."),
        ("plan.zip", packed({f"{n}.csv": CSV for n in range(61)}), "The zip file holds 61 CSV tables."),
        ("bomb.zip", packed({"leads.csv": b"0" * 50_000_000}), "The zip file unpacks to far more than tables do."),
        ("bomb.xlsx", packed({"xl/workbook.xml": b"0" * 50_000_000}), "The workbook unpacks to far more than a table"),
        (
            "bomb.xlsx",
            packed({"xl/workbook.xml": b"0" * 101 * 1024**2}),
            "The workbook is larger than 10 MB or unpacks",
        ),
        ("plan.xlsx", packed({"xl/workbook.xml": b"<nothing/>"}), "The file is a damaged Excel workbook."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_is_refused_for_what_it_is(name, content, problem):
    with pytest.raises(TableError) as refused:
        sheets_of(name, content)
    assert str(refused.value).startswith(problem)


def test_a_spoilt_zip_file_is_refused():
    content = bytearray(packed({"leads.csv": b"".join(b"%d,x\n" % n for n in range(999))}))
    content[60:90] = bytes(30)
    with pytest.raises(TableError, match="The zip file is damaged or locked with a password"):
        sheets_of("plan.zip", bytes(content))


def test_a_workbook_of_too_many_sheets_is_refused(monkeypatch):
    monkeypatch.setattr("tables.formats.MAX_SHEETS", 1)
    with pytest.raises(TableError, match="The workbook has more than 1 sheets. Split it."):
        sheets_of("plan.xlsx", BOOK)


def test_each_kind_is_read_and_said():
    one, two = sheets_of("plan.xlsx", BOOK)
    assert (one.title, one.rows, one.merged, one.read_as) == ("One", [["name", "partner"]], (), "an Excel workbook")
    assert (two.title, two.merged) == ("Two", ((1, 1, 1, 2),))
    [table] = sheets_of("leads.csv", "name\nCafé\n".encode("cp1252"))
    assert (table.title, table.rows, table.read_as) == ("leads", [["name"], ["Café"]], "Windows-1252")
    [table] = sheets_of("plan.zip", packed({"plan/leads.csv": CSV, "plan/csv-metadata.json": b"{}"}))
    assert (table.title, table.read_as) == ("leads", "UTF-8")
    assert sheets_of("table", BOOK)[0].title == "One"
    assert files.kind_of(b"") == ".csv"
