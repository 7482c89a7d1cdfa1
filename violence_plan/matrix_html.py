"""The rows of the alignment matrix as HTML: some three hundred cells, for which a template takes ten times as long."""

from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.text import Truncator

LONGEST = 120  # signs of a title
HIDDEN = '<span class="govuk-visually-hidden">'
NO_ACTIONS = f'<span aria-hidden="true">–</span>{HIDDEN}no actions</span>'
NONE = f'<span class="matrix__count">0</span>{HIDDEN} actions</span>'


def row_html(row, *, tells_stated, marks=""):
    """One Row as HTML: what it is about, how many of its actions are aligned, and a cell for each principle.

    With `tells_stated` a cell says how many of its actions state the principle; `marks`, HTML, say what is not public.
    """
    subject, address = row.subject, escape(row.subject.get_absolute_url())
    title = escape(subject.title)
    if address:
        title = f'<a href="{address}">{escape(Truncator(subject.title).chars(LONGEST))}</a>'
    prose = "" if row.actions else ' class="matrix__prose"'
    # All that came from outside was escaped.
    return mark_safe(  # noqa: S308
        f"\n<tr{prose}>\n"
        f'  <th scope="row" class="matrix__strategy"><span class="matrix__ref">{escape(subject.ref)}</span> '
        f"{title}{marks}</th>\n"
        f'  <td class="matrix__aligned">{aligned_html(row) if row.actions else NO_ACTIONS}</td>\n'
        f"  {''.join(cells_html(row, address, tells_stated))}\n</tr>\n"
    )


def aligned_html(row):
    """How many of the actions of a Row serve a principle, of how many; each figure leads to its actions."""
    aligned = f"<strong>{row.aligned}</strong>{HIDDEN} aligned</span>"
    if row.aligned:
        aligned = f'<a href="{escape(row.address)}">{aligned}</a>'
    return mark_safe(  # noqa: S308 - the addresses were escaped
        f'\n{aligned}{HIDDEN} </span><a href="{escape(row.all_address)}"><span aria-hidden="true">/</span>'
        f"{HIDDEN}of </span>{row.actions}{HIDDEN} action{plural(row.actions)}</span></a>\n"
    )


def cells_html(row, address, tells_stated):
    """The cells of a Row, each as HTML; `address` is that of its subject's page."""
    kind = None
    for cell in row.cells:
        thin = " matrix__cell--thin" if cell.is_thin else ""
        start = " matrix__start" if cell.principle.kind != kind else ""
        kind = cell.principle.kind
        yield (
            f'\n  <td class="matrix__cell matrix__cell--{cell.shade}{thin}{start}">\n'
            f"    {count_html(cell, tells_stated)}\n    {said_html(cell, row, address)}\n  </td>\n  "
        )


def count_html(cell, tells_stated):
    """The figures of a Cell."""
    if not cell.actions:
        return NONE
    stated = f'<span class="matrix__stated">{cell.stated}</span>{HIDDEN} stated</span>' if tells_stated else ""
    return (
        f'<a href="{escape(cell.address)}"><span class="matrix__count">{cell.actions}</span>'
        f"{HIDDEN} action{plural(cell.actions)}{', ' if tells_stated else ''}</span>{stated}</a>\n    "
    )


def said_html(cell, row, address):
    """That the strategy as a whole serves the principle of the Cell, where it does."""
    if not cell.of_strategy:
        return ""
    return (
        f'<a class="matrix__words" href="{address}">{HIDDEN}Strategy {escape(row.subject.ref)} </span>'
        f"{'in words' if cell.in_prose else 'assessed'}</a>"
    )


def plural(count):
    """What a word ends in after that number."""
    return "" if count == 1 else "s"
