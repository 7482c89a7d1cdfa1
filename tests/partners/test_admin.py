"""Partners in the admin: real names for officers, the tree and the succession in sight."""

import pytest
from django.contrib.auth.models import Permission

from partners.models import Alias, Partner
from tests.factories import make_lead, make_partner, make_user

pytestmark = pytest.mark.django_db
PARTNERS = "/admin/partners/partner/"


@pytest.fixture
def signed_in(client, officer):
    """A signed-in officer's browser."""
    client.force_login(officer)
    return client


def rows(response):
    """The cells of the list, by row."""
    changelist = response.context["cl"]
    admin = changelist.model_admin
    names = [name for name in changelist.list_display if name != "action_checkbox"]
    return [
        [getattr(admin, name)(row) if hasattr(admin, name) else getattr(row, name) for name in names]
        for row in changelist.result_list
    ]


def form(**fields):
    """What the page of a partner posts, without aliases unless given."""
    values = {"code": "igu", "kind": "team", "name": "Unit", "public_name": "", "description": "", "parent": ""}
    counts = {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}
    return values | {"succeeded_by": "", "succeeded_on": ""} | counts | fields


def test_a_partner_that_leads_cannot_be_deleted(signed_in):
    partner = make_lead().partner
    response = signed_in.post(f"{PARTNERS}{partner.pk}/delete/", {"post": "yes"})
    assert response.status_code == 200
    assert "would require deleting the following protected related objects" in response.content.decode()
    assert Partner.objects.filter(pk=partner.pk).exists()


def test_a_person_needs_a_public_name(signed_in):
    response = signed_in.post(f"{PARTNERS}add/", form(kind="person", name="Jo Bloggs"))
    assert response.context["errors"] == [
        ["A named person needs a public name (“A named officer”); nobody else has one."]
    ]


def test_a_partner_cannot_belong_to_its_own_part(signed_in):
    whole = make_partner(code="whole")
    part = make_partner(parent=whole)
    response = signed_in.post(f"{PARTNERS}{whole.pk}/change/", form(code="whole", parent=part.pk))
    assert "A partner cannot belong to itself, nor to one of its own parts." in response.content.decode()


def test_the_list_names_everybody_and_counts_their_actions(signed_in):
    council = make_partner(name="Council", code="council")
    person = make_partner(
        kind="person", name="Jo Bloggs", public_name="A named officer", code="officer-1", parent=council
    )
    make_lead(partner=person)
    make_partner(name="Old CCG", code="ccg", succeeded_by=council)
    assert rows(signed_in.get(PARTNERS)) == [
        ["Council", "organisation", None, 0, None, "council"],
        ["Jo Bloggs (named person)", "person", "Council", 1, None, "officer-1"],
        ["Old CCG", "organisation", None, 0, "Council", "ccg"],
    ]


def test_the_list_finds_a_partner_by_another_spelling(signed_in):
    Alias.objects.create(partner=make_partner(name="IGU Manager"), name="IGU Manger")
    make_partner()
    response = signed_in.get(PARTNERS, {"q": "manger"})
    assert [row[0] for row in rows(response)] == ["IGU Manager"]


def test_the_page_shows_parts_and_predecessors(signed_in):
    board = make_partner(name="Integrated Care Board")
    make_partner(name="Safeguarding team", parent=board)
    make_partner(kind="person", name="Jo Bloggs", public_name="A named officer", parent=board)
    make_partner(name="Old CCG", succeeded_by=board)
    html = signed_in.get(f"{PARTNERS}{board.pk}/change/").content.decode()
    assert "<div>Jo Bloggs (named person)</div><div>Safeguarding team</div>" in html
    assert "<div>Old CCG</div>" in html


def test_the_page_shows_a_dash_where_there_are_none(signed_in):
    html = signed_in.get(f"{PARTNERS}{make_partner().pk}/change/").content.decode()
    assert html.count('<div class="readonly">–</div>') == 2


def test_aliases_are_added_with_the_partner(signed_in):
    aliases = {"aliases-TOTAL_FORMS": "1", "aliases-0-name": "IGU Manger"}
    assert signed_in.post(f"{PARTNERS}add/", form(**aliases)).status_code == 302
    assert Alias.objects.get().partner.code == "igu"


def test_the_list_of_aliases_names_the_partner(signed_in):
    person = make_partner(kind="person", name="Jo Bloggs", public_name="A named officer")
    Alias.objects.create(partner=person, name="J. Bloggs")
    assert rows(signed_in.get("/admin/partners/alias/")) == [["J. Bloggs", "Jo Bloggs"]]


def test_an_officer_who_may_only_look_changes_nothing(client):
    reader = make_user(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_partner"))
    client.force_login(reader)
    partner = make_partner(name="Before")
    assert client.post(f"{PARTNERS}{partner.pk}/change/", form(name="After")).status_code == 403
    partner.refresh_from_db()
    assert partner.name == "Before"
