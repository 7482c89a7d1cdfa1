"""The glossary page: every acronym of a plan, by letter, each with a lasting place."""

import pytest

from tests.factories import make_plan, make_term
from tests.page_reading import links, read

pytestmark = pytest.mark.django_db
ADDRESS = "/plans/anytown/glossary/"


@pytest.fixture
def plan():
    return make_plan(slug="anytown", title="A safer town")


@pytest.mark.parametrize("slug", ["nowhere", "draft"])
def test_no_such_plan(client, slug):
    make_term(plan=make_plan(slug="draft", publication="draft"))
    page = client.get(f"/plans/{slug}/glossary/")
    assert page.status_code == 404
    assert f"There is no plan called “{slug}”." in read(page)


def test_a_plan_without_acronyms(client, plan):
    assert "No acronyms of A safer town have been recorded yet." in read(client.get(ADDRESS))


def test_one_acronym(client, plan):
    make_term(plan=plan, term="MPS", expansion="Metropolitan Police Service")
    text = read(client.get(ADDRESS))
    assert "The 1 acronym of A safer town, with what it stands for where that is known." in text
    assert "MPS Metropolitan Police Service" in text


def test_by_letter_whatever_the_case_and_with_what_is_known(client, plan):
    make_term(plan=make_plan(), term="XYZ")
    for term, expansion, note in (
        ("NTE", "Night Time Economy", ""),
        ("RISE UP", "", "printed in capitals"),
        ("A&E", "<b>Accident</b> and Emergency", "As in hospitals."),
        ("nATO", "A treaty", ""),
        ("GSVB", "", ""),
        ("1ST", "First", ""),
    ):
        make_term(plan=plan, term=term, expansion=expansion, note=note, basis="public" if expansion else "unexpanded")
    page = client.get(ADDRESS)
    assert read(page).endswith(
        "1 A G N R 1 1ST First A A&E <b>Accident</b> and Emergency As in hospitals. G GSVB Not explained in the source "
        "N nATO A treaty NTE Night Time Economy R RISE UP Printed in capitals"
    )
    assert links(page) == [f"#letter-{letter}" for letter in "1AGNR"]
    text = page.content.decode()
    assert all(f'id="{anchor}"' in text for anchor in ("term-A&amp;E", "term-RISE-UP", "term-nATO", "letter-1"))


def test_it_is_one_step_away_from_every_page_of_a_plan(client, plan):
    assert f'<a href="{ADDRESS}">Glossary</a>' in client.get("/partners/").content.decode()


def test_ten_times_the_rows_take_as_many_queries(client, plan, django_assert_num_queries):
    make_term(plan=plan)
    with django_assert_num_queries(3):
        client.get(ADDRESS)
    for number in range(10):
        make_term(plan=plan, term=f"T{number}")
    with django_assert_num_queries(3):
        client.get(ADDRESS)
