"""Every page in a real browser: accessible, narrow, by keyboard, without JavaScript, without strangers."""

import datetime
import gzip
import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import resolve
from playwright.sync_api import expect

from actions.models import Indicator, Measurement, Milestone, Period, Section, SourceNote
from actions.progress import record_update
from tests.browser.measuring import WIDTHS
from tests.crawling import routes
from tests.factories import (
    make_action,
    make_alignment,
    make_framework,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_theme,
)

LIST = "/plans/anytown/actions/"
PAGES = [
    "/",
    "/help/",
    "/accessibility/",
    "/plans/",
    "/plans/anytown/",
    "/plans/anytown/alignment/",
    "/plans/anytown/gaps/",
    "/plans/anytown/gaps/?days=9.9",
    "/plans/anytown/changes/",
    "/plans/anytown/changes/?since=9.9",
    "/plans/anytown/strategies/3.1/",
    "/plans/anytown/strategies/5.1/",
    "/plans/anytown/strategies/5.1/themes/keeping-deadly-weapons-off-our-streets/",
    "/plans/anytown/strategies/5.3/",
    LIST,
    f"{LIST}?page=2",
    f"{LIST}?strategy=5.1&basis=stated&status=on_track&no_lead=false",
    f"{LIST}?q=zebra",
    f"{LIST}?strategy=9.9&status=fine&colour=red",
    "/plans/anytown/actions/5.1.1/",
    "/plans/anytown/actions/5.1.2/",
    "/partners/",
    "/partners/police/",
    "/plans/anytown/partners/",
    "/plans/anytown/partners/?parts=shown",
    "/principles/",
    "/data/",
    "/principles/anytown/strategic-4/",
    "/principles/anytown/strategic-6/",
    "/search/",
    "/search/?q=sweeps",
    "/search/?q=swepes",
    "/search/?q=sweeps&kind=9.9",
    "/plans/anytown/glossary/",
    "/no-such-page/",
]
# Routes of tables, feeds and what programs read; the API's own page, and pages to sign in for, have tests of their own.
NO_PAGES = re.compile(r"\.\w+$|/csv/$|^(healthz|readyz)$|^api/|/alignment/review/$|/progress/$|/report/$|/leads/")


def anytown():
    """A plan in which every part of every page has something to show."""
    framework = make_framework(code="anytown", title="Anytown principles")
    plan = make_plan(
        slug="anytown",
        title="A safer town",
        framework=framework,
        introduction="## Purpose\n\n- To be safe\n- To stay so",
        licence="The council's",
        source_title="A report",
    )
    section = Section.objects.create(plan=plan, ref="3", title="Causes", introduction="Why.", position=1)
    curtail, early, race, together = (
        make_principle(framework=framework, kind=kind, number=number, short_title=title)
        for kind, number, title in (
            ("strategic", 4, "Curtail and restore"),
            ("strategic", 5, "Community assets"),
            ("strategic", 6, "Anti-racism"),
            ("enabling", 1, "Work together"),
        )
    )
    prose = make_strategy(plan=plan, section=section, ref="3.1", title="Poverty", text="## Why\n\nWords.", position=1)
    make_alignment(strategy=prose, principle=early, printed="linking to principle 5")
    knives = make_strategy(plan=plan, ref="5.1", title="Knife crime action plan", position=2)
    theme = make_theme(strategy=knives, title="Keeping deadly weapons off our streets", text="We collaborate.")
    police = make_partner(code="police", name="Metropolitan Police Service", description="They keep the peace.")
    inspector = make_partner(name="Safer Schools Inspector", kind="post", parent=police)
    stating = make_action(theme=theme, ref="5.1.1", printed_ref="5.11", text="Sweep:\n\n- parks\n- streets", position=1)
    inheriting = make_action(theme=theme, ref="5.1.2", position=2)
    make_lead(action=stating, partner=police, printed="MPS")
    make_lead(action=stating, partner=inspector, role="support")
    for principle in (curtail, together):
        make_alignment(action=stating, principle=principle)
        make_alignment(action=inheriting, principle=principle, basis="inherited", inherited_from=stating)
    make_alignment(action=inheriting, principle=early, basis="assessed", reason="It plainly does.")
    period = Period.objects.create(plan=plan, code="2021", title="2021", starts_on="2021-01-01", ends_on="2021-12-31")
    Milestone.objects.create(plan=plan, action=stating, period=period, text="Ten sweeps")
    SourceNote.objects.create(plan=plan, action=stating, number=1, kind="numbering", printed="5.11", note="Odd.")
    SourceNote.objects.create(plan=plan, number=2, kind="text", subject="Title", note="It has none.")
    for status, action in (("on_track", stating), ("off_track", inheriting)):
        reported = datetime.date(2021, 6, 1)
        record_update(action=action, reported_on=reported, status=status, narrative="So.", publication="published")
    measured = {
        "plan": plan,
        "strategy": knives,
        "theme": theme,
        "code": "knives",
        "position": 1,
        "baseline": "12 in 2020",
    }
    indicator = Indicator.objects.create(**measured, title="Knives found", unit="knives", direction="increase")
    Measurement.objects.create(plan=plan, indicator=indicator, period=period, target=100, actual_printed="Tbc")
    make_strategy(plan=plan, ref="5.3", title="Violence at home", text="Words.", quick_exit=True, position=3)
    for number in range(3, 56):
        make_action(theme=theme, ref=f"5.1.{number}", position=number)
    assert race.label == "Strategic 6"
    return plan


