"""The plan's texts as HTML."""

import re

from django import template
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_block.heading import heading
from markdown_it.rules_block.list import list_block

register = template.Library()

ITEM = re.compile(r"(-|\d+\.) ")
HEADING = re.compile(r"##+ ")
DEEPEST = 10  # levels of the parser, two per list; it drops what stands deeper than twenty


def begins_with(pattern, rule):
    """The parser's `rule`, only on lines that begin as `pattern` says: the house's marks are fewer than Markdown's."""

    def narrowed(state, start, end, silent):
        line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
        return bool(state.level < DEEPEST and pattern.match(line)) and rule(state, start, end, silent)

    return narrowed


parser = MarkdownIt("zero").enable(["list", "heading"])
parser.block.ruler.at("list", begins_with(ITEM, list_block), {"alt": ["paragraph"]})
parser.block.ruler.at("heading", begins_with(HEADING, heading), {"alt": ["paragraph"]})


@register.filter
def plan_text(text, top=3):
    """The plan's plain text as HTML: paragraphs, `- ` and `1. ` items, `## ` headings; all else verbatim, escaped.

    `top` is the level that `## ` becomes, so that headings fit the page they stand on; `### ` is one below it.
    """
    tokens = parser.parse(text)
    for token in tokens:
        if token.type.startswith("heading"):
            token.tag = f"h{min(int(token.tag[1]) - 2 + top, 6)}"
    # The parser escapes every text and lets no HTML through.
    return mark_safe(parser.renderer.render(tokens, parser.options, {}))  # noqa: S308
