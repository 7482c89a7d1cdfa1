"""A plan as one workbook: what each reader finds in it, cell by cell."""

import datetime
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from access.roles import Role
from actions.progress import record_update
from tables.formats import MAX_EXCEL_CELL
from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy, make_user
from violence_plan.csvw import NOTES
from violence_plan.open_workbook import CUT, NOT_FOR_ALL, open_workbook
from violence_plan.source_tables import OPEN_TABLES

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 11, 28)
ADDRESS = "https://violence-plan.example/plans/anytown/"


@pytest.fixture
def plan():
    """One published action led by a private person, a draft, a draft strategy, an update that is no more than draft."""
    plan = make_plan(slug="anytown", title="A safer town", area="Anytown", source_title="The plan", licence="Open")
    knives = make_strategy(plan=plan, ref="5.1", title="Knives")
    sweep = make_action(strategy=knives, ref="5.1.1", text="=Sweep()", position=1)
    person = make_partner(code="officer-1", name="Zoe", kind="person", public_name="A named officer")
    make_lead(action=sweep, partner=person, printed="Zoe as printed")
    make_action(strategy=knives, ref="5.1.2", text="Secret draft", position=2, publication="draft")
    hidden = make_strategy(plan=plan, ref="9.9", title="Secret strategy", publication="draft")
    make_action(strategy=hidden, ref="9.9.1", text="Secret action", position=3)
    record_update(action=sweep, reported_on="2026-01-01", status="on_track", narrative="Secret update")
    return plan


def sheets(content):
    """The rows of every sheet by its title, its header too, an empty cell as an empty text."""
    book = openpyxl.load_workbook(BytesIO(content))
    return {
        sheet.title: [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book
    }


def read_by(plan, reader):
    """The same, of the workbook that is made for a reader."""
    return sheets(open_workbook(plan, reader=reader, made_on=DAY, address=ADDRESS)[0])


def test_a_stranger_finds_nothing_hidden_and_no_private_name(plan, public):
    found = read_by(plan, public)

    assert [row[0] for row in found["actions"]] == ["action_no", "5.1.1"]
    assert [row[1] for row in found["strategies"]] == ["ref", "5.1"]
    assert "updates" not in found
    assert [cell for rows in found.values() for row in rows for cell in row if "Zoe" in cell or "Secret" in cell] == []


def test_whoever_signs_in_without_a_role_gets_what_strangers_get(plan, public):
    assert read_by(plan, make_user()) == read_by(plan, public)


@pytest.mark.parametrize(("role", "names"), [(Role.OFFICER, True), (Role.BOARD_MEMBER, False)])
def test_others_find_what_they_may_see(plan, role, names):
    found = read_by(plan, make_user(role))

    assert [row[0] for row in found["actions"]] == ["action_no", "5.1.1", "5.1.2", "9.9.1"]
    assert "Secret update" in found["updates"][1]
    assert any("Zoe" in row for row in found["partners"]) == names
    assert ["", "note", NOT_FOR_ALL] in found["about"]
    assert ["", "note", NOTES[0]] not in found["about"]


def test_the_first_sheet_says_what_it_is_and_what_every_column_holds(plan, public):
    found = read_by(plan, public)

    assert list(found)[0] == "about"
    assert found["about"][:8] == [
        ["sheet", "column", "meaning"],
        ["", "plan", "A safer town"],
        ["", "area", "Anytown"],
        ["", "source", "The plan"],
        ["", "licence", "Open"],
        ["", "address", ADDRESS],
        ["", "made on", "2026-11-28"],
        ["", "note", NOTES[0]],
    ]
    described = {(sheet, column) for sheet, column, _ in found["about"][1:] if sheet and column}
    assert described == {(title, column) for title, rows in found.items() if title != "about" for column in rows[0]}
    assert all(meaning for *_, meaning in found["about"])


def test_a_cell_is_never_a_formula_and_a_table_without_rows_has_no_sheet(plan, public):
    found = read_by(plan, public)

    assert found["actions"][1][1] == "'=Sweep()"
    assert set(found) < {"about", *(file.removesuffix(".csv") for file in OPEN_TABLES)}


@pytest.mark.parametrize("length", [MAX_EXCEL_CELL - len(CUT) - 1, MAX_EXCEL_CELL, 100_000])
def test_a_text_longer_than_a_cell_is_cut_and_says_so(plan, public, length):
    plan.strategies.filter(ref="5.1").update(text="=" * length)

    [header, row] = read_by(plan, public)["strategies"]
    text = row[header.index("text")]

    assert len(text) <= MAX_EXCEL_CELL
    assert text.endswith(CUT) == (length > MAX_EXCEL_CELL - len(CUT) - 1)


def test_the_same_rows_of_a_day_are_the_same_bytes(plan, public):
    first, second = (open_workbook(plan, reader=public, made_on=DAY, address=ADDRESS)[0] for _ in range(2))

    assert first == second
    assert b">2026-11-28T00:00:00Z</dcterms:created>" in ZipFile(BytesIO(first)).read("docProps/core.xml")
    assert {part.date_time for part in ZipFile(BytesIO(first)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
