"""The merged-cell rule: which principles a row of the printed table serves because a cell above covers it.

In the printed tables the cells of one kind of principles are merged down the rows of a theme. A row that prints no
label of a kind inherits the labels of that kind that were printed last above it, in the same theme, or in the same
strategy where it has no themes. Strategic and enabling labels are inherited independently.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from django.db.models import Prefetch

from actions.models import Action, Alignment, AlignmentRejection, Plan
from history.revisions import write_in_turn
from principles.models import Principle

LABEL = re.compile(r"\[\s*(strategic|enabling)\s+principles?\s+([0-9]{1,3})\s*\]", re.IGNORECASE)


class Label(NamedTuple):
    """A principle as a table prints it: its kind and number."""

    kind: str
    number: int


@dataclass(frozen=True)
class PrintedLabel:
    """A label with what is printed: `words` follow it, `printed` is both."""

    label: Label
    words: str
    printed: str


@dataclass(frozen=True)
class Row:
    """One row of a printed table: its place, its number, and the labels it states."""

    strategy: str
    theme: str
    ref: str
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Inherited:
    """The row `ref` serves `label` because the cell of the row `inherited_from` covers it."""

    ref: str
    label: Label
    inherited_from: str


@dataclass(frozen=True)
class Changes:
    """How many inherited alignments a run added, removed, and left as they were."""

    added: int
    removed: int
    unchanged: int


def printed_labels(cell):
    """The labels in the text of a printed cell, in order: a list of PrintedLabel."""
    found = list(LABEL.finditer(cell))
    bounds = [match.start() for match in found] + [len(cell)]
    return [
        PrintedLabel(
            Label(match[1].lower(), int(match[2])),
            words=cell[match.end() : end].strip(),
            printed=cell[match.start() : end].strip(),
        )
        for match, end in zip(found, bounds[1:], strict=True)
    ]


def inherited(rows):
    """What `rows`, an iterable of Row in printed order, inherit: a list of Inherited, in the order of the rows."""
    covering = {}
    found = []
    for row in rows:
        above = covering.setdefault((row.strategy, row.theme), {})
        stated = {}
        for label in row.labels:
            stated.setdefault(label.kind, (row.ref, []))[1].append(label)
        for kind, (ref, labels) in above.items():
            if kind not in stated:
                found.extend(Inherited(row.ref, label, ref) for label in labels)
        above.update(stated)
    return found


def stated_rows(plan):
    """The rows of a plan's table, with the labels of its own framework that they state, in printed order."""
    stated = Alignment.objects.on([Alignment.Basis.STATED]).filter(principle__framework=plan.framework_id)
    actions = plan.actions.select_related("strategy", "theme").order_by("position", "ref")
    return [
        Row(
            strategy=action.strategy.ref,
            theme=action.theme.title if action.theme else "",
            ref=action.ref,
            labels=tuple(Label(link.principle.kind, link.principle.number) for link in action.stated),
        )
        for action in actions.prefetch_related(
            Prefetch("alignments", stated.select_related("principle").order_by("pk"), to_attr="stated")
        )
    ]


@transaction.atomic
def inherit_alignments(*, plan):
    """Make the inherited alignments of `plan` those that follow from its stated ones, and return the Changes.

    A principle that an action states, or that an officer has assessed for it, is not inherited on top; one that an
    officer has rejected for it is not inherited again. What an officer has confirmed stays so while its source does.
    """
    write_in_turn()
    Plan.objects.select_for_update().get(pk=plan.pk)
    actions = {action.ref: action for action in Action.objects.filter(plan=plan)}
    principles = {
        Label(principle.kind, principle.number): principle
        for principle in Principle.objects.filter(framework=plan.framework_id)
    }
    links = Alignment.objects.filter(action__plan=plan).select_related("principle")
    standing = {(link.action_id, link.principle_id, link.inherited_from_id): link for link in links}
    taken = {key[:2] for key, link in standing.items() if link.basis != Alignment.Basis.INHERITED}
    taken |= set(AlignmentRejection.objects.filter(action__plan=plan).values_list("action", "principle"))
    wanted = {}
    for row in inherited(stated_rows(plan)):
        action, principle, source = actions[row.ref], principles[row.label], actions[row.inherited_from]
        if (action.pk, principle.pk) not in taken:
            wanted[action.pk, principle.pk, source.pk] = Alignment(
                action=action, principle=principle, inherited_from=source, basis=Alignment.Basis.INHERITED
            )
    before = {key for key, link in standing.items() if link.basis == Alignment.Basis.INHERITED}
    Alignment.objects.filter(pk__in=[standing[key].pk for key in before - wanted.keys()]).delete()
    Alignment.objects.bulk_create(row for key, row in wanted.items() if key not in before)
    return Changes(
        added=len(wanted.keys() - before), removed=len(before - wanted.keys()), unchanged=len(before & wanted.keys())
    )
