"""What the rows of the matrix are: which actions of a plan stand together, and how a reader asks for just these."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from actions.held import Held
from actions.models import Action, Strategy, Theme
from partners.tree import walk
from violence_plan.dashboards.matrix import Asked, Subject


@dataclass(frozen=True)
class Group:
    """One row to be counted: its subject, the ids of its actions, and the filters of the action list that leave these.

    `address` is where all its figures lead, where that is not the action list. `wholes` are the bases on which the
    strategy itself is aligned, by the id of the principle. `outside` is as in Row.
    """

    subject: Strategy | Subject
    members: frozenset
    filters: dict
    outside: int = 0
    address: str = ""
    wholes: dict = field(default_factory=dict)


def fitting_rows(strategy):
    """What the rows are where nobody says: strategies; within one, its themes, or its actions where it has too few."""
    if strategy is None:
        return "strategy"
    return "theme" if strategy.themes.count() > 1 else "action"


def gathered(pairs):
    """Frozen sets by key, from pairs of a key and one member."""
    sets = defaultdict(set)
    for key, member in pairs:
        sets[key].add(member)
    return {key: frozenset(members) for key, members in sets.items()}


@dataclass(frozen=True)
class Grouping:
    """The actions that count, grouped into rows as `asked` says, of all that is Held.

    `members` are the ids of the actions that count; `unled` of those among them that nobody leads; `wholes` the bases
    of the strategies' own alignments: by id of the strategy, then of the principle.
    """

    held: Held
    asked: Asked
    members: frozenset
    unled: frozenset
    wholes: dict

    @property
    def groups(self):
        """The rows, as a list of Group, in order."""
        made = {
            "strategy": self.by_strategy,
            "partner": self.by_partner,
            "theme": self.by_theme,
            "action": self.by_action,
        }
        return list(made[self.asked.rows]())

    @property
    def placed(self):
        """What Held says of where each of the actions that count is placed."""
        return [each for each in self.held.placed if each[0] in self.members]

    @property
    def strategies(self):
        """The visible strategies of the plan, or the one asked for, in order."""
        chosen = self.asked.strategy
        return [strategy for strategy in self.held.strategies if not chosen or strategy == chosen]

    @cached_property
    def totals(self):
        """How many actions each strategy has, by its id, whether they count or not."""
        return Counter(strategy for _, strategy, _ in self.held.placed)

    def by_strategy(self):
        """A row per strategy; those in prose too, unless actions are chosen one by one, which prose has none of."""
        counted = gathered((strategy, action) for action, strategy, _ in self.placed)
        for strategy in self.strategies:
            members = counted.get(strategy.pk, frozenset())
            if self.totals[strategy.pk] or not self.asked.of_some:
                outside = self.totals[strategy.pk] - len(members)
                wholes = {} if self.asked.of_some else self.wholes.get(strategy.pk, {})
                yield Group(strategy, members, {"strategy": strategy.ref}, outside=outside, wholes=wholes)

    def by_partner(self):
        """A row per organisation, its teams and posts taken in; within one partner, that and a row for each part."""
        branches, within = self.held.branches, self.asked.partner
        if within:
            branches = walk(branch for branch in walk(branches) if branch.partner == within)
        for branch in branches:
            members = branch.with_parts & self.members
            if members:
                yield Group(self.partner(branch), members, {"partner": branch.partner.code})
        if self.unled and not within:
            yield Group(Subject("Nobody", is_rest=True), self.unled, {"no_lead": "true"})

    def partner(self, branch):
        """The Subject of a partner's row."""
        whole = branch.partner == self.asked.partner and bool(branch.parts)
        return Subject(
            f"{branch.name}, altogether" if whole else branch.name,
            called=branch.name,
            address=branch.partner.get_absolute_url(),
            is_rest=whole,
            partner=branch.partner,
        )

    def by_theme(self):
        """A row per theme that has actions, and one per strategy for those without; in printed order."""
        counted = gathered(((strategy, theme), action) for action, strategy, theme in self.placed)
        of_strategy = defaultdict(list)
        for theme in Theme.objects.filter(strategy__in=self.strategies).order_by("position"):
            of_strategy[theme.strategy_id].append(theme)
        for strategy in self.strategies:
            if loose := counted.get((strategy.pk, None)):
                title = f"{strategy.title}: no theme" if of_strategy[strategy.pk] else strategy.title
                address = strategy.get_absolute_url()
                subject = Subject(title, ref=strategy.ref, address=address, is_rest=True, strategy=strategy)
                yield Group(subject, loose, {"strategy": strategy.ref, "no_theme": "true"})
            for theme in of_strategy[strategy.pk]:
                theme.strategy = strategy
                if members := counted.get((strategy.pk, theme.pk)):
                    yield Group(self.theme(theme), members, {"strategy": strategy.ref, "theme": theme.title})
            yield from self.text_of(strategy)

    def theme(self, theme):
        """The Subject of a theme's row."""
        called, ref = f"“{theme.title}”", theme.strategy.ref
        return Subject(
            theme.title,
            ref="" if self.asked.strategy else ref,
            called=called if self.asked.strategy else f"{called} of {ref}",
            address=theme.get_absolute_url(),
            strategy=theme.strategy,
            theme=theme,
        )

    def by_action(self):
        """A row per action, and one for the text of the strategy."""
        for action in Action.objects.filter(pk__in=self.members).select_related("plan", "strategy").as_printed():
            address, of = action.get_absolute_url(), {"strategy": action.strategy, "action": action}
            subject = Subject(action.text, ref=action.ref, called=action.ref, address=address, **of)
            yield Group(subject, frozenset([action.pk]), {}, address=address)
        for strategy in self.strategies:
            yield from self.text_of(strategy)

    def text_of(self, strategy):
        """A row for the text of the one strategy that is asked for, where it states principles or is all there is."""
        wholes = self.wholes.get(strategy.pk, {})
        if self.asked.strategy and not self.asked.of_some and (wholes or not self.totals[strategy.pk]):
            yield Group(strategy, frozenset(), {}, wholes=wholes)
