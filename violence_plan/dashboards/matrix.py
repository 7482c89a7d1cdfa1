"""The alignment matrix: rows of actions against principles, with every zero."""

from dataclasses import dataclass
from functools import cached_property

from actions.models import Action, Alignment, Plan, Strategy, Theme
from actions.models.marks import Marks
from partners.models import Partner
from principles.models import Principle
from violence_plan.dashboards.addresses import actions_address

KINDS_OF_PRINCIPLES = ("strategic", "enabling")  # “Strategic Principle 4”, but “Aim 4”


@dataclass(frozen=True)
class Asked:
    """What is asked of the matrix: what its rows are, and which actions, alignments and principles count.

    `rows` is one of strategy, partner, theme and action; `bases` are those that count, None where all do; `kind` is
    that of the principles, empty for all. Only actions of `strategy`, led or supported within `partner`, whose status
    is among `statuses` count; None or empty does not narrow. `partner_name` is as the reader may see it.
    """

    rows: str = "strategy"
    bases: tuple[str, ...] | None = None
    kind: str = ""
    strategy: Strategy | None = None
    partner: Partner | None = None
    partner_name: str = ""
    statuses: tuple[str, ...] = ()

    @property
    def is_part(self):
        """True where not all actions of the plan count."""
        return bool(self.strategy or self.of_some)

    @property
    def of_some(self):
        """True where the actions are chosen one by one, by lead or by status."""
        return bool(self.partner or self.statuses)

    @property
    def principle(self):
        """What is counted, in words: “principle”, “strategic principle”, “aim”."""
        return f"{self.kind} principle" if self.kind in KINDS_OF_PRINCIPLES else self.kind or "principle"

    @property
    def filters(self):
        """The same choice of actions, as the page of actions takes it."""
        return {
            "strategy": self.strategy and self.strategy.ref,
            "partner": self.partner and self.partner.code,
            "status": self.statuses,
        }


@dataclass(frozen=True)
class Cell:
    """How many actions of a row serve a principle (`actions`), and how many of these say so themselves (`stated`).

    `address` is the page of exactly these actions. `of_strategy` is the basis on which the strategy as a whole, not one
    of its actions, is aligned with the principle; empty where it is not.
    """

    principle: Principle
    actions: int
    stated: int
    row_actions: int
    of_strategy: str = ""
    address: str = ""

    @property
    def in_prose(self):
        """True where the text of the strategy states the principle."""
        return self.of_strategy == Alignment.Basis.STATED

    @property
    def is_thin(self):
        """True where one action of several serves the principle, alone."""
        return self.actions == 1 < self.row_actions

    @property
    def shade(self):
        """0 for no action, else 1 to 4 by the share of the row's actions: under 20%, under 40%, under 70%, more."""
        if not self.actions:
            return 0
        share = self.actions / self.row_actions
        return 1 + (share >= 0.2) + (share >= 0.4) + (share >= 0.7)


@dataclass(frozen=True)
class Subject:
    """What a row is about where it is no strategy: a partner, a theme, an action, or what belongs to none of these.

    `called` is its name within a sentence; `address` is its own page, empty where it has none. `is_rest` is true of
    actions that belong to no partner or theme, and of a partner as a whole that stands above its parts. What it is of
    is there as rows of the plan, None otherwise.
    """

    title: str
    ref: str = ""
    called: str = ""
    address: str = ""
    is_rest: bool = False
    strategy: Strategy | None = None
    theme: Theme | None = None
    action: Action | None = None
    partner: Partner | None = None

    def get_absolute_url(self):
        return self.address


