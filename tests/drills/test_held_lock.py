"""A table that somebody holds locked stops nobody who does not need it, and those who do only for a few seconds.

Lost: nothing; a save that meets the lock is not saved, says so, and keeps what was typed. Read meanwhile: kept pages as
ever; of all else a 503 with Retry-After and a sentence, after three seconds for who reads and five for who saves, or at
once where many wait already. It recovers by itself as soon as the lock goes.
"""

import time
from contextlib import closing, contextmanager

import psycopg2
import pytest

from tests.drills.asking import Told, ask, asked, slowest, statuses
from tests.drills.portal import hidden_fields, send
from tests.drills.postgres import SUPERUSER, name_of
from tests.script.checkout import until

PLAN = "/plans/hackney-single-violence-plan/"
KEPT = [PLAN, f"{PLAN}alignment/"]
TYPED = "typed while it was held"
HELD_FOR = 12  # seconds
STRANGERS, OFFICERS = 24, 24  # each more than one worker has threads
SENTENCES = ("database is busy and did not answer in time", "More pages are asked for at this moment")
BOUNDS = {"alive": 1, "alive by proxy": 1, "ready": 2, "ready by proxy": 2, "alive among pages": 2} | dict.fromkeys(
    KEPT, 2
)


@pytest.fixture
def portal(database, serve):
    """The portal, which limits nobody, so that all come as far as the lock."""
    return serve(database, TRUSTED_PROXIES=1, PAGE_LIMIT=0)


@contextmanager
def locked(postgres, database, table):
    """Within, somebody else holds the table."""
    with closing(psycopg2.connect(postgres.url(name_of(database), SUPERUSER))) as other:
        other.cursor().execute(f"LOCK TABLE {table}")
        yield


def askers(portal, proxy):
    """Who asks: probes, readers of kept pages, strangers for pages that nobody asked for before, officers."""
    officer = portal.signed_in("olive").cookies.get_dict()

    def at(address):
        return lambda session, number: ask(session, address)

    def by_proxy(path):
        def one(session, number):
            session.verify = str(proxy.certificate)
            return ask(session, proxy.address + path)

        return one

    def officers_page(session, number):
        session.cookies.update(officer)
        return ask(session, f"{portal.address}/admin/actions/action/?q=word{number}")

    probes = [
        ("alive", at(f"{portal.health}/healthz")),
        ("ready", at(f"{portal.health}/readyz")),
        ("alive by proxy", by_proxy("/healthz")),
        ("ready by proxy", by_proxy("/readyz")),
        ("alive among pages", at(f"{portal.address}/healthz")),
    ]
    kept = [(path, at(portal.address + path)) for path in KEPT]
    strangers = [
        (f"stranger {who}", never_asked(f"{portal.address}{PLAN}actions/?q={who}")) for who in range(STRANGERS)
    ]
    return probes + kept + strangers + [(f"officer {who}", officers_page) for who in range(OFFICERS)]


def keep(portal):
    """Ask for the pages of KEPT until each worker keeps them; a connection stays with one of them."""
    hits = 0
    while hits < 20:
        with portal.session() as session:
            answers = [session.get(portal.address + path, timeout=30) for path in KEPT]
        hit = all(answer.headers["Cache-Status"].endswith("; hit") for answer in answers)
        hits = hits + 1 if hit else 0


def never_asked(address):
    """An asker of an address that is another each time."""
    return lambda session, number: ask(session, f"{address}x{number}")


def of(told, begins):
    """All that those were told whose name begins so."""
    return [answer for name, answers in told.items() if name.startswith(begins) for answer in answers]


def saving(officer, form, address):
    """An asker that saves what it typed before the table was held."""

    def one(session, number):
        began = time.monotonic()
        answer = send(officer, address, form | {"title": TYPED})
        return Told(answer.status_code, time.monotonic() - began, answer.headers.get("Retry-After"), answer.text)

    return one


def test_a_held_table_stops_no_probe_and_no_kept_page_and_others_for_seconds(portal, proxy, postgres, database):
    keep(portal)
    officer, [(action,)] = (
        portal.signed_in("ada"),
        postgres.execute("SELECT max(id) FROM actions_action", database=name_of(database)),
    )
    address = f"{portal.address}/admin/actions/action/{action}/change/"
    everybody = [*askers(portal, proxy), ("save", saving(officer, hidden_fields(officer, address), address))]
    with locked(postgres, database, "actions_action"), asked(everybody) as told:
        time.sleep(HELD_FOR)
    for name, bound in BOUNDS.items():
        answers = told[name]
        assert statuses(answers) == {200}, (name, answers)
        assert slowest(answers) < bound, (name, answers)
        assert len(answers) > HELD_FOR / 2, name
    for name in ("stranger", "officer"):
        answers = of(told, name)
        refused = [answer for answer in answers if answer.status == 503]
        assert statuses(answers) <= {200, 503}, name  # 200: who still waited when the lock went
        assert len(refused) > STRANGERS
        assert slowest(answers) < 7, name
        assert {answer.retry_after for answer in refused} <= {"5", "10"}
        assert all(any(words in answer.text for words in SENTENCES) for answer in refused)
    saves = of(told, "save")
    assert saves
    assert all((answer.status, TYPED in answer.text) == (503, True) for answer in saves)
    assert "Nothing is saved yet" in saves[0].text
    for path in (f"{PLAN}actions/?q=afterwards", PLAN, "/readyz"):
        until(lambda path=path: portal.status(path) == 200, f"{path} is well again")
