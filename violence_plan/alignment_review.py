"""What a page of the review shows: a strategy's rows, what each inherits from which cell, and how far the review is."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch

from actions.models import Action, Alignment, AlignmentRejection, Strategy
from principles.models import Principle


@dataclass(frozen=True)
class Tally:
    """How many inherited alignments of a strategy, or of all, are reviewed."""

    reviewed: int
    total: int

    def __add__(self, other):
        return Tally(self.reviewed + other.reviewed, self.total + other.total)

    @property
    def is_done(self):
        """True where nothing waits."""
        return self.reviewed == self.total


@dataclass(frozen=True)
class Part:
    """A strategy that the reader may review, and how far it is."""

    strategy: Strategy
    tally: Tally


@dataclass(frozen=True)
class Pair:
    """An action and a principle that it inherits, or inherited until an officer rejected it; `cell` is what is printed.

    Exactly one of `alignment` and `rejection` is there.
    """

    action: Action
    principle: Principle
    source: Action
    cell: str
    alignment: Alignment | None = None
    rejection: AlignmentRejection | None = None

    @property
    def name(self):
        """Its name in the form: lasting while alignment and rejection take each other's place."""
        return f"{self.action.pk}-{self.principle.pk}"

    @property
    def state(self):
        """What an officer has made of it: confirmed, rejected, or waiting."""
        if self.rejection:
            return "rejected"
        return "confirmed" if self.alignment.confirmed_on else "waiting"


@dataclass(frozen=True)
class ReviewRow:
    """An action: its Pairs, what it serves on another basis, and the principles that may be added to it."""

    action: Action
    pairs: tuple[Pair, ...]
    others: tuple[Alignment, ...]
    addable: tuple[Principle, ...]

    @property
    def waiting(self):
        """How many of its pairs nobody has reviewed."""
        return sum(pair.state == "waiting" for pair in self.pairs)


def parts(strategies):
    """A Part for each of the queryset `strategies` that has an action, in printed order, in four queries."""

    def per_strategy(rows):
        of_these = rows.filter(action__strategy__in=strategies.order_by()).order_by()
        return Counter(of_these.values_list("action__strategy", flat=True))

    inherited = Alignment.objects.on([Alignment.Basis.INHERITED])
    waiting = per_strategy(inherited.filter(confirmed_on=None))
    reviewed = per_strategy(inherited.exclude(confirmed_on=None)) + per_strategy(AlignmentRejection.objects.all())
    return [
        Part(strategy, Tally(reviewed[strategy.pk], reviewed[strategy.pk] + waiting[strategy.pk]))
        for strategy in strategies.filter(actions__isnull=False).distinct().order_by("position", "ref")
    ]


def review_rows(strategy):
    """The ReviewRows of a strategy, by theme: pairs of a theme, or None, and a list, in printed order."""
    links = Alignment.objects.select_related("principle", "inherited_from__plan")
    rejected = AlignmentRejection.objects.select_related("principle", "inherited_from__plan")
    actions = list(
        strategy.actions.select_related("theme", "plan", "strategy")
        .order_by("position", "ref")
        .prefetch_related(Prefetch("alignments", links), Prefetch("rejections", rejected))
    )
    printed = {
        (link.action_id, link.principle_id): link.printed
        for link in Alignment.objects.on([Alignment.Basis.STATED]).filter(action__plan=strategy.plan_id)
    }
    framework = list(Principle.objects.filter(framework=strategy.plan.framework_id).in_order())
    rows = [review_row(action, printed, framework) for action in actions]
    return [(theme, list(of)) for theme, of in groupby(rows, key=lambda row: row.action.theme)]


def review_row(action, printed, framework):
    """The ReviewRow of `action`; `printed` are words by (action, principle), `framework` the plan's principles."""

    def pair(link, **which):
        cell = printed.get((link.inherited_from_id, link.principle_id), "")
        return Pair(action, link.principle, link.inherited_from, cell, **which)

    links = list(action.alignments.all())
    found = [pair(link, alignment=link) for link in links if link.basis == Alignment.Basis.INHERITED]
    found += [pair(rejection, rejection=rejection) for rejection in action.rejections.all()]
    order = {principle.pk: place for place, principle in enumerate(framework)}
    taken = {link.principle_id for link in links} | {pair.principle.pk for pair in found}
    return ReviewRow(
        action,
        pairs=tuple(sorted(found, key=lambda pair: order.get(pair.principle.pk, len(order)))),
        others=tuple(link for link in links if link.basis != Alignment.Basis.INHERITED),
        addable=tuple(principle for principle in framework if principle.pk not in taken),
    )
