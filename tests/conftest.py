"""What every test may ask for."""

from contextlib import contextmanager
from importlib import import_module
from itertools import count
from pkgutil import walk_packages
from unittest.mock import patch

import pghistory
import pgtrigger
import pytest
from coverage import Coverage
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.backends.signals import connection_created
from django.test import override_settings
from pghistory import runtime

from access.roles import Role
from history.past import with_history
from history.rows import events_of, tracked_models
from tests import factories
from tests.emptying import empty_all
from tests.factories import make_group, make_user
from violence_plan.api.views import description
from violence_plan.variables import cache_of_answers

# The files that take longest. They begin, so that at the end no processor waits for the last of them.
LONG = ("tests/violence_plan/test_canaries.py", "tests/violence_plan/test_visibility.py",
        "tests/violence_plan/test_bad_input.py", "tests/script/", "tests/browser/")  # fmt: skip
NO_CACHE = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def pytest_ignore_collect(collection_path, config):
    """Leave out the drills, which kill servers and need nginx, unless they are named: `pytest tests/drills`."""
    if collection_path.name == "drills" and not any("drills" in argument for argument in config.args):
        return True
    return None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Put the tests of LONG files first, in the order named there; the others stay in theirs."""
    items.sort(
        key=lambda item: next((at for at, begins in enumerate(LONG) if item.nodeid.startswith(begins)), len(LONG))
    )


def pytest_addoption(parser):
    """Add our own options of pytest."""
    parser.addoption("--write-query-counts", action="store_true", help="write query_counts.csv anew")


@pytest.fixture(scope="session", autouse=True)
def plain_static_files(tmp_path_factory):
    """Static files under their own names, so that pages and the live server need no collected ones."""
    with override_settings(STORAGES=settings.STORAGES | PLAIN, STATIC_ROOT=tmp_path_factory.mktemp("static")):
        yield


@pytest.fixture(scope="session", autouse=True)
def nobody_writes():
    """What a test writes by itself is nobody's: its transaction is also that of the requests it made before.

    A browser's test has a connection of its own, so each gets this as it is made. That may be within a context, which
    takes away the last wrapper as it ends, taking it for its own: so this one is put first.
    """

    def told(connection, **_):
        if written_by_nobody not in connection.execute_wrappers:
            connection.execute_wrappers.insert(0, written_by_nobody)

    connection_created.connect(told)
    yield
    connection_created.disconnect(told)


def written_by_nobody(execute, sql, params, many, context):
    """Has PostgreSQL forget who wrote before, where no context of the history is open."""
    writes = str(sql).startswith(("INSERT", "UPDATE", "DELETE"))
    if writes and not hasattr(runtime._tracker, "value") and not context["connection"].needs_rollback:
        context["cursor"].cursor.execute("SELECT set_config('pghistory.context_metadata', '', true)")
    return execute(sql, params, many, context)


@pytest.fixture(scope="session", autouse=True)
def nothing_kept():
    """No answer is kept: the writes of a test, one transaction, are one revision. `keeping` keeps them all the same."""
    with override_settings(CACHES=settings.CACHES | {"kept": NO_CACHE}):
        yield


@pytest.fixture
def keeping():
    """Answers are kept as in production; for tests that commit what they write, or write nothing."""
    with override_settings(CACHES=settings.CACHES | {"kept": cache_of_answers()}):
        caches["kept"].clear()
        yield


@pytest.fixture(scope="session", autouse=True)
def no_second_factor():
    """Nobody needs a second factor; tests of just that, and the walk of every address, ask for it again."""
    with override_settings(SECOND_FACTOR=False):
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """Passwords are hashed in one round; the servers that tests start as processes hash them as they always do."""
    with override_settings(PASSWORD_HASHERS=["tests.quick_passwords.OneRound"]):
        yield


OF_SERVERS = {"violence_plan.asgi", "violence_plan.wsgi"}  # what only a server imports asks the database at once


@pytest.fixture(scope="session")
def made_once():
    """All that a process makes once is made while coverage is counted, whichever test comes first."""
    for package in settings.BASE_DIR.glob("*/__init__.py"):
        if package.parent.name != "tests":
            for module in walk_packages([package.parent], f"{package.parent.name}."):
                if module.name not in OF_SERVERS:
                    import_module(module.name)
    description()
    with_history()


@pytest.fixture(scope="module")
def uncounted(made_once):
    """Coverage is not counted: of a walk, which reaches only what other tests reach too, and takes half as long again.

    Lines that nothing but a walk reached are missing from the coverage, and need a test that says what they do.
    """
    counting = Coverage.current()
    if counting:
        counting.stop()
    yield
    if counting:
        counting.start()


@pytest.fixture(scope="session", autouse=True)
def no_rate_limits():
    """Everybody may ask as often as they like; tests of just that set a limit."""
    with override_settings(RATE_LIMIT=0, RATE_LIMIT_WITH_KEY=0, PAGE_LIMIT=0):
        yield


@pytest.fixture(scope="session", autouse=True)
def one_request_id():
    """All requests have one id, so that answers compare to the byte; tests of just that give each its own."""
    with patch("violence_plan.http.request_log.new_id", lambda: "0" * 32):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Connections end with their request: one kept by a thread of the live server would outlive the test database."""
    connections.settings["default"]["CONN_MAX_AGE"] = 0


@pytest.fixture(scope="session", autouse=True)
def quick_emptying():
    """Between tests that commit, the whole database is emptied, the history too, which nobody else may empty."""

    with (
        patch.object(DatabaseOperations, "execute_sql_flush", lambda operations, statements: empty_all()),
        patch("django.core.management.commands.flush.emit_post_migrate_signal"),
    ):
        yield


@pytest.fixture
def groups(db):
    """The groups of all roles, which tests that empty the database have left behind empty too."""
    return [make_group(role) for role in Role]


@pytest.fixture(scope="module", autouse=True)
def rows_numbered_anew():
    """Each file's rows are numbered from 1: those of all files together are more than a position can say."""
    factories.number = count(1)


@pytest.fixture
def public():
    """A reader who has not signed in."""
    return AnonymousUser()


@pytest.fixture
def officer(db):
    """A signed-in officer with every right."""
    return make_user("officer", is_staff=True, is_superuser=True)


@pytest.fixture(scope="module")
def hackney(django_db_setup, django_db_blocker):
    """Hackney's plan, loaded once for the tests of a module, which only read; its slug."""
    slug = "hackney-single-violence-plan"
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_plan", settings.BASE_DIR / "fixtures" / slug, verbosity=0)
        yield slug
        transaction.set_rollback(True)


@pytest.fixture
def dated(db):
    """A block whose changes were made at the moment given; a test's others at one moment, that of its beginning."""

    @contextmanager
    def block(moment, **context):
        last = {model: last_event(model) for model in tracked_models()}
        with pghistory.context(**context):
            yield
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for model, before in last.items():
                if last_event(model) > before:
                    with pgtrigger.ignore(f"{events_of(model)._meta.label}:append_only"):
                        events_of(model).objects.filter(pgh_id__gt=before).update(pgh_created_at=moment)
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    return block


def last_event(model):
    """The number of the last event of a model's history, 0 without one."""
    return events_of(model).objects.order_by("-pgh_id").values_list("pgh_id", flat=True).first() or 0
