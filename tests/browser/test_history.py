"""History in a real browser: undo a delete, restore a version, read what changed."""

import re

import pytest
from playwright.sync_api import expect

from actions.models import Action
from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def action():
    """An action of a public plan with a lead, of which the words changed once."""
    plan = make_plan(slug="anytown", title="A safer town")
    strategy = make_strategy(plan=plan, ref="5.1", title="Knives")
    action = make_action(strategy=strategy, ref="5.1.1", text="Sweep the parks by May.")
    make_lead(action=action, partner=make_partner(name="Police"))
    action.text = "Sweep the parks by July."
    action.save()
    return action


@pytest.fixture
def signed_in(browser, live_server, client):
    """A page of a browser that an officer has signed in with, `width` wide."""
    client.force_login(make_user("officer", username="ann", is_staff=True))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    pages = []

    def opened(width=1280):
        context = browser.new_context(viewport={"width": width, "height": 900})
        context.add_cookies([cookie])
        pages.append(context.new_page())
        return pages[-1]

    yield opened
    for page in pages:
        page.context.close()


def test_a_deleted_action_is_brought_back(signed_in, live_server, action):
    page = signed_in()
    page.goto(f"{live_server.url}/admin/actions/action/{action.pk}/delete/")
    page.get_by_label("Why").fill("I meant another one.")
    page.get_by_role("button", name="Yes, I’m sure").click()
    page.get_by_role("link", name="Deleted rows").click()
    row = page.get_by_role("row", name="5.1.1 Sweep the parks")
    expect(row).to_contain_text("ann")
    expect(row).to_contain_text("I meant another one.")
    row.get_by_role("link", name="See and undo").click()
    page.get_by_role("button", name="Undo the delete").click()
    expect(page.get_by_text("It is back, as it was when it was deleted. With it: 1 row")).to_be_visible()
    page.goto(f"{live_server.url}/plans/anytown/actions/5.1.1/")
    expect(page.get_by_role("main")).to_contain_text("Sweep the parks by July.")
    expect(page.get_by_role("main")).to_contain_text("Police")


def test_a_version_is_restored(signed_in, live_server, action):
    page = signed_in()
    page.goto(f"{live_server.url}/admin/actions/action/{action.pk}/change/")
    page.get_by_role("link", name="History", exact=True).click()
    expect(page.locator("ins").first).to_contain_text("July")
    page.get_by_role("link", name=re.compile("Restore this version")).last.click()
    expect(page.get_by_text("itself says now what it said then")).not_to_be_visible()
    page.goto(f"{live_server.url}/admin/actions/action/{action.pk}/history/")
    page.get_by_role("link", name=re.compile("Restore this version")).first.click()
    page.get_by_label("Why").fill("May it is.")
    page.get_by_role("button", name="Restore this version").click()
    expect(page.get_by_text(re.compile("Restored the version of .*May it is."))).to_be_visible()
    assert Action.objects.get().text == "Sweep the parks by May."


@pytest.mark.parametrize("width", [1280, 390])
def test_what_changed_is_read_by_anybody(browser, live_server, action, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{live_server.url}/plans/anytown/")
    page.get_by_role("link", name="What changed").first.click()
    expect(page.get_by_role("heading", name="5.1 Knives", exact=True)).to_be_visible()
    change = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Action 5.1.1"))
    expect(change).to_contain_text("New to the public")
    expect(change).to_contain_text("Sweep the parks by July.")
    expect(change).not_to_contain_text("ann")
    with page.expect_download() as started:
        page.get_by_role("link", name="All of it as a table (CSV)").click()
    assert started.value.suggested_filename.startswith("anytown-changes-")
    page.close()
