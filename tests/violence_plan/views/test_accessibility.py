"""The accessibility statement has the model's parts, and says of tests what the tests do."""

import re

import pytest
from django.test import override_settings

from tests.browser.measuring import RULES, WIDTHS
from tests.factories import make_plan
from tests.page_reading import links, read

pytestmark = pytest.mark.django_db

PARTS = [
    "How accessible this website is",
    "Feedback and contact information",
    "Reporting accessibility problems with this website",
    "Enforcement procedure",
    "Technical information about this website’s accessibility",
    "Compliance status",
    "Non-accessible content",
    "Non-compliance with the accessibility regulations",
    "Disproportionate burden",
    "Content that is not within the scope of the accessibility regulations",
    "What we’re doing to improve accessibility",
    "Preparation of this accessibility statement",
]


def test_the_parts_stand_in_the_models_order(client):
    page = client.get("/accessibility/")
    assert page.status_code == 200
    assert re.findall(r"<h[23]>(.+)</h[23]>", page.content.decode()) == PARTS


def test_it_names_the_plan_the_council_and_how_to_reach_it(client):
    make_plan(title="A safer town", area="Anytown")
    with override_settings(CONTACT_NAME="Anytown Council", CONTACT_EMAIL="plan@anytown.example"):
        page = client.get("/accessibility/")
    assert read(page).startswith("Accessibility statement for A safer town, Anytown")
    assert "This website is run by Anytown Council." in read(page)
    assert "Write to Anytown Council at plan@anytown.example." in read(page)
    assert "Anytown Council is committed to making this website accessible" in read(page)
    assert "mailto:plan@anytown.example" in links(page)


def test_without_settings_or_plan_it_says_so_in_words(client):
    text = read(client.get("/accessibility/"))
    assert text.startswith("Accessibility statement This accessibility statement applies to every page")
    assert "This website is run by the council whose plan it shows." in text
    assert "Ask the council whose plan this is, in the way you usually reach it" in text


def test_what_it_says_of_tests_is_what_they_do(client):
    text = read(client.get("/accessibility/"))
    assert f"in windows {WIDTHS[0]:,} and {WIDTHS[1]} pixels wide" in text
    assert RULES == ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    assert "by its rules for WCAG 2.0, 2.1 and 2.2, levels A and AA" in text


def test_every_page_leads_to_it(client):
    assert b'href="/accessibility/"' in client.get("/help/").content
