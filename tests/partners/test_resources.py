"""The tables of partners and their other names: refused with the mend, or the same on the way out as on the way in."""

import pytest

from partners.models import Alias, Partner
from partners.resources import AliasResource, PartnerResource
from tables.formats import CSV
from tests.factories import make_known, make_partner
from tests.table_texts import dump, load

pytestmark = pytest.mark.django_db

COLUMNS = "code,name,kind,parent,public_name,succeeded_by,succeeded_on,description\n"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("Met Police,Met,team,,,,,", "Row 2, column code: Enter a valid “slug” consisting of letters, numbers,"),
        ("mps,Met,police,,,,,", "Row 2, column kind: “police” is not known. Choose one of: organisation, team, board,"),
        ("mps,Met,team,home-office,,,,", "Row 2, column parent: There is no partner “home-office”. Correct it, or add"),
        ("mps,Met,team,mps,,,,", "Row 2, column parent: There is no partner “mps”."),
        ("mps,Met,team,,,,1 July,", "Row 2, column succeeded_on: “1 July” is no date."),
        ("mps,Met,team,,,,2022-07-01,", "Row 2: A date of succession needs a successor."),
        ("jane,Jane Doe,person,,,,,", "Row 2: A named person needs a public name"),
        ("jane,Jane Doe,person,,Jane Doe of HCVS,,,", "Row 2: The public name must not contain the person's name."),
    ],
)
def test_refuses_a_partner_that_breaks_a_rule(row, problem):
    [found] = load(PartnerResource, f"{COLUMNS}{row}\n")
    assert found.startswith(problem)
    assert not Partner.objects.exists()


def test_refuses_a_circle_that_a_changed_row_would_close():
    text = COLUMNS + "lbh,Hackney,organisation,,,,,\nyoung,Young Hackney,team,lbh,,,,\n"
    assert load(PartnerResource, text) == (2, 0, 0)
    assert load(PartnerResource, text.replace("organisation,,", "organisation,young,")) == [
        "Row 2, column parent: A partner cannot belong to itself, nor to one of its own parts."
    ]


def test_a_partner_stands_below_parent_and_successor():
    text = COLUMNS + (
        "dwp,Department for Work and Pensions,organisation,,,,,\n"
        "lbh,London Borough of Hackney,organisation,,,,,\n"
        "cfs,Children and Families Service,team,lbh,,,,\n"
        "csc,Children's Social Care,team,cfs,,,,\n"
        "nel-icb,North East London ICB,organisation,,,,,\n"
        'ccg,City and Hackney CCG,organisation,,,nel-icb,2022-07-01,"Health, until 2022."\n'
        "officer,Jane Doe,person,lbh,A named officer,,,\n"
    )
    assert load(PartnerResource, text) == (7, 0, 0)
    assert dump(PartnerResource) == text
    assert load(PartnerResource, text) == (0, 0, 7)


def test_no_partner_is_left_out_even_where_no_order_suits():
    older = make_partner(code="a-homes", name="Homes")
    newer = make_partner(code="b-housing", name="Housing", parent=older)
    Partner.objects.filter(pk=older.pk).update(succeeded_by=newer)
    make_partner(code="c-met", name="Met")
    rows = dump(PartnerResource).splitlines()[1:]
    assert [row.split(",")[0] for row in rows] == ["c-met", "a-homes", "b-housing"]


def test_aliases_stand_by_name_whatever_their_case():
    make_partner(code="mps")
    text = "name,partner\nCity police,mps\nmet,mps\nMPS,mps\n"
    assert load(AliasResource, text) == (3, 0, 0)
    assert dump(AliasResource) == text


def written(resource, reader):
    """The table as this reader may have it."""
    return CSV().export_data(resource.export(reader=reader))


def test_only_officers_have_a_private_persons_names(public, officer):
    jane = make_partner(code="jd", kind="person", name="Jane Doe", public_name="A named officer")
    police = make_partner(code="police", name="Police")
    for partner, name in ((jane, "J. Doe"), (police, "The Met")):
        Alias.objects.create(partner=make_known(partner), name=name)
    head = "code,name,kind,parent,public_name,succeeded_by,succeeded_on,description\n"
    assert written(PartnerResource(), public) == (
        f"{head}jd,[name withheld],person,,A named officer,,,\npolice,Police,organisation,,,,,\n"
    )
    assert written(AliasResource(), public) == "name,partner\nThe Met,police\n"
    assert written(PartnerResource(), officer) == (
        f"{head}jd,Jane Doe,person,,A named officer,,,\npolice,Police,organisation,,,,,\n"
    )
    assert written(AliasResource(), officer) == "name,partner\nJ. Doe,jd\nThe Met,police\n"
    jane.refresh_from_db()
    assert jane.name == "Jane Doe"
