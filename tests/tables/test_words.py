"""The words that lists are asked for: an index of the same words answers, and no text is too long for it."""

import pytest

from tables.parameters import Words
from tests.factories import make_strategy
from violence_plan.api.lists import LISTS

FEW = {"frameworks", "principles"}  # lists that stay so short that no index is needed
ASKED = {
    name: (viewset.filterset_class._meta.model, viewset.filterset_class.base_filters["q"])
    for name, (viewset, _) in LISTS.items()
    if isinstance(viewset.filterset_class.base_filters.get("q"), Words)
}


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "count"), [("quinces", 0), ("figs", 1), ("figs -quinces", 1), ("-figs", 0)])
def test_a_text_longer_than_the_database_reads_is_found_by_its_beginning(client, typed, count):
    words = " ".join(f"word{number}" for number in range(150_000))
    make_strategy(title="Grow", text=f"figs {words} quinces")

    assert client.get("/api/v1/strategies/", {"q": typed}).json()["count"] == count


@pytest.mark.parametrize("name", sorted(ASKED.keys() - FEW))
def test_a_list_that_takes_words_has_an_index_of_them(name):
    model, words = ASKED[name]

    assert [words.vector] in [list(index.expressions) for index in model._meta.indexes]


def test_lists_of_what_stands_in_plans_take_words_so():
    assert len(ASKED.keys() - FEW) == 9
