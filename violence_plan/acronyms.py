"""Which acronyms of a text are explained, and where: each once, where it first occurs."""

import re
from functools import cached_property

# An address is no place for an explanation.
ADDRESS = r"(?:https?://|www\.)\S+|\S+@\S+"


def plain(text):
    """A text for comparison, whatever its case and however it writes “and” and an apostrophe."""
    return " ".join(text.casefold().replace("&", "and").replace("’", "'").split())


class Acronyms:
    """The acronyms of one page, those already explained among them; `find` gives the GlossaryTerms when first asked."""

    def __init__(self, find):
        self.find, self.told = find, set()

    @cached_property
    def meanings(self):
        """What each acronym stands for; without those that two plans explain differently."""
        meanings, doubtful = {}, set()
        for term in self.find():
            if meanings.setdefault(term.term, term.expansion) != term.expansion:
                doubtful.add(term.term)
        return {term: meaning for term, meaning in meanings.items() if term not in doubtful}

    @cached_property
    def pattern(self):
        """Finds an address, or an acronym as a whole word in its own capitals, and not as part of a number: CSP-2.1."""
        terms = "|".join(re.escape(term) for term in sorted(self.meanings, key=len, reverse=True))
        return re.compile(rf"{ADDRESS}|(?<!\w)(?<!\d[.-])(?P<term>{terms or '(?!)'})s?(?!\w|[.-]\d)")

    def parted(self, text, *, within):
        """`text` as pairs: a part of it, and what the acronym at its end stands for, empty where it is not explained.

        The parts make up the text. What the whole text `within` says in full itself needs no explanation.
        """
        start = 0
        for found in self.pattern.finditer(text):
            if (term := found["term"]) and term not in self.told:
                self.told.add(term)
                meaning = self.meanings[term]
                if plain(meaning) not in plain(within):
                    yield text[start : found.end()], meaning
                    start = found.end()
        yield text[start:], ""
