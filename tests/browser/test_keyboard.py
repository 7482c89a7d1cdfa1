"""Every page by keyboard alone: all is reached, seen, marked and never covered."""

import pytest

from tests.browser.measuring import EXPECT_STOPS, LEFT, STOP, WIDTHS
from tests.browser.test_pages import LIST, PAGES, plan

__all__ = ["plan"]


def walk(page):
    """Every stop that Tab, held down, leads to until the page is left, in order."""
    stops = []
    for _ in range(2 * page.evaluate(EXPECT_STOPS) + 20):  # what scrolls is a stop too
        page.keyboard.down("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        stops.append(stop)
    page.keyboard.up("Tab")
    return stops


@pytest.mark.parametrize("address", PAGES)
def test_every_stop_is_reached_marked_and_in_sight(visit, address):
    page, _ = visit(address, WIDTHS[0])
    forwards = walk(page)
    assert page.evaluate(LEFT) == []
    page, _ = visit(address, WIDTHS[1])
    page.locator("footer a").last.focus()
    page.keyboard.down("Shift")
    backwards = walk(page)
    page.keyboard.up("Shift")
    assert "Skip to main content" in forwards[0]["name"]
    assert "Skip to main content" in backwards[-1]["name"]
    assert [stop["name"] for stop in forwards + backwards if stop["covered"] or not stop["marked"]] == []


def test_the_skip_link_leads_to_the_content_of_every_page(visit):
    led = {}
    for address in PAGES:
        page, _ = visit(address)
        page.keyboard.press("Tab")
        assert page.locator(":focus").bounding_box()["height"] > 20
        page.keyboard.press("Enter")
        at = page.evaluate("document.activeElement.id")
        page.keyboard.press("Tab")
        led[address] = at, page.evaluate("document.activeElement.closest('main, footer') !== null")
    assert {address: to for address, to in led.items() if to != ("content", True)} == {}


def test_filters_by_keyboard_alone(visit):
    page, _ = visit(LIST)
    page.locator("#filter-q").focus()
    page.keyboard.type("5.1.2")
    page.keyboard.press("Tab")
    page.keyboard.type("5.1 K")
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "More filters and order"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Show actions").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/actions/?**")
    assert page.locator("#results").inner_text() == "0 of 55 actions"
    assert page.locator("#filter-basis-1").is_checked()
    page.get_by_role("link", name="Remove filter: Basis: Stated").press("Enter")
    page.wait_for_url(lambda url: "basis" not in url)
    assert page.locator("#results").inner_text() == "1 of 55 actions"
    assert page.locator("#filter-strategy").input_value() == "5.1"


def test_what_is_closed_opens_and_closes(visit):
    page, _ = visit("/plans/anytown/")
    summary = page.locator("main summary").first
    opened = "summary => summary.parentElement.open"
    summary.focus()
    for key, state in (("Enter", True), ("Space", False)):
        page.keyboard.press(key)
        assert summary.evaluate(opened) is state


def test_an_error_leads_to_its_field_and_what_was_typed_stays(visit):
    page, status = visit(f"{LIST}?strategy=9.9&q=park%20sweeps")
    assert status == 400
    assert page.title().startswith("Error: ")
    page.get_by_role("link", name="There is no strategy “9.9”.").press("Enter")
    assert page.evaluate("document.activeElement.id") == "filter-strategy"
    assert page.locator("#filter-q").input_value() == "park sweeps"


@pytest.mark.parametrize("address", ["/", "/plans/anytown/alignment/", LIST])
def test_focus_is_outlined_in_a_readers_own_colours(visit, page, address):
    page.emulate_media(forced_colors="active")
    visit(address)
    outlined = "getComputedStyle(document.activeElement).outlineStyle"
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement !== document.body") and page.evaluate(outlined) == "none":
            stops.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    assert stops == []
