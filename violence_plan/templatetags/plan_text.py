"""The plan's texts as HTML, their acronyms explained where they first occur on a page."""

import re
from contextvars import ContextVar

from django import template
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_block.heading import heading
from markdown_it.rules_block.list import list_block
from markdown_it.token import Token

from actions.models import GlossaryTerm
from violence_plan.acronyms import Acronyms

register = template.Library()

ITEM = re.compile(r"(-|\d+\.) ")
HEADING = re.compile(r"##+ ")
DEEPEST = 10  # levels of the parser, two per list; it drops what stands deeper than twenty
# What plan_text explains in the block that is being rendered, as {% timezone %} says what dates are shown in.
explained = ContextVar("explained", default=None)


def begins_with(pattern, rule):
    """The parser's `rule`, only on lines that begin as `pattern` says: the house's marks are fewer than Markdown's."""

    def narrowed(state, start, end, silent):
        line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
        return bool(state.level < DEEPEST and pattern.match(line)) and rule(state, start, end, silent)

    return narrowed


def explanation(renderer, tokens, at, options, env):
    """HTML of what an acronym stands for: in brackets, so that nobody takes it for the plan's own words."""
    return f' <span class="explained">[{renderer.text(tokens, at, options, env)}]</span>'


parser = MarkdownIt("zero").enable(["list", "heading"])
parser.block.ruler.at("list", begins_with(ITEM, list_block), {"alt": ["paragraph"]})
parser.block.ruler.at("heading", begins_with(HEADING, heading), {"alt": ["paragraph"]})
parser.add_render_rule("explanation", explanation)


@register.filter
def plan_text(text, top=3):
    """The plan's plain text as HTML: paragraphs, `- ` and `1. ` items, `## ` headings; all else verbatim, escaped.

    `top` is the level that `## ` becomes, so that headings fit the page they stand on; `### ` is one below it. Within
    {% explaining %} an acronym is followed by what it stands for, once, and never in a heading.
    """
    acronyms, in_heading = explained.get(), False
    tokens = parser.parse(text)
    for token in tokens:
        if token.type.startswith("heading"):
            token.tag = f"h{min(int(token.tag[1]) - 2 + top, 6)}"
            in_heading = token.type == "heading_open"
        elif token.type == "inline" and acronyms and not in_heading:
            token.children = list(with_explanations(token.content, acronyms, text))
    # The parser escapes every text and lets no HTML through.
    return mark_safe(parser.renderer.render(tokens, parser.options, {}))  # noqa: S308


def with_explanations(line, acronyms, text):
    """The words `line` of a `text` as tokens of the parser, which knows no marks within a line: words, explanation."""
    for said, meaning in acronyms.parted(line, within=text):
        yield Token("text", "", 0, content=said)
        if meaning:
            yield Token("explanation", "", 0, content=meaning)


class Explaining(template.Node):
    """Renders its nodes while `explained` holds the acronyms of the page's plan."""

    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        before = explained.set(Acronyms(lambda: terms_of(context)))
        try:
            return self.nodelist.render(context)
        finally:
            explained.reset(before)


@register.tag
def explaining(parser, token):
    """{% explaining %}…{% endexplaining %}: a text within explains the acronyms of the context's `plan`.

    On a page of no one plan it explains those that all plans of the reader explain alike.
    """
    nodelist = parser.parse(["endexplaining"])
    parser.delete_first_token()
    return Explaining(nodelist)


def terms_of(context):
    """The GlossaryTerms for a page with this context, in one query."""
    terms = GlossaryTerm.objects.visible_to(context["request"].user).expanded()
    plan = context.get("plan")
    return terms.filter(plan=plan) if plan else terms
