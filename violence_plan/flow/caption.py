"""What the picture means, in plain English."""

from violence_plan.findings import listed


def sentences(matrix, places):
    """What the picture means, for its caption: what a thickness stands for, and what must not be added up."""
    row = matrix.asked.rows
    if row == "action":
        yield "A band from an action to a principle says that the action serves it."
    else:
        yield f"A band from a {row} to a principle is as thick as the number of the {row}’s actions that serve it."
    several = {
        "that several partners lead": matrix.overlaps,
        "that serves several principles": sum(total.actions for total in matrix.totals) > matrix.aligned,
    }
    if reasons := [reason for reason, holds in several.items() if holds]:
        times = places - sum(row.actions - row.aligned for row in matrix.rows)
        them = "the one that serves any is" if matrix.aligned == 1 else f"the {matrix.aligned} that serve any are"
        yield f"An action {listed(reasons, 'or')} is in a band for each: {them} drawn {times} times."
        yield "So compare the bars; do not add them up."
    if matrix.unaligned == 1:
        yield "The action that serves no principle ends in a gap of its own."
    elif matrix.unaligned:
        yield f"The {matrix.unaligned} actions that serve no principle end in a gap of their own."
    yield "The table above holds the same figures."
