"""Who is meant by the cell of a printed table that says who leads: partners found by name and by other spellings."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from itertools import count

from django.utils.text import slugify

from partners.models import Alias, Partner

APART = re.compile(r"\s*[\n/;,]\s*")
JOINED = re.compile(r"\s+(?:and|&)\s+")
KINDS = {kind.value: kind.label for kind in Partner.Kind if kind != Partner.Kind.PERSON}
NOBODY, NEW = "nobody:", "new:"  # no code of a partner has a colon
MOST_JOINTS = 20


@dataclass(frozen=True)
class UnknownLead:
    """A spelling that is no partner's: the actions that print it, and the nearest partners, each code and name."""

    spelling: str
    actions: tuple
    nearest: list

    @property
    def field(self):
        """The name of its field in a form."""
        return f"lead-{sha256(self.spelling.encode()).hexdigest()[:16]}"


def folded(name):
    """A name by which spellings are compared: white space and case are nothing."""
    return " ".join(name.split()).casefold()


class KnownPartners:
    """Partners by every name that is known of them, and by what an officer chose for other spellings.

    `choices` maps a spelling to a partner's code, to NOBODY, or to NEW and a kind. `new_partners` and `new_aliases` are
    what these choices add: rows of partners.csv and of partner_aliases.csv.
    """

    def __init__(self, choices):
        self.names = {partner.code: partner.name for partner in Partner.objects.order_by("code")}
        self.codes = {folded(name): code for code, name in reversed(self.names.items())}
        self.codes |= {folded(alias.name): alias.partner.code for alias in Alias.objects.select_related("partner")}
        self.new_partners, self.new_aliases = [], []
        for spelling, choice in choices.items():
            if folded(spelling) not in self.codes:
                self.codes[folded(spelling)] = self._admit(spelling, choice)

    def _admit(self, spelling, choice):
        if choice == NOBODY:
            return None
        if choice.startswith(NEW):
            code = self._new_code(slugify(spelling)[:70] or "partner")
            self.names[code] = spelling
            self.new_partners.append({"code": code, "name": spelling, "kind": choice.removeprefix(NEW)})
            return code
        self.new_aliases.append({"name": spelling, "partner": choice})
        return choice

    def _new_code(self, slug):
        numbered = (f"{slug}-{number}" if number > 1 else slug for number in count(1))
        return next(code for code in numbered if code not in self.names)

    def knows(self, spelling):
        """Whether this is a partner's name, or an officer has said what it is."""
        return folded(spelling) in self.codes

    def code_of(self, spelling):
        """The code of the partner that a known spelling means; None where an officer chose that nobody is meant."""
        return self.codes[folded(spelling)]

    def unknown(self, spelling, actions):
        """The UnknownLead of a spelling."""
        close = get_close_matches(folded(spelling), self.codes, n=5, cutoff=0.5)
        codes = dict.fromkeys(code for name in close if (code := self.codes[name]))
        return UnknownLead(spelling, tuple(actions), [(code, self.names[code]) for code in codes])

    def split(self, cell):
        """The spellings in a cell, in printed order: one to a line, or parted by signs that are no part of a name."""
        whole = " ".join(cell.split())
        if self.knows(whole):
            return [whole]
        lines = [[line] if self.knows(line) else APART.split(line) for line in cell.split("\n")]
        parts = [self._parted(" ".join(part.split())) for line in lines for part in line]
        return list({folded(spelling): spelling for part in parts for spelling in part if spelling}.values())

    def _parted(self, text):
        """`text` at those of its “and” and “&” that part most known names; whole where they part none."""
        joints = [joint.span() for joint in JOINED.finditer(text)]
        if self.knows(text) or len(joints) > MOST_JOINTS:
            return [text]
        starts, ends = [0, *(end for _, end in joints)], [*(start for start, _ in joints), len(text)]
        best = [[]]
        for last, end in enumerate(ends):
            ways = (best[first] + [text[starts[first] : end]] for first in range(last + 1))
            best.append(max(ways, key=self._merit))
        return best[-1]

    def _merit(self, pieces):
        known = sum(map(self.knows, pieces))
        return known, known - len(pieces)
