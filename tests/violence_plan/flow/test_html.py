"""A stop of the picture as SVG: every kind of stop on either side, all that comes from outside escaped."""

from violence_plan.flow.html import stop_html
from violence_plan.flow.shapes import Band, Stop

BAND = Band(3, 10.0, 20.0, 4.0, "strategic", "5.1 A & B: 3 actions serve S1", "/three/?a=1&b=2")
LINE = Band(0, 10.0, 20.0, 0.0, "enabling", "3.1: its text names E1")


def stop(**fields):
    """A Stop of a row without figure or bands."""
    return Stop(**{"name": "row-1", "sign": "5.1", "title": "5.1 A & B", "width": 31, "middle": 50.0} | fields)


def test_a_heading_on_either_side():
    heading = stop(name="", sign="", title="In prose & co.", short="Prose", kind="enabling")
    assert stop_html(heading, height=100, side="left") == (
        '\n<g class="flow__stop flow__stop--left">\n  \n  \n  <svg x="0" overflow="visible">\n'
        '    <text class="flow__group flow__narrow" x="-22" y="50.0">Prose</text>\n'
        '    <text class="flow__group flow__wide" x="-22" y="50.0">In prose &amp; co.</text>\n    \n  </svg>\n</g>\n'
    )
    assert '    \n    <text class="flow__group flow__group--enabling" x="22" y="50.0">' in stop_html(
        heading, height=100, side="right"
    )


def test_a_row_with_bands_says_what_they_are_and_leads_on():
    row = stop(figure="3 of 4 actions", short="3", address="/row/?a=1&b=2", bar=12.0, kind="x", bands=(BAND, LINE))
    html = stop_html(row, height=100, side="left")
    assert '<rect id="flow-row-1" class="flow__place" y="-60" width="1" height="1"/>' in html
    assert (
        '<a href="/three/?a=1&amp;b=2" tabindex="-1"><title>5.1 A &amp; B: 3 actions serve S1</title>'
        f'<path class="flow__band flow__band--strategic" d="{BAND.path}"/></a>\n    '
        f'<g><title>3.1: its text names E1</title><path class="flow__line" d="{LINE.path}"/></g>\n    \n  </svg>'
    ) in html
    assert '<g class="flow__numbers" aria-hidden="true"><text x="100%" y="25.0">3</text></g>' in html
    assert '<rect class="flow__bar flow__bar--x" x="-12" y="44.0" width="12" height="12.0"/>' in html
    assert '<a class="flow__title" href="#flow-row-1" aria-label="5.1 A &amp; B: show its bands alone">' in html
    assert '<a class="flow__figure" href="/row/?a=1&amp;b=2" aria-label="3 of 4 actions: 5.1 A &amp; B">' in html
    assert html.count('<text class="flow__narrow"') == 2


def test_a_principle_s_bands_are_shapes_alone():
    principle = stop(figure="3 actions", address="/s1/", bar=12.0, kind="strategic", bands=(BAND,))
    html = stop_html(principle, height=100, side="right")
    assert f'>\n    <path class="flow__band flow__band--strategic" d="{BAND.path}"/>\n    \n  </svg>' in html
    assert '<text x="0" y="15.0">3</text>' in html
    assert "flow__narrow" not in html
    assert '<rect class="flow__target" x="12" ' in html


def test_a_gap_has_a_chip_and_a_mark():
    html = stop_html(stop(name="strategic-6", kind="strategic", figure="no action"), height=100, side="right")
    assert html.startswith('\n<g class="flow__stop flow__stop--right flow__stop--gap">')
    assert '<rect class="flow__gap" x="0" ' in html
    assert '<rect class="flow__gap flow__chip" x="16" ' in html
    assert '<text class="flow__none" x="22" ' in html


def test_a_row_that_counts_nothing_and_one_without_a_figure():
    html = stop_html(stop(figure="0 of 4 actions", short="0"), height=100, side="left")
    assert '<text class="flow__none flow__narrow" x="-22" ' in html
    assert "flow__chip" not in html
    bare = stop_html(stop(), height=100, side="left")
    assert '<circle class="flow__mark" cx="-6" cy="50.0" r="4"/>' in bare
    assert "flow__none" not in bare
