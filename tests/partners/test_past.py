"""A private person is masked at every past moment, whatever the row said then."""

import pytest
from django.utils import timezone

from history.past import Telling, table_at, told_from
from partners.models import Alias, Partner
from partners.past import telling_of_partners
from tests.factories import make_partner
from tests.past import happened_on, noon

pytestmark = pytest.mark.django_db

PERSON = {"kind": "person", "name": "Zoe Doe", "public_name": "A named officer", "description": "Leads."}
TEAM = {"kind": "team", "name": "Zoe Doe’s team", "public_name": "", "description": "Of Zoe Doe."}
POST = {"kind": "post", "name": "Manager", "public_name": "", "description": "A post."}


def told(day, names):
    """The partner and its aliases as told at noon of that day: kind, name, public face, description; spellings."""
    telling = telling_of_partners(names)
    tables = {
        model._meta.db_table: table_at(model, noon(day), telling.get(model, Telling())) for model in (Partner, Alias)
    }
    with told_from(tables):
        partner = Partner.objects.get()
        spellings = [alias.name for alias in Alias.objects.all()]
        return (partner.kind, partner.name, partner.display_name, partner.description, spellings)


def change_to(partner, **values):
    Partner.objects.filter(pk=partner.pk).update(**values)


def test_an_organisation_has_the_name_that_it_had():
    with happened_on("2026-03-01"):
        partner = make_partner(name="Clinical Commissioning Group", description="Old.")
        Alias.objects.create(partner=partner, name="CCG")
    change_to(partner, name="Integrated Care Board", description="New.")
    name = "Clinical Commissioning Group"
    assert told("2026-03-02", names=False) == ("organisation", name, name, "Old.", ["CCG"])


@pytest.mark.parametrize(
    ("then", "since", "now"),
    [(PERSON, None, PERSON), (TEAM, None, PERSON), (PERSON, None, POST), (TEAM, PERSON, POST)],
    ids=["is one still", "has become one", "was one then", "was one in between"],
)
def test_who_ever_was_a_private_person_is_one_then(then, since, now):
    with happened_on("2026-03-01"):
        partner = make_partner(code="zoe", **then)
        Alias.objects.create(partner=partner, name="Zoe D.")
    if since:
        change_to(partner, **since | {"code": "officer-1"})
    change_to(partner, **now | {"code": "officer-1"})
    kind, name, face, description, spellings = told("2026-03-02", names=False)
    assert (kind, name, face, spellings) == ("person", "A named officer", "A named officer", [])
    assert description == now["description"]


def test_the_public_face_is_todays():
    with happened_on("2026-03-01"):
        partner = make_partner(**PERSON | {"public_name": "The officer Z."})
    change_to(partner, public_name="A named officer")
    assert told("2026-03-02", names=False)[2] == "A named officer"


def test_who_reads_names_reads_the_name_of_then():
    with happened_on("2026-03-01"):
        partner = make_partner(**PERSON)
        Alias.objects.create(partner=partner, name="Zoe D.")
    change_to(partner, name="Zoe Roe")
    assert told("2026-03-02", names=True) == ("person", "Zoe Doe", "A named officer", "Leads.", ["Zoe D."])
    assert told(f"{timezone.localdate():%Y-12-31}", names=True)[1] == "Zoe Roe"
