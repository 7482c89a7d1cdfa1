"""Which entries of the search answer what was typed, for whom; the best first."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchRank
from django.db.models import F, Q, Value

from access.roles import reads_all, reads_names
from actions.models import SearchEntry
from actions.models.visibility import reads_as_public
from violence_plan.search.kinds import KINDS

BY_LENGTH = Value(1)  # long texts count a little less
MOST = 1000  # entries that are put in order; of more than these that answer, the rest is not shown
SHARED = ("partner", "principle")  # kinds of rows that several plans may name
RANKS = {name: rank for rank, name in enumerate(KINDS)}


@dataclass(frozen=True)
class Found:
    """Rows (kind, plan_id, row_id, score) of what answers, the best first; `more` is True where not all are there."""

    rows: tuple = ()
    more: bool = False


def known_to(user):
    """The SearchEntries of whatever `user` may know of, in the words that `user` may read."""
    if reads_all(user):
        return SearchEntry.objects.exclude(face=SearchEntry.Face.PUBLIC)
    if reads_as_public(user):
        return SearchEntry.objects.filter(is_public(user))
    face = SearchEntry.Face.PUBLIC if reads_names(user) else SearchEntry.Face.NAMED
    keys = (Q(kind=kind.name, row_id__in=kind.rows(user).order_by().values("pk")) for kind in KINDS.values())
    # Whoever knows more than the public knows that too; the database need not look any further where it says so.
    return SearchEntry.objects.exclude(face=face).filter(reduce(or_, keys, is_public(user)))


def is_public(user):
    """The condition that an entry is of what strangers may know, by what it says itself.

    What plans share does not say so itself: it is public with what names it, which is asked for `user`.
    """
    shared = [Q(kind=name, row_id__in=KINDS[name].rows(user).order_by().values("pk")) for name in SHARED]
    return Q(is_public=True) & reduce(or_, shared, ~Q(kind__in=SHARED))


def answering(words, *, user, kind="", plan=None):
    """The SearchEntries of whatever `user` may know of that answers the Words, of one kind and Plan where given."""
    return known_to(user).of_kind(kind).of_plan(plan).filter(said=words.query)


def count(words, *, user):
    """How many entries known to `user` answer the Words, MOST at most; and whether there are more: a pair."""
    hits = answering(words, user=user)[: MOST + 1].count()
    return min(hits, MOST), hits > MOST


def find(words, *, user, kind="", plan=None):
    """Whatever `user` may know of that answers the Words, of one kind and one Plan where they are given, as a Found.

    Where more than MOST answer, those of which the heading answers are put in order, MOST at most, and MOST of the
    others.
    """
    score = SearchRank(F("said"), words.wanted, normalization=BY_LENGTH)
    entries = answering(words, user=user, kind=kind, plan=plan)
    scored = entries.annotate(score=score).values_list("kind", "plan_id", "row_id", "score", named=True)
    rows = list(scored[: MOST + 1])
    more = len(rows) > MOST
    if more:
        rows = {*scored.headed(words.wanted)[:MOST], *rows[:MOST]}
    return Found(tuple(sorted(rows, key=best_first)[:MOST]), more)


def best_first(row):
    """By what rows are sorted: by score; equals by their kind, and then as they were entered."""
    return -row.score * KINDS[row.kind].worth, RANKS[row.kind], row.row_id
