"""Who leads how much of which strategy, and with whom: figures about a plan's partners."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations

from actions.models import Action, Plan, Strategy
from partners.tree import Branch, partner_tree, walk
from violence_plan.dashboards import actions_address


@dataclass(frozen=True)
class Figure:
    """A number of distinct actions, and the page of exactly these."""

    actions: int
    address: str

    @property
    def shade(self):
        """0 for no action, else 1 to 4: up to 2 actions, up to 5, up to 9, more."""
        return sum(self.actions >= least for least in (1, 3, 6, 10))


@dataclass(frozen=True)
class Standing:
    """A partner in its place: `depth` steps below the `root` of the tree, right beneath the partner named `above`."""

    branch: Branch
    root: Branch
    depth: int = 0
    above: str = ""

    @property
    def name(self):
        """As the reader may see it."""
        return self.branch.name

    @property
    def partner(self):
        """The Partner."""
        return self.branch.partner

    @property
    def level(self):
        """How far it is set in: its depth, but never more than 3."""
        return min(self.depth, 3)

    @property
    def has_leading_parts(self):
        """Whether a team or post of it leads what it does not lead itself."""
        return self.branch.total > len(self.branch.own)


@dataclass(frozen=True)
class LoadRow:
    """One partner with its teams and posts: a Figure per strategy, and one over all strategies."""

    standing: Standing
    cells: tuple[Figure, ...]
    total: Figure


@dataclass(frozen=True)
class Pair:
    """Two partners who are both named on the same actions, in the order of the plan."""

    first: Standing
    second: Standing
    actions: tuple[Action, ...]

    @property
    def is_within(self):
        """Whether both belong to the same organisation."""
        return self.first.root.partner == self.second.root.partner


@dataclass(frozen=True)
class Partnership:
    """The partners of a plan against its strategies that have actions, with every zero, and the pairs among them.

    `rows` are organisations, or with `parts` their teams and posts too; a row counts what its parts lead as well, so
    rows do not add up to `led`, which counts each action once. `unled` names nobody; `every` is all actions. `joint`
    is how many actions name several partners, `inside` how many of these stay inside one organisation.
    """

    plan: Plan
    parts: bool
    strategies: tuple[Strategy, ...]
    rows: tuple[LoadRow, ...]
    led: LoadRow
    unled: LoadRow
    every: LoadRow
    pairs: tuple[Pair, ...]
    joint: int
    inside: int

    @property
    def busiest(self):
        """The rows of organisations, most actions first; equals in the order of the rows."""
        tops = [row for row in self.rows if not row.standing.depth]
        return sorted(tops, key=lambda row: -row.total.actions)


def standings(branches, *, parts, depth=0, above="", root=None):
    """A Standing for each branch that leads anything, a parent before its parts; without `parts` the top level only."""
    for branch in branches:
        if branch.total:
            top = root or branch
            yield Standing(branch, top, depth, above)
            if parts:
                yield from standings(branch.parts, parts=True, depth=depth + 1, above=branch.name, root=top)


def plan_partnership(*, plan, user, parts=False):
    """The Partnership of `plan` as `user` may see it, with a row of its own for each team and post where `parts`."""
    tree = partner_tree(user, action__plan=plan)
    standing = list(standings(tree, parts=parts))
    printed = Action.objects.visible_to(user).filter(plan=plan).order_by("position", "ref")
    actions = {action.pk: action for action in printed.only("ref", "strategy")}
    held = Strategy.objects.filter(pk__in={action.strategy_id for action in actions.values()})
    strategies = tuple(held.select_related("plan").order_by("position"))

    def row(found, ids, **asked):
        per_strategy = Counter(actions[pk].strategy_id for pk in ids)
        cells = (
            Figure(per_strategy[strategy.pk], actions_address(plan, **asked, strategy=strategy.ref))
            for strategy in strategies
        )
        return LoadRow(found, tuple(cells), Figure(len(ids), actions_address(plan, **asked)))

    led = frozenset().union(*(branch.with_parts for branch in tree))
    joint, inside = joint_actions(tree)
    return Partnership(
        plan=plan,
        parts=parts,
        strategies=strategies,
        rows=tuple(row(one, one.branch.with_parts, partner=one.partner.code) for one in standing),
        led=row(None, led, no_lead="false"),
        unled=row(None, actions.keys() - led, no_lead="true"),
        every=row(None, actions.keys()),
        pairs=pairs(standing, actions, parts=parts),
        joint=joint,
        inside=inside,
    )


def joint_actions(tree):
    """How many actions name several partners of the tree, and how many of these only partners of one organisation."""
    leaders, tops = Counter(), Counter()
    for top in tree:
        tops.update(top.with_parts)
        for branch in walk([top]):
            leaders.update(branch.own)
    joint = [action for action, count in leaders.items() if count > 1]
    return len(joint), sum(tops[action] == 1 for action in joint)


def pairs(standing, actions, *, parts):
    """The Pairs among these Standings, those who share most first; `actions` are Actions by id, in printed order.

    With `parts` a partner stands for itself, else for its teams and posts too.
    """
    named = defaultdict(list)
    for place, one in enumerate(standing):
        for pk in one.branch.own if parts else one.branch.with_parts:
            named[pk].append(place)
    shared = defaultdict(list)
    for pk, action in actions.items():
        for couple in combinations(named[pk], 2):
            shared[couple].append(action)
    ordered = sorted(shared.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Pair(standing[first], standing[second], tuple(both)) for (first, second), both in ordered)
