"""The plan's own printed table, row by row."""

import pytest

from tables.formats import Sheet
from tables.results import Refusal
from tests.workbooks import HEADING
from violence_plan.loading.printed import ActionRow, ThemeRow, read_printed, strategy_of
from violence_plan.loading.recognising import printed_table

NUMBER = "This is no action number such as 5.1.10. Write it, or leave only one cell of the row for a theme."
NO_TEXT = "The cell is no text, so 5.10 may have become 5.1. Format the column as text and write the cell again."


def read(rows, merged=()):
    """The PrintedRows below the heading."""
    return read_printed(printed_table(Sheet("5.1 Knife crime", [HEADING, *rows], merged)))


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        (["x", "Patrol.", "", "", ""], Refusal(2, "Action no.", "x", NUMBER)),
        (["", "Patrol.", "MPS", "", ""], Refusal(2, "Action no.", "", NUMBER)),
        (["5.1.1", "", "MPS", "", ""], Refusal(2, "Action", "", "The cell is empty. Fill it in.")),
        ([5.1, "Patrol.", "MPS", "", ""], Refusal(2, "Action no.", "5.1", NO_TEXT)),
        (["5.1.1", "Patrol.", "", 4, ""], Refusal(2, "Strategic Principle alignment", "4", NO_TEXT)),
    ],
)
def test_a_row_is_refused_by_cell(row, refusal):
    assert read([row]).refusals == [refusal]


def test_a_number_stands_there_once():
    found = read([["5.1.1", "Patrol."], ["5.1.2", "Run."], ["5.1.1.", "Walk."]])
    assert found.refusals == [Refusal(4, "Action no.", "5.1.1", "Row 2 has this number already. Correct one of them.")]


def test_a_table_beyond_any_plan_is_refused(monkeypatch):
    monkeypatch.setattr("violence_plan.loading.printed.MOST_ROWS", 2)
    [refusal] = read([["5.1.1", "Patrol."], ["5.1.2", "Run."]]).refusals
    assert refusal.mend == "A plan's printed table has no more than 2 rows. Load it sheet by sheet."


def test_themes_and_actions_are_told_apart():
    found = read(
        [
            ["Enforcement\nWe patrol.", "", "", "", ""],
            ["5.1.1", "'=Patrol.", " MPS ", "[Strategic Principle 4] Harm.", ""],
            HEADING,
            ["", "", "", "", ""],
            ["", "Prevention", "", "", ""],
            ["5.1.2.", "Talk.\r\n- to all"],
        ]
    )
    assert found.refusals == []
    assert found.themes == [ThemeRow(2, "Enforcement", "We patrol."), ThemeRow(6, "Prevention", "")]
    assert found.actions == [
        ActionRow(
            3, "Enforcement", "5.1.1", "=Patrol.", "MPS", {"strategic": "[Strategic Principle 4] Harm.", "enabling": ""}
        ),
        ActionRow(7, "Prevention", "5.1.2", "Talk.\n- to all", "", {"strategic": "", "enabling": ""}),
    ]


def test_merged_cells_say_which_rows_they_cover():
    rows = [["5.1.1", "Patrol.", "MPS", "S", "E"], ["5.1.2", "Run."], ["5.1.3", "Walk."]]
    found = read(rows, merged=((4, 2, 4, 3), (3, 2, 3, 3), (5, 3, 5, 900_000), (1, 9, 9, 9)))
    assert found.covered == {("5.1.2", "strategic"): 2, ("5.1.3", "enabling"): 3}
    assert [action.leads for action in found.actions] == ["MPS", "MPS", ""]


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("5.1 Knife crime", ("5.1", "Knife crime")),
        ("Table 5.10 – Gangs", ("5.10", "Gangs")),
        ("5.1", ("5.1", "")),
        ("5. Knife crime", ("5", "Knife crime")),
        ("Sheet1", ("", "")),
        ("Sheet", ("", "")),
    ],
)
def test_a_title_names_the_strategy(title, found):
    assert strategy_of(title) == found
