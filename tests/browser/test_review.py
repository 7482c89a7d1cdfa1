"""Alignments reviewed in a real browser, with scripts and without."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from actions.alignment import inherit_alignments
from actions.models import Alignment, AlignmentRejection
from tests.browser.measuring import WIDTHS
from tests.factories import (
    make_action,
    make_alignment,
    make_plan,
    make_principle,
    make_strategy,
    make_theme,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/plans/anytown/alignment/review/"


@pytest.fixture
def plan():
    """Three actions of a theme, of which the last two inherit what the first states; two principles are free."""
    plan = make_plan(slug="anytown", title="A safer town")
    theme = make_theme(strategy=make_strategy(plan=plan, ref="5.1", title="Knives"), title="Streets")
    first, *_ = (make_action(theme=theme, ref=f"5.1.{n}", position=n) for n in (1, 2, 3))
    principles = [make_principle(framework=plan.framework, number=n, short_title=f"Number {n}") for n in (1, 2, 3, 4)]
    for principle in principles[:2]:
        make_alignment(action=first, principle=principle)
    inherit_alignments(plan=plan)
    return plan


def sign_in(context, client, live_server, user):
    """Let the browser of `context` come as `user`."""
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


@pytest.fixture
def plain_page(browser, client, live_server, site_is_built, plan):
    """An officer's page with scripts switched off, at the review."""
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, client, live_server, make_user("officer", is_staff=True))
    page = context.new_page()
    page.goto(f"{live_server.url}{PAGE}")
    yield page
    context.close()


def pair(page, ref, principle):
    """The choices for an action and a principle."""
    return page.locator(f"[id='action-{ref}']").get_by_role("group", name=principle)


def test_confirmed_rejected_and_added_without_javascript(plain_page):
    page = plain_page
    expect(page.get_by_text("0 of 4 reviewed.")).to_be_visible()
    pair(page, "5.1.2", "Strategic 1").get_by_label("Confirm").check()
    rejected = pair(page, "5.1.3", "Strategic 2")
    expect(rejected.get_by_label("Why it does not serve it")).to_be_hidden()
    rejected.get_by_label("Reject").check()
    page.get_by_role("button", name="Save the choices").first.click()
    expect(page.get_by_role("alert")).to_contain_text("Say why 5.1.3 does not serve Strategic 2.")
    assert pair(page, "5.1.2", "Strategic 1").get_by_label("Confirm").is_checked()
    page.get_by_label("Why it does not serve it").and_(page.locator(":visible")).fill("It is about weapons.")
    row = page.locator("[id='action-5.1.3']")
    row.get_by_text("Add a principle").click()
    row.get_by_label("Principle that the plan does not print").select_option(index=1)
    row.get_by_label("Why it serves it").fill("It plainly does.")
    page.get_by_role("button", name="Save the choices").first.click()
    expect(page.get_by_role("status")).to_have_text("Saved: 1 confirmed, 1 rejected, 1 added.")
    expect(page.get_by_text("2 of 4 reviewed.").first).to_be_visible()
    assert AlignmentRejection.objects.get().reason == "It is about weapons."
    assert Alignment.objects.get(basis="assessed").principle.number == 3


def test_the_enter_key_saves_what_was_chosen_and_no_more(plain_page):
    choice = pair(plain_page, "5.1.2", "Strategic 1").get_by_label("Confirm")
    choice.check()
    choice.press("Enter")
    expect(plain_page.get_by_role("status")).to_have_text("Saved: 1 confirmed.")


def test_all_of_an_action_are_confirmed_at_once(plain_page):
    plain_page.get_by_role("button", name="Confirm all 2 of 5.1.3").click()
    expect(plain_page.get_by_role("status")).to_have_text("Saved: 2 confirmed.")


def test_accessible_at_every_width_and_by_keyboard(visit, faults, page, context, client, live_server, plan):
    sign_in(context, client, live_server, make_user("officer", is_staff=True))
    said = []
    page.on("console", lambda message: said.append(message.text))
    for width in WIDTHS:
        visit(PAGE, width)
        pair(page, "5.1.2", "Strategic 1").get_by_label("Reject").check()
        page.locator("summary").first.click()
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        said.clear()  # axe tries styles of its own, which the policy refuses
        page.get_by_role("button", name="Save the choices").first.click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert [text for text in said if "status of 4" not in text] == []
        assert faults(page) == []
        said.clear()
    page.get_by_role("link", name="Say why 5.1.2").press("Enter")
    expect(page.get_by_label("Why it does not serve it").first).to_be_focused()
