"""Names on pages: a person's for officers only."""

import pytest

from tests.factories import make_lead, make_partner
from violence_plan.templatetags.readers import name_for, printed_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make_partner(kind="person", name="Jane Doe", public_name="A named officer")


def test_the_public_reads_no_person(public, person):
    assert name_for(person, public) == "A named officer"
    assert printed_for(make_lead(partner=person, printed="J. Doe"), public) == "A named officer"


def test_an_officer_reads_the_person(officer, person):
    assert name_for(person, officer) == "Jane Doe"
    assert printed_for(make_lead(partner=person, printed="J. Doe"), officer) == "J. Doe"


def test_everybody_reads_what_is_printed_of_an_organisation(public):
    lead = make_lead(partner=make_partner(name="Integrated Gangs Unit"), printed="IGU")
    assert printed_for(lead, public) == "IGU"
    assert name_for(lead.partner, public) == "Integrated Gangs Unit"
