"""What the head of a page says twice: once to browsers and search engines, once to whoever shows a link to it."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()

LONGEST = 200  # signs of a description; search engines show fewer


def as_attribute(content):
    """The rendered text `content`, white space folded, so that it can stand in an attribute too."""
    # It was escaped as it was rendered; only what a template itself says may still hold a quotation mark.
    return mark_safe(" ".join(content.split()).replace('"', "&quot;"))  # noqa: S308


@register.simple_block_tag
def headline(content):
    """The page's title, and the same as a link's title."""
    title = as_attribute(content)
    return format_html('<title>{}</title>\n  <meta property="og:title" content="{}">', title, title)


@register.simple_block_tag
def summary(content):
    """What the page is about in a sentence or two, and the same as a link's description; nothing where it is empty."""
    text = as_attribute(content)
    tag = '<meta name="description" content="{}">\n  <meta property="og:description" content="{}">'
    return format_html(tag, text, text) if text else ""


@register.filter
def shortened(text):
    """`text` without the marks of lists and headings, on one line, cut between words."""
    words = " ".join(word for word in str(text).split() if word.strip("-#"))
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rpartition(' ')[0]} …"
