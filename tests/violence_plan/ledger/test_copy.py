"""A copy kept by polling equals a full pull, whoever writes at the same time and in whatever order they commit."""

import json
import random
import re
import subprocess
import sys
from threading import Barrier, Thread

import psycopg2
import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import Error, connection, connections, transaction
from django.db.models import ProtectedError
from django.test import Client

from actions.models import Action, Plan, Strategy
from tests.copies import CHANGES, Copy, pulled
from tests.factories import make_action, make_lead, make_partner, make_plan, make_principle, make_strategy
from tests.locks import wait_until_blocked
from tests.violence_plan.ledger.edits import EDITS
from violence_plan.ledger import refreshing
from violence_plan.ledger.refreshing import at_one_moment, up_to_date
from violence_plan.models import Ledger

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 18
GUIDE = settings.BASE_DIR / "docs" / "api.md"


@pytest.fixture
def world():
    """Two plans of one framework, each with two strategies of two actions, that two partners lead."""
    partners = [make_partner(), make_partner()]
    principle = make_principle()
    for _ in range(2):
        plan = make_plan(framework=principle.framework)
        for strategy in (make_strategy(plan=plan), make_strategy(plan=plan)):
            for partner in partners:
                make_lead(action=make_action(strategy=strategy), partner=partner)


@pytest.fixture
def other():
    """Another connection to the database."""
    found = psycopg2.connect(**connection.get_connection_params())
    yield found
    found.close()


def of_actions(copy):
    """What a poll tells of actions."""
    return [(word, key) for word, resource, key in copy.poll() if resource == "actions"]


class Writer(Thread):
    """Edits at random in a transaction of its own, and takes it back now and then."""

    def __init__(self, seed, together):
        super().__init__()
        self.random, self.together = random.Random(seed), together  # noqa: S311 - edits, no secrets

    def run(self):
        try:
            with transaction.atomic():
                Plan.objects.count()  # it has begun, whenever it comes to write
                self.together.wait(timeout=60)
                for edit in self.random.choices(EDITS, k=self.random.randint(1, 2)):
                    edit(self.random)
                if self.random.random() < 0.1:
                    transaction.set_rollback(True)
        except (Error, ProtectedError):
            pass  # a rule of the data forbids it; nothing is written then
        finally:
            connections.close_all()


@pytest.mark.parametrize("seed", [5, 6])
def test_a_copy_kept_by_polling_equals_a_full_pull(world, client, seed):
    copy, late = Copy(client), Copy(client, page_size=7)
    for number in range(ROUNDS):
        together = Barrier(1 + number % 3)  # one alone now and then: what it changes is read for no other's sake
        writers = [Writer(f"{seed} {number} {n}", together) for n in range(together.parties)]
        for writer in writers:
            writer.start()
        while any(writer.is_alive() for writer in writers):
            copy.poll()
        for writer in writers:
            writer.join()
        copy.poll()
        assert copy.rows == pulled(client), f"round {number}"
        if number % 4 == 3:
            late.poll()
            assert late.rows == copy.rows, f"round {number}"
    newcomer = Copy(client, page_size=5)
    assert {word for word, *_ in newcomer.poll()} == {"insert"}
    assert newcomer.rows == copy.rows


def test_who_began_first_and_commits_last_is_told_last(world, client, other):
    copy = Copy(client)
    copy.poll()
    [first, second] = Action.objects.order_by("pk")[:2]
    with other.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('actions_action', 'id'))")
        [early] = cursor.fetchone()
    Action.objects.filter(pk=second.pk).update(text="Committed first.")
    new = make_action(strategy=first.strategy)
    assert of_actions(copy) == [("change", f"{second.uid}"), ("insert", f"{new.uid}")]
    with other.cursor() as cursor:
        cursor.execute("UPDATE actions_action SET text = 'Committed last.' WHERE id = %s", [first.pk])
        before = copy.cursor
        assert copy.poll() == []
        assert copy.cursor == before
        other.commit()
    late = make_action(strategy=first.strategy, pk=early)
    assert late.pk < new.pk
    assert of_actions(copy) == [("change", f"{first.uid}"), ("insert", f"{late.uid}")]
    assert copy.rows == pulled(client)


def test_a_ledger_is_of_one_moment(world, other):
    with at_one_moment(), other.cursor() as cursor:
        before = set(Action.objects.values_list("text", flat=True))
        cursor.execute("UPDATE actions_action SET text = 'Meanwhile.'")
        other.commit()
        assert set(Action.objects.values_list("text", flat=True)) == before
    assert set(Action.objects.values_list("text", flat=True)) == {"Meanwhile."}


def test_who_waits_for_another_reads_what_that_one_wrote(world, client):
    copy = Copy(Client())
    waiting = Thread(target=lambda: (copy.poll(), connections.close_all()))
    with at_one_moment():
        ledger = up_to_date("public", AnonymousUser())
        waiting.start()
        wait_until_blocked(waiting)
    waiting.join()
    assert copy.rows == pulled(client)
    assert Ledger.objects.get().number == ledger.number == len(copy.rows)


def test_who_waits_too_long_is_asked_to_come_again(world, client, other, monkeypatch):
    monkeypatch.setattr(refreshing, "PATIENCE", "50ms")
    client.raise_request_exception = False
    with other.cursor() as cursor:
        cursor.execute("LOCK TABLE violence_plan_ledger IN SHARE ROW EXCLUSIVE MODE")
        response = client.get(CHANGES)
        other.rollback()
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert client.get(CHANGES).status_code == 200


def test_the_guides_program_keeps_a_copy(world, live_server, tmp_path):
    [program] = re.findall(r"```python\n(\"\"\"Keeps a copy.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    client = Client(headers={"host": live_server.url.removeprefix("http://")})

    def kept():
        subprocess.run([sys.executable, "-c", program, live_server.url], cwd=tmp_path, check=True)
        return json.loads((tmp_path / "copy.json").read_text(encoding="utf-8"))["rows"]

    def whole():
        return {f"{resource}/{key}": row for (resource, key), row in pulled(client).items()}

    assert kept() == whole()
    Action.objects.order_by("pk").first().delete()
    Strategy.objects.update(title="Called otherwise")
    assert kept() == whole()
    Ledger.objects.update(place="elsewhere")
    assert kept() == whole()