@dataclass(frozen=True)
class Row:
    """One row of the matrix: its actions, how many of them serve any principle, and a cell per principle.

    The subject is a Strategy or a Subject. `outside` is how many of a strategy's actions are not among those asked for.
    A strategy without any actions is prose: its cells hold no action, and `in_prose` says what its text states.
    `marks` are the strictest of all that it counts, and of the plan.
    """

    subject: Strategy | Subject
    actions: int
    aligned: int
    no_lead: int
    cells: tuple[Cell, ...]
    address: str = ""
    outside: int = 0
    all_address: str = ""
    marks: Marks = Marks()

    @property
    def strategy(self):
        """The strategy that it is, or is of; None where it is of none."""
        return self.subject.strategy if isinstance(self.subject, Subject) else self.subject

    @property
    def called(self):
        """Its name within a sentence."""
        return self.subject.called if isinstance(self.subject, Subject) else self.subject.ref

    @property
    def is_rest(self):
        """True where it is none of those that the rows compare."""
        return isinstance(self.subject, Subject) and self.subject.is_rest

    @property
    def is_prose(self):
        """True where the strategy has no actions the reader may see."""
        return not self.actions and not self.outside

    @property
    def led(self):
        """How many of its actions somebody leads."""
        return self.actions - self.no_lead


@dataclass(frozen=True)
class Column:
    """One principle over all rows: how many actions serve it, in which rows, and which strategies' text states it."""

    principle: Principle
    actions: int
    rows: tuple[Row, ...]
    in_prose: tuple[Strategy, ...]

    @property
    def strategies(self):
        """What the rows are about that serve it: in a matrix of strategies, these."""
        return tuple(row.subject for row in self.rows)

    @property
    def width(self):
        """How many strategies, partners, themes or actions serve it; a rest is none."""
        return sum(not row.is_rest for row in self.rows)


@dataclass(frozen=True)
class Matrix:
    """Rows against principles, with every zero; `whole` is all that the rows hold, each action once.

    An action that several partners lead stands in a row of each, so the rows may add up to more than the whole.
    """

    plan: Plan
    principles: tuple[Principle, ...]
    rows: tuple[Row, ...]
    whole: Row
    asked: Asked = Asked()

    @property
    def bases(self):
        """The bases that count, None where all do."""
        return self.asked.bases

    @property
    def totals(self):
        """One cell per principle over all rows."""
        return self.whole.cells

    @property
    def actions(self):
        """How many actions count."""
        return self.whole.actions

    @property
    def aligned(self):
        """How many of them serve a principle."""
        return self.whole.aligned

    @cached_property
    def active(self):
        """The rows that have actions, in order."""
        return [row for row in self.rows if row.actions]

    @cached_property
    def idle(self):
        """The strategies that have actions, but none of those asked for, in order."""
        return [row for row in self.rows if not row.actions and row.outside]

    @cached_property
    def prose(self):
        """The rows in prose, in order."""
        return [row for row in self.rows if row.is_prose]

    @cached_property
    def columns(self):
        """The matrix read down: a Column per principle."""
        return [
            Column(
                principle,
                actions=self.totals[at].actions,
                rows=tuple(row for row in self.rows if row.cells[at].actions),
                in_prose=tuple(row.subject for row in self.rows if row.cells[at].in_prose),
            )
            for at, principle in enumerate(self.principles)
        ]

    @cached_property
    def unserved(self):
        """Principles that no action serves, in order."""
        return [cell.principle for cell in self.totals if not cell.actions]

    @property
    def compares(self):
        """True where the rows stand beside each other: not single actions, nor a partner above its own parts."""
        return self.asked.rows != "action" and not (self.asked.rows == "partner" and self.asked.partner)

    @cached_property
    def lone(self):
        """Columns that only one of several strategies, partners or themes serves, in order."""
        several = self.compares and len(self.active) > 1
        return [column for column in self.columns if several and len(column.rows) == 1 and column.width == 1]

    @cached_property
    def overlaps(self):
        """True where an action stands in more than one row, so that the rows add up to more than the whole."""
        return sum(row.actions for row in self.rows) > self.actions

    @property
    def unaligned(self):
        """How many actions serve no principle."""
        return self.actions - self.aligned

    @property
    def aligned_address(self):
        """The page of the actions that serve a principle."""
        return self.whole.address

    @property
    def unaligned_address(self):
        """The page of the actions that serve none."""
        asked = self.asked
        narrowed = {"no_alignment": "true", "principle_kind": asked.kind, "basis": asked.bases}
        return actions_address(self.plan, **asked.filters, **narrowed)

    @property
    def tells_stated(self):
        """True where a cell may count more than what is stated, so that the small figure says something."""
        return self.bases is None or (Alignment.Basis.STATED in self.bases and len(self.bases) > 1)
