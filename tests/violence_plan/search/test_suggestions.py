"""Help for a search that finds nothing."""

import pytest

from tests.factories import make_action, make_known, make_partner, make_plan, make_strategy
from violence_plan.search import entries
from violence_plan.search import suggestions as suggestions_module
from violence_plan.search.suggestions import Suggestion, any_of, mended, suggestions, vocabulary

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy():
    """Knife crime, with an action on knives."""
    strategy = make_strategy(plan=make_plan(title="Plan", area="Town"), ref="5.1", title="Knife crime")
    make_action(strategy=strategy, text="Take knives away, and MOPAC pays.")
    return strategy


@pytest.mark.parametrize("typed", ["-", "the", "knife crime", "zzzzzz", "-knifes", "12345", "x" * 200])
def test_nothing_to_mend_or_nothing_like_it(strategy, public, typed):
    assert suggestions(typed, public) == []


def test_misspelt_words_are_mended_with_what_finds_most_first(strategy, public):
    assert suggestions("knive crme", public) == [Suggestion("Knife crime", 2), Suggestion("knives crime", 1)]


def test_what_else_was_typed_stays_as_it_was(strategy):
    assert mended('"knfe crime" or -Mopc gangz Mopak')[0] == '"Knife crime" or -Mopc gangz MOPAC'


def test_a_mended_search_is_no_longer_than_a_search_may_be(strategy):
    assert mended(f"knfe {'9' * 195}") == []


def test_words_are_those_that_anybody_may_read(strategy, public, officer):
    make_action(strategy=strategy, text="Secretive", publication="draft")
    make_known(make_partner(kind="person", name="Blogginger", public_name="A named officer"))
    known = vocabulary()
    assert {"knives", "mopac", "named", "officer", "town"} <= known.keys()
    assert not {"secretive", "blogginger"} & known.keys()
    assert known["mopac"] == "MOPAC"
    assert suggestions("secretivo", officer) == suggestions("blogginge", officer) == []


@pytest.mark.parametrize(
    ("typed", "either"),
    [
        ("knife", ""),
        ("", ""),
        ("knife crime", "knife or crime"),
        ('"knife crime" and "or" -gangs 5.1', '"knife crime" or and or "or" or "5.1"'),
        ("knife or crime", ""),
        ("a b " * 50, ""),
    ],
)
def test_any_of_several_words_may_be_enough(typed, either):
    assert any_of(typed) == either


def test_as_many_queries_whatever_is_there(strategy, public, django_assert_max_num_queries):
    for _ in range(10):
        make_action(strategy=strategy, text="Knives knived knivery")
    with django_assert_max_num_queries(9):
        suggestions("knive crme", public)


def test_nothing_is_known_where_nothing_is():
    assert vocabulary() == {}


def test_of_many_rows_the_words_of_the_last_are_known(monkeypatch):
    monkeypatch.setattr(suggestions_module, "MOST_ROWS", 1)
    for text in ("Early", "Late"):
        make_action(text=text)
    assert "late" in vocabulary()
    assert "early" not in vocabulary()


def test_a_suggestion_says_where_it_finds_more_than_is_counted(strategy, public, monkeypatch):
    monkeypatch.setattr(entries, "MOST", 1)
    assert suggestions("knive crme", public)[0] == Suggestion("Knife crime", 1, more=True)
