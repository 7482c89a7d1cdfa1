"""How a template shows what differs."""

from django import template

from history import differences

register = template.Library()


@register.filter
def marked(parts):
    """The Parts of a text as HTML, with what was added and removed marked."""
    return differences.marked(parts)


@register.filter
def verbose_name(row):
    """What kind of row it is, in words."""
    return row._meta.verbose_name
