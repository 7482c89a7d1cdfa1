"""Budgets of a minute, given out by several workers that count together in the database."""

import pytest
from django.db import connection

from accounts import requests
from violence_plan import leases
from violence_plan.leases import Leases

pytestmark = pytest.mark.django_db

ASK = {"minute": 7, "cost": 1, "quota": 600}


def given(worker, who="somebody", **changed):
    """How much is left to `who` there, or None where nothing is given."""
    return worker.take(who, **ASK | changed)


def counted():
    """The rows of the table: minute and how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT minute, taken FROM accounts_requests ORDER BY minute, taken")
        return cursor.fetchall()


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_workers_together_give_out_the_quota_and_never_more(workers):
    every = [Leases() for _ in range(workers)]
    answers = [given(every[number % workers]) for number in range(1000)]
    total = sum(answer is not None for answer in answers)
    assert 540 <= total <= 600
    if workers == 1:
        assert (answers[0], answers[599], answers[600], total) == (599, 0, None, 600)


def test_a_worker_that_nobody_asks_any_more_keeps_little():
    first, second = Leases(), Leases()
    for _ in range(3):
        given(first)
    assert sum(given(second) is not None for _ in range(700)) >= 590


def test_counting_costs_a_statement_for_many_requests(django_assert_max_num_queries):
    worker = Leases()
    with django_assert_max_num_queries(60):
        for _ in range(600):
            given(worker)
    with django_assert_max_num_queries(0):
        for _ in range(50):
            assert given(worker) is None


def test_everybody_has_a_budget_of_their_own_and_another_each_minute():
    worker = Leases()
    assert [given(worker, quota=2) for _ in range(3)] == [1, 0, None]
    assert given(worker, "somebody else", quota=2) == 1
    assert given(worker, quota=2, minute=8) == 1


def test_what_costs_more_than_is_left_is_refused_and_less_is_not():
    worker = Leases()
    assert [given(worker, quota=15, cost=10), given(worker, quota=15, cost=10)] == [5, None]
    assert given(worker, quota=15) == 4


def test_old_minutes_are_forgotten_and_names_never_written():
    requests.add("somebody", 3, 5)
    requests.add("somebody", 6, 5)
    given(Leases())
    assert counted() == [(6, 5), (7, 1)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT who FROM accounts_requests")
        assert "somebody" not in str(cursor.fetchall())


def test_a_flood_of_addresses_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(leases, "MOST", 3)
    worker = Leases()
    for number in range(10):
        assert given(worker, f"address {number}") == 599
        assert len(worker.held) <= 3
