"""Partners renamed and succeeded in the admin: refused, previewed, then done."""

import datetime

import pytest

from partners.models import Partner
from tests.factories import make_partner, make_user
from tests.page_reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """A signed-in officer's browser."""
    client.force_login(make_user("officer", is_staff=True))
    return client


def address(partner, page):
    """A page of `partner` in the admin."""
    return f"/admin/partners/partner/{partner.pk}/{page}/"


def filled(partner, **fields):
    """What a browser sends for `partner` as it stands, with `fields`."""
    return {"why": "The board says so.", "seen": partner.updated_at.isoformat()} | fields


@pytest.mark.parametrize("page", ["rename", "succeed"])
def test_who_may_not_change_partners_is_refused(client, page):
    client.force_login(make_user("auditor", is_staff=True))
    assert client.get(address(make_partner(), page)).status_code == 403


def test_the_pages_are_led_to(desk):
    html = desk.get(address(make_partner(), "change")).content.decode()
    for page, words in (
        ("rename", "Rename"),
        ("succeed", "Name a successor"),
        ("merge", "Merge another into it"),
    ):
        assert f'<a href="../{page}/">{words}</a>' in html
    assert 'href="../rename/"' not in desk.get("/admin/partners/partner/add/").content.decode()


def test_a_partner_is_renamed(desk):
    partner = make_partner(code="mps", name="The Met")
    assert "called so already" in read(desk.post(address(partner, "rename"), filled(partner, name="The Met")))
    asked = filled(partner, name="Metropolitan Police")
    assert desk.post(address(partner, "rename"), asked).context["changes"] == [
        (
            "Partner mps",
            "name The Met; also printed as nothing",
            "name Metropolitan Police; also printed as The Met",
        )
    ]
    assert Partner.objects.get().name == "The Met"
    assert desk.post(address(partner, "rename"), asked | {"confirmed": "1"}).status_code == 302
    assert Partner.objects.get().name == "Metropolitan Police"


def test_a_partner_is_succeeded(desk):
    first, second = make_partner(code="ccg", name="CCG"), make_partner(code="icb", name="ICB")
    asked = filled(first, by=second.pk, on="2022-07-01")
    [(name, _, new)] = desk.post(address(first, "succeed"), asked).context["changes"]
    assert (name, new) == (
        "Partner ccg",
        "name CCG; also printed as nothing; succeeded by ICB from 1 July 2022",
    )
    assert desk.post(address(first, "succeed"), asked | {"confirmed": "1"}).status_code == 302
    first.refresh_from_db()
    assert (first.succeeded_by, first.succeeded_on) == (second, datetime.date(2022, 7, 1))
    assert "cannot be its own successor" in read(desk.post(address(second, "succeed"), filled(second, by=first.pk)))
    [(_, old, new)] = desk.post(address(first, "succeed"), filled(first, by=second.pk)).context["changes"]
    assert new.endswith("succeeded by ICB")
