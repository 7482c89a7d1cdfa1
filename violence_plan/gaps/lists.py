"""What a list of exceptions is: its rows, its share of the plan, and what is said where it is empty."""

from dataclasses import dataclass, field

import tablib
from django.utils.formats import date_format

from access.handling import handling_of
from actions.models import MARKS, Action, Strategy
from partners.models import Partner
from principles.models import Principle
from tables.formats import CSV
from violence_plan.findings import counted

SHOWN = 4  # so many rows stand open,
FOLDED = 100  # so many more can be unfolded; the table has all


@dataclass(frozen=True)
class About:
    """What an exception is about, as rows of the plan, each None where it is about no such thing.

    `strategy` alone serves the principle, or states none; `stated_by` are the strategies whose text states a principle
    that no action serves; `successor` follows the partner. `actions` is how many the partner leads, or the strategy
    has, or serve the principle.
    """

    action: Action | None = None
    principle: Principle | None = None
    strategy: Strategy | None = None
    stated_by: tuple[Strategy, ...] = ()
    partner: Partner | None = None
    successor: Partner | None = None
    actions: int | None = None


@dataclass(frozen=True)
class Row:
    """One exception: a name that leads to it, its words, a quiet remark, its cells in the table, what it is about.

    `more` is the text and the address of a page that shows exactly what the row counts, or empty.
    """

    label: str
    address: str
    text: str
    aside: str = ""
    more: tuple[str, str] | tuple[()] = ()
    cells: tuple[str, ...] = ()
    about: About = field(default=About(), compare=False)  # the cells say the same


@dataclass(frozen=True)
class PairRow:
    """Two actions that look alike, as Rows, and the rare words they share."""

    one: Row
    other: Row
    words: tuple[str, ...]
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class GapList:
    """One kind of gap.

    `title` is its heading, `share` follows the count (“of 131 actions, 15%”), `why` says why it matters, `nothing`
    stands in its place where there are no rows, `note` is a last word of care. `headers` name the cells of the rows.
    `link` and `address` lead to the page of exactly these, where there is one. `is_whole` is true where the rows are
    simply all there are, so that a list would say nothing.
    """

    title: str
    why: str
    nothing: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...] | tuple[PairRow, ...] = ()
    share: str = ""
    link: str = ""
    address: str = ""
    note: str = ""
    is_whole: bool = False

    @property
    def count(self):
        """How many exceptions there are."""
        return len(self.rows)

    @property
    def columns(self):
        """The columns of its rows as a table, the marks last."""
        return (*self.headers, *MARKS)

    @property
    def is_of_pairs(self):
        """True where its rows are pairs of actions."""
        return any(isinstance(row, PairRow) for row in self.rows)

    @property
    def open_rows(self):
        """The rows that stand open."""
        return () if self.is_whole else self.rows[:SHOWN]

    @property
    def folded_rows(self):
        """The rows that can be unfolded."""
        return () if self.is_whole else self.rows[SHOWN : SHOWN + FOLDED]

    @property
    def on_page(self):
        """How many rows the page holds, open or folded."""
        return len(self.open_rows) + len(self.folded_rows)

    @property
    def is_cut(self):
        """True where the page shows only the first rows, and the table all."""
        return 0 < self.on_page < self.count


def marks_of(row, ground):
    """The Marks that hold for a Row or PairRow of a list of `ground`: its actions', else those of all it counts."""
    found = [one.about.action for one in ((row.one, row.other) if isinstance(row, PairRow) else (row,))]
    return ground.held.marks_of([action.pk for action in found]) if all(found) else ground.marks


def rows_csv(gap, rows, ground):
    """`rows` of a GapList of `ground` as a CSV text, its headers first, the marks of each row last."""
    lines = ((*row.cells, *marks_of(row, ground).cells) for row in rows)
    return CSV().export_data(tablib.Dataset(*lines, headers=gap.columns))


def closed_in(rows, ground):
    """What of the rows of a GapList the public does not read, as handling_of() says it."""
    return handling_of([marks_of(row, ground)._asdict() for row in rows])


def share(count, total, noun):
    """“of 131 actions, 15%”; less than half a percent is never 0%, and not quite all never 100%."""
    percent = round(100 * count / total)
    if count and not percent:
        return f"of {counted(total, noun)}, under 1%"
    if count < total and percent == 100:
        return f"of {counted(total, noun)}, over 99%"
    return f"of {counted(total, noun)}, {percent}%"


def flat(text):
    """The plan's text on one line."""
    return " ".join(text.split())


def in_full(day):
    """The date as a reader says it: “31 March 2026”."""
    return date_format(day, "j F Y")
