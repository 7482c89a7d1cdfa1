"""Which acronyms of a text are explained, and where."""

import pytest

from tests.factories import make_term
from violence_plan.acronyms import Acronyms

pytestmark = pytest.mark.django_db


@pytest.fixture
def parted():
    """A function: the parts of a text that are followed by an explanation, each with it, on one page."""
    plan = make_term(term="MPS", expansion="Metropolitan Police Service").plan
    for term, expansion in (
        ("VAWG", "Violence Against Women and Girls"),
        ("A&E", "Accident and Emergency"),
        ("CHSCB", "City and Hackney Safeguarding Children Board"),
        ("COVID-19", "Coronavirus disease 2019"),
        ("COVID", "Coronavirus disease"),
    ):
        make_term(plan=plan, term=term, expansion=expansion)
    acronyms = Acronyms(plan.glossary.all)

    def parts(text):
        found = list(acronyms.parted(text, within=text))
        assert "".join(said for said, _ in found) == text
        return [pair for pair in found if pair[1]]

    return parts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mps",
        "MPSX and XMPS and MPS1",
        "See MPS-2.1 and 5.MPS",
        "https://example.org/MPS and www.example.org/MPS and a@MPS.org",
        "The Metropolitan Police Service (MPS)",
        "The metropolitan\npolice service, or MPS",
        "The City & Hackney Safeguarding Children Board (CHSCB)",
    ],
)
def test_what_is_not_explained(parted, text):
    assert parted(text) == []


@pytest.mark.parametrize(
    ("text", "explained"),
    [
        ("Led by the MPS.", [("Led by the MPS", "Metropolitan Police Service")]),
        ("MPS’s", [("MPS", "Metropolitan Police Service")]),
        ("Two MPSs", [("Two MPSs", "Metropolitan Police Service")]),
        ("non-VAWG-related", [("non-VAWG", "Violence Against Women and Girls")]),
        ("(A&E)", [("(A&E", "Accident and Emergency")]),
        ("COVID-19", [("COVID-19", "Coronavirus disease 2019")]),
        (
            "MPS/VAWG",
            [("MPS", "Metropolitan Police Service"), ("/VAWG", "Violence Against Women and Girls")],
        ),
    ],
)
def test_a_whole_word_in_its_own_capitals_is_explained(parted, text, explained):
    assert parted(text) == explained


def test_each_is_explained_once_on_a_page(parted):
    assert len(parted("MPS, MPS")) == 1
    assert parted("MPS") == []
    assert parted("Violence against women and girls (VAWG)") == []
    assert parted("VAWG") == []


def test_what_two_plans_explain_differently_is_not_explained():
    terms = [
        make_term(term="CSP", expansion="Community Safety Partnership"),
        make_term(term="CSP", expansion="Certified Safety Person"),
        make_term(term="MPS"),
        make_term(term="MPS"),
    ]
    acronyms = Acronyms(lambda: terms)
    assert acronyms.meanings == {"MPS": "Metropolitan Police Service"}


def test_without_a_glossary_nothing_is_explained():
    assert list(Acronyms(list).parted("MPS", within="MPS")) == [("MPS", "")]
