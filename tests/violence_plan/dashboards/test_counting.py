"""Figures about a plan: every zero, nothing hidden counted, and each address leads to what its figure counts."""

from itertools import combinations
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict

from actions.filters import ActionFilter
from actions.held import Held
from actions.models import Action
from tests.factories import make_action, make_alignment, make_plan, make_principle, make_strategy
from violence_plan.dashboards import alignment_matrix

pytestmark = pytest.mark.django_db

BASES = [None, *(chosen for size in (1, 2, 3) for chosen in combinations(("stated", "inherited", "assessed"), size))]


def rows_behind(address, user):
    """How many actions the page at this address lists for this reader."""
    parts = urlsplit(address)
    slug = parts.path.split("/")[2]
    actions = Action.objects.visible_to(user).filter(plan__slug=slug)
    found = ActionFilter(QueryDict(parts.query), actions, request=SimpleNamespace(user=user))
    assert found.errors == {}
    return found.qs.count()


def figures_of(matrix):
    """The matrix as plain figures: per row the ref, aligned, actions, and (actions, stated) per principle."""
    return [
        (row.strategy.ref, row.aligned, row.actions, [(cell.actions, cell.stated) for cell in row.cells])
        for row in matrix.rows
    ]


def test_a_stranger_never_counts_what_is_hidden(plan, public, officer):
    strategy = plan.strategies.get(ref="5.1")
    principle = plan.framework.principles.get(code="strategic-1")
    make_alignment(action=make_action(strategy=strategy, publication="draft"), principle=principle)
    hidden = make_strategy(plan=plan, ref="5.9", publication="withdrawn", position=9)
    make_alignment(action=make_action(strategy=hidden), principle=principle)
    seen = alignment_matrix(Held(plan, public))
    assert [row.strategy.ref for row in seen.rows] == ["3.1", "5.1", "5.2"]
    assert (seen.actions, seen.aligned, seen.totals[0].actions) == (5, 4, 4)
    whole = alignment_matrix(Held(plan, officer))
    assert [row.strategy.ref for row in whole.rows] == ["3.1", "5.1", "5.2", "5.9"]
    assert (whole.actions, whole.aligned, whole.totals[0].actions) == (7, 6, 6)


def test_a_plan_that_is_not_public_counts_nothing_for_a_stranger(plan, public):
    plan.publication = "draft"
    plan.save()
    assert alignment_matrix(Held(plan, public)).rows == ()


def test_another_plan_on_the_same_principles_does_not_count(plan, public):
    other = make_action(strategy=make_strategy(plan=make_plan(framework=plan.framework)))
    make_alignment(action=other, principle=plan.framework.principles.get(code="enabling-7"))
    assert alignment_matrix(Held(plan, public)).totals[2].actions == 0


def test_every_cell_with_its_zero(plan, public):
    matrix = alignment_matrix(Held(plan, public))
    assert [principle.code for principle in matrix.principles] == ["strategic-1", "strategic-2", "enabling-7"]
    assert figures_of(matrix) == [
        ("3.1", 0, 0, [(0, 0), (0, 0), (0, 0)]),
        ("5.1", 3, 4, [(3, 1), (1, 1), (0, 0)]),
        ("5.2", 1, 1, [(1, 1), (0, 0), (0, 0)]),
    ]
    assert [(total.actions, total.stated, total.in_prose) for total in matrix.totals] == [
        (4, 2, False),
        (1, 1, False),
        (0, 0, True),
    ]
    assert (matrix.actions, matrix.aligned, matrix.unaligned) == (5, 4, 1)
    assert [principle.code for principle in matrix.unserved] == ["enabling-7"]
    assert [row.strategy.ref for row in matrix.active] == ["5.1", "5.2"]
    assert [row.strategy.ref for row in matrix.prose] == ["3.1"]
    assert [(row.no_lead, row.led) for row in matrix.rows] == [(0, 0), (3, 1), (1, 0)]


