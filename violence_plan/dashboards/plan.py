"""A plan in five figures."""

from dataclasses import dataclass

from actions.held import Held
from actions.models import Action, Alignment, Lead
from principles.models import Principle
from violence_plan.dashboards.counting import alignment_matrix
from violence_plan.dashboards.matrix import Matrix


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
    matrix = alignment_matrix(Held(plan, user))
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
