"""The picture of Hackney's plan in a browser: chosen by pointer, keyboard and address, on a phone, on paper."""

import re

import pytest
from playwright.sync_api import expect

# The texts of the picture that lie over each other, or beyond the edge of the window.
IN_THE_WAY = """canvas => {
    const seen = text => text.checkVisibility({visibilityProperty: true});
    const found = [...canvas.querySelectorAll("text")].filter(seen);
    const places = found.map(text => ({text: text.textContent, ...text.getBoundingClientRect().toJSON()}));
    const beside = (a, b) => a.left >= b.right - 1 || b.left >= a.right - 1;
    const apart = (a, b) => beside(a, b) || a.top >= b.bottom - 4 || b.top >= a.bottom - 4;
    const within = place => place.left >= 0 && place.right <= innerWidth;
    return places.filter((one, at) => !within(one) || places.slice(at + 1).some(other => !apart(one, other)))
        .map(place => place.text);
}"""


@pytest.fixture
def picture(page, live_server, standing_hackney, site_is_built):
    """Opens the picture of Hackney's plan in a window of that width, with more of the address; returns its drawing."""

    def open_at(more="", width=1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{live_server.url}/plans/{standing_hackney}/alignment/{more}")
        return page.get_by_role("group", name="From left to right")

    return open_at


def stop(drawing, name):
    """The stop that this link chooses."""
    return drawing.locator(".flow__stop", has=drawing.page.locator(f"a[href='#flow-{name}']"))


def is_bright(stop):
    """Whether the bands of this stop are seen well, which they are alone when it is chosen."""
    return stop.locator(".flow__bands").evaluate(
        "bands => getComputedStyle(bands).visibility === 'visible' && getComputedStyle(bands).opacity > 0.5"
    )


@pytest.mark.parametrize("more", ["", "?rows=theme", "?rows=partner", "?strategy=5.1&rows=action"])
def test_every_label_is_read_at_any_width_and_no_faults_with_a_choice_made(picture, page, faults, more):
    drawing = picture(f"{more}#flow-strategic-3")
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert drawing.evaluate(IN_THE_WAY) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert faults(page) == []


def test_by_keyboard_a_name_shows_its_bands_alone_and_a_figure_leads_to_its_actions(picture, page):
    drawing = picture()
    page.get_by_role("link", name="Skip the picture").focus()
    page.keyboard.press("Tab")
    expect(drawing.get_by_role("link", name="5.1 Knife crime action plan: show its bands alone")).to_be_focused()
    chosen, other = stop(drawing, "row-10"), stop(drawing, "row-19")
    assert (is_bright(chosen), is_bright(other)) == (True, False)
    expect(chosen.locator(".flow__numbers")).to_be_visible()
    assert chosen.locator(".flow__numbers text").all_text_contents() == ["6", "10", "12", "21", "3", "9", "9"]
    page.keyboard.press("Tab")
    expect(drawing.get_by_role("link", name="28 of 28 actions: 5.1 Knife crime action plan")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/actions/?strategy=5.1&no_alignment=false")


def test_every_name_and_figure_is_reached_and_no_band(picture, page):
    drawing = picture()
    page.get_by_role("link", name="Skip the picture").focus()
    for link in drawing.locator("a:not([tabindex])").all():
        page.keyboard.press("Tab")
        expect(link).to_be_focused()
    page.keyboard.press("Tab")
    assert not drawing.evaluate("drawing => drawing.contains(document.activeElement)")


def test_the_picture_can_be_skipped(picture, page):
    drawing = picture()
    page.get_by_role("link", name="Skip the picture").press("Enter")
    page.keyboard.press("Tab")
    assert not drawing.evaluate("drawing => drawing.contains(document.activeElement)")


def test_a_choice_is_in_the_address_and_taken_back(picture, page):
    drawing = picture()
    every = page.get_by_role("link", name="Show all")
    expect(every).to_be_hidden()
    drawing.get_by_role("link", name="S3 Early intervention: show its bands alone").click()
    assert page.url.endswith("/alignment/#flow-strategic-3")
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    assert (is_bright(stop(drawing, "strategic-3")), is_bright(stop(drawing, "row-10"))) == (True, False)
    every.click()
    expect(every).to_be_hidden()
    assert not is_bright(stop(drawing, "strategic-3"))


def test_a_band_says_what_it_is_and_leads_to_its_actions(picture, page):
    band = picture().locator("a", has=page.locator("title", has_text="5.7 MPS activity: 9 actions serve S4"))
    below = band.locator("path").bounding_box()["height"]
    band.locator("path").click(position={"x": 4, "y": below - 4})  # before any other crosses it
    page.wait_for_url("**/actions/?strategy=5.7&principle=strategic-4")
    assert page.locator("main").inner_text().count("5.7.") >= 9


def test_what_nobody_serves_is_said_in_words(picture):
    drawing = picture()
    for name in ("strategic-6", "enabling-7"):
        assert "no action" in stop(drawing, name).text_content()
        assert stop(drawing, name).locator(".flow__gap").count() == 2


def test_on_a_phone_numbers_stand_for_the_strategies_and_are_explained(picture, page):
    drawing = picture(width=390)
    assert drawing.get_by_text("5.10", exact=True).is_visible()
    assert not drawing.get_by_text("5.7 MPS activity", exact=True).is_visible()
    page.get_by_text("What the numbers on the left stand for").click()
    assert page.get_by_role("listitem").filter(has_text="5.7 MPS activity").last.is_visible()


def test_in_forced_colours_bands_bars_and_words_take_those_of_the_system(picture, page):
    drawing = picture()
    page.emulate_media(forced_colors="active")
    text = page.locator("h1").evaluate("heading => getComputedStyle(heading).color")
    for shape in (".flow__band", ".flow__bar", ".flow__title text", ".flow__group", ".flow__stop--gap .flow__none"):
        assert drawing.locator(shape).first.evaluate("shape => getComputedStyle(shape).fill") == text


def test_it_prints_on_a_sheet_of_its_own_and_only_where_something_was_chosen(picture, page):
    picture()
    assert re.findall(rb"/Count (\d+)", page.pdf(prefer_css_page_size=True)) == [b"1"]
    picture("#flow-heading")
    sheets = page.pdf(prefer_css_page_size=True)
    assert re.findall(rb"/Count (\d+)", sheets) == [b"2"]
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", sheets)
    assert {tuple(round(float(side) / 72 * 25.4) for side in box) for box in boxes} == {(420, 297), (297, 420)}
