"""The parts of the alignment page that would take a template too long: the rows of the table, the picture's stops."""

from django import template

from violence_plan.flow.html import stop_html
from violence_plan.matrix_html import aligned_html, row_html
from violence_plan.templatetags.readers import not_public

register = template.Library()
register.filter("aligned", aligned_html)


@register.simple_tag
def matrix_row(matrix, row):
    """A Row of a Matrix, with what keeps the public from its subject."""
    return row_html(row, tells_stated=matrix.tells_stated, marks=not_public(row.subject, own=True))


@register.simple_tag
def flow_stop(flow, stop, side):
    """A Stop of a Flow, on the left or the right `side` of the picture."""
    return stop_html(stop, height=flow.height, side=side)
