"""What would become of a file, or what became of it: table by table, in words that an officer can act on."""

from dataclasses import dataclass, field
from hashlib import sha256

from tables.resources import TableResource
from tables.results import Change, Refusal, changes_of, faults_of, refusals_of
from violence_plan.loading.converting import Incoming

MOST_SHOWN = {"New": 40, "Changed": 400}


@dataclass(frozen=True)
class TableOutcome:
    """What becomes of one table's rows: those to write, how many stay as they are, and what is refused."""

    name: str
    place: str
    added: int
    changed: int
    unchanged: int
    changes: list[Change]
    faults: list[str]
    refusals: list[Refusal]

    @property
    def refused(self):
        """Whether anything in it is."""
        return bool(self.faults or self.refusals)

    @property
    def shown(self):
        """The changes that a page has room for: what is changed before what is new."""
        groups = [[each for each in self.changes if each.what == what][:most] for what, most in MOST_SHOWN.items()]
        return sorted(groups[0] + groups[1], key=lambda change: change.row)

    @property
    def left_out(self):
        """How many more changes there are."""
        return len(self.changes) - len(self.shown)


@dataclass
class Outcome:
    """What becomes of a file: its tables, how it was read, what is worth saying, and the leads that nobody knows."""

    tables: list = field(default_factory=list)
    read_as: list = field(default_factory=list)
    notices: list = field(default_factory=list)
    unknown: list = field(default_factory=list)

    @property
    def refused(self):
        """Whether anything is, so that nothing can be written."""
        return any(table.refused for table in self.tables)

    @property
    def refusals(self):
        """How many faults there are."""
        return sum(len(table.faults) + len(table.refusals) for table in self.tables)

    @property
    def writes(self):
        """Whether there is anything to write."""
        return bool(self.added or self.changed)

    @property
    def added(self):
        """How many rows are new."""
        return sum(table.added for table in self.tables)

    @property
    def changed(self):
        """How many rows are changed."""
        return sum(table.changed for table in self.tables)

    @property
    def unchanged(self):
        """How many rows stay as they are."""
        return sum(table.unchanged for table in self.tables)

    @property
    def digest(self):
        """A word that is another as soon as other rows would be written, or other words in them taken out."""
        said = [
            # The uid of a new row is made anew each time.
            (table.name, table.place, change.row, change.what, [cell for cell in change.cells if cell[0] != "uid"])
            for table in self.tables
            for change in table.changes
        ]
        return sha256(repr(said).encode()).hexdigest()


def take_in(coming: Incoming):
    """Write the rows of a table that are not refused, and return its TableOutcome."""
    resource: TableResource = coming.table.resource()
    result = resource.import_data(coming.dataset, use_transactions=True)
    numbers = {index: number for index, number in enumerate(coming.numbers, start=2)}
    faults, refusals = faults_of(result), refusals_of(result)
    changes = [] if faults else changes_of(result)
    return TableOutcome(
        name=coming.table.file.removesuffix(".csv"),
        place=coming.place,
        added=0 if faults else result.totals["new"],
        changed=0 if faults else result.totals["update"],
        unchanged=0 if faults else result.totals["skip"],
        changes=[Change(numbers[each.row], each.what, each.cells) for each in changes],
        faults=faults,
        refusals=[Refusal(numbers[each.row], each.column, each.value, each.mend) for each in refusals],
    )
