"""The two file formats of a table, CSV and Excel, with cells that no spreadsheet runs.

A cell that begins with one of ACTIVE is written with one apostrophe in front, and read without it. What cannot be read
is refused with a TableError: a sentence that names the row (the header is row 1), the column and the mend.
"""

import csv
import re
import warnings
import zipfile
from dataclasses import dataclass
from io import BytesIO, StringIO

import openpyxl
import tablib
from import_export.formats import base_formats
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import range_boundaries

from tables.encodings import decoded

ACTIVE = ("=", "+", "-", "@", "\t", "\r", "'")
MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_MARKS = 500_000  # "<" in a workbook: each costs far more memory than the few bytes it is written in
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_SHEETS = 60
EXCEL = "an Excel workbook"  # how a Sheet says what it was read from
MAX_RATIO = 200  # times that a workbook may unpack to; a bomb does thousands
MAX_EXCEL_CELL = 32_767
# Excel's own way to write a sign that XML cannot hold, and the underscore of what only looks like one.
NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})[\"']")
WRITTEN_AS_CODE = re.compile("_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")

# A file is at most MAX_BYTES, so a cell needs no lower limit of its own.
csv.field_size_limit(MAX_BYTES)


class TableError(ValueError):
    """A table that cannot be read or written; the message names the place and the mend."""


def guard(cell):
    """The text `cell` as it is written: with one apostrophe in front where a spreadsheet might run it."""
    return f"'{cell}" if cell.startswith(ACTIVE) else cell


