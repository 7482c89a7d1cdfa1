"""What a search finds: counted by kind and plan, the best first, a page of it with the words marked."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Model

from actions.models import GlossaryTerm
from violence_plan.search.kinds import KINDS
from violence_plan.search.marks import ELLIPSIS, as_html, marked, with_ellipses
from violence_plan.search.words import read

EXCERPT = {"max_fragments": 2, "min_words": 18, "max_words": 36, "fragment_delimiter": ELLIPSIS}
RANKS = {name: rank for rank, name in enumerate(KINDS)}


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
    """How many of a search's hits are of one kind, or of one plan; `value` chooses them."""

    value: str
    label: str
    hits: int


class Results:
    """All that `typed` finds for the reader `user`; narrowed to one `kind`, a name of KINDS, and one `plan`, a Plan."""

    def __init__(self, typed, *, user, kind="", plan=None):
        self.user, self.kind, self.plan = user, kind, plan
        self.words = read(typed, GlossaryTerm.objects.visible_to(user).expanded())

    @cached_property
    def everything(self):
        """Rows (of, within, row, score) of whatever answers, in one query, the best first."""
        if not self.words:
            return []
        first, *others = (kind.matching(self.words, self.user) for kind in KINDS.values())
        found = first.union(*others, all=True)
        return sorted(found, key=lambda row: (-row.score * KINDS[row.of].worth, RANKS[row.of], row.row))

    @cached_property
    def chosen(self):
        """The rows of the chosen kind and plan."""
        return [row for row in self.everything if self.is_of_kind(row) and self.is_of_plan(row)]

    def is_of_kind(self, row):
        """Whether a row is of the chosen kind, or none is chosen."""
        return not self.kind or row.of == self.kind

    def is_of_plan(self, row):
        """Whether a row is of the chosen plan, or none is chosen."""
        return not self.plan or row.within == self.plan.pk

    @property
    def of_any_kind(self):
        """How many hits the chosen plan has."""
        return sum(map(self.is_of_plan, self.everything))

    @property
    def of_any_plan(self):
        """How many hits the chosen kind has."""
        return sum(map(self.is_of_kind, self.everything))

    @property
    def kinds(self):
        """A Count for each kind that has hits, in the chosen plan."""
        hits = Counter(row.of for row in self.everything if self.is_of_plan(row))
        return [Count(kind.name, kind.plural, hits[kind.name]) for kind in KINDS.values() if hits[kind.name]]

    def of_plans(self, plans):
        """A Count for each of `plans` that has hits, of the chosen kind."""
        hits = Counter(row.within for row in self.everything if self.is_of_kind(row))
        return [Count(plan.slug, plan.title, hits[plan.pk]) for plan in plans if hits[plan.pk]]

    def hits(self, rows):
        """The Hits of some rows, in their order, in one query for each kind among them."""
        keys = defaultdict(list)
        for row in rows:
            keys[row.of].append(row.row)
        found = {(name, key): hit for name in keys for key, hit in self.read(KINDS[name], keys[name])}
        return [found[row.of, row.row] for row in rows]

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
