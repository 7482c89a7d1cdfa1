"""The biggest gaps of a plan, for its first page: each a name, a sentence and where to see more."""

from dataclasses import dataclass

from django.urls import reverse

from violence_plan.dashboards import actions_address
from violence_plan.findings import NAMED, capitalised, counted, in_words, numbered, said_in


@dataclass(frozen=True)
class Gap:
    """Something missing: its name, a sentence about it, and where to see more."""

    name: str
    text: str
    address: str
    link: str


def gaps(matrix):
    """The biggest gaps of the plan, for its first page, as a list of Gap: the gravest first."""
    unserved = [column for column in matrix.columns if not column.actions] if matrix.actions else []
    if len(unserved) > NAMED:
        text = f"{capitalised(in_words(len(unserved)))} principles are served by no action."
        found = [Gap("Principles nobody serves.", text, alignment_address(matrix), "See the alignment")]
    else:
        found = [nobody_serves(column, matrix) for column in unserved]
    return [*found, *hanging(matrix), *without_lead(matrix), *without_principle(matrix)]


def alignment_address(matrix):
    """The page of the whole matrix."""
    return reverse("alignment", args=[matrix.plan.slug])


def see_actions(number):
    """What the link to so many actions reads."""
    return f"See the {counted(number, 'action')}" if number > 1 else "See the action"


def nobody_serves(column, matrix):
    """The Gap of a principle that no action serves, and what the plan's text says about it nevertheless."""
    named_so = column.principle.short_title.casefold()
    namesakes = [row.strategy for row in matrix.rows if row.strategy.title.casefold() == named_so]
    though = [f"{said_in([strategy], 'bear')} its name" for strategy in namesakes]
    though += [f"{said_in(column.in_prose, 'state')} it in words"] if column.in_prose else []
    return Gap(
        name=f"{column.principle.short_title}.",
        text=f"{numbered(column.principle)} is served by no action{', though ' * bool(though)}{' and '.join(though)}.",
        address=column.principle.get_absolute_url(),
        link=f"See {numbered(column.principle)}",
    )


def hanging(matrix):
    """The Gap of a principle that only one of several strategies serves; a list, empty where there are more or none."""
    if len(matrix.lone) != 1:
        return []
    [column] = matrix.lone
    principle, actions = column.principle, counted(column.actions, "action")
    text = f"{numbered(principle)} hangs on one strategy, {column.strategies[0].ref}, with {actions}."
    address = actions_address(matrix.plan, principle=principle.code)
    return [Gap(f"{principle.short_title}.", text, address, see_actions(column.actions))]


def without_lead(matrix):
    """The Gap of the strategy with most actions that nobody leads; a list, empty where every action has a lead."""
    worst = max(matrix.rows, key=lambda row: row.no_lead, default=None)
    if not worst or not worst.no_lead:
        return []
    if worst.actions == 1:
        text = "Its one action names no lead."
    elif worst.no_lead == worst.actions:
        text = f"None of its {worst.actions} actions names a lead."
    else:
        text = f"{worst.no_lead} of its {worst.actions} actions {'name' if worst.no_lead > 1 else 'names'} no lead."
    address = actions_address(matrix.plan, strategy=worst.strategy.ref, no_lead="true")
    return [Gap(f"{worst.strategy.title}.", text, address, see_actions(worst.no_lead))]


def without_principle(matrix):
    """The Gap of the actions that serve no principle; a list, empty where there are none."""
    if not matrix.unaligned or not matrix.principles:
        return []
    verb = "serves" if matrix.unaligned == 1 else "serve"
    text = f"{counted(matrix.unaligned, 'action')} {verb} none of the plan’s principles."
    return [Gap("No principle.", text, matrix.unaligned_address, see_actions(matrix.unaligned))]
