"""How the alignment matrix is counted: the same few queries for any number of rows."""

from collections import defaultdict
from urllib.parse import quote_plus

from django.db.models import Exists, OuterRef

from actions.models import Action, Alignment, Lead, Strategy
from violence_plan.dashboards.addresses import actions_address, narrowed
from violence_plan.dashboards.grouping import Group, Grouping, fitting_rows, gathered
from violence_plan.dashboards.matrix import Asked, Cell, Matrix, Row, Subject

ANY = "any-principle"  # where an address names a principle


def alignment_matrix(*, plan, user, bases=None, rows="strategy", strategy=None, partner=None, **asked):
    """The Matrix of `plan` as `user` may see it, counting alignments on `bases` (all of them where None).

    `rows`, `strategy`, `partner`, `kind` and `statuses` are as in Asked; empty `rows` are those that fit.
    """
    asked = Asked(
        rows=rows or fitting_rows(strategy),
        bases=in_one_order(bases),
        strategy=strategy,
        partner=partner,
        partner_name=partner.name_for(user) if partner else "",
        **asked,
    )
    actions = asked_for(Action.objects.visible_to(user).filter(plan=plan), asked)
    alignments = Alignment.objects.on(asked.bases).of_kind(asked.kind)
    counting = Counting(plan, asked, principles_of(plan, asked.kind), actions, alignments)
    grouping = Grouping(
        plan,
        user,
        asked,
        placed=counting.placed,
        unled=counting.unled,
        wholes=own_alignments(plan, user, alignments),
    )
    groups = grouping.groups
    stated = {principle: basis for group in groups for principle, basis in group.wholes.items() if basis == "stated"}
    whole = Group(Subject("All"), grouping.members, {}, wholes=stated)
    rows = tuple(counting.row(group) for group in groups)
    return Matrix(plan, counting.principles, rows, counting.row(whole), asked)


def in_one_order(bases):
    """The bases as a tuple in the order of Basis; None where they are all."""
    every = Alignment.Basis.values
    return None if bases is None or set(bases) == set(every) else tuple(basis for basis in every if basis in bases)


def asked_for(actions, asked):
    """Those of the queryset `actions` that Asked leaves."""
    if asked.strategy:
        actions = actions.filter(strategy=asked.strategy)
    if asked.partner:
        actions = actions.led_within(asked.partner.code)
    return actions.with_status().reported(asked.statuses) if asked.statuses else actions


def principles_of(plan, kind):
    """The plan's principles, of one kind where it is not empty, as printed."""
    if not plan.framework:
        return ()
    principles = plan.framework.principles.in_order().select_related("framework")
    return tuple(principles.filter(kind=kind) if kind else principles)


def own_alignments(plan, user, alignments):
    """The bases of the strategies' own alignments, by the id of the strategy and then of the principle."""
    found = alignments.of_strategies(Strategy.objects.visible_to(user).filter(plan=plan)).order_by()
    wholes = defaultdict(dict)
    for strategy, principle, basis in found.values_list("strategy", "principle", "basis"):
        wholes[strategy][principle] = basis
    return wholes


class Counting:
    """Which of the actions serve which principle: what every row is counted from."""

    def __init__(self, plan, asked, principles, actions, alignments):
        self.plan, self.asked, self.principles = plan, asked, principles
        found = list(alignments.of_actions(actions).order_by().values_list("principle", "action", "basis"))
        self.serving = gathered((principle, action) for principle, action, _ in found)
        self.stating = gathered((principle, action) for principle, action, basis in found if basis == "stated")
        self.aligned = frozenset(action for _, action, _ in found)
        told = actions.order_by().values_list(
            "pk", "strategy", "theme", Exists(Lead.objects.filter(action=OuterRef("pk")))
        )
        self.placed = tuple(each[:3] for each in told)
        self.unled = frozenset(action for action, _, _, is_led in told if not is_led)
        self.page = actions_address(plan)

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
                address=group.address or f"{before}{quote_plus(principle.code)}{after}",
            )

    def address(self, group, **further):
        """Where the figure of a Group leads that counts what `further` leaves of it."""
        return group.address or narrowed(self.page, **(self.asked.filters | group.filters | further))
