"""Figures about a whole plan, as frozen dataclasses, each from a few querysets."""

from violence_plan.dashboards.addresses import actions_address
from violence_plan.dashboards.counting import alignment_matrix
from violence_plan.dashboards.matrix import Asked, Cell, Column, Matrix, Row
from violence_plan.dashboards.plan import PlanFigures, plan_figures

__all__ = [
    "Asked",
    "Cell",
    "Column",
    "Matrix",
    "PlanFigures",
    "Row",
    "actions_address",
    "alignment_matrix",
    "plan_figures",
]
