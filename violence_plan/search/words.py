"""What was typed into the search box: how it is read, what it asks of Postgres, which acronyms it stands for."""

import re
import unicodedata
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery

TOKEN = re.compile(r'(?P<without>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
WORD = re.compile(r"\w+")
QUOTES = str.maketrans("“”„", '"""')  # telephones type them
LONGEST = 200  # signs that a search may have
LONGEST_NAME = 20  # words that together may be what something is called


def cleaned(typed):
    """The text `typed`, white space folded, without signs that are there and cannot be seen, such as soft hyphens."""
    seen = "".join(sign for sign in typed if unicodedata.category(sign) != "Cf")
    return " ".join(seen.split())


def words_of(text):
    """The words of a text as a tuple, for comparison: in small letters, without the signs between them."""
    return tuple(WORD.findall(text.casefold()))


@dataclass(frozen=True)
class Token:
    """One thing asked for: a word, or several that stand together; `wanted` is False where it must not occur."""

    text: str
    wanted: bool = True

    @property
    def websearch(self):
        """It in the syntax of `websearch_to_tsquery`, quoted, so that nothing in it is an operator."""
        text = self.text.replace('"', " ")
        return f'{"" if self.wanted else "-"}"{text}"'


def alternatives(typed):
    """What was typed as lists of Tokens, of which any may hold; within one all must hold. Each wants at least one."""
    groups = [[]]
    for found in TOKEN.finditer(typed.translate(QUOTES)):
        if found["word"] and not found["without"] and found["word"].casefold() == "or":
            groups.append([])
        elif text := found["phrase"] or found["word"]:
            groups[-1].append(Token(text, wanted=not found["without"]))
    return [group for group in groups if any(token.wanted for token in group)]


def names_in(typed):
    """Whatever may be called something else in what was typed: words that follow each other, as `words_of` has them.

    A set of texts with a blank between the words.
    """
    found = set()
    for tokens in alternatives(typed):
        texts = [words_of(token.text) for token in tokens]
        for start in range(len(texts)):
            for stop in range(start + 1, min(start + LONGEST_NAME, len(texts)) + 1):
                found.add(" ".join(word for words in texts[start:stop] for word in words))
    return found - {""}


class Synonyms:
    """What else the acronyms of a glossary are called, and what is called by one: `terms` are its GlossaryTerms."""

    def __init__(self, terms):
        self.others = {}
        for term in terms:
            for one, other in ((term.term, term.expansion), (term.expansion, term.term)):
                known = self.others.setdefault(words_of(one), [])
                if other not in known:
                    known.append(other)
        self.longest = max(map(len, self.others), default=0)

    def of(self, text):
        """The other names, as a list, of what is called `text`, whatever its case."""
        return self.others.get(words_of(text), [])

    def parted(self, tokens):
        """The Tokens in order, as pairs of a Token and its other names; words that together have one become one."""
        start = 0
        while start < len(tokens):
            length = next((size for size in range(self.longest, 1, -1) if self.run(tokens, start, size)), 1)
            text = " ".join(token.text for token in tokens[start : start + length])
            yield Token(text, wanted=tokens[start].wanted), self.of(text)
            start += length

    def run(self, tokens, start, size):
        """The other names of `size` wanted Tokens from `start` on, an empty list where they have none."""
        tokens = tokens[start : start + size]
        if len(tokens) < size or not all(token.wanted for token in tokens):
            return []
        return self.of(" ".join(token.text for token in tokens))


@dataclass(frozen=True)
class Words:
    """What a search asks of Postgres.

    `query` is the whole of it; `wanted` leaves out what must not occur, and ranks and marks what is found. Whatever
    answers `query` answers `wanted` too. `also` are the other names that are looked for too.
    """

    query: SearchQuery
    wanted: SearchQuery
    also: tuple


def read(typed, terms):
    """The Words of what was typed, with the glossary's `terms` to widen it; None where it asks for nothing."""
    synonyms = Synonyms(terms)
    groups = [list(synonyms.parted(tokens)) for tokens in alternatives(typed)]
    if not groups:
        return None
    wanted = [[(token, others) for token, others in group if token.wanted] for group in groups]
    also = dict.fromkeys(other for group in wanted for _, others in group for other in others)
    sought = reduce(or_, map(asked, wanted))
    query = sought if wanted == groups else reduce(or_, map(less_unwanted, wanted, groups))
    return Words(query, sought, tuple(also))


class Provided(CombinedSearchQuery):
    """The SearchQuery `then`, or one that nothing answers where `first` asks for nothing, as stop words alone do.

    Who instead asked for both would have PostgreSQL look through the index for the same words twice, and expect so few
    rows that it reads all of many.
    """

    def __init__(self, first, then):
        super().__init__(first, "", then, first.config)

    def as_sql(self, compiler, connection):
        (first, asked), (then, known) = compiler.compile(self.lhs), compiler.compile(self.rhs)
        return f"CASE WHEN numnode({first}) > 0 THEN {then} ELSE ''::tsquery END", [*asked, *known]


def less_unwanted(wanted, group):
    """The SearchQuery that a group makes, of whose pairs `wanted` are those of a Token that must hold."""
    return asked(group) if wanted == group else Provided(asked(wanted), asked(group))


def asked(group):
    """The SearchQuery that pairs of a Token and its other names make together: each of them, by any of its names."""
    plain, named = [], []
    for token, others in group:
        names = [Token(name, wanted=token.wanted) for name in (token.text, *others)]
        if others and token.wanted:
            named.append(reduce(or_, (websearch([name]) for name in names)))
        else:
            plain += names
    return reduce(and_, [websearch(plain), *named] if plain else named)


def websearch(tokens):
    """The SearchQuery for Tokens that must all hold."""
    return SearchQuery(" ".join(token.websearch for token in tokens), search_type="websearch", config="english")