@pytest.fixture(scope="module", autouse=True)
def plan(standing):
    """The plan of all pages, which the tests only read."""
    return anytown()


def test_every_type_of_page_is_among_them():
    visited = {resolve(urlsplit(address).path).route for address in PAGES if address != "/no-such-page/"}
    assert {route for route in routes() if not NO_PAGES.search(route)} - visited == set()


@pytest.mark.parametrize("address", PAGES)
def test_accessible_never_too_wide_and_all_our_own(visit, faults, live_server, page, address):
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for width in WIDTHS:
        _, status = visit(address, width)
        assert status == (400 if "9.9" in address else 404 if "no-such" in address else 200)
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [url for url in asked if not url.startswith(live_server.url)] == []
    assert [text for text in said if "status of 4" not in text] == [], "the policy or the page complains"
    assert len(asked) <= 8, "at each width: page, style sheet, icon, and the script of a way to leave"


@pytest.fixture
def plain_page(browser, live_server, site_is_built):
    """A page of the live server with scripts switched off, at the list of actions."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}{LIST}")
    yield page
    context.close()


def test_the_filters_work_without_javascript(plain_page):
    plain_page.locator("summary", has_text="More filters").click()
    plain_page.get_by_label("Stated").check()
    plain_page.get_by_label("Strategy").select_option("5.1 Knife crime action plan")
    plain_page.get_by_role("button", name="Show actions").click()
    assert plain_page.locator("#results").inner_text() == "1 of 55 actions"
    plain_page.get_by_role("link", name="Action 5.1.1", exact=True).click()
    assert plain_page.locator("h1").inner_text() == "Action 5.1.1"


def test_the_pages_turn_without_javascript(plain_page):
    plain_page.get_by_role("link", name="Next page").click()
    expect(plain_page.locator("[id='action-5.1.55']")).to_be_visible()


def test_paper_has_the_content_and_not_the_controls(visit):
    page, _ = visit(LIST)
    page.emulate_media(media="print")
    for hidden in (".site-navigation", ".filters", ".govuk-breadcrumbs", ".govuk-pagination", ".site-footer"):
        assert not page.locator(hidden).is_visible()
    assert page.locator("h1").is_visible()
    row = page.locator("[id='action-5.1.1']")
    assert row.is_visible()
    after = "links => links.map(link => getComputedStyle(link, '::after').content)"
    assert set(row.locator("a").evaluate_all(after)) == {"none"}


def test_paper_has_what_is_closed_on_the_screen(visit):
    page, _ = visit("/plans/anytown/")
    closed = page.locator("details:not([open])").first
    reading = "closed => getComputedStyle(closed, '::details-content').contentVisibility"
    assert closed.evaluate(reading) == "hidden"
    page.emulate_media(media="print")
    assert closed.evaluate(reading) == "visible"


def test_the_style_sheet_is_small():
    sheet = (settings.BASE_DIR / "var" / "assets" / "site.css").read_bytes()
    assert len(gzip.compress(sheet)) < 25_000
