"""What a search finds: counted by kind and plan, the best first, a page of it with the words marked."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Model

from actions.models import GlossaryTerm
from violence_plan.search.entries import Found, count, find
from violence_plan.search.kinds import KINDS
from violence_plan.search.marks import ELLIPSIS, as_html, marked, with_ellipses
from violence_plan.search.words import names_in, read

EXCERPT = {"max_fragments": 2, "min_words": 18, "max_words": 36, "fragment_delimiter": ELLIPSIS}
MOST_PLANS = 20  # plans with hits that are named
MOST_NAMES = 50  # other names that are looked for too


@dataclass(frozen=True)
class Hit:
    """One thing found: its kind, its address, as HTML its title, an excerpt of its text and its place; and the row."""

    kind: str
    address: str
    before: str
    title: str
    excerpt: str
    place: str
    row: Model | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Count:
    """How many of a search's hits are of one kind, or of one plan; `value` chooses them. None: nobody counted."""

    value: str
    label: str
    hits: int | None


class Results:
    """All that `typed` finds for the reader `user`; narrowed to one `kind`, a name of KINDS, and one `plan`, a Plan.

    With `alone` other plans than the chosen one are not looked at, not even to say how much they hold.
    """

    def __init__(self, typed, *, user, kind="", plan=None, alone=False):
        self.user, self.kind, self.plan = user, kind, plan
        self.alone = alone and bool(plan)
        terms = GlossaryTerm.objects.visible_to(user).expanded().called(names_in(typed))[:MOST_NAMES]
        self.words = read(typed, terms)

    @cached_property
    def found(self):
        """Whatever answers, whatever its kind and plan, as a Found."""
        if not self.words:
            return Found()
        return find(self.words, user=self.user, plan=self.plan if self.alone else None)

    def size(self):
        """How many answer, of any kind and plan, and whether there are more: a pair that is sooner had than `found`."""
        return count(self.words, user=self.user) if self.words else (0, False)

    @property
    def everything(self):
        """Its rows, the best first."""
        return self.found.rows

    @cached_property
    def narrowed(self):
        """What is of the chosen kind and plan, as a Found."""
        if self.found.more and (self.kind or (self.plan and not self.alone)):
            return find(self.words, user=self.user, kind=self.kind, plan=self.plan)
        rows = tuple(row for row in self.everything if self.is_of_kind(row) and self.is_of_plan(row))
        return Found(rows, self.found.more)

    @property
    def chosen(self):
        """The rows of the chosen kind and plan, the best first."""
        return self.narrowed.rows

    def is_of_kind(self, row):
        """Whether a row is of the chosen kind, or none is chosen."""
        return not self.kind or row.kind == self.kind

    def is_of_plan(self, row):
        """Whether a row is of the chosen plan, or none is chosen."""
        return not self.plan or row.plan_id == self.plan.pk

    @property
    def of_any_kind(self):
        """How many hits the chosen plan has; None where nobody counted."""
        return None if self.found.more else sum(map(self.is_of_plan, self.everything))

    @property
    def of_any_plan(self):
        """How many hits the chosen kind has; None where nobody counted."""
        return None if self.found.more or self.alone else sum(map(self.is_of_kind, self.everything))

    @property
    def kinds(self):
        """A Count for each kind that has hits, in the chosen plan; for every kind where nobody counted."""
        if self.found.more:
            return [Count(kind.name, kind.plural, None) for kind in KINDS.values()]
        hits = Counter(row.kind for row in self.everything if self.is_of_plan(row))
        return [Count(kind.name, kind.plural, hits[kind.name]) for kind in KINDS.values() if hits[kind.name]]

    def of_plans(self, plans):
        """A Count for each of `plans` that has hits, of the chosen kind; nobody counted where there are more."""
        hits = self.hits_of_plans
        found = [plan for plan in plans if hits[plan.pk]]
        return [Count(plan.slug, plan.title, None if self.found.more else hits[plan.pk]) for plan in found]

    @property
    def best_plans(self):
        """The keys of the plans that have most hits, of the chosen kind; MOST_PLANS at most."""
        return [pk for pk, _ in self.hits_of_plans.most_common(MOST_PLANS)]

    @property
    def hits_of_plans(self):
        """How many of the rows of the chosen kind each plan has, a Counter by the plan's key."""
        return Counter(row.plan_id for row in self.everything if self.is_of_kind(row) and row.plan_id)

    def hits(self, rows):
        """The Hits of some rows, in their order, in one query for each kind among them; none of what is gone since."""
        keys = defaultdict(list)
        for row in rows:
            keys[row.kind].append(row.row_id)
        found = {(name, key): hit for name in keys for key, hit in self.read(KINDS[name], keys[name])}
        return [found[row.kind, row.row_id] for row in rows if (row.kind, row.row_id) in found]

    def read(self, kind, keys):
        """Pairs of primary key and Hit."""
        rows = kind.rows(self.user).filter(pk__in=keys).select_related(*kind.related)
        for row in rows.annotate(
            said=marked("heading", self.words, highlight_all=True),
            excerpt=marked("body", self.words, **EXCERPT),
            around=marked("place", self.words, highlight_all=True),
        ):
            title = as_html(row.said.strip()) or kind.nameless
            excerpt = as_html(with_ellipses(row.excerpt, row.body))
            place = as_html(row.around.strip().replace("\n", " · "))
            yield row.pk, Hit(kind.label, kind.subject(row).get_absolute_url(), kind.before, title, excerpt, place, row)
