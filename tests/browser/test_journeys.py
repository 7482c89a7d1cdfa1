"""What people come for, done as a new visitor would: on Hackney's plan, from the first page on."""

import csv
import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def first_page(visit, standing_hackney):
    """The portal's first page, with Hackney's plan in it."""
    page, status = visit("/")
    assert status == 200
    return page


def test_the_anti_racism_gap_is_found_in_two_clicks(first_page):
    first_page.get_by_role("link", name="Alignment", exact=True).click()
    gap = "No action serves Strategic Principle 6 (anti-racism) or Enabling Principle 7 (communicate)."
    expect(first_page.locator("strong", has_text=gap)).to_be_visible()
    first_page.get_by_role("link", name="Strategic 6: Anti-racism").first.click()
    expect(first_page.get_by_role("heading", level=1)).to_contain_text("Anti-racism")
    expect(first_page.get_by_text(re.compile("No action"))).not_to_have_count(0)


def test_the_actions_of_the_police_that_state_a_principle_are_found_and_taken_away(first_page):
    first_page.get_by_role("link", name="Actions", exact=True).click()
    first_page.get_by_label("Lead partner").select_option("mps")
    first_page.get_by_label("Principle", exact=True).select_option("strategic-3")
    first_page.get_by_text("More filters and order").click()
    first_page.get_by_label("Stated", exact=True).check()
    first_page.get_by_role("button", name="Show actions").click()
    expect(first_page).to_have_url(re.compile("partner=mps&principle=strategic-3.*basis=stated"))
    expect(first_page.locator("[id^='action-']")).to_have_count(2)


def test_the_matrix_is_printed_on_one_sheet_and_taken_as_a_table(first_page):
    first_page.get_by_role("link", name="Alignment", exact=True).click()
    first_page.get_by_role("heading", name="Which principles does the plan serve?").wait_for()
    sheets = re.findall(rb"/Type\s*/Page\b", first_page.pdf(format="A3", landscape=True))
    assert len(sheets) == 1
    with first_page.expect_download() as download:
        first_page.get_by_role("link", name="Download as CSV").click()
    head, *rows = csv.reader(download.value.path().read_text("utf-8-sig").splitlines())
    assert len(head) > 14
    assert any("5.1 Knife crime action plan" in row[0] for row in rows)
