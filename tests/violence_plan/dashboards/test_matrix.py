"""What the matrix says of itself: shades, thin cells, what stands alone, what overlaps."""

import pytest

from actions.models import Plan, Strategy
from partners.models import Partner
from principles.models import Principle
from tests.matrices import summed
from violence_plan.dashboards import Asked, Cell, Row
from violence_plan.dashboards.matrix import Subject


@pytest.mark.parametrize(
    ("actions", "of", "shade"),
    [(0, 10, 0), (0, 0, 0), (1, 10, 1), (2, 10, 2), (3, 10, 2), (4, 10, 3), (6, 10, 3), (7, 10, 4), (10, 10, 4)],
)
def test_shade_by_share_of_the_strategy(actions, of, shade):
    assert Cell(principle=None, actions=actions, stated=0, row_actions=of).shade == shade


@pytest.mark.parametrize(("actions", "of", "thin"), [(0, 3, False), (1, 3, True), (1, 1, False), (2, 3, False)])
def test_one_action_of_several_is_thin(actions, of, thin):
    assert Cell(principle=None, actions=actions, stated=0, row_actions=of).is_thin is thin


@pytest.mark.parametrize(
    ("kind", "words"),
    [("", "principle"), ("strategic", "strategic principle"), ("enabling", "enabling principle"), ("aim", "aim")],
)
def test_what_is_counted_in_words(kind, words):
    assert Asked(kind=kind).principle == words


def test_which_actions_count():
    strategy, partner = Strategy(ref="5.1"), Partner(code="police")
    assert (Asked().is_part, Asked(strategy=strategy).is_part, Asked(partner=partner).is_part) == (False, True, True)
    assert (Asked(strategy=strategy).of_some, Asked(statuses=("on_track",)).of_some) == (False, True)
    assert Asked(strategy=strategy, partner=partner, statuses=("on_track", "closed")).filters == {
        "strategy": "5.1",
        "partner": "police",
        "status": ("on_track", "closed"),
    }


def row(subject, actions, *counts, outside=0):
    """A Row of `subject`, with a count per principle."""
    cells = tuple(Cell(Principle(number=at), count, 0, actions) for at, count in enumerate(counts))
    return Row(subject, actions=actions, aligned=actions, no_lead=0, cells=cells, outside=outside)


def matrix(*rows, **asked):
    principles = [cell.principle for cell in rows[0].cells]
    return summed(plan=Plan(slug="anytown"), principles=principles, rows=rows, asked=Asked(**asked))


def test_rows_are_active_idle_or_prose():
    found = matrix(
        row(Strategy(ref="5.1"), 2, 1), row(Strategy(ref="5.2"), 0, 0, outside=3), row(Strategy(ref="3.1"), 0, 0)
    )
    assert [[each.called for each in rows] for rows in (found.active, found.idle, found.prose)] == [
        ["5.1"],
        ["5.2"],
        ["3.1"],
    ]


def test_a_row_has_the_name_that_a_sentence_gives_it():
    theme = row(Subject("Sweeps", ref="5.1", called="“Sweeps”", address="/sweeps/"), 1, 1)
    assert (theme.called, theme.is_rest, theme.subject.get_absolute_url()) == ("“Sweeps”", False, "/sweeps/")
    assert row(Subject("Nobody", is_rest=True), 1, 1).is_rest is True


def test_a_principle_that_only_one_partner_serves_stands_alone_unless_that_is_nobody():
    police, nobody = Subject("Police"), Subject("Nobody", is_rest=True)
    found = matrix(row(police, 3, 3, 0, 1), row(nobody, 2, 0, 2, 1), rows="partner")
    assert [column.principle.number for column in found.lone] == [0]
    assert [column.width for column in found.columns] == [1, 0, 1]


@pytest.mark.parametrize(
    ("asked", "compares"),
    [
        ({"rows": "strategy"}, True),
        ({"rows": "theme"}, True),
        ({"rows": "partner"}, True),
        ({"rows": "partner", "partner": Partner(code="police")}, False),
        ({"rows": "theme", "partner": Partner(code="police")}, True),
        ({"rows": "action"}, False),
    ],
)
def test_single_actions_and_a_partner_above_its_parts_are_not_compared(asked, compares):
    found = matrix(row(Subject("One"), 3, 3, 0), row(Subject("Two"), 3, 3, 1), **asked)
    assert found.compares is compares
    assert bool(found.lone) is compares


def test_rows_that_share_an_action_add_up_to_more_than_the_whole():
    found = matrix(row(Subject("Police"), 3, 3), row(Subject("Council"), 2, 2))
    assert found.overlaps is False
    shared = type(found)(found.plan, found.principles, found.rows, row(None, 4, 4), found.asked)
    assert shared.overlaps is True
