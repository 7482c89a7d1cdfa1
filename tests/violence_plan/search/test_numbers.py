"""What a number that was typed names."""

import pytest

from tests.factories import make_action, make_plan, make_strategy
from violence_plan.search import numbers
from violence_plan.search.numbers import numbered

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy():
    """5.1 with 5.1.10, printed as 5.110, beside 5.2 with 5.2.1, which is printed 5.1.11."""
    plan = make_plan(slug="anytown")
    strategy = make_strategy(plan=plan, ref="5.1")
    make_action(strategy=strategy, ref="5.1.10", printed_ref="5.110")
    make_action(strategy=strategy, ref="5.1.11")
    make_action(strategy=make_strategy(plan=plan, ref="5.2"), ref="5.2.1", printed_ref="5.1.11")
    return strategy


@pytest.fixture
def refs(public):
    return lambda typed, user=public, plan=None: [row.ref for row in numbered(typed, user=user, plan=plan)]


@pytest.mark.parametrize(
    "typed", ["5.1.1", "5", "knife", "action", "strategy 5.1.10", "action 5.1", "5" * 5000, "5.1.10 5.1.11", "#", "no."]
)
def test_what_no_row_has(strategy, refs, typed):
    assert refs(typed) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("5.1.10", ["5.1.10"]),
        ("5.1.10.", ["5.1.10"]),
        ("5 . 1 . 10", ["5.1.10"]),
        ("5 1 10", ["5.1.10"]),
        ("action 5.1.10", ["5.1.10"]),
        ("Action no. 5.1.10", ["5.1.10"]),
        ("actions #5.1.10", ["5.1.10"]),
        ("5.110", ["5.1.10"]),
        ("5.1", ["5.1"]),
        ("strategy 5.1", ["5.1"]),
        ("5.1.11", ["5.1.11", "5.2.1"]),
    ],
)
def test_a_number_however_it_is_typed(strategy, refs, typed, found):
    assert refs(typed) == found


def test_a_number_may_have_letters(refs):
    make_action(ref="A12b")
    make_strategy(ref="C")
    assert [refs(typed) for typed in ("A12b", "action A12b", "c")] == [["A12b"], ["A12b"], ["C"]]


def test_a_former_number_where_no_row_has_it_now(strategy, refs):
    [action] = strategy.actions.filter(ref="5.1.10")
    for former in ("5.1.9", "5.1.8"):
        action.former_refs.create(plan=strategy.plan, ref=former)
    strategy.former_refs.create(plan=strategy.plan, ref="4.9")
    assert [refs(typed) for typed in ("5.1.9", "action 5.1.8", "4.9")] == [["5.1.10"], ["5.1.10"], ["5.1"]]
    assert [refs(typed) for typed in ("strategy 5.1.9", "action 4.9")] == [[], []]
    make_action(strategy=strategy, ref="5.1.9")
    assert refs("5.1.9") == ["5.1.9"]


def test_what_a_reader_may_not_see_has_no_number(strategy, refs, officer):
    make_action(strategy=strategy, ref="5.1.12", publication="draft")
    make_strategy(plan=strategy.plan, ref="5.3", publication="draft")
    assert refs("5.1.12") == refs("5.3") == []
    assert refs("5.1.12", user=officer) == ["5.1.12"]
    assert refs("5.3", user=officer) == ["5.3"]


def test_within_one_plan(strategy, refs):
    other = make_strategy(ref="5.1")
    assert refs("5.1") == ["5.1", "5.1"]
    assert refs("5.1", plan=other.plan) == ["5.1"]
    assert refs("5.1.10", plan=other.plan) == []


def test_of_a_number_that_many_plans_have_some(refs, monkeypatch):
    monkeypatch.setattr(numbers, "MOST", 2)
    rows = [make_action(ref="5.1.1", strategy=make_strategy(ref="5.1")) for _ in range(3)]
    assert refs("5.1.1") == ["5.1.1", "5.1.1"]
    assert refs("5.1") == ["5.1", "5.1"]
    for row in rows:
        row.former_refs.create(plan=row.plan, ref="9.9")
    assert refs("9.9") == ["5.1.1", "5.1.1"]
