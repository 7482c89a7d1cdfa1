"""Every page at four times the size, spaced out, at rest, and on paper: nothing is cut off, nothing lost."""

import re

import pytest

from tests.browser.measuring import AT_400_PERCENT, CUT, LOST_REGIONS, MOVING, SCROLLERS, SPACE_OUT
from tests.browser.test_pages import PAGES, plan

__all__ = ["plan"]

PIXELS = 96 / 72  # of a page of paper, per point
MARGINS = 2 * 12 / 25.4 * 96  # pixels of 12 mm on either side, as no page's are wider


def read_each(visit, page, reading):
    """What `reading` finds on each page that has something, by address."""
    found = {}
    for address in PAGES:
        page.goto("about:blank")
        visit(address)
        found[address] = reading(page)
    return {address: what for address, what in found.items() if what}


def too_wide(page):
    """What is wrong with a page at this width: that it scrolls sideways, what is cut, what scrolls without a name."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    scrolls = [f"{wide} pixels wide"] if wide > page.viewport_size["width"] else []
    return scrolls + page.evaluate(CUT) + page.evaluate(LOST_REGIONS)


@pytest.mark.parametrize("width", [1280, 320])
def test_nothing_is_cut_in_a_narrow_window_nor_where_a_reader_spaces_it_out(visit, page, width):
    def narrow_then_spaced_out(page):
        page.set_viewport_size(AT_400_PERCENT | {"width": width})
        narrow = too_wide(page)
        page.evaluate(SPACE_OUT)
        return narrow + [f"spaced out: {fault}" for fault in too_wide(page)]

    assert read_each(visit, page, narrow_then_spaced_out) == {}


def test_nothing_moves_where_a_reader_wants_rest(visit, page):
    page.emulate_media(reduced_motion="reduce")
    assert read_each(visit, page, lambda page: page.evaluate(MOVING)) == {}


def test_paper_holds_all_that_the_screen_does(visit, page):
    def lost(page):
        sheets = page.pdf(prefer_css_page_size=True, format="A4")
        [(width, _)] = set(re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", sheets))
        page.emulate_media(media="print")
        page.set_viewport_size({"width": int(float(width) * PIXELS - MARGINS), "height": 1000})
        found = page.evaluate(CUT) + page.evaluate(SCROLLERS)
        page.emulate_media(media="screen")
        return found

    assert read_each(visit, page, lost) == {}
