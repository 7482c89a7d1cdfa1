"""Help for a search that finds nothing: the nearest words that would."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import product

from django.contrib.auth.models import AnonymousUser

from actions.models import SearchEntry
from violence_plan.search.kinds import KINDS
from violence_plan.search.results import Results
from violence_plan.search.words import LONGEST, Token, alternatives

LETTERS = re.compile(r"[^\W\d_]{3,}")
MOST_WORDS, MOST_EACH, MOST = 4, 3, 4  # words that are mended, nearest words for each, and searches tried
MOST_ROWS = 300  # rows of each kind that are read for their words
NEAR = 0.7  # of 1, how alike two words must be


@dataclass(frozen=True)
class Suggestion:
    """Another search: what to type, and how many hits it has for the reader, or more than so many."""

    typed: str
    hits: int
    more: bool = False


def vocabulary():
    """Words that anybody may read, as they are written, by their small letters; a name only where it is public.

    Of all that there is, the MOST_ROWS of each kind that were entered last are read.
    """
    public = SearchEntry.objects.filter(is_public=True).order_by("-row_id").values("row_id")
    of_kinds = [kind.texts(AnonymousUser(), public.of_kind(kind.name)[:MOST_ROWS]) for kind in KINDS.values()]
    rows = of_kinds[0].union(*of_kinds[1:], all=True)
    texts = " ".join(text for row in rows for text in row)
    return {word.casefold(): word for word in sorted(set(LETTERS.findall(texts)))}


def suggestions(typed, user):
    """Searches to try instead of `typed`, misspelt words mended, that find something; what finds most comes first."""
    found = (Suggestion(text, *Results(text, user=user).size()) for text in mended(typed))
    return sorted(
        (suggestion for suggestion in found if suggestion.hits), key=lambda other: (not other.more, -other.hits)
    )


def mended(typed):
    """What was typed with each unknown word replaced by one like it: MOST ways at most, the likeliest first."""
    known = vocabulary()
    letters = [word for text in wanted(typed) for word in LETTERS.findall(text)]
    unknown = list(dict.fromkeys(word for word in letters if word.casefold() not in known))[:MOST_WORDS]
    near = {word: get_close_matches(word.casefold(), known, n=MOST_EACH, cutoff=NEAR) or [word] for word in unknown}
    ways = product(*(list(enumerate(words)) for words in near.values()))
    likeliest = sorted(ways, key=lambda way: sum(rank for rank, _ in way))[:MOST]
    texts = [put(typed, dict(zip(near, [known.get(word, word) for _, word in way], strict=True))) for way in likeliest]
    return [text for text in texts if text != typed and len(text) <= LONGEST]


def put(typed, words):
    """What was typed with each of `words`, a mapping, in the place of another."""
    return LETTERS.sub(lambda found: words.get(found[0], found[0]), typed)


def any_of(typed):
    """What to type to find any of the words where one of several is missing; empty where there is only one."""
    words = [text if text.isalnum() and text.casefold() != "or" else Token(text).websearch for text in wanted(typed)]
    either = " or ".join(words)
    return either if len(words) > 1 and len(either) <= LONGEST and either != typed else ""


def wanted(typed):
    """The texts that were asked for, each a word or several that stand together."""
    return [token.text for group in alternatives(typed) for token in group if token.wanted]
