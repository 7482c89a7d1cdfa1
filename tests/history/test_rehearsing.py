"""A rehearsal shows what a write would do, stops nobody else's, and never stays."""

from threading import Thread

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, connections, transaction

from history import rehearsing
from history.rehearsing import IN_THE_WAY, TAKEN, RehearsalBusyError, rehearsed
from history.revisions import ALL, revision, write_in_turn
from partners.models import Partner
from tests.factories import make_partner
from tests.locks import wait_until_blocked

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(work):
    """A thread, begun, that does `work` on a connection of its own."""

    def run():
        try:
            work()
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    return thread


def rename(code, name):
    """Write a partner's name."""
    Partner.objects.filter(code=code).update(name=name)


def names():
    """What partners are called, by their codes."""
    return dict(Partner.objects.values_list("code", "name"))


@pytest.fixture
def police():
    """Two partners, of which the police are rehearsed with."""
    make_partner(code="nhs", name="Health")
    return make_partner(code="mps", name="Police")


def test_nothing_stays_and_nothing_is_counted(police):
    before = revision(ALL)

    def work():
        rename("mps", "The Met")
        return names()

    assert rehearsed(work) == {"mps": "The Met", "nhs": "Health"}
    assert (names(), revision(ALL)) == ({"mps": "Police", "nhs": "Health"}, before)
    assert police.events.count() == 1


def test_who_forgets_to_take_it_back_is_refused(police):
    with pytest.raises(DatabaseError, match="A rehearsal is never committed"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('history.rehearsal', 'on', true)")
        rename("mps", "The Met")
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('history.rehearsal', '', true)")
    assert names()["mps"] == "Police"


def test_others_save_meanwhile(police):
    def work():
        rename("mps", "The Met")
        write_in_turn()
        thread = elsewhere(lambda: rename("nhs", "NHS"))
        thread.join(60)
        return thread.is_alive()

    assert rehearsed(work) is False
    assert names() == {"mps": "Police", "nhs": "NHS"}


def test_a_rehearsal_goes_on_while_somebody_writes(police):
    with transaction.atomic():
        write_in_turn()
        done = []
        thread = elsewhere(lambda: done.append(rehearsed(lambda: rename("mps", "The Met"))))
        thread.join(60)
        assert done == [None]


def test_it_gives_way_to_who_waits_for_the_same_row(police, monkeypatch):
    monkeypatch.setattr(rehearsing, "LOOKS", 0)
    threads = []

    def work():
        rename("mps", "The Met")
        if not threads:
            threads.append(elsewhere(lambda: rename("mps", "Constabulary")))
            wait_until_blocked(threads[0])
        return names()["mps"]

    assert rehearsed(work) == "The Met"
    threads[0].join(60)
    assert names()["mps"] == "Constabulary"


def test_where_others_keep_the_rows_it_says_so(police, monkeypatch):
    monkeypatch.setattr(rehearsing, "PATIENCE", 10)
    said = []

    def work():
        with pytest.raises(RehearsalBusyError, match=IN_THE_WAY):
            rehearsed(lambda: rename("mps", "The Met"))
        said.append(True)

    with transaction.atomic():
        rename("mps", "Constabulary")
        elsewhere(work).join(60)
    assert said == [True]


def test_one_file_is_rehearsed_at_a_time(police):
    said = []

    def other():
        with pytest.raises(RehearsalBusyError, match=TAKEN):
            rehearsed(names, alone=True)
        said.append(rehearsed(names)["mps"])

    rehearsed(lambda: elsewhere(other).join(60), alone=True)
    assert said == ["Police"]
    assert rehearsed(names, alone=True)["nhs"] == "Health"


def test_what_the_rules_refuse_is_told(police):
    with pytest.raises(IntegrityError):
        rehearsed(lambda: rename("mps", None))
    with pytest.raises(OperationalError, match="gone"):
        rehearsed(lambda: lose())


def lose():
    """As when the database is gone."""
    raise OperationalError("gone")
