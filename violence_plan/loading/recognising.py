"""Which table a sheet holds: by its title, else by its columns; and whether it is the plan's own printed table."""

import re
from dataclasses import dataclass

from tables.formats import Sheet
from violence_plan.source_tables import SOURCE_TABLES

BY_NAME = {table.file.removesuffix(".csv"): table for table in SOURCE_TABLES}
COPY = re.compile(r"\s*\(\d+\)$")  # what a browser adds to a name that is there already
HEADINGS = {
    "number": re.compile(r"(action )?(nos?|numbers?|refs?|references?)"),
    "action": re.compile(r"actions?"),
    "leads": re.compile(r"leads?( partners?| organisations?)?"),
    "strategic": re.compile(r"strategic principles?( alignments?)?"),
    "enabling": re.compile(r"enabling principles?( alignments?)?"),
}
NEEDED = ("number", "action", "leads")
LOOKED_THROUGH = 20  # rows, for the heading: a title may stand above it


@dataclass(frozen=True)
class Printed:
    """A sheet that is headed as a plan's own table: which row is its heading, and which column, from 0, holds what."""

    sheet: Sheet
    heading: int
    columns: dict


def printed_table(sheet):
    """The Printed table that a Sheet holds; None where it is headed otherwise."""
    for index, row in enumerate(sheet.rows[:LOOKED_THROUGH]):
        columns = printed_columns(row)
        if all(name in columns for name in NEEDED):
            return Printed(sheet, index, columns)
    return None


def printed_columns(row):
    """The columns of a heading by what they hold; none where it is one of our own tables, which name their plan."""
    cells = [plain(cell) for cell in row]
    if "plan" in cells:
        return {}
    found = {}
    for index, cell in enumerate(cells):
        name = next((name for name, pattern in HEADINGS.items() if pattern.fullmatch(cell)), None)
        if name:
            found.setdefault(name, index)
    return found


def plain(cell):
    """The words of a heading in lower case, without punctuation and line breaks."""
    words = re.sub(r"\s*\(s\)", "s", str(cell).lower())
    return " ".join(re.findall(r"[a-z0-9]+", words.replace(".", " ")))


def table_of(sheet):
    """The SourceTable that a Sheet holds: the one it is named after, else the one with most of its columns; or None."""
    name = COPY.sub("", sheet.title).strip().lower().replace(" ", "_").replace("-", "_")
    if name in BY_NAME:
        return BY_NAME[name]
    headers = {str(cell) for cell in sheet.rows[0]} if sheet.rows else set()
    shares = {table: len(headers.intersection(table.resource.headers())) for table in SOURCE_TABLES}
    table = max(shares, key=shares.get)
    return table if headers and shares[table] > len(headers) / 2 else None
