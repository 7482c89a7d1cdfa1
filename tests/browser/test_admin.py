"""The admin in a real browser, under the site's content policy: nothing blocked, everything at hand."""

import datetime

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from actions.models import Lead
from actions.progress import record_update
from partners.models import Alias
from tests.browser.measuring import WIDTHS
from tests.factories import make_action, make_alignment, make_lead, make_partner, make_theme

pytestmark = pytest.mark.django_db(transaction=True)
NOT_YET_DRAWN = ".admin-autocomplete:not([name*=__prefix__]):not(.select2-hidden-accessible)"


@pytest.fixture
def complaints(page):
    """What the browser complained of: blocked scripts and styles, missing files, errors of scripts."""
    found = []

    def listen(message):
        if message.type in ("error", "warning"):
            found.append(f"{message.text} {message.location['url']}")

    page.on("console", listen)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.fixture
def desk(live_server, page, officer, signed_in, complaints, settings, tmp_path):
    """The admin's index, with an officer signed in; opens its other addresses."""

    def open_at(address):
        assert page.goto(f"{live_server.url}/admin/{address}").status == 200
        return page

    signed_in(officer)
    open_at("")
    page.get_by_role("heading", name="What would you like to work on?").wait_for()
    return open_at


@pytest.fixture
def action():
    """An action with a lead and a principle."""
    action = make_action(theme=make_theme(), ref="5.1.1")
    make_lead(action=action, partner=make_partner(name="Community Safety"), position=1)
    make_alignment(action=action)
    return action


def test_a_lead_is_typed_chosen_and_saved(desk, complaints, action):
    person = make_partner(kind="person", name="Jo Bloggs", public_name="A named officer")
    page = desk(f"actions/action/{action.pk}/change/")
    page.get_by_role("button", name="Add another Lead").click()
    page.locator("#id_leads-1-position").fill("2")
    page.locator("#leads-1 .select2-selection").click()
    page.locator(".select2-search__field").press_sequentially("blog")
    page.get_by_role("option", name="Jo Bloggs (named person)").click()
    page.get_by_role("button", name="Save and continue editing").first.click()
    page.get_by_text("was changed successfully").wait_for()
    assert page.locator("#leads-1 .select2-selection__rendered").inner_text().strip() == "Jo Bloggs (named person)"
    assert Lead.objects.filter(action=action, partner=person, position=2).exists()
    assert complaints == []


def test_a_table_is_uploaded_previewed_and_confirmed(desk, complaints, tmp_path):
    make_partner(code="igu")
    table = tmp_path / "aliases.csv"
    table.write_text("name,partner\nIGU Manger,igu\n")
    page = desk("partners/alias/")
    page.get_by_role("link", name="Import").click()
    page.get_by_label("File to import").set_input_files(table)
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("heading", name="What “aliases.csv” would change").wait_for()
    assert page.locator(".import-changes ins").all_inner_texts() == ["IGU Manger", "igu"]
    assert not Alias.objects.exists()
    page.get_by_role("button", name="Confirm import").click()
    page.get_by_text("Imported “aliases.csv”: 1 added").wait_for()
    assert Alias.objects.get().name == "IGU Manger"
    assert complaints == []


def test_problems_of_a_table_are_told(desk, complaints, tmp_path):
    table = tmp_path / "aliases.csv"
    table.write_text("name,partner\nIGU Manger,nobody\n")
    page = desk("partners/alias/import/")
    page.get_by_label("File to import").set_input_files(table)
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("heading", name="Nothing was imported").wait_for()
    assert page.locator(".import-refusals tbody tr").inner_text().split("\t")[:3] == ["2", "partner", "nobody"]
    assert complaints == []


def test_a_table_is_exported(desk, complaints, action):
    page = desk("partners/partner/export/")
    page.get_by_label("Format").select_option(label="csv")
    with page.expect_download() as download:
        page.get_by_role("button", name="Submit").click()
    assert download.value.path().read_text().splitlines()[0].startswith("code,name,kind")
    assert complaints == []


def test_every_page_is_accessible_never_too_wide_and_within_the_policy(desk, complaints, faults, action, page):
    record_update(action=action, reported_on=datetime.date(2021, 6, 1), status="on_track", narrative="So.")
    names = [f"{model._meta.app_label}/{model._meta.model_name}" for model in admin.site._registry]
    assert len(names) == 26
    for address in [
        "",
        *[f"{name}/" for name in names],
        *[f"{name}/add/" for name in names if name != "auth/user"],  # people are invited
        f"actions/action/{action.pk}/change/",
        f"actions/action/{action.pk}/history/",
        f"actions/action/{action.pk}/delete/",
        "actions/action/import/",
        "actions/action/export/",
        f"actions/strategy/{action.strategy_id}/change/",
        f"actions/progressupdate/add/?action={action.pk}",
        f"auth/user/{get_user_model().objects.get().pk}/change/",
        f"partners/partner/{action.leads.get().partner_id}/delete/",
        f"actions/action/{action.pk}/redact/",
        "redactions/",
        "password_change/",
    ]:
        desk(address)
        expect(page.locator(NOT_YET_DRAWN)).to_have_count(0)
        assert complaints == [], address
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, (address, width)
            assert faults(page) == [], (address, width)
        complaints.clear()  # axe tries styles of its own, which the policy refuses


def test_a_list_to_choose_from_says_its_name_and_value(desk, faults, action):
    page = desk(f"actions/action/{action.pk}/change/")
    box = page.get_by_role("combobox", name="Partner Community Safety", exact=True)
    box.press("Enter")
    page.get_by_role("option", name="Community Safety").wait_for()
    expect(page.get_by_role("searchbox", name="Partner")).to_be_visible()
    expect(page.get_by_role("listbox", name="Partner")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Add another Lead").click()
    expect(page.get_by_role("combobox", name="Partner", exact=True)).to_be_visible()


def test_rows_wider_than_a_phone_are_moved_by_the_keyboard(desk, action, page):
    record_update(action=action, reported_on=datetime.date(2021, 6, 1), status="on_track", narrative="So.")
    page.set_viewport_size({"width": 390, "height": 900})
    rows = desk(f"actions/action/{action.pk}/change/").get_by_role("region", name="Progress so far")
    rows.focus()
    page.keyboard.press("ArrowRight")
    expect(rows).not_to_have_js_property("scrollLeft", 0)
