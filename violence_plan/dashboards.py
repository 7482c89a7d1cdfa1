"""Figures about a whole plan, as frozen dataclasses, each from a few querysets."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from actions.models import Action, Alignment, Lead, Plan, Strategy
from principles.models import Principle


def actions_address(plan, **filters):
    """The page of the plan's actions that `filters` leave; those that are empty or None are left out."""
    query = urlencode({name: value for name, value in filters.items() if value}, doseq=True)
    return reverse("action_list", args=[plan.slug]) + (f"?{query}" if query else "")


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
    def shade(self):
        """0 for no action, else 1 to 4 by the share of the row's actions: under 20%, under 40%, under 70%, more."""
        if not self.actions:
            return 0
        share = self.actions / self.row_actions
        return 1 + (share >= 0.2) + (share >= 0.4) + (share >= 0.7)


@dataclass(frozen=True)
class Row:
    """One strategy of the matrix: its actions, how many of them serve any principle, and a cell per principle.

    A strategy without actions is prose: its cells hold no action, and `in_prose` says what its text states.
    """

    strategy: Strategy
    actions: int
    aligned: int
    no_lead: int
    cells: tuple[Cell, ...]
    address: str = ""

    @property
    def is_prose(self):
        """True where the strategy has no actions the reader may see."""
        return not self.actions

    @property
    def led(self):
        """How many of its actions somebody leads."""
        return self.actions - self.no_lead


@dataclass(frozen=True)
class Column:
    """One principle over all rows: how many actions serve it, in which strategies, and whose text states it."""

    principle: Principle
    actions: int
    strategies: tuple[Strategy, ...]
    in_prose: tuple[Strategy, ...]


@dataclass(frozen=True)
class Matrix:
    """Strategies against principles, with every zero; `totals` has one cell per principle over all rows.

    `bases` are those that count, None where all do.
    """

    plan: Plan
    principles: tuple[Principle, ...]
    rows: tuple[Row, ...]
    totals: tuple[Cell, ...]
    actions: int
    aligned: int
    bases: tuple[str, ...] | None = None

    @property
    def active(self):
        """The rows that have actions, in order."""
        return [row for row in self.rows if not row.is_prose]

    @property
    def prose(self):
        """The rows in prose, in order."""
        return [row for row in self.rows if row.is_prose]

    @property
    def columns(self):
        """The matrix read down: a Column per principle."""
        return [
            Column(
                principle,
                actions=self.totals[at].actions,
                strategies=tuple(row.strategy for row in self.rows if row.cells[at].actions),
                in_prose=tuple(row.strategy for row in self.rows if row.cells[at].in_prose),
            )
            for at, principle in enumerate(self.principles)
        ]

    @property
    def unserved(self):
        """Principles that no action serves, in order."""
        return [cell.principle for cell in self.totals if not cell.actions]

    @property
    def lone(self):
        """Columns that only one of several strategies serves, in order."""
        several = len(self.active) > 1
        return [column for column in self.columns if several and len(column.strategies) == 1]

    @property
    def unaligned(self):
        """How many actions serve no principle."""
        return self.actions - self.aligned

    @property
    def aligned_address(self):
        """The page of the actions that serve a principle."""
        return actions_address(self.plan, no_alignment="false", basis=self.bases)

    @property
    def unaligned_address(self):
        """The page of the actions that serve none."""
        return actions_address(self.plan, no_alignment="true", basis=self.bases)

    @property
    def tells_stated(self):
        """True where a cell may count more than what is stated, so that the small figure says something."""
        return self.bases is None or (Alignment.Basis.STATED in self.bases and len(self.bases) > 1)


def alignment_matrix(*, plan, user, bases=None):
    """The Matrix of `plan` as `user` may see it, counting alignments on `bases` (all of them where None)."""
    every = Alignment.Basis.values
    bases = None if bases is None or set(bases) == set(every) else tuple(basis for basis in every if basis in bases)
    alignments = Alignment.objects.on(bases)
    of_actions = alignments.of_actions(Action.objects.visible_to(user).filter(plan=plan))
    counts = {(strategy, principle): found for strategy, principle, *found in of_actions.counted()}
    aligned = dict(of_actions.aligned_by_strategy())
    strategies = Strategy.objects.visible_to(user).filter(plan=plan).with_action_counts(user).order_by("position")
    of_strategies = alignments.filter(strategy__in=strategies.order_by()).order_by()
    wholes = {found[:2]: found[2] for found in of_strategies.values_list("strategy", "principle", "basis")}
    principles = tuple(plan.framework.principles.in_order().select_related("framework")) if plan.framework else ()

    def cell(strategy, principle):
        return Cell(
            principle,
            *counts.get((strategy.pk, principle.pk), (0, 0)),
            row_actions=strategy.action_total,
            of_strategy=wholes.get((strategy.pk, principle.pk), ""),
            address=actions_address(plan, strategy=strategy.ref, principle=principle.code, basis=bases),
        )

    rows = tuple(
        Row(
            strategy,
            actions=strategy.action_total,
            aligned=aligned.get(strategy.pk, 0),
            no_lead=strategy.action_no_lead,
            cells=tuple(cell(strategy, principle) for principle in principles),
            address=actions_address(plan, strategy=strategy.ref, no_alignment="false", basis=bases),
        )
        for strategy in strategies.select_related("plan")
    )
    return summed(plan=plan, principles=principles, rows=rows, bases=bases)


def summed(*, plan, principles, rows, bases):
    """The Matrix of these rows, with its totals."""
    actions = sum(row.actions for row in rows)
    totals = tuple(
        Cell(
            principle,
            actions=sum(row.cells[at].actions for row in rows),
            stated=sum(row.cells[at].stated for row in rows),
            row_actions=actions,
            of_strategy=Alignment.Basis.STATED if any(row.cells[at].in_prose for row in rows) else "",
            address=actions_address(plan, principle=principle.code, basis=bases),
        )
        for at, principle in enumerate(principles)
    )
    return Matrix(plan, principles, rows, totals, actions, sum(row.aligned for row in rows), bases)


@dataclass(frozen=True)
class PlanFigures:
    """The plan in five figures, for its first page, with the matrix they come from."""

    matrix: Matrix
    actions: int
    strategies: int
    strategies_with_actions: int
    lead_partners: int
    aligned: int
    stated: int
    unserved: tuple[Principle, ...]
    no_lead: int

    @property
    def longest(self):
        """The number of actions of the strategy that has most."""
        return max((row.actions for row in self.matrix.rows), default=0)


def plan_figures(*, plan, user):
    """The PlanFigures of `plan` as `user` may see it."""
    actions = Action.objects.visible_to(user).filter(plan=plan)
    leads = Lead.objects.filter(action__in=actions.order_by(), role=Lead.Role.LEAD)
    matrix = alignment_matrix(plan=plan, user=user)
    return PlanFigures(
        matrix=matrix,
        actions=matrix.actions,
        strategies=len(matrix.rows),
        strategies_with_actions=len(matrix.active),
        lead_partners=leads.order_by().values("partner").distinct().count(),
        aligned=matrix.aligned,
        stated=actions.aligned([Alignment.Basis.STATED]).count(),
        unserved=tuple(matrix.unserved),
        no_lead=sum(row.no_lead for row in matrix.rows),
    )
