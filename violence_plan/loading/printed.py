"""The plan's own printed table, row by row: themes, and actions with the cells that cover them."""

import re
from dataclasses import dataclass, field

from tables.formats import bare
from tables.results import Refusal
from violence_plan.loading.recognising import printed_columns

REF = re.compile(r"\d+(\.\d+)*[a-z]?")
# A number with a point anywhere before others, or a plain one at the beginning: “Sheet1” is no strategy.
SHEET_REF = re.compile(r"(?:\D*?(\d+(?:\.\d+)+)|(\d+))\.?(?:\s*[-–:]\s*|\s+|$)(.*)", re.DOTALL)
MOST_ROWS = 2_000
PRINCIPLES = ("strategic", "enabling")


@dataclass(frozen=True)
class ActionRow:
    """One numbered row: its row in the sheet, its theme's title, and its cells as printed, whole."""

    row: int
    theme: str
    ref: str
    text: str
    leads: str
    cells: dict


@dataclass(frozen=True)
class ThemeRow:
    """A row with words in one cell and no number: the title, and what follows it on further lines."""

    row: int
    title: str
    text: str


@dataclass
class PrintedRows:
    """What a printed table holds, in its order, and what of it cannot be read.

    `covered` says of a row and a kind of principles which earlier row's cell is merged over it, where merges are known.
    """

    themes: list = field(default_factory=list)
    actions: list = field(default_factory=list)
    refusals: list = field(default_factory=list)
    covered: dict = field(default_factory=dict)

    def repeats(self, number, row, printed):
        """A Refusal where an earlier row has the same action number; none otherwise."""
        ref = row["number"].rstrip(".")
        mend = "Row {} has this number already. Correct one of them."
        heading = str(printed.sheet.rows[printed.heading][printed.columns["number"]]).strip()
        return [Refusal(number, heading, ref, mend.format(each.row)) for each in self.actions if each.ref == ref]


def read_printed(printed):
    """The PrintedRows of a Printed table."""
    found = PrintedRows()
    if len(printed.sheet.rows) > MOST_ROWS:
        mend = f"A plan's printed table has no more than {MOST_ROWS} rows. Load it sheet by sheet."
        found.refusals.append(Refusal(MOST_ROWS + 1, "", "", mend))
        return found
    covers = merged_down(printed)
    theme = ""
    width = len(printed.sheet.rows[printed.heading])
    for number, cells in enumerate(printed.sheet.rows[printed.heading + 1 :], start=printed.heading + 2):
        cells = [*cells, *[""] * (width - len(cells))]
        filled = [cell for cell in cells if cell != ""]
        if not filled or printed_columns(cells):
            continue  # empty, or the heading again after a page break
        row = {name: text_of(cells[at]) for name, at in printed.columns.items()}
        if len(filled) == 1 and not REF.fullmatch(row["number"].rstrip(".")):
            title, _, text = text_of(filled[0]).partition("\n")
            theme = title.strip()
            found.themes.append(ThemeRow(number, theme, text.strip()))
            continue
        refused = refusals_of_row(number, row, printed, cells) or found.repeats(number, row, printed)
        found.refusals += refused
        if not refused:
            found.actions.append(action_row(number, theme, row, covers, printed))
            found.covered |= {
                (row["number"].rstrip("."), kind): covers[number, kind]
                for kind in PRINCIPLES
                if (number, kind) in covers
            }
    return found


def action_row(number, theme, row, covers, printed):
    """The ActionRow of a row's texts; leads that a merged cell further up names are its own too."""
    leads = row["leads"]
    if not leads and (number, "leads") in covers:
        leads = text_of(printed.sheet.rows[covers[number, "leads"] - 1][printed.columns["leads"]])
    cells = {kind: row[kind] for kind in PRINCIPLES if kind in row}
    return ActionRow(number, theme, row["number"].rstrip("."), row["action"], leads, cells)


def refusals_of_row(number, row, printed, cells):
    """What is wrong with a row that is no theme's: a Refusal for each cell."""
    heading = [str(cell).strip() for cell in printed.sheet.rows[printed.heading]]
    found = [
        Refusal(
            number,
            heading[at],
            str(cells[at]),
            "The cell is no text, so 5.10 may have become 5.1. Format the column as text and write the cell again.",
        )
        for at in printed.columns.values()
        if not isinstance(cells[at], str)
    ]
    if not found and not REF.fullmatch(row["number"].rstrip(".")):
        mend = "This is no action number such as 5.1.10. Write it, or leave only one cell of the row for a theme."
        found.append(Refusal(number, heading[printed.columns["number"]], row["number"], mend))
    if not found and not row["action"]:
        found.append(Refusal(number, heading[printed.columns["action"]], "", "The cell is empty. Fill it in."))
    return found


def merged_down(printed):
    """For each row (from 1) and column's name that a merged cell covers from above: the row in which it begins."""
    return {
        (row, name): top
        for left, top, right, bottom in printed.sheet.merged
        for name, at in printed.columns.items()
        if left <= at + 1 <= right
        for row in range(top + 1, min(bottom, len(printed.sheet.rows)) + 1)
    }


def text_of(cell):
    """A cell as text, its guard and outer white space taken away."""
    return str(bare(cell)).replace("\r\n", "\n").strip()


def strategy_of(title):
    """The number at the beginning of a sheet's title, and the words after it; two empty texts where there is none."""
    found = SHEET_REF.match(title.strip())
    return (found[1] or found[2], found[3].strip()) if found else ("", "")
