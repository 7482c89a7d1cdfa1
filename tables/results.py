"""What became of the rows of an import: what would be added, what changed, word by word, and what is refused, and why.

Rows are counted as a spreadsheet does: the header is row 1.
"""

from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.html import format_html
from import_export.resources import Diff

from history.differences import differences, marked, shortened

MOST_PROBLEMS = 20
WHAT_HAPPENS = {"new": "New", "update": "Changed"}


@dataclass(frozen=True)
class Change:
    """A row that would be written: its number, “New” or “Changed”, pairs of a column and its words, old and new."""

    row: int
    what: str
    cells: list


@dataclass(frozen=True)
class Refusal:
    """Why a row is not taken: its number, the column, where it is of one, with what stands there, and what to do."""

    row: int
    column: str
    value: str
    mend: str

    def __str__(self):
        column = f", column {self.column}" if self.column else ""
        return f"Row {self.row}{column}: {self.mend}"


def refusals_of(result):
    """A Refusal for each fault of each row in the result of an import."""
    found = []
    for invalid in result.invalid_rows:
        values = dict(zip(result.diff_headers, invalid.values, strict=True))
        for column, mends in invalid.error_dict.items():
            name = "" if column == NON_FIELD_ERRORS else column
            found += [Refusal(invalid.number + 1, name, str(values.get(name, "")), mend) for mend in mends]
    faults = [(error.number + 1, fault) for error in result.error_rows for fault in error.errors]
    return found + [Refusal(number, "", "", str(fault.error)) for number, fault in faults]


def faults_of(result):
    """What is wrong with the table as a whole, as sentences."""
    return [line for fault in result.base_errors for line in str(fault.error).splitlines()]


def problems_of(result):
    """What went wrong in an import, as sentences that name row and column; at most MOST_PROBLEMS.

    A fault of the whole file hides those of its rows, which follow from it.
    """
    problems = faults_of(result) or [str(refusal) for refusal in refusals_of(result)]
    hidden = len(problems) - MOST_PROBLEMS
    return problems[:MOST_PROBLEMS] + ([f"… and {hidden} more."] if hidden > 0 else [])


class WordDifference(Diff):
    """What an import changes in a row: cell by cell, in whole words; nothing where a cell stays as it is."""

    def as_html(self):
        """A text with marked words for each column."""
        return [self._marked(str(old or ""), str(new or "")) for old, new in zip(self.left, self.right, strict=True)]

    def _marked(self, old, new):
        if self.new:
            return format_html("<ins>{}</ins>", new) if new else ""
        return "" if old == new else marked(shortened(differences(old, new)))


def changes_of(result):
    """A Change for each row that an import would write, without the columns that stay as they are."""
    return [
        Change(number, WHAT_HAPPENS[row.import_type], changed_cells(result.diff_headers, row.diff))
        for number, row in enumerate(result.rows, start=2)
        if row.import_type in WHAT_HAPPENS
    ]


def changed_cells(columns, cells):
    """Pairs of a column and its words, where any was taken out or put in."""
    return [(column, cell) for column, cell in zip(columns, cells, strict=True) if cell]
