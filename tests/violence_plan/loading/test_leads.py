"""Who is meant by a printed cell."""

import pytest

from partners.models import Alias
from tests.factories import make_partner
from violence_plan.loading.leads import NOBODY, KnownPartners

pytestmark = pytest.mark.django_db


@pytest.fixture
def partners():
    """Some partners, with other spellings."""
    for code, name in [
        ("ccg", "City & Hackney CCG"),
        ("camhs", "CAMHS Alliance"),
        ("delivery", "Policy and Strategic Delivery"),
        ("hcvs", "HCVS"),
        ("head", "Head of Service, Young Hackney"),
    ]:
        make_partner(code=code, name=name)
    Alias.objects.create(partner=make_partner(code="mps", name="Metropolitan Police"), name="MPS")


@pytest.mark.usefixtures("partners")
@pytest.mark.parametrize(
    ("cell", "spellings"),
    [
        ("", []),
        ("mps", ["mps"]),
        ("MPS / HCVS", ["MPS", "HCVS"]),
        ("MPS/HCVS;MPS", ["MPS", "HCVS"]),
        ("MPS\nHCVS", ["MPS", "HCVS"]),
        ("Metropolitan\n Police", ["Metropolitan Police"]),
        ("Head of Service, Young Hackney", ["Head of Service, Young Hackney"]),
        ("Head of Service, Young Hackney\nMPS, HCVS", ["Head of Service, Young Hackney", "MPS", "HCVS"]),
        ("Policy and Strategic Delivery / HCVS", ["Policy and Strategic Delivery", "HCVS"]),
        ("MPS, City & Hackney CCG and CAMHS Alliance", ["MPS", "City & Hackney CCG", "CAMHS Alliance"]),
        ("Fire & Rescue", ["Fire & Rescue"]),
        ("Fire & Rescue and HCVS", ["Fire & Rescue", "HCVS"]),
        (" and ".join(["x"] * 50), [" and ".join(["x"] * 50)]),
    ],
)
def test_a_cell_is_split_where_partners_are_named(cell, spellings):
    assert KnownPartners({}).split(cell) == spellings


@pytest.mark.usefixtures("partners")
def test_the_nearest_partners_are_offered_for_an_unknown_spelling():
    lead = KnownPartners({}).unknown("Metropolitan Polise", ["5.1.1"])
    assert lead.nearest == [("mps", "Metropolitan Police")]
    assert KnownPartners({}).unknown("???", []).nearest == []
    assert lead.field != KnownPartners({}).unknown("???", []).field


@pytest.mark.usefixtures("partners")
def test_choices_add_partners_and_spellings():
    known = KnownPartners(
        {
            "The Met": "mps",
            "New Team": "new:team",
            "new-team!": "new:board",
            "?": "new:post",
            "tbc": NOBODY,
            "MPS": "ccg",
        }
    )
    assert known.new_aliases == [{"name": "The Met", "partner": "mps"}]
    assert known.new_partners == [
        {"code": "new-team", "name": "New Team", "kind": "team"},
        {"code": "new-team-2", "name": "new-team!", "kind": "board"},
        {"code": "partner", "name": "?", "kind": "post"},
    ]
    codes = [known.code_of(spelling) for spelling in ("the met", "NEW TEAM", "new-team!", "?", "tbc", "MPS")]
    assert codes == ["mps", "new-team", "new-team-2", "partner", None, "mps"]
