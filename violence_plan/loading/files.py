"""What an uploaded file is: an Excel workbook, a CSV table, or a zip file of such tables, whatever its name says."""

import zipfile
import zlib
from io import BytesIO
from pathlib import PurePath

from tables.formats import CSV, MAX_BYTES, MAX_RATIO, MAX_SHEETS, MAX_UNPACKED, XLSX, TableError, fits

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
OTHERS = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{\\rtf": "a text document",
}
WORDS = {".xlsx": "an Excel workbook", ".csv": "a CSV table", ".zip": "a zip file"}


def sheets_of(name, content):
    """The Sheets of a file, given its name and bytes, titled as the file names them; raises TableError."""
    fits(content)
    kind, said = kind_of(content), PurePath(name).suffix.lower()
    if said in WORDS and said != kind:
        raise TableError(
            f"“{name}” is not what its name says, but {WORDS[kind]}. Give it the ending {kind}, or save it anew."
        )
    if kind == ".xlsx":
        return XLSX().sheets(content)
    return unpacked(content) if kind == ".zip" else [CSV().sheet(content, PurePath(name).stem)]


def kind_of(content):
    """The ending that a file of these bytes should have; raises TableError where it is none that can be loaded."""
    if content.startswith(OLD_EXCEL):
        raise TableError("The file is an Excel workbook of the old kind (.xls). Save it as .xlsx and load that.")
    for beginning, words in OTHERS.items():
        if content.startswith(beginning):
            raise TableError(f"The file is {words}, not a table. Load an Excel workbook (.xlsx) or a CSV table.")
    if not content.startswith(ZIP):
        return ".csv"
    try:
        names = zipfile.ZipFile(BytesIO(content)).namelist()
    except zipfile.BadZipFile as error:
        raise TableError("The file is damaged. Open it where it was made, save it again and load that.") from error
    return ".xlsx" if "xl/workbook.xml" in names else ".zip"


def unpacked(content):
    """A Sheet for each CSV table of a zip file; raises TableError where it is a bomb, or damaged, or holds none."""
    packed = zipfile.ZipFile(BytesIO(content))
    parts = [part for part in packed.infolist() if PurePath(part.filename).suffix.lower() == ".csv"]
    if not parts or len(parts) > MAX_SHEETS:
        raise TableError(f"The zip file holds {len(parts)} CSV tables. Pack 1 to {MAX_SHEETS}.")
    total = sum(part.file_size for part in parts)
    if total > min(MAX_UNPACKED, max(MAX_RATIO * len(content), MAX_BYTES // 10)):
        raise TableError("The zip file unpacks to far more than tables do. Pack them again, or load them one by one.")
    try:
        return [CSV().sheet(packed.read(part), PurePath(part.filename).stem) for part in parts]
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError) as error:
        raise TableError("The zip file is damaged or locked with a password. Pack the tables again.") from error
