"""A partner's reporter makes, replaces and revokes a key, in a real browser."""

import pytest
from playwright.sync_api import expect

from partners.models import Membership
from tests.factories import make_partner, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def look(page, faults):
    """Looks at the page that is open, on a wide and on a narrow screen: its heading, no faults, nothing cut off."""

    def at_both_widths(title):
        expect(page.locator("h1")).to_contain_text(title)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert faults(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width

    return at_both_widths


def test_a_reporter_makes_replaces_and_revokes_a_key(live_server, visit, look, signed_in):
    user = make_user("partner-reporter", password=None)
    Membership.objects.create(partner=make_partner(name="Metropolitan Police Service"), user=user)
    signed_in(user)
    page, _ = visit("/accounts/")
    page.get_by_role("link", name="Keys for programs of your organisation").click()
    page.get_by_role("button", name="Make the key").click()
    look("Keys for programs")
    page.get_by_role("link", name="Say what the key is for.").click()
    page.keyboard.type("Nightly pull of the case system")
    page.get_by_label("Also our own actions").check()
    page.get_by_role("button", name="Make the key").click()
    look("Your new key")
    token = page.locator("code").first.inner_text()
    header = {"Authorization": f"Bearer {token}"}
    assert page.request.get(f"{live_server.url}/api/v1/", headers=header).status == 200
    page.get_by_role("link", name="See all keys").click()
    page.get_by_role("link", name="Nightly pull of the case system").click()
    look("Nightly pull of the case system")
    page.get_by_role("button", name="Replace this key").click()
    look("Your new key")
    page.get_by_role("link", name="See all keys").click()
    look("Keys for programs")
    page.get_by_role("link", name="Nightly pull of the case system").last.click()
    page.get_by_role("button", name="Revoke this key").click()
    expect(page.get_by_role("alert")).to_contain_text("programs that show it are refused from now on")
    assert page.request.get(f"{live_server.url}/api/v1/", headers=header).status == 401
