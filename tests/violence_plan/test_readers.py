"""Names on pages: a person's for officers only; and what is not public, said in a shape and a word."""

import pytest

from actions.models import ProgressUpdate
from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy, make_theme, make_user
from violence_plan.templatetags.readers import all_reasons, as_public, name_for, not_public, printed_for, reads_more

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


SENSITIVE = {"access": "exempt", "exempt_paragraph": 3, "handling": "official_sensitive"}


def words(row, **asked):
    """What is said of a row that is not public, shapes and words."""
    return [f"{shape} {word}" for _, shape, word in all_reasons(row, **asked)]


def test_what_is_said_stands_behind_the_row_and_nothing_where_there_is_nothing():
    assert not_public(make_strategy()) == ""
    assert not_public(make_strategy(publication="draft")) == (
        ' <span class="not-public-marks"><span class="not-public not-public--draft">'
        '<span aria-hidden="true">◌</span> Draft</span> </span>'
    )


def test_nothing_is_said_of_what_is_public_or_has_no_marks():
    action = make_action()
    assert [words(row) for row in (action.plan, action.strategy, action, make_partner())] == [[], [], [], []]


@pytest.mark.parametrize(
    ("state", "said"), [("draft", "◌ Draft"), ("in_review", "◐ In review"), ("withdrawn", "⊘ Withdrawn")]
)
def test_each_state_has_its_shape_and_word(state, said):
    assert words(make_strategy(publication=state)) == [said]


def test_each_mark_has_its_shape_and_word():
    update = ProgressUpdate(publication="draft", **SENSITIVE)
    assert words(update) == ["◌ Draft", "§ Exempt: paragraph 3", "◆ Official-sensitive"]
    assert words(make_plan(access="exempt", exempt_paragraph=7)) == ["§ Exempt: paragraph 7"]


def test_a_row_names_what_hides_it_from_above_unless_the_page_says_so():
    strategy = make_strategy(plan=make_plan(**SENSITIVE), publication="draft")
    action, theme = make_action(strategy=strategy, publication="withdrawn"), make_theme(strategy=strategy)
    of_plan = ["§ Plan exempt: paragraph 3", "◆ Plan official-sensitive"]
    assert words(action) == ["⊘ Withdrawn", "◌ Strategy draft", *of_plan]
    assert words(theme) == ["◌ Strategy draft"]
    assert words(action, own=True) == ["⊘ Withdrawn"]


def test_who_reads_more_than_the_public(public):
    assert [reads_more(user) for user in (public, make_user(), make_user("partner-reporter"))] == [False, False, True]


def test_the_address_of_the_public_view_keeps_the_query():
    assert as_public("/plans/") == "/plans/?see=public"
    assert as_public("/search/?q=a+b") == "/search/?q=a+b&see=public"