def unguard(cell):
    """The text that was written as `cell`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(ACTIVE) else cell


def as_dataset(rows):
    """A dataset of `rows`, lists of cells of which the first names the columns; raises TableError."""
    while rows and not any(cell != "" for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise TableError("The file is empty. Leave the file out where there are no rows, or export it again.")
    if len(rows) - 1 > MAX_ROWS:
        raise TableError(f"The table has more than {MAX_ROWS} rows. Split it.")
    headers = rows[0]
    if any("\x00" in str(header) for header in headers):
        raise TableError("The name of a column holds a NUL character. Delete it.")
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell != "" for cell in row):
            raise TableError(f"Row {number} is empty. Delete it.")
        if len(row) != len(headers):
            raise TableError(
                f"Row {number} has {len(row)} cells where the first row has {len(headers)}. "
                "Look for a comma too many or too few, or a missing quotation mark."
            )
        for header, cell in zip(headers, row, strict=True):
            if isinstance(cell, str) and "\x00" in cell:
                raise TableError(f"Row {number}, column {header}: the cell holds a NUL character. Delete it.")
    return tablib.Dataset(*([bare(cell) for cell in row] for row in rows[1:]), headers=headers)


def bare(cell):
    """What a cell of a file says: a text without its guard, anything else as it is."""
    return unguard(cell) if isinstance(cell, str) else cell


def fits(content):
    """Raise TableError where a file, given as bytes, is too large."""
    if len(content) > MAX_BYTES:
        raise TableError(f"The file is larger than {MAX_BYTES // 1024**2} MB. Split it.")


@dataclass(frozen=True)
class Sheet:
    """Rows of cells as a file holds them, under a title, the cells that are merged, and how the file was read.

    `merged` are ranges: first column, first row, last column, last row, each counted from 1.
    """

    title: str
    rows: list
    merged: tuple = ()
    read_as: str = ""


class CSV(base_formats.CSV):
    """Comma-separated values: UTF-8 without byte order mark, LF line ends, quotes only where needed."""

    CONTENT_TYPE = "text/csv; charset=utf-8"

    def create_dataset(self, in_stream, **kwargs):
        """The rows of a file, given as bytes or as text, whatever its line ends; raises TableError."""
        return as_dataset(self.sheet(in_stream).rows)

    def sheet(self, in_stream, title=""):
        """The same rows, not looked at yet, as a Sheet that says in which encoding they were read."""
        fits(in_stream)
        text, read_as = self._text(in_stream)
        reader = csv.reader(StringIO(text, newline=""), strict=True)
        rows = []
        try:
            for row in reader:
                rows.append(row)
        except csv.Error as error:
            raise TableError(
                f"Row {len(rows) + 1} cannot be read ({error}). A cell with a comma, a quotation mark or several lines "
                'stands in quotation marks, and a quotation mark within it is doubled: "".'
            ) from error
        if rows and len(rows[0]) == 1 and any(sign in rows[0][0] for sign in ";\t"):
            raise TableError(
                "The cells are not separated by commas. Save the sheet as “CSV UTF-8 (comma delimited)” and load that."
            )
        return Sheet(title, rows, read_as=read_as)

    def export_data(self, dataset, **kwargs):
        """The text of the file."""
        rows = [dataset.headers, *([guard(cell) for cell in row] for row in dataset)]
        return "".join(",".join(map(self._quoted, row)) + "\n" for row in rows)

    @staticmethod
    def _text(in_stream):
        if isinstance(in_stream, str):
            return in_stream.removeprefix("\ufeff"), ""
        try:
            return decoded(in_stream)
        except ValueError as error:
            raise TableError(str(error)) from error

    @staticmethod
    def _quoted(cell):
        # Python's own writer leaves a lone carriage return unquoted before 3.13, and could not read it back.
        if any(sign in cell for sign in ',"\r\n'):
            return '"' + cell.replace('"', '""') + '"'
        return cell


class XLSX(base_formats.XLSX):
    """An Excel workbook with one sheet; every cell is text, so that 5.10 stays 5.10 and nothing is ever a formula."""

    def create_dataset(self, in_stream):
        """The rows of the workbook's only sheet; cells may be text, numbers, dates or booleans. Raises TableError."""
        sheets = self.sheets(in_stream)
        if len(sheets) != 1:
            raise TableError(f"The workbook has {len(sheets)} sheets. Keep the one with the table, delete the others.")
        return as_dataset(sheets[0].rows)

    def sheets(self, in_stream):
        """Every Sheet of the workbook; raises TableError."""
        try:
            self._refuse_bombs(in_stream)
            book = openpyxl.load_workbook(BytesIO(in_stream), read_only=True)
            if len(book.worksheets) > MAX_SHEETS:
                raise TableError(f"The workbook has more than {MAX_SHEETS} sheets. Split it.")
            return [self._sheet(in_stream, sheet) for sheet in book.worksheets]
        except TableError:
            raise
        except Exception as error:
            # A damaged workbook makes zipfile, zlib, the XML parser or openpyxl fail, each in its own ways.
            raise TableError("The file is a damaged Excel workbook. Open it, save it again and load that.") from error

    def _sheet(self, in_stream, sheet):
        sheet.reset_dimensions()
        cells = sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS + 1)
        rows = [[self._read(number, cell) for cell in row] for number, row in enumerate(cells, start=1)]
        # What openpyxl would tell of merged cells only after making one for each sign of the alphabet and a million
        # rows, where somebody merged a whole sheet.
        part = zipfile.ZipFile(BytesIO(in_stream)).read(sheet._worksheet_path)
        merged = tuple(range_boundaries(found.decode()) for found in MERGED.findall(part))
        return Sheet(sheet.title, self._even(rows), merged, EXCEL)

    def export_data(self, dataset, **kwargs):
        """The bytes of the workbook; raises TableError where a cell is longer than Excel takes."""
        return self.workbook([("Table", dataset)])

    def workbook(self, tables):
        """The bytes of a workbook with a sheet per pair of a title and a dataset; raises TableError as above."""
        # All cells before the first is written: a workbook that is left half written complains when it is thrown away.
        fitting = [(title, dataset.headers, self._rows(dataset)) for title, dataset in tables]
        book = openpyxl.Workbook(write_only=True)
        for title, headers, rows in fitting:
            sheet = book.create_sheet(title)
            sheet.freeze_panes = "A2"
            for row in [headers, *rows]:
                sheet.append([self._cell(sheet, text) for text in row])
        stream = BytesIO()
        with warnings.catch_warnings():
            # openpyxl 3.1 stamps the workbook with utcnow(), which Python deprecates from 3.12.
            warnings.simplefilter("ignore", DeprecationWarning)
            book.save(stream)
        return stream.getvalue()

    @staticmethod
    def _refuse_bombs(in_stream):
        try:
            book = zipfile.ZipFile(BytesIO(in_stream))
        except zipfile.BadZipFile as error:
            raise TableError("The file is no Excel workbook (.xlsx). Save the sheet as one, or as CSV.") from error
        parts = book.infolist()
        unpacked = sum(part.file_size for part in parts)
        if len(in_stream) > MAX_BYTES or unpacked > MAX_UNPACKED:
            raise TableError(f"The workbook is larger than {MAX_BYTES // 1024**2} MB or unpacks to far more. Split it.")
        if sum(book.read(part).count(b"<") for part in parts) > MAX_MARKS:
            raise TableError("The workbook holds more cells or styles than a table needs. Split it, or save it as CSV.")
        if unpacked > max(MAX_RATIO * len(in_stream), 1024**2):
            raise TableError("The workbook unpacks to far more than a table does. Save it anew, or save it as CSV.")

    @staticmethod
    def _read(number, cell):
        if cell.data_type == "e":
            raise TableError(f"Row {number}: a cell holds the error {cell.value}. Correct it in the sheet.")
        if cell.data_type == "f":
            raise TableError(f"Row {number}: a cell holds a formula ({cell.value}). Put its value in its place.")
        if isinstance(cell.value, str):
            return WRITTEN_AS_CODE.sub(lambda code: chr(int(code[1], 16)), cell.value)
        return cell.value

    @staticmethod
    def _even(rows):
        """`rows` with the empty cells that a workbook leaves out or adds on the right."""
        rows = [["" if cell is None else cell for cell in row] for row in rows]
        width = max((len(row) for row in rows), default=0)
        rows = [row + [""] * (width - len(row)) for row in rows]
        while width and all(row[width - 1] == "" for row in rows):
            width -= 1
        if width > MAX_COLUMNS:
            raise TableError(f"The table has more than {MAX_COLUMNS} columns. Delete those that are not its own.")
        return [row[:width] for row in rows]

    def _rows(self, dataset):
        return [
            [self._fitting(number, header, guard(text)) for header, text in zip(dataset.headers, row, strict=True)]
            for number, row in enumerate(dataset, start=2)
        ]

    @staticmethod
    def _fitting(number, header, text):
        if len(text) > MAX_EXCEL_CELL:
            raise TableError(
                f"Row {number}, column {header}: the text is longer than the {MAX_EXCEL_CELL} signs of an Excel cell. "
                "Export the table as CSV."
            )
        return NOT_IN_XML.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text)

    @staticmethod
    def _cell(sheet, text):
        cell = WriteOnlyCell(sheet, value=text or None)
        cell.number_format = "@"
        if text:
            cell.data_type = "s"
        return cell
