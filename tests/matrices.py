"""Matrices for tests, of rows that stand whole in the test."""

from violence_plan.dashboards import Asked, Cell, Matrix, Row


def summed(*, plan, principles, rows, bases=None, asked=None):
    """The Matrix of these rows, none of which shares an action with another, with its totals."""
    actions = sum(row.actions for row in rows)
    totals = tuple(
        Cell(
            principle,
            actions=sum(row.cells[at].actions for row in rows),
            stated=sum(row.cells[at].stated for row in rows),
            row_actions=actions,
        )
        for at, principle in enumerate(principles)
    )
    aligned, no_lead = sum(row.aligned for row in rows), sum(row.no_lead for row in rows)
    whole = Row(None, actions=actions, aligned=aligned, no_lead=no_lead, cells=totals)
    return Matrix(plan, tuple(principles), tuple(rows), whole, asked or Asked(bases=bases))
