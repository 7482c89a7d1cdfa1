"""The tags and filters of violence_plan/templatetags/matrix.py as templates, as an ordinary developer writes them."""

from django import template
from django.template.loader import render_to_string

register = template.Library()
SIDES = {
    "left": {"edge": "0", "text": "-22", "bar": "-12", "number": "100%"},
    "right": {"edge": "100%", "text": "22", "bar": "0", "number": "0"},
}


@register.filter
def aligned(row):
    """How many actions of a Row are aligned, of how many."""
    return render_to_string("plain_page/matrix_aligned.html", {"row": row})


@register.inclusion_tag("plain_page/matrix_row.html")
def matrix_row(matrix, row):
    """A Row of a Matrix."""
    return {"matrix": matrix, "row": row}


@register.inclusion_tag("plain_page/flow_stop.html")
def flow_stop(flow, stop, side):
    """A Stop of a Flow, on the left or the right `side` of the picture."""
    return {"flow": flow, "stop": stop, "side": side} | SIDES[side]
