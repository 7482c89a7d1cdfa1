"""In a browser: a reader asks how a page stood, walks on within that day, and comes back to today."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from actions.models import Action, Plan, Strategy
from tests.browser.measuring import WIDTHS
from tests.browser.test_pages import anytown
from tests.past import happened_on

THEN = "2026-03-01"
ACTION = "/plans/anytown/actions/5.1.1/"
PAGES = [
    ACTION,
    "/plans/anytown/strategies/5.1/",
    "/plans/anytown/strategies/5.1/themes/keeping-deadly-weapons-off-our-streets/",
    "/plans/anytown/alignment/",
    "/plans/anytown/actions/",
    "/plans/anytown/",
]


@pytest.fixture(scope="module", autouse=True)
def changed(standing):
    """The plan of all pages as it was loaded on 1 March 2026, and some of it changed since."""
    with happened_on(THEN):
        anytown()
    Action.objects.filter(ref="5.1.1").update(text="Sweep every park.")
    Action.objects.get(ref="5.1.55").delete()
    Strategy.objects.filter(ref="5.1").update(title="Knives and other weapons")
    return Plan.objects.get()


@pytest.mark.parametrize("query", [f"as_at={THEN}", "as_at=2999-01-01"])
@pytest.mark.parametrize("address", PAGES)
def test_accessible_and_never_too_wide(visit, faults, address, query):
    for width in WIDTHS:
        page, status = visit(f"{address}?{query}", width)
        assert status == (400 if "2999" in query else 200)
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_from_today_to_a_day_on_to_the_matrix_and_back(visit):
    page, _ = visit(ACTION)
    assert "Sweep every park." in page.locator("main").inner_text()
    page.get_by_label("See this page as it stood on a past day").fill(THEN)
    page.get_by_role("button", name="Show that day").click()
    banner = page.get_by_role("region", name="As at a past moment")
    expect(banner).to_have_text(re.compile(r"As it stood on 1 March 2026 at 23:59\.\s+See it as it is now"))
    assert "Sweep every park." not in page.locator("main").inner_text()
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="5.1 Knife crime action plan").click()
    expect(page.locator("h1")).to_contain_text("Knife crime action plan")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Alignment").click()
    expect(banner).to_be_visible()
    expect(page.get_by_role("rowheader", name="5.1 Knife crime action plan")).to_be_visible()
    page.get_by_role("navigation", name="What the rows are").get_by_role("link", name="By theme").click()
    expect(banner).to_be_visible()
    banner.get_by_role("link", name="See it as it is now").click()
    expect(banner).not_to_be_attached()
    expect(page).to_have_url(re.compile(r"/alignment/\?rows=theme$"))
    expect(page.locator(".findings")).to_contain_text("of 54 actions")


def test_a_wrong_day_is_named_and_mended_on_the_spot(visit):
    page, status = visit(f"{ACTION}?as_at=2026-02-01")
    assert status == 400
    page.get_by_role("link", name="What is known here of this plan begins on 1 March 2026").click()
    field = page.get_by_label("See this page as it stood on a past day")
    expect(field).to_be_focused()
    expect(field).to_have_value("2026-02-01")
    field.fill(THEN)
    page.get_by_role("button", name="Show that day").click()
    expect(page.locator("h1")).to_have_text("Action 5.1.1")


def test_no_day_that_is_still_to_come_can_be_chosen(visit):
    page, _ = visit(ACTION)
    field = page.get_by_label("See this page as it stood on a past day")
    assert field.get_attribute("max") == f"{timezone.localdate()}"
    field.fill("2999-01-01")
    page.get_by_role("button", name="Show that day").click()
    expect(page).to_have_url(re.compile(f"{ACTION}$"))


def test_paper_says_as_at_when(visit):
    page, _ = visit(f"{ACTION}?as_at={THEN}")
    page.emulate_media(media="print")
    expect(page.get_by_text("As it stood on 1 March 2026 at 23:59.")).to_be_visible()
    expect(page.locator("form.as-at")).not_to_be_visible()
