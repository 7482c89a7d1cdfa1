"""Who leads, and with whom, of Hackney's own plan in a browser: by keyboard, on a phone, on paper, without colours."""

import re

import pytest

from tests.browser.measuring import FOCUS_IS_SEEN


@pytest.fixture
def address(live_server, standing_hackney, site_is_built):
    """Where the partners of Hackney's plan are served."""
    return f"{live_server.url}/plans/{standing_hackney}/partners/"


@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, {"width": 390, "height": 844}])
def test_every_figure_by_keyboard_forwards_and_back_and_none_hidden(page, address, size):
    page.set_viewport_size(size)
    page.goto(address)
    links = page.locator(".load a").count()
    page.get_by_role("region", name=re.compile("Actions per partner and strategy")).focus()
    for key in ("Tab", "Shift+Tab"):
        for _ in range(links - (key == "Shift+Tab")):
            page.keyboard.press(key)
            assert page.evaluate(FOCUS_IS_SEEN), page.evaluate("document.activeElement.textContent")
        assert page.evaluate("document.activeElement.closest('.load') !== null")


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("query", ["", "?parts=shown", "?parts=all"])
def test_no_faults_and_never_too_wide(page, address, faults, width, query):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address + query)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_head_stays_at_the_top_of_a_desk_and_of_the_region_on_a_phone(page, address):
    head = page.locator(".load").get_by_role("columnheader", name="Partner")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address)
    page.get_by_role("rowheader", name="All actions").evaluate("row => row.scrollIntoView({block: 'end'})")
    assert head.bounding_box()["y"] == pytest.approx(0, abs=1)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    region = page.locator(".load-region")
    region.scroll_into_view_if_needed()
    region.evaluate("region => region.scrollTo(200, 300)")
    box, place = region.bounding_box(), head.bounding_box()
    assert (place["x"], place["y"]) == pytest.approx((box["x"], box["y"]), abs=1)


def test_a_click_anywhere_in_a_cell_leads_to_its_actions(page, address):
    page.goto(address)
    page.get_by_role("row", name=re.compile("^Metropolitan Police")).locator("td").first.click(
        position={"x": 4, "y": 4}
    )
    page.wait_for_url("**/actions/?partner=mps&strategy=5.1")
    assert page.locator("#results").inner_text() == "12 of 131 actions"


def test_the_picture_by_keyboard_shows_whose_lines_they_are(page, address):
    page.goto(f"{address}?parts=shown")
    names = page.locator(".network a")
    assert names.count() == 34
    names.first.focus()
    for at in range(34):
        node = page.locator(".network__node").nth(at)
        assert node.locator("a").evaluate("one => one === document.activeElement")
        assert node.locator(".network__own").evaluate("own => getComputedStyle(own).visibility") == "visible"
        page.keyboard.press("Tab")
    assert page.locator(".network__own").first.evaluate("own => getComputedStyle(own).visibility") == "hidden"
    page.get_by_role("link", name="Metropolitan Police Service").and_(names).press("Enter")
    page.wait_for_url("**/partners/mps/")


def test_a_name_in_the_picture_never_meets_another(page, address):
    page.goto(f"{address}?parts=shown")
    boxes = [one.bounding_box() for one in page.locator(".network a").all()]
    for one in boxes:
        assert one["x"] >= 0
        assert one["x"] + one["width"] <= 1280
    for side in (lambda box: box["x"] < 640, lambda box: box["x"] >= 640):
        column = sorted((box for box in boxes if side(box)), key=lambda box: box["y"])
        for upper, lower in zip(column, column[1:], strict=False):
            assert upper["y"] + upper["height"] <= lower["y"] + 1


def test_on_a_phone_the_table_of_pairs_says_it_all(page, address):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    assert not page.locator(".network").is_visible()
    row = page.locator(".ledger--pairs tbody tr").first
    assert row.locator("th, td").all_inner_texts()[:2] == ["London Borough of Hackney", "Metropolitan Police Service"]
    assert row.locator(".ledger__ref").count() == 9


def test_the_table_comes_down_as_csv(page, address):
    page.goto(f"{address}?parts=shown")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download this table (CSV)").click()
    assert download.value.suggested_filename == "hackney-single-violence-plan-partners-with-parts.csv"


def test_paper_has_the_tables_and_the_picture_and_not_the_controls(page, address):
    page.goto(address)
    page.emulate_media(media="print")
    assert page.locator(".network").is_visible()
    assert not page.locator(".switch").is_visible()
    assert not page.locator(".load-links").is_visible()
    assert page.locator(".load thead").evaluate("head => getComputedStyle(head).position") == "static"


def test_lines_and_names_are_seen_in_forced_colours(page, address):
    page.emulate_media(forced_colors="active")
    page.goto(address)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for mark, colour in (("text", "fill"), ("circle", "fill"), (".network__line", "stroke")):
        drawn = page.locator(f".network {mark}").first.evaluate(f"mark => getComputedStyle(mark).{colour}")
        assert drawn not in (ground, "none")
