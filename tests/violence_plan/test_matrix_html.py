"""A row of the matrix as HTML: every kind of cell, all that comes from outside escaped."""

from django.http import HttpResponse

from principles.models import Principle
from tests.page_reading import read
from violence_plan.dashboards import Cell, Row
from violence_plan.dashboards.matrix import Subject
from violence_plan.matrix_html import aligned_html, row_html

PRINCIPLES = [Principle(kind="strategic", number=1), Principle(kind="strategic", number=2), Principle(kind="enabling")]


def make_row(subject, *cells, actions=0, **fields):
    """A Row of a Subject with a cell for each principle."""
    made = tuple(
        Cell(principle, row_actions=actions, **cell) for principle, cell in zip(PRINCIPLES, cells, strict=False)
    )
    return Row(subject, actions=actions, no_lead=0, cells=made, **({"aligned": actions} | fields))


def test_a_row_with_cells_of_every_kind():
    row = make_row(
        Subject("Sweeps & <b>more</b>", ref="5.<1", address="/a/?b=1&c=2"),
        {"actions": 1, "stated": 0, "address": "/one/?x=1&y=2"},
        {"actions": 5, "stated": 2, "address": "/five/", "of_strategy": "stated"},
        {"actions": 0, "stated": 0, "of_strategy": "assessed"},
        actions=5,
        address="/aligned/?p=1&q=2",
        all_address="/all/?p=1&q=2",
    )
    html = row_html(row, tells_stated=True, marks=" <i>draft</i>")
    assert html == (
        '\n<tr>\n  <th scope="row" class="matrix__strategy"><span class="matrix__ref">5.&lt;1</span> '
        '<a href="/a/?b=1&amp;c=2">Sweeps &amp; &lt;b&gt;more&lt;/b&gt;</a> <i>draft</i></th>\n'
        '  <td class="matrix__aligned">\n<a href="/aligned/?p=1&amp;q=2"><strong>5</strong>'
        '<span class="govuk-visually-hidden"> aligned</span></a><span class="govuk-visually-hidden"> </span>'
        '<a href="/all/?p=1&amp;q=2"><span aria-hidden="true">/</span><span class="govuk-visually-hidden">of </span>5'
        '<span class="govuk-visually-hidden"> actions</span></a>\n</td>\n  \n'
        '  <td class="matrix__cell matrix__cell--2 matrix__cell--thin matrix__start">\n'
        '    <a href="/one/?x=1&amp;y=2"><span class="matrix__count">1</span>'
        '<span class="govuk-visually-hidden"> action, </span><span class="matrix__stated">0</span>'
        '<span class="govuk-visually-hidden"> stated</span></a>\n    \n    \n  </td>\n  \n'
        '  <td class="matrix__cell matrix__cell--4">\n'
        '    <a href="/five/"><span class="matrix__count">5</span>'
        '<span class="govuk-visually-hidden"> actions, </span><span class="matrix__stated">2</span>'
        '<span class="govuk-visually-hidden"> stated</span></a>\n    \n'
        '    <a class="matrix__words" href="/a/?b=1&amp;c=2">'
        '<span class="govuk-visually-hidden">Strategy 5.&lt;1 </span>'
        "in words</a>\n  </td>\n  \n"
        '  <td class="matrix__cell matrix__cell--0 matrix__start">\n'
        '    <span class="matrix__count">0</span><span class="govuk-visually-hidden"> actions</span>\n'
        '    <a class="matrix__words" href="/a/?b=1&amp;c=2">'
        '<span class="govuk-visually-hidden">Strategy 5.&lt;1 </span>'
        "assessed</a>\n  </td>\n  \n</tr>\n"
    )


def test_a_row_in_prose_has_nothing_to_count_and_none_without_a_page_leads_on():
    html = row_html(make_row(Subject("Nobody & co."), {"actions": 0, "stated": 0}), tells_stated=False)
    assert html.startswith('\n<tr class="matrix__prose">\n')
    assert " Nobody &amp; co.</th>" in html
    assert "<a" not in html
    assert read(HttpResponse(f"<main>{html}</main>")) == "Nobody & co. –no actions 0 actions"


def test_only_a_title_that_leads_to_its_whole_is_cut_short():
    title = "word " * 60
    assert "…" in row_html(make_row(Subject(title, address="/there/")), tells_stated=False)
    assert "…" not in row_html(make_row(Subject(title)), tells_stated=False)


def test_what_is_stated_is_told_only_where_that_says_something():
    cell = {"actions": 2, "stated": 2, "address": "/two/"}
    html = row_html(make_row(Subject("A"), cell, actions=2), tells_stated=False)
    assert '<span class="govuk-visually-hidden"> actions</span></a>' in html
    assert "stated" not in html


def test_where_no_action_serves_anything_the_nought_leads_nowhere():
    html = aligned_html(make_row(Subject("A"), actions=1, aligned=0, all_address="/all/"))
    assert html.startswith('\n<strong>0</strong><span class="govuk-visually-hidden"> aligned</span>')
    assert html.endswith('1<span class="govuk-visually-hidden"> action</span></a>\n')