@pytest.mark.parametrize(
    ("bases", "figures"),
    [
        (("stated",), [("5.1", 1, 4, [(1, 1), (1, 1), (0, 0)]), ("5.2", 1, 1, [(1, 1), (0, 0), (0, 0)])]),
        (("inherited",), [("5.1", 1, 4, [(1, 0), (0, 0), (0, 0)]), ("5.2", 0, 1, [(0, 0), (0, 0), (0, 0)])]),
        (("assessed",), [("5.1", 1, 4, [(1, 0), (0, 0), (0, 0)]), ("5.2", 0, 1, [(0, 0), (0, 0), (0, 0)])]),
        (
            ("inherited", "stated"),
            [("5.1", 2, 4, [(2, 1), (1, 1), (0, 0)]), ("5.2", 1, 1, [(1, 1), (0, 0), (0, 0)])],
        ),
    ],
)
def test_counts_on_the_chosen_bases_only(plan, public, bases, figures):
    assert figures_of(alignment_matrix(Held(plan, public), bases=bases))[1:] == figures


@pytest.mark.parametrize(
    ("bases", "kept", "tells"),
    [
        (None, None, True),
        (("assessed", "stated", "inherited"), None, True),
        (["inherited", "stated"], ("stated", "inherited"), True),
        (("stated",), ("stated",), False),
        (("inherited", "assessed"), ("inherited", "assessed"), False),
    ],
)
def test_bases_are_kept_in_one_order_and_all_of_them_are_none(plan, public, bases, kept, tells):
    matrix = alignment_matrix(Held(plan, public), bases=bases)
    assert (matrix.bases, matrix.tells_stated) == (kept, tells)


@pytest.mark.parametrize("bases", BASES)
def test_each_address_leads_to_exactly_what_its_figure_counts(plan, public, bases):
    elsewhere = make_action(strategy=make_strategy(plan=plan, ref="5.3"))
    make_alignment(action=elsewhere, principle=make_principle(number=1))
    matrix = alignment_matrix(Held(plan, public), bases=bases)
    for row in matrix.rows:
        assert rows_behind(row.address, public) == row.aligned
        assert [rows_behind(cell.address, public) for cell in row.cells] == [cell.actions for cell in row.cells]
    assert [rows_behind(total.address, public) for total in matrix.totals] == [cell.actions for cell in matrix.totals]
    assert rows_behind(matrix.aligned_address, public) == matrix.aligned
    assert rows_behind(matrix.unaligned_address, public) == matrix.unaligned


def test_columns_say_who_serves_and_who_only_says_so(plan, public):
    assert [
        (
            column.actions,
            [strategy.ref for strategy in column.strategies],
            [strategy.ref for strategy in column.in_prose],
        )
        for column in alignment_matrix(Held(plan, public)).columns
    ] == [(4, ["5.1", "5.2"], []), (1, ["5.1"], []), (0, [], ["3.1"])]


def test_a_lone_principle_needs_more_than_one_strategy_to_be_alone(plan, public):
    assert [column.principle.code for column in alignment_matrix(Held(plan, public)).lone] == ["strategic-2"]
    plan.strategies.get(ref="5.2").delete()
    assert alignment_matrix(Held(plan, public)).lone == []


def test_a_strategy_assessed_as_a_whole_is_not_in_prose(plan, public):
    principle = plan.framework.principles.get(code="strategic-2")
    make_alignment(strategy=plan.strategies.get(ref="3.1"), principle=principle, basis="assessed")
    cells = alignment_matrix(Held(plan, public)).rows[0].cells
    assert [(cell.of_strategy, cell.in_prose) for cell in cells] == [("", False), ("assessed", False), ("stated", True)]
    stated = alignment_matrix(Held(plan, public), bases=("stated",)).rows[0].cells
    assert [cell.of_strategy for cell in stated] == ["", "", "stated"]


def test_a_plan_without_principles_or_strategies(public):
    bare = make_plan()
    bare.framework = None
    bare.save()
    matrix = alignment_matrix(Held(bare, public))
    assert (matrix.principles, matrix.rows, matrix.totals, matrix.unserved, matrix.columns) == ((), (), (), [], [])


def test_ten_times_the_rows_take_as_many_queries(plan, public, django_assert_num_queries):
    plan = type(plan).objects.select_related("framework").get(pk=plan.pk)
    with django_assert_num_queries(5):
        alignment_matrix(Held(plan, public))
    for _ in range(10):
        make_alignment(action=make_action(strategy=make_strategy(plan=plan)))
    with django_assert_num_queries(5):
        addresses = [row.strategy.get_absolute_url() for row in alignment_matrix(Held(plan, public)).rows]
    assert len(addresses) == 13
