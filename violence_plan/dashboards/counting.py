"""How the alignment matrix is counted: the same few queries for any number of rows."""

from collections import defaultdict
from urllib.parse import quote_plus

from actions.models import Action, Alignment
from violence_plan.dashboards.addresses import actions_address, narrowed
from violence_plan.dashboards.grouping import Group, Grouping, fitting_rows, gathered
from violence_plan.dashboards.matrix import Asked, Cell, Matrix, Row, Subject

ANY = "any-principle"  # where an address names a principle


def alignment_matrix(held, *, bases=None, rows="strategy", strategy=None, partner=None, **asked):
    """The Matrix of what is Held, counting alignments on `bases` (all of them where None).

    `rows`, `strategy`, `partner`, `kind` and `statuses` are as in Asked; empty `rows` are those that fit.
    """
    asked = Asked(
        rows=rows or fitting_rows(strategy),
        bases=in_one_order(bases),
        strategy=strategy,
        partner=partner,
        partner_name=partner.name_for(held.user) if partner else "",
        **asked,
    )
    alignments = Alignment.objects.on(asked.bases).of_kind(asked.kind)
    counting = Counting(held, asked, asked_for(held, asked), alignments)
    grouping = Grouping(
        held, asked, members=counting.members, unled=counting.unled, wholes=own_alignments(held, alignments)
    )
    groups = grouping.groups
    stated = {principle: basis for group in groups for principle, basis in group.wholes.items() if basis == "stated"}
    whole = Group(Subject("All"), counting.members, {}, wholes=stated)
    rows = tuple(counting.row(group) for group in groups)
    return Matrix(held.plan, counting.principles, rows, counting.row(whole), asked)


def in_one_order(bases):
    """The bases as a tuple in the order of Basis; None where they are all."""
    every = Alignment.Basis.values
    return None if bases is None or set(bases) == set(every) else tuple(basis for basis in every if basis in bases)


def asked_for(held, asked):
    """The ids of those of the actions Held that Asked leaves, as a frozen set."""
    members = held.actions
    if asked.strategy:
        members = frozenset(action for action, strategy, _ in held.placed if strategy == asked.strategy.pk)
    if asked.of_some:
        actions = Action.objects.filter(plan=held.plan)
        if asked.partner:
            actions = actions.led_within(asked.partner.code)
        if asked.statuses:
            actions = actions.with_status().reported(asked.statuses)
        members &= frozenset(actions.order_by().values_list("pk", flat=True))
    return members


def own_alignments(held, alignments):
    """The bases of the strategies' own alignments, by the id of the strategy and then of the principle."""
    found = alignments.filter(strategy__in=[strategy.pk for strategy in held.strategies]).order_by()
    wholes = defaultdict(dict)
    for strategy, principle, basis in found.values_list("strategy", "principle", "basis"):
        wholes[strategy][principle] = basis
    return wholes


class Counting:
    """Which of the actions Held of the ids `members` serve which principle: what every row is counted from."""

    def __init__(self, held, asked, members, alignments):
        self.held, self.asked, self.members = held, asked, members
        self.principles = tuple(one for one in held.principles if not asked.kind or one.kind == asked.kind)
        of_plan = alignments.filter(action__plan=held.plan).order_by().values_list("principle", "action", "basis")
        found = [each for each in of_plan if each[1] in members]
        self.serving = gathered((principle, action) for principle, action, _ in found)
        self.stating = gathered((principle, action) for principle, action, basis in found if basis == "stated")
        self.aligned = frozenset(action for _, action, _ in found)
        self.unled = members.difference(action for _, action in held.leads)
        self.page = actions_address(held.plan)
        self.quoted = {principle.pk: quote_plus(principle.code) for principle in self.principles}

    def row(self, group):
        """The Row of a Group."""
        asked, members = self.asked, group.members
        return Row(
            group.subject,
            actions=len(members),
            aligned=len(members & self.aligned),
            no_lead=len(members & self.unled),
            cells=tuple(self.cells(group)),
            address=self.address(group, no_alignment="false", principle_kind=asked.kind, basis=asked.bases),
            outside=group.outside,
            all_address=self.address(group),
            marks=self.held.marks_of(members),
        )

    def cells(self, group):
        """The Cell of a Group and each principle."""
        # Most of an address is the same for all of them.
        before, _, after = self.address(group, principle=ANY, basis=self.asked.bases).partition(ANY)
        for principle in self.principles:
            yield Cell(
                principle,
                actions=len(group.members & self.serving.get(principle.pk, frozenset())),
                stated=len(group.members & self.stating.get(principle.pk, frozenset())),
                row_actions=len(group.members),
                of_strategy=group.wholes.get(principle.pk, ""),
                address=group.address or f"{before}{self.quoted[principle.pk]}{after}",
            )

    def address(self, group, **further):
        """Where the figure of a Group leads that counts what `further` leaves of it."""
        return group.address or narrowed(self.page, **(self.asked.filters | group.filters | further))
