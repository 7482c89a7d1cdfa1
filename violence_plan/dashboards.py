"""Figures about a whole plan, as frozen dataclasses, each from a few querysets."""

from dataclasses import dataclass

from actions.models import Action, Alignment, Plan, Strategy
from partners.models import Partner
from principles.models import Principle


@dataclass(frozen=True)
class Cell:
    """How many actions of a row serve a principle (`actions`), and how many of these say so themselves (`stated`)."""

    principle: Principle
    actions: int
    stated: int
    row_actions: int
    in_prose: bool = False

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
    cells: tuple[Cell, ...]

    @property
    def is_prose(self):
        """True where the strategy has no actions the reader may see."""
        return not self.actions


@dataclass(frozen=True)
class Matrix:
    """Strategies against principles, with every zero; `totals` has one cell per principle over all rows."""

    plan: Plan
    principles: tuple[Principle, ...]
    rows: tuple[Row, ...]
    totals: tuple[Cell, ...]
    actions: int
    aligned: int

    @property
    def unserved(self):
        """Principles that no action serves, in order."""
        return [cell.principle for cell in self.totals if not cell.actions]


def alignment_matrix(*, plan, user, bases=None):
    """The Matrix of `plan` as `user` may see it, counting alignments on `bases` (all of them where None)."""
    actions = Action.objects.visible_to(user).filter(plan=plan)
    alignments = Alignment.objects.on(bases).of_actions(actions)
    principles = tuple(plan.framework.principles.in_order()) if plan.framework else ()
    counts = {(strategy, principle): found for strategy, principle, *found in alignments.counted()}
    aligned = dict(alignments.aligned_by_strategy())
    strategies = Strategy.objects.visible_to(user).filter(plan=plan).with_action_counts(user).order_by("position")
    prose = set(
        Alignment.objects.on(bases).filter(strategy__in=strategies.order_by()).values_list("strategy", "principle")
    )
    rows = tuple(
        Row(
            strategy=strategy,
            actions=strategy.action_total,
            aligned=aligned.get(strategy.pk, 0),
            cells=tuple(
                Cell(
                    principle,
                    *counts.get((strategy.pk, principle.pk), (0, 0)),
                    row_actions=strategy.action_total,
                    in_prose=(strategy.pk, principle.pk) in prose,
                )
                for principle in principles
            ),
        )
        for strategy in strategies
    )
    total = sum(row.actions for row in rows)
    totals = tuple(
        Cell(
            principle,
            actions=sum(row.cells[column].actions for row in rows),
            stated=sum(row.cells[column].stated for row in rows),
            row_actions=total,
            in_prose=any(row.cells[column].in_prose for row in rows),
        )
        for column, principle in enumerate(principles)
    )
    return Matrix(plan, principles, rows, totals, total, sum(row.aligned for row in rows))


@dataclass(frozen=True)
class PlanFigures:
    """The plan in five figures, for its first page."""

    actions: int
    strategies: int
    strategies_with_actions: int
    lead_partners: int
    aligned: int
    stated: int
    unserved: tuple[Principle, ...]
    no_lead: int


def plan_figures(*, plan, user):
    """The PlanFigures of `plan` as `user` may see it."""
    actions = Action.objects.visible_to(user).filter(plan=plan)
    matrix = alignment_matrix(plan=plan, user=user)
    return PlanFigures(
        actions=matrix.actions,
        strategies=len(matrix.rows),
        strategies_with_actions=sum(not row.is_prose for row in matrix.rows),
        lead_partners=Partner.objects.filter(leads__action__in=actions.order_by()).distinct().count(),
        aligned=matrix.aligned,
        stated=actions.aligned([Alignment.Basis.STATED]).count(),
        unserved=tuple(matrix.unserved),
        no_lead=actions.no_lead().count(),
    )
