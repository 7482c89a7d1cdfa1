"""Cells and files that cannot be read are refused with the mend; any other text survives both ways."""

import zipfile
from io import BytesIO

import openpyxl
import pytest
import tablib
from hypothesis import given, settings
from hypothesis import strategies as st

from tables import formats
from tables.formats import CSV, XLSX, TableError, guard, unguard

ANY_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"))
HOSTILE = st.builds("".join, st.tuples(st.sampled_from(formats.ACTIVE), ANY_TEXT))
CELLS = st.lists(ANY_TEXT | HOSTILE, min_size=2, max_size=2)


def workbook(*sheets):
    """The bytes of a workbook with these sheets, each a list of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet{number}")
        for row in rows:
            sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty. Leave the file out where there are no rows, or export it again."),
        (b"\n\n", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b"name,partner\n\nMet,mps\n", "Row 2 is empty. Delete it."),
        (b"name,partner\n,\nMet,mps\n", "Row 2 is empty. Delete it."),
        (b"name,partner\nMet,mps,x\n", "Row 2 has 3 cells where the first row has 2. Look for a comma too many"),
        (b'name,partner\n"a\nb",mps\nMet\n', "Row 3 has 1 cells where the first row has 2."),
        (b"na\x00me,partner\nMet,mps\n", "The name of a column holds a NUL character. Delete it."),
        (b"name,partner\nM\x00et,mps\n", "Row 2, column name: the cell holds a NUL character. Delete it."),
        (
            b'name,partner\n"Met,mps\n',
            "Row 2 cannot be read (unexpected end of data). A cell with a comma, a quotation",
        ),
        (b'name,partner\nMet,mps\n"M"et,mps\n', "Row 3 cannot be read (',' expected after '\"')."),
        (b"name;partner\nMet;mps\n", "The cells are not separated by commas. Save the sheet as “CSV UTF-8"),
        (b"name\tpartner\nMet\tmps\n", "The cells are not separated by commas."),
        (
            b"name,partner\nMet,mps\nCaf\xe9 \xc3\xa9,mps\n",
            "The file is neither whole UTF-8 nor Windows-1252 (the first",
        ),
        (b"name,partner\nMet,mps\nCaf\x81,mps\n", "The file is neither whole UTF-8 nor Windows-1252 (the first odd"),
        ("name,partner\nMet,mps\n".encode("utf-16"), "The file is not UTF-8 but UTF-16."),
        ("name,partner\nMet,mps\n".encode("utf-16-le"), "The file is not UTF-8 but UTF-16, it seems."),
    ],
)
def test_refuses_a_csv_file_that_cannot_be_read(content, message):
    with pytest.raises(TableError) as refused:
        CSV().create_dataset(content)
    assert str(refused.value).startswith(message)


def test_refuses_a_csv_file_beyond_its_limits(monkeypatch):
    monkeypatch.setattr(formats, "MAX_ROWS", 2)
    assert len(CSV().create_dataset(b"a\n1\n2\n")) == 2
    with pytest.raises(TableError, match=r"^The table has more than 2 rows. Split it.$"):
        CSV().create_dataset(b"a\n1\n2\n3\n")
    with pytest.raises(TableError, match=r"^The file is larger than 10 MB. Split it.$"):
        CSV().create_dataset(b"a" * (10 * 1024 * 1024 + 1))


def test_reads_a_cell_larger_than_the_usual_limit_of_a_reader():
    long = "x" * 200_000
    assert CSV().create_dataset(f"a,b\n{long},\n").dict == [{"a": long, "b": ""}]


@pytest.mark.parametrize(
    "content",
    [
        "name,partner\nMet,mps\nGangs – “unit”,igu\n".encode(),
        "\ufeffname,partner\nMet,mps\nGangs – “unit”,igu\n".encode(),
        "name,partner\r\nMet,mps\r\nGangs – “unit”,igu\r\n".encode(),
        "name,partner\nMet,mps\nGangs – “unit”,igu\n,\n\n".encode(),
        "name,partner\nMet,mps\nGangs – “unit”,igu",
    ],
    ids=["plain", "byte order mark", "Windows line ends", "empty rows at the end", "text"],
)
def test_reads_csv_however_it_was_saved(content):
    dataset = CSV().create_dataset(content)
    assert dataset.headers == ["name", "partner"]
    assert list(dataset) == [("Met", "mps"), ("Gangs – “unit”", "igu")]


def test_writes_csv_with_quotes_only_where_needed():
    dataset = tablib.Dataset(
        ["Met", ""], ["a, b", 'the "unit"'], ["two\nlines", "one\rreturn"], ["=1+1", "''Ends'"], headers=["x", "y"]
    )
    assert CSV().export_data(dataset) == (
        'x,y\nMet,\n"a, b","the ""unit"""\n"two\nlines","one\rreturn"\n\'=1+1,\'\'\'Ends\'\n'
    )
    assert CSV().get_content_type() == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+44", "'+44"),
        ("- a list item", "'- a list item"),
        ("@SUM", "'@SUM"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("'My Ends'", "''My Ends'"),
        ("'=1", "''=1"),
        ("'", "''"),
        ("a=1", "a=1"),
        (" =1", " =1"),
        ("", ""),
    ],
)
def test_guards_a_cell_that_a_spreadsheet_might_run(text, cell):
    assert guard(text) == cell
    assert unguard(cell) == text


def test_keeps_an_apostrophe_that_guards_nothing():
    assert unguard("'tis") == "'tis"


