"""A ledger is brought up to date with what its readers could pull, part by part, and forgets what is long gone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.models import Action
from tests.copies import CHANGES, Copy, end_transaction, pulled
from tests.factories import make_action, make_strategy
from violence_plan.ledger import pulling
from violence_plan.ledger.refreshing import KEPT, forget_what_was_seen
from violence_plan.models import Entry, Ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy(client):
    """A copy that knows a plan with three actions."""
    strategy = make_strategy()
    for _ in range(3):
        make_action(strategy=strategy)
    end_transaction()
    copy = Copy(client)
    copy.poll()
    end_transaction()
    return copy


def test_rows_are_read_in_parts(copy, client, monkeypatch):
    monkeypatch.setattr(pulling, "AT_ONCE", 2)
    Action.objects.update(text="Other.")
    end_transaction()
    assert [word for word, resource, _ in copy.poll() if resource == "actions"] == ["change"] * 3
    assert copy.rows == pulled(client)
    anew = Copy(client)
    anew.poll()
    assert anew.rows == copy.rows


def test_what_is_long_gone_is_forgotten_and_so_are_the_cursors_from_before(copy, client):
    before = copy.cursor
    [first, second, _] = Action.objects.order_by("pk")
    first.delete()
    end_transaction()
    copy.poll()
    Entry.objects.filter(gone=True).update(numbered_at=timezone.now() - KEPT - timedelta(days=1))
    assert client.get(CHANGES, {"since": before}).status_code == 200
    second.delete()
    end_transaction()
    assert ("delete", "actions", str(second.uid)) in copy.poll()
    assert list(Entry.objects.filter(gone=True).values_list("key", flat=True)) == [str(second.uid)]
    assert client.get(CHANGES, {"since": before}).status_code == 410
    assert client.get(CHANGES, {"since": copy.cursor}).status_code == 200
    assert copy.rows == pulled(client)


def test_other_code_may_tell_rows_otherwise(copy, client):
    forget_what_was_seen()
    assert copy.poll() == []
    Entry.objects.filter(resource="strategies").update(row='{"told": "as it was"}')
    assert copy.poll() == []
    forget_what_was_seen()
    assert [(word, resource) for word, resource, _ in copy.poll()] == [("change", "strategies")]
    assert copy.rows == pulled(client)


def test_a_ledger_and_its_entries_say_what_they_are(copy):
    assert f"{Ledger.objects.get()}" == "public: 6"
    [plan] = Entry.objects.filter(resource="plans")
    assert f"{plan}" == f"plans/{plan.plan}"
