"""Lists of exceptions: what stands open, what is folded, and shares of the plan."""

import datetime

import pytest

from violence_plan.gaps.lists import GapList, PairRow, Row, flat, in_full, share


def gap(rows, **fields):
    """A GapList of so many rows."""
    each = tuple(Row(str(number), "/", "text") for number in range(rows))
    return GapList(title="Gap", why="", nothing="None.", headers=(), rows=each, **fields)


@pytest.mark.parametrize(
    ("rows", "open_rows", "folded", "is_cut"),
    [(0, 0, 0, False), (4, 4, 0, False), (5, 4, 1, False), (104, 4, 100, False), (105, 4, 100, True)],
)
def test_a_few_rows_stand_open_more_can_be_unfolded_and_the_table_has_all(rows, open_rows, folded, is_cut):
    found = gap(rows)
    assert (found.count, len(found.open_rows), len(found.folded_rows)) == (rows, open_rows, folded)
    assert found.on_page == open_rows + folded
    assert found.is_cut == is_cut
    assert [row.label for row in (*found.open_rows, *found.folded_rows)] == [str(n) for n in range(found.on_page)]


def test_where_all_are_exceptions_none_is_shown():
    found = gap(131, is_whole=True)
    assert (found.count, found.open_rows, found.folded_rows, found.is_cut) == (131, (), (), False)


def test_rows_and_pairs_are_told_apart():
    assert not gap(0).is_of_pairs
    assert not gap(1).is_of_pairs
    row = Row("1", "/", "text")
    pair = PairRow(row, row, ("zebra",))
    assert GapList(title="Gap", why="", nothing="", headers=(), rows=(pair,)).is_of_pairs


@pytest.mark.parametrize(
    ("count", "total", "sentence"),
    [
        (0, 131, "of 131 actions, 0%"),
        (1, 1, "of 1 action, 100%"),
        (19, 131, "of 131 actions, 15%"),
        (131, 131, "of 131 actions, 100%"),
        (1, 1000, "of 1000 actions, under 1%"),
        (999, 1000, "of 1000 actions, over 99%"),
    ],
)
def test_a_share_is_never_rounded_to_none_or_all(count, total, sentence):
    assert share(count, total, "action") == sentence


def test_a_text_on_one_line():
    assert flat("Sweep:\n\n- parks\n- streets ") == "Sweep: - parks - streets"


def test_a_date_in_full():
    assert in_full(datetime.date(2026, 3, 1)) == "1 March 2026"
