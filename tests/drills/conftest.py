"""What drills stand on: servers of their own that they may kill. `pytest tests/drills` runs them, `pytest` does not.

    postgres          a PostgreSQL, embedded; `debian_postgres` is Debian's (postgres.py)
    database          the DATABASE_URL of a fresh copy of Hackney's plan on it, with the users of USERS
    portal            gunicorn serving that copy (portal.py); `serve` makes further ones, with settings of their own
    proxy             nginx with TLS in front of `portal` (proxy.py)

A drill needs what it needs: it fails where nginx or Debian's PostgreSQL is missing. It may hold bounds of time.
"""

import gzip
from contextlib import ExitStack

import pytest

from tests.drills.portal import Portal, served
from tests.drills.postgres import name_of, server
from tests.drills.proxy import proxied
from tests.script.checkout import ROOT

FIRST_EDITION = ROOT / "tests" / "violence_plan" / "first_edition.sql.gz"
# Name and role of those who are in each copy; their password is portal.PASSWORD.
USERS = {"ada": "administrator", "olive": "officer"}


@pytest.fixture(scope="session")
def embedded_server():
    """The embedded PostgreSQL of all drills; use `postgres`, which is running whatever a drill before did."""
    with server("embedded") as made:
        yield made


@pytest.fixture(scope="session")
def debian_server():
    """Debian's PostgreSQL of all drills; use `debian_postgres`."""
    with server("debian") as made:
        yield made


@pytest.fixture
def postgres(embedded_server):
    """The embedded PostgreSQL, running; a drill may stop or kill it."""
    yield from running(embedded_server)


@pytest.fixture
def debian_postgres(debian_server):
    """Debian's PostgreSQL, running; a drill may stop or kill it."""
    yield from running(debian_server)


def running(made):
    """The server before a drill, and again after it as it was."""
    yield made
    if made.child.poll() is not None:
        made.start()


@pytest.fixture(scope="session")
def loaded(tmp_path_factory):
    """A function that gives the template database of a Server: prepared and loaded once, then only copied."""
    templates = {}

    def template(made):
        if made not in templates:
            name = made.new_database()
            made.restore(gzip.decompress(FIRST_EDITION.read_bytes()), name)  # quicker than loading; then it is upgraded
            ready = Portal(made.url(name), tmp_path_factory.mktemp("loading"))
            ready.manage("prepare")
            for user, role in USERS.items():
                ready.make_user(user, role)
            templates[made] = name
        return templates[made]

    return template


@pytest.fixture
def copy_of(loaded):
    """A function that makes a fresh loaded database on a Server and gives its DATABASE_URL; dropped after the drill."""
    made = []

    def copy(on):
        name = on.new_database(loaded(on))
        made.append((on, name))
        return on.url(name)

    yield copy
    for on, name in made:
        if on.child.poll() is not None:
            on.start()
        on.drop(name)


@pytest.fixture
def database(postgres, copy_of):
    """The DATABASE_URL of a fresh copy of the loaded plan on the embedded PostgreSQL."""
    return copy_of(postgres)


@pytest.fixture
def ask_database(postgres, database):
    """A function that asks the copy as superuser, past the portal: the rows of a query, with values by name."""
    return lambda sql, **values: postgres.execute(sql, values, database=name_of(database))


@pytest.fixture
def serve(tmp_path):
    """A function that serves a database: `serve(url, TRUSTED_PROXIES=1)` gives a started Portal."""
    with ExitStack() as stack:
        yield lambda url, **settings: stack.enter_context(served(url, tmp_path, **settings))


@pytest.fixture
def portal(database, serve):
    """The portal on a fresh copy, as it stands behind one proxy."""
    return serve(database, TRUSTED_PROXIES=1)


@pytest.fixture
def in_front(tmp_path_factory):
    """A function that starts nginx in front of the Portals it is given."""
    with ExitStack() as stack:
        yield lambda *portals: stack.enter_context(proxied(tmp_path_factory.mktemp("nginx"), *portals))


@pytest.fixture
def proxy(portal, in_front):
    """nginx with TLS in front of `portal`."""
    return in_front(portal)
