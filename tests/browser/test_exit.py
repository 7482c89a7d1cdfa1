"""The way to leave a page at once: by button, by link without JavaScript, by Shift three times; it hides nothing."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_action, make_plan, make_strategy, make_theme

STRATEGY = "/plans/anytown/strategies/5.3/"
AWAY = "https://www.bbc.co.uk/weather"


@pytest.fixture(scope="module", autouse=True)
def strategy(standing):
    strategy = make_strategy(plan=make_plan(slug="anytown"), ref="5.3", title="Violence at home", quick_exit=True)
    theme = make_theme(strategy=strategy, title="Early help")
    for number in range(1, 31):
        make_action(theme=theme, ref=f"5.3.{number}", position=number)
    return strategy


@pytest.fixture
def away(page):
    """Answers for the page that is left to, which the tests do not ask."""
    page.route(f"{AWAY}**", lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"))


@pytest.fixture
def plain_page(browser, live_server, site_is_built):
    """A page with scripts switched off."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    "address", [STRATEGY, f"{STRATEGY}themes/early-help/", "/plans/anytown/actions/5.3.1/", "/help/"]
)
@pytest.mark.usefixtures("away")
def test_the_button_leaves_at_once(visit, address):
    page, _ = visit(address)
    page.get_by_role("link", name="Emergency Exit this page").click()
    expect(page).to_have_url(AWAY)


@pytest.mark.usefixtures("away")
def test_shift_three_times_leaves_from_wherever_the_focus_is(visit):
    page, _ = visit(STRATEGY)
    page.get_by_role("link", name="Action 5.3.2", exact=True).focus()
    for _ in range(2):
        page.keyboard.press("Shift")
    expect(page.get_by_role("status")).to_have_text("Shift, press 1 more time to exit.")
    page.keyboard.press("Shift")
    expect(page).to_have_url(AWAY)


@pytest.mark.usefixtures("away")
def test_the_second_stop_by_keyboard_leaves(visit):
    page, _ = visit(STRATEGY)
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Exit this page"
    assert page.locator(":focus").bounding_box()["height"] > 20
    page.keyboard.press("Enter")
    expect(page).to_have_url(AWAY)


def test_it_is_a_plain_link_without_javascript(plain_page, live_server):
    plain_page.route(f"{AWAY}**", lambda route: route.fulfill(body="Weather", content_type="text/html"))
    plain_page.goto(f"{live_server.url}{STRATEGY}")
    plain_page.get_by_role("link", name="Emergency Exit this page").click()
    expect(plain_page).to_have_url(AWAY)


@pytest.mark.parametrize("size", [(390, 844), (320, 256)])
def test_it_stays_in_sight_and_never_lies_on_what_is_focused(visit, size):
    page, _ = visit(STRATEGY)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    stops = page.locator("a, summary, button, input, select").count()
    for key in ("Tab", "Shift+Tab"):
        for _ in range(stops):
            page.keyboard.press(key)
            hidden = page.evaluate(
                """() => {
                    const bar = document.querySelector('.exit-bar'), one = document.activeElement;
                    const box = one.getBoundingClientRect(), foot = bar.getBoundingClientRect().bottom;
                    const free = bar.contains(one) || bar.getBoundingClientRect().top > 0 || one === document.body
                        || one.classList.contains('govuk-skip-link') || box.top >= foot - 1;
                    return free ? '' : one.outerHTML.slice(0, 90);
                }"""
            )
            assert hidden == ""
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    button = page.locator(".govuk-exit-this-page__button").bounding_box()
    assert button["y"] >= 0
    assert button["y"] + button["height"] < size[1] / 4
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_paper_has_no_button(visit):
    page, _ = visit(STRATEGY)
    page.emulate_media(media="print")
    assert not page.locator(".exit-bar").is_visible()
