"""The search in a real browser: from any page, by keyboard, on a phone, without JavaScript; acronyms explained."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_action, make_plan, make_strategy, make_term


@pytest.fixture(scope="module", autouse=True)
def plan(standing):
    """Anytown's plan with an action on parks, 5.1.1, and an acronym in it."""
    plan = make_plan(slug="anytown", title="A safer town")
    strategy = make_strategy(plan=plan, ref="5.1", title="Knife crime")
    make_action(strategy=strategy, ref="5.1.1", text="Sweep the parks with the MPS and the MPS again.")
    make_term(plan=plan, term="MPS", expansion="Metropolitan Police Service")
    return plan


def test_a_number_typed_at_the_head_of_any_page_leads_straight_there(visit):
    page, _ = visit("/partners/")
    box = page.get_by_role("searchbox", name="Search words or a number")
    box.focus()
    page.keyboard.type("action 5.1.1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/plans/anytown/actions/5.1.1/")


def test_by_keyboard_alone_from_words_to_a_kind_and_to_a_hit(visit):
    page, _ = visit("/search/")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("parks")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_have_text("1 result for “parks”")
    assert page.locator("mark").all_inner_texts() == ["parks"]
    page.get_by_role("link", name="Actions").last.press("Enter")
    expect(page.get_by_role("link", name="Actions").last).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("searchbox")).to_have_value("parks")
    page.get_by_role("link", name="Action 5.1.1").press("Enter")
    page.wait_for_url("**/plans/anytown/actions/5.1.1/")


def test_a_misspelt_word_is_two_steps_from_its_hit_without_javascript(browser, live_server, site_is_built):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/search/?q=praks")
    page.get_by_role("link", name="parks").click()
    expect(page.locator("#results")).to_have_text("1 result for “parks”")
    context.close()


def test_an_error_leads_to_the_box_which_keeps_what_was_typed(visit):
    page, status = visit(f"/search/?q={'a' * 300}")
    assert status == 400
    page.get_by_role("link", name="A search can be up to 200 characters long.").press("Enter")
    expect(page.locator("#search-q")).to_be_focused()
    expect(page.locator("#search-q")).to_have_value("a" * 300)


@pytest.mark.parametrize("address", ["/search/?q=parks", "/search/?q=praks", "/plans/anytown/glossary/", "/search/"])
@pytest.mark.parametrize("width", [320, 390])
def test_narrow_pages_keep_their_width_and_their_head_is_small(visit, address, width):
    page, _ = visit(address, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".site-header").bounding_box()["height"] < 170


@pytest.mark.parametrize(("width", "boxes"), [(1280, 1), (1000, 0), (390, 0)])
def test_there_is_a_box_where_there_is_room_and_a_link_where_there_is_not(visit, width, boxes):
    page, _ = visit("/", width)
    assert page.get_by_role("searchbox").count() == boxes
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="Search")
    assert link.count() == 1 - boxes


def test_an_acronym_is_explained_where_it_first_occurs_for_everybody(visit):
    page, _ = visit("/plans/anytown/actions/5.1.1/", 390)
    text = page.locator(".prose").first
    expect(text).to_have_text("Sweep the parks with the MPS [Metropolitan Police Service] and the MPS again.")
    assert text.locator(".explained").inner_text() == "[Metropolitan Police Service]"


def test_the_letters_lead_down_the_glossary(visit):
    page, _ = visit("/plans/anytown/glossary/")
    page.get_by_role("link", name="M", exact=True).press("Enter")
    assert page.url.endswith("/glossary/#letter-M")


def test_a_term_has_a_lasting_place(visit):
    page, _ = visit("/plans/anytown/glossary/#term-MPS")
    expect(page.locator("#term-MPS")).to_be_in_viewport()
    assert page.locator("#term-MPS").evaluate("term => term.matches(':target')")
