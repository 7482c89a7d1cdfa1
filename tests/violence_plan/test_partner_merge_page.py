"""Merging partners in the admin: refused, previewed, then done."""

import pytest
from django.db import connection

from actions.models import Lead
from partners.models import Partner
from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy, make_user
from tests.page_reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    """The Met, which stays, and the MPS with a team, an action and a strategy, which goes."""
    keep, other = make_partner(code="met", name="The Met"), make_partner(code="mps", name="Metropolitan Police")
    make_partner(code="team", name="Team", parent=other)
    strategy = make_strategy(plan=make_plan(title="A safer town"), ref="5.1", title="Knives", owner=other)
    action = make_action(strategy=strategy, ref="5.1.1")
    make_lead(action=action, partner=other, printed="MPS", position=1)
    make_lead(action=action, partner=keep, printed="Met", role="support", position=2)
    return keep, other


@pytest.fixture
def desk(client):
    """A signed-in officer's browser."""
    client.force_login(make_user("officer", is_staff=True))
    return client


def address(keep):
    """The page that merges another partner into this one."""
    return f"/admin/partners/partner/{keep.pk}/merge/"


def filled(keep, other, **fields):
    """What a browser sends."""
    return {"other": other.pk, "why": "They are one.", "seen": keep.updated_at.isoformat()} | fields


def test_who_may_not_change_partners_is_refused(client, pair):
    client.force_login(make_user("auditor", is_staff=True))
    keep, other = pair
    assert client.post(address(keep), filled(keep, other, confirmed="1")).status_code == 403
    assert Partner.objects.count() == 3


def test_nobody_is_merged_with_itself_nor_a_person_with_a_body(desk, pair):
    keep, _ = pair
    person = make_partner(kind="person", name="Jane Doe", public_name="A named officer")
    assert desk.post(address(keep), filled(keep, keep)).status_code == 422
    assert "would become public" in read(desk.post(address(keep), filled(keep, person)))
    assert desk.get("/admin/partners/partner/99999/merge/").status_code == 404


def test_what_would_change_is_shown_then_done(desk, pair):
    keep, other = pair
    assert desk.get(f"{address(keep)}?other={other.pk}").context["form"]["other"].value() == str(other.pk)
    assert desk.post(address(keep), filled(keep, other)).context["changes"] == [
        (
            "Partner met",
            "name The Met; also printed as nothing; part of nobody",
            "name The Met; also printed as Metropolitan Police; part of nobody",
        ),
        ("Partner mps", "name Metropolitan Police; also printed as nothing; part of nobody", None),
        (
            "Partner team",
            "name Team; also printed as nothing; part of mps",
            "name Team; also printed as nothing; part of met",
        ),
        (
            "Action 5.1.1 of A safer town",
            "lead mps, printed “MPS”; support met, printed “Met”",
            "lead met, printed “MPS; Met”",
        ),
        ("Strategy 5.1 Knives of A safer town", "owner mps", "owner met"),
    ]
    assert Partner.objects.count() == 3
    done = desk.post(address(keep), filled(keep, other, confirmed="1"))
    assert (done.status_code, done["Location"]) == (302, f"/admin/partners/partner/{keep.pk}/change/")
    assert Lead.objects.get().partner == keep


def test_what_the_database_refuses_is_told_and_nothing_is_done(desk, pair):
    keep, other = pair
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE actions_lead ADD CONSTRAINT kept_apart CHECK (printed <> 'MPS; Met')")
    for fields in ({}, {"confirmed": "1"}):
        page = desk.post(address(keep), filled(keep, other, **fields))
        assert "Something else stands in the way. Look at the rows as they are now, and ask again." in read(page)
    assert (Partner.objects.count(), Lead.objects.count()) == (3, 2)


def test_two_are_chosen_in_the_list(desk, pair):
    keep, other = pair

    def chosen(*partners):
        asked = {"action": "merge", "_selected_action": [partner.pk for partner in partners]}
        return desk.post("/admin/partners/partner/", asked, follow=len(partners) != 2)

    assert "Choose two partners to merge" in read(chosen(keep))
    assert chosen(keep, other)["Location"] == f"{address(keep)}?other={other.pk}"