@settings(deadline=None)
@given(rows=st.lists(CELLS, min_size=1, max_size=4))
def test_any_text_survives_csv_and_no_cell_is_active(rows):
    if not any(rows[-1]):
        rows[-1][0] = "x"
    rows = [row if any(row) else ["x", ""] for row in rows]
    written = CSV().export_data(tablib.Dataset(*rows, headers=["a", "b"])).encode()
    assert [list(row) for row in CSV().create_dataset(written)] == rows
    cells = [guard(cell) for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@settings(deadline=None)
@given(text=ANY_TEXT | HOSTILE | st.from_regex("_x[0-9A-F]{4}_", fullmatch=True))
def test_any_text_survives_excel_and_no_cell_is_a_formula(text):
    written = XLSX().export_data(tablib.Dataset(["key", text], headers=["a", "b"]))
    assert list(XLSX().create_dataset(written)) == [("key", text)]
    cells = [cell for row in openpyxl.load_workbook(BytesIO(written)).active for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert not [cell.value for cell in cells if cell.value.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_writes_signs_that_xml_cannot_hold_as_excel_does():
    written = XLSX().export_data(tablib.Dataset(["bell\x07", "a\r\nb", "_x0041_", ""], headers=["a", "b", "c", "d"]))
    book = openpyxl.load_workbook(BytesIO(written))
    assert [cell.value for cell in book.active[2]] == ["bell_x0007_", "a_x000D_\nb", "_x005F_x0041_", None]
    assert list(XLSX().create_dataset(written)) == [("bell\x07", "a\r\nb", "_x0041_", "")]


def test_refuses_to_write_a_cell_that_excel_would_cut():
    fitting = tablib.Dataset(["x" * 32_767], headers=["text"])
    assert list(XLSX().create_dataset(XLSX().export_data(fitting))) == [("x" * 32_767,)]
    with pytest.raises(TableError) as refused:
        XLSX().export_data(tablib.Dataset(["a"], ["x" * 32_768], headers=["text"]))
    assert str(refused.value) == (
        "Row 3, column text: the text is longer than the 32767 signs of an Excel cell. Export the table as CSV."
    )


def error_cell():
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.active.append(["#N/A"])
    book.active["A2"].data_type = "e"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def entity_bomb():
    """A workbook of which the sheet would grow without end if its entities were read."""
    source, stream = zipfile.ZipFile(BytesIO(workbook([["a"], ["b"]]))), BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if "sheet1" in name:
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + content
            target.writestr(name, content)
    return stream.getvalue()


def mark_bomb():
    """A small file that unpacks to a row of so many empty cells that reading them would take gigabytes."""
    source, stream = zipfile.ZipFile(BytesIO(workbook([["a"], ["b"]]))), BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if "sheet1" in name:
                content = content.replace(b"</row>", b"<c/>" * 600_000 + b"</row>", 1)
            target.writestr(name, content)
    assert len(stream.getvalue()) < 20_000
    return stream.getvalue()


def no_workbook():
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        target.writestr("letter.txt", "Dear all")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"name,partner\n", "The file is no Excel workbook (.xlsx). Save the sheet as one, or as CSV."),
        (no_workbook(), "The file is a damaged Excel workbook. Open it, save it again and load that."),
        (entity_bomb(), "The file is a damaged Excel workbook."),
        (mark_bomb(), "The workbook holds more cells or styles than a table needs. Split it, or save it as CSV."),
        (workbook([["a"]], [["b"]]), "The workbook has 2 sheets. Keep the one with the table, delete the others."),
        (workbook([]), "The file is empty."),
        (workbook([["a"], [None], ["b"]]), "Row 2 is empty. Delete it."),
        (workbook([["a"] * 101]), "The table has more than 100 columns. Delete those that are not its own."),
        (workbook([["a"], ["=1+1"]]), "Row 2: a cell holds a formula (=1+1). Put its value in its place."),
        (error_cell(), "Row 2: a cell holds the error #N/A. Correct it in the sheet."),
    ],
)
def test_refuses_an_excel_file_that_cannot_be_read(content, message):
    with pytest.raises(TableError) as refused:
        XLSX().create_dataset(content)
    assert str(refused.value).startswith(message)


def test_refuses_an_excel_file_beyond_its_limits(monkeypatch):
    content = workbook([["a"], ["1"], ["2"], ["3"]])
    monkeypatch.setattr(formats, "MAX_ROWS", 2)
    with pytest.raises(TableError, match=r"^The table has more than 2 rows. Split it.$"):
        XLSX().create_dataset(content)
    monkeypatch.setattr(formats, "MAX_UNPACKED", 100)
    with pytest.raises(TableError, match=r"^The workbook is larger than 10 MB or unpacks to far more. Split it.$"):
        XLSX().create_dataset(content)
    monkeypatch.setattr(formats, "MAX_BYTES", 100)
    monkeypatch.setattr(formats, "MAX_UNPACKED", 10**9)
    with pytest.raises(TableError, match="larger"):
        XLSX().create_dataset(content)


def test_reads_excel_cells_as_they_are_and_empty_ones_as_empty():
    content = workbook(
        [["ref", "when", None], ["'=1", None, None], [5, 5.1, None], ["a_x000D_\nb_xD800_"], [None, None]]
    )
    dataset = XLSX().create_dataset(content)
    assert dataset.headers == ["ref", "when"]
    assert list(dataset) == [("=1", ""), (5, 5.1), ("a\r\nb_xD800_", "")]
