"""Which entries answer, for whom, and how many of many are put in order."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from access.roles import Role
from tests.factories import make_action, make_plan, make_strategy, make_user
from tests.scattered_plan import Scattered
from violence_plan.search import entries
from violence_plan.search.entries import find, known_to
from violence_plan.search.kinds import KINDS
from violence_plan.search.words import read

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def readers(django_db_setup, django_db_blocker):
    """Readers of every kind by name, in the world of scattered plans."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = Scattered(4)
        people = {role.value: make_user(role.value, password=None) for role in Role}
        yield people | {
            "stranger": AnonymousUser(),
            "nobody in particular": make_user(password=None),
            "leads a strategy": world.leading,
            "reports for a partner": world.reporter,
        }
        transaction.set_rollback(True)


def test_everybody_finds_what_is_to_be_known_and_nothing_else(readers):
    sizes = set()
    for name, user in readers.items():
        known = sorted(known_to(user).values_list("kind", "row_id"))
        seen = sorted((kind.name, pk) for kind in KINDS.values() for pk in kind.rows(user).values_list("pk", flat=True))
        assert known == seen, name
        sizes.add(len(known))
    assert len(sizes) >= 5


@pytest.mark.parametrize("number", [3, 4])
def test_of_more_than_are_put_in_order_those_come_first_whose_name_answers(public, monkeypatch, number):
    monkeypatch.setattr(entries, "MOST", number)
    strategy = make_strategy(plan=make_plan(title="Plan"), title="Grow")
    for _ in range(3):
        make_action(strategy=strategy, text="Plant figs.")
    named = make_strategy(plan=strategy.plan, title="Figs")
    found = find(read("figs", []), user=public)
    assert (len(found.rows), found.more) == (number, number == 3)
    assert (found.rows[0].kind, found.rows[0].row_id) == ("strategy", named.pk)


def test_of_one_kind_and_one_plan(public):
    here, there = make_plan(title="Figs"), make_plan(title="Figs")
    make_strategy(plan=there, title="Figs")

    def kinds(**chosen):
        return sorted((row.kind, row.plan_id) for row in find(read("figs", []), user=public, **chosen).rows)

    assert kinds() == [("plan", here.pk), ("plan", there.pk), ("strategy", there.pk)]
    assert kinds(plan=there) == [("plan", there.pk), ("strategy", there.pk)]
    assert kinds(kind="plan") == [("plan", here.pk), ("plan", there.pk)]
    assert kinds(kind="strategy", plan=here) == []
