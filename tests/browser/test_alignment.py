"""The matrix of Hackney's own plan in a browser: by keyboard, on a phone, on paper, in every shade."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.measuring import FOCUS_IS_SEEN

# The luminance contrast of a cell's text with its background, both as computed.
CONTRAST = """cell => {
    const light = colour => {
        const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map(
            sign => (sign / 255 <= 0.03928 ? sign / 255 / 12.92 : ((sign / 255 + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const style = getComputedStyle(cell), text = getComputedStyle(cell.querySelector("a") || cell).color;
    const [low, high] = [light(text), light(style.backgroundColor)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
}"""


@pytest.fixture
def address(live_server, standing_hackney, site_is_built):
    """Where the matrix of Hackney's plan is served."""
    return f"{live_server.url}/plans/{standing_hackney}/alignment/"


@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, {"width": 390, "height": 844}])
def test_every_link_by_keyboard_forwards_and_back_and_none_hidden(page, address, size):
    page.set_viewport_size(size)
    page.goto(address)
    links = page.locator(".matrix a").count()
    page.get_by_role("region", name=re.compile("Actions per strategy and principle")).focus()
    for key in ("Tab", "Shift+Tab"):
        for _ in range(links - (key == "Shift+Tab")):
            page.keyboard.press(key)
            assert page.evaluate(FOCUS_IS_SEEN), page.evaluate("document.activeElement.textContent")
        assert page.evaluate("document.activeElement.closest('.matrix') !== null")


@pytest.mark.parametrize("width", [1280, 390])
def test_no_faults_with_all_that_opens_open_and_where_the_query_is_refused(page, address, faults, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}?basis=stated&basis=inherited")
    for summary in page.locator("summary:visible").all():
        summary.click()
    assert faults(page) == []
    page.goto(f"{address}?basis=printed&rows=x")
    assert faults(page) == []


@pytest.mark.parametrize(
    "query", ["rows=partner", "rows=theme&basis=stated", "strategy=5.1", "strategy=5.7&partner=mps"]
)
@pytest.mark.parametrize("width", [1280, 390])
def test_no_faults_and_no_sideways_scrolling_whatever_the_rows(page, address, faults, query, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}?{query}")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_focused_cell_is_marked_all_over(page, address):
    page.goto(address)
    cell = page.locator(".matrix__cell--4").first
    cell.locator("a").focus()
    assert cell.evaluate("cell => getComputedStyle(cell).backgroundColor") == "rgb(255, 200, 69)"


def test_on_a_phone_the_table_scrolls_in_its_region_under_a_head_that_stays(page, address):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    region = page.locator(".matrix-region")
    region.scroll_into_view_if_needed()
    region.evaluate("region => region.scrollTo(200, 300)")
    box = region.bounding_box()
    head = page.get_by_role("columnheader", name="Strategy").bounding_box()
    assert (head["x"], head["y"]) == pytest.approx((box["x"], box["y"]), abs=1)
    name = page.get_by_role("rowheader", name="5.9 Hackney No Place for Hate strategy").bounding_box()
    assert name["x"] == pytest.approx(box["x"], abs=1)


def test_at_four_hundred_per_cent_the_head_does_not_stand_in_the_way(page, address):
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.locator(".matrix thead").evaluate("head => getComputedStyle(head).position") == "static"


def test_on_a_desk_the_whole_width_is_seen_and_the_head_stays_at_the_top(page, address):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") == 1280
    page.get_by_role("rowheader", name="6.1 Serious violence communications plan").evaluate(
        "row => row.scrollIntoView({block: 'end'})"
    )
    assert page.get_by_role("columnheader", name="Strategy").bounding_box()["y"] == pytest.approx(0, abs=1)


def test_figures_are_read_in_every_shade(page, address):
    page.goto(address)
    for shade in (1, 2, 3, 4):
        assert page.locator(f"td.matrix__cell--{shade}").first.evaluate(CONTRAST) >= 4.5


@pytest.mark.parametrize("query", ["", "?rows=partner", "?rows=theme", "?strategy=5.1", "?strategy=5.1&rows=action"])
def test_it_prints_on_one_sheet_of_a3(page, address, query):
    page.goto(f"{address}{query}")
    sheets = page.pdf(format="A3", landscape=True)
    assert re.findall(rb"/Count (\d+)", sheets) == [b"1"]
    own_size = page.pdf(prefer_css_page_size=True)
    [box] = set(re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", own_size))
    assert [round(float(side) / 72 * 25.4) for side in box] == [420, 297]


def test_it_prints_with_its_shades_and_without_its_switches(page, address):
    page.goto(address)
    page.emulate_media(media="print")
    cell = page.locator("td.matrix__cell--4").first
    assert cell.evaluate("cell => getComputedStyle(cell).printColorAdjust") == "exact"
    for switch in page.locator(".switch").all():
        assert not switch.is_visible()


def test_the_rows_are_chosen_without_javascript(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name="By partner").click()
    expect(page.get_by_role("columnheader", name="Partner")).to_be_visible()
    page.locator("summary", has_text="Choose strategy").click()
    page.get_by_label("Strategy", exact=True).select_option("5.1 Knife crime action plan")
    page.get_by_label("Rows", exact=True).select_option("By theme")
    page.get_by_label("Stated", exact=True).check()
    page.get_by_role("button", name="Show the table").click()
    expect(page.get_by_role("columnheader", name="Theme")).to_be_visible()
    expect(page.locator(".findings")).to_contain_text("of the 28 actions in strategy 5.1")
    page.get_by_role("link", name="Take back: Strategy").click()
    expect(page.locator(".findings")).to_contain_text("of 131 actions")
    context.close()


def test_the_form_by_keyboard_alone(page, address):
    page.goto(address)
    page.locator("summary", has_text="Choose strategy").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("By p")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.type("En")
    page.get_by_role("button", name="Show the table").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Partner")).to_be_visible()
    expect(page.locator("th.matrix__principle")).to_have_count(8)


def test_a_focused_total_is_large_enough_for_a_finger(page, address):
    page.goto(address)
    for link in page.locator("tbody td.matrix__aligned a").all()[:6]:
        box = link.bounding_box()
        assert box["width"] >= 24
        assert box["height"] >= 24


def test_the_switch_changes_the_figures_and_the_address(page, address):
    page.goto(address)
    page.get_by_role("link", name="Stated only").click()
    expect(page).to_have_url(f"{address}?basis=stated")
    assert page.get_by_role("link", name="Stated only").get_attribute("aria-current") == "true"
    assert "Counting only what an action states itself, 46 of 131 actions" in page.locator(".summary").inner_text()


def test_a_click_anywhere_in_a_cell_leads_to_its_actions(page, address):
    page.goto(address)
    cell = page.locator("tr", has_text="5.12").locator("td.matrix__cell--4").first
    count = int(cell.locator(".matrix__count").inner_text())
    cell.click(position={"x": 4, "y": 4})
    assert "strategy=5.12&principle=enabling-1" in page.url
    assert page.locator("main").inner_text().count("5.12.") >= count
