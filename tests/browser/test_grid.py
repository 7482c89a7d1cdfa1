"""Ten rows fixed in the grid, and two officers on one action, in real browsers on Hackney's plan."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import expect

from actions.models import Action
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)
TEN = [f"5.1.{number}" for number in range(1, 11)]


@pytest.fixture
def hackney_stands(db):
    """Hackney's plan, with all its rows."""
    call_command("load_plan", settings.BASE_DIR / "fixtures" / "hackney-single-violence-plan", verbosity=0)


@pytest.fixture
def complaints():
    """What the browsers complained of: blocked scripts and styles, missing files, errors of scripts."""
    return []


@pytest.fixture
def faults(faults, complaints):
    """What axe finds wrong with a page; it tries styles of its own meanwhile, which the policy refuses."""

    def found(page):
        before = list(complaints)
        result = faults(page)
        complaints[:] = before
        return result

    return found


@pytest.fixture
def desk(live_server, browser, complaints, hackney_stands, site_is_built):
    """Opens a window of another browser at an address, with an officer signed in."""
    contexts = []

    def listen(message):
        if message.type in ("error", "warning") and "409" not in message.text:
            complaints.append(f"{message.text} {message.location['url']}")

    def open_for(name, address, width=1280):
        client = Client()
        client.force_login(make_user("officer", is_staff=True, username=name, first_name=name.capitalize()))
        context = browser.new_context(viewport={"width": width, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        assert page.goto(f"{live_server.url}/admin/{address}").status == 200
        return page

    yield open_for
    for context in contexts:
        context.close()
    assert complaints == []


def test_ten_rows_are_fixed_in_the_grid(desk, faults):
    page = desk("ola", "actions/action/?q=5.1.")
    for ref in TEN:
        page.get_by_label(f"{ref} due on").fill("2026-12-31")
        page.get_by_label(f"{ref} status").select_option("At risk, improving")
    page.get_by_label("5.1.1 leads").fill("Polise")
    page.get_by_label("5.1.2 publication").select_option("Draft")
    page.get_by_label("5.1.1 leads").press("Tab")
    page.get_by_role("button", name="Save changed rows").click()
    page.get_by_text("Nothing was saved. Mend these rows").wait_for()
    assert page.get_by_label("5.1.10 due on").input_value() == "2026-12-31"
    assert not Action.objects.filter(due_on__isnull=False).exists()
    page.get_by_role("link", name="5.1.1", exact=True).first.click()
    page.get_by_label("5.1.1 leads").fill("mps; Community Safety")
    page.get_by_label("New statuses are").select_option("published at once")
    # The key that a hand presses without looking saves, and never runs the menu for many.
    page.get_by_label("Why (kept in the history)").fill("Agreed by the board.")
    page.get_by_label("Why (kept in the history)").press("Enter")
    page.get_by_text("10 actions were changed successfully.").wait_for()
    assert faults(page) == []
    rows = Action.objects.filter(ref__in=TEN).with_status()
    assert {(str(row.due_on), row.status) for row in rows} == {("2026-12-31", "at_risk")}
    first = Action.objects.get(ref="5.1.1")
    assert list(first.leads.values_list("partner__code", flat=True)) == ["mps", "community-safety"]
    assert first.events.last().pgh_context.metadata["why"] == "Agreed by the board."


def test_two_officers_collide_on_one_action(desk, faults):
    action = Action.objects.get(ref="5.1.1")
    address = f"actions/action/{action.pk}/change/"
    ola, kim = desk("ola", address), desk("kim", address)
    ola.locator("#id_text").fill("Sweep every park for knives.")
    ola.get_by_role("button", name="Save", exact=True).first.click()
    ola.get_by_text("was changed successfully").wait_for()
    kim.locator("#id_text").fill("Sweep every park for blades.")
    kim.locator("#id_expected_outcome").fill("Fewer blades.")
    kim.get_by_role("button", name="Save", exact=True).first.click()
    kim.get_by_role("heading", name="Nothing was saved yet").wait_for()
    row = kim.locator(".collision tbody tr").first
    assert row.locator("ins").all_inner_texts() == ["blades."]
    assert row.locator("del").all_inner_texts() == ["knives."]
    expect(kim.get_by_text("Ola changed it on")).to_be_visible()
    assert kim.locator("#id_text").input_value() == "Sweep every park for blades."
    assert faults(kim) == []
    assert Action.objects.get(pk=action.pk).text == "Sweep every park for knives."
    kim.get_by_label("Keep what stands now: Action").check()
    kim.get_by_role("button", name="Save", exact=True).first.click()
    kim.get_by_text("was changed successfully").wait_for()
    action.refresh_from_db()
    assert (action.text, action.expected_outcome) == ("Sweep every park for knives.", "Fewer blades.")


def test_two_officers_collide_in_the_grid(desk, faults):
    ola, kim = desk("ola", "actions/action/?q=5.1."), desk("kim", "actions/action/?q=5.1.", width=390)
    ola.get_by_label("5.1.1 publication").select_option("Withdrawn")
    ola.get_by_role("button", name="Save changed rows").click()
    ola.get_by_text("1 action was changed successfully.").wait_for()
    kim.get_by_label("5.1.1 publication").select_option("In review")
    kim.get_by_label("5.1.3 leads").fill("mps")
    kim.get_by_role("button", name="Save changed rows").click()
    kim.get_by_text("5.1.1 was changed by somebody else").wait_for()
    assert kim.locator(".row-collision .version").all_inner_texts() == ["In review", "Withdrawn"]
    assert kim.get_by_label("5.1.3 leads").input_value() == "mps"
    assert kim.evaluate("document.documentElement.scrollWidth") <= 390
    assert faults(kim) == []
    kim.get_by_role("button", name="Save changed rows").click()
    kim.get_by_text("2 actions were changed successfully.").wait_for()
    assert Action.objects.get(ref="5.1.1").publication == "in_review"


def test_many_are_changed_after_they_were_counted(desk, faults):
    page = desk("ola", "actions/action/?q=5.1.")
    page.get_by_label("Select all objects on this page for an action").check()
    page.get_by_label("Action:").select_option("Set the status")
    page.get_by_role("button", name="Go").click()
    page.get_by_label("Status", exact=True).select_option("On track")
    page.get_by_label("Reason").fill("Reported by the leads.")
    page.get_by_role("button", name="Count what would change").click()
    page.get_by_role("heading", name="What will change").wait_for()
    assert faults(page) == []
    page.get_by_role("button", name="Confirm: change").click()
    page.get_by_text("Set the status: ").wait_for()
    assert Action.objects.get(ref="5.1.1").updates.get().narrative == "Reported by the leads."
