"""What differs between two texts, word by word, and how that is marked: by a word and a shape as well as by colour."""

import re
from dataclasses import dataclass

from diff_match_patch import diff_match_patch
from django.utils.html import format_html, format_html_join

SAME, ADDED, REMOVED = "same", "added", "removed"
KINDS = {0: SAME, 1: ADDED, -1: REMOVED}
TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
KEPT = 12  # so many tokens of an unchanged stretch stay on either side of a change
SECONDS = 0.5  # after which two long texts are compared more roughly
BEFORE_SURROGATES, SURROGATES = 0xD800, 0x800
MARKS = {
    SAME: "{}",
    ADDED: '<ins><span class="visually-hidden govuk-visually-hidden">[added: </span>{}'
    '<span class="visually-hidden govuk-visually-hidden">]</span></ins>',
    REMOVED: '<del><span class="visually-hidden govuk-visually-hidden">[removed: </span>{}'
    '<span class="visually-hidden govuk-visually-hidden">]</span></del>',
}


@dataclass(frozen=True)
class Part:
    """A stretch of a text that is the same, was added or was removed."""

    kind: str
    text: str


def differences(before, after):
    """The Parts that lead from the text `before` to the text `after`; whole words, never halves of them."""
    tokens = {}

    def written(text):
        # One sign for each word, so that what compares signs compares words; surrogates stand for nothing.
        numbers = [tokens.setdefault(token, len(tokens)) for token in TOKEN.findall(text)]
        return "".join(chr(n if n < BEFORE_SURROGATES else n + SURROGATES) for n in numbers)

    compared = diff_match_patch()
    compared.Diff_Timeout = SECONDS
    found = compared.diff_main(written(before), written(after), False)
    compared.diff_cleanupSemantic(found)
    words = list(tokens)

    def read(signs):
        numbers = (ord(sign) for sign in signs)
        return "".join(words[n if n < BEFORE_SURROGATES else n - SURROGATES] for n in numbers)

    return tuple(Part(KINDS[kind], read(signs)) for kind, signs in found)


def shortened(parts):
    """The Parts less the middle of long unchanged stretches: of what is the same, only what is near a change."""
    short = []
    for number, part in enumerate(parts):
        tokens = TOKEN.findall(part.text)
        head, tail = KEPT * 2 * (number > 0), KEPT * 2 * (number < len(parts) - 1)
        if part.kind == SAME and len(tokens) > head + tail + KEPT:
            text = "".join([*tokens[:head], " … ", *(tokens[-tail:] if tail else [])])
            part = Part(SAME, text.lstrip() if number == 0 else text)
        short.append(part)
    return tuple(short)


def marked(parts):
    """The Parts as HTML."""
    return format_html_join("", "{}", ((format_html(MARKS[part.kind], part.text),) for part in parts))


def plain(parts):
    """The Parts as a text without markup, for tables: [-removed-] and {+added+}."""
    frames = {SAME: "{}", ADDED: "{{+{}+}}", REMOVED: "[-{}-]"}
    return "".join(frames[part.kind].format(part.text) for part in parts)
