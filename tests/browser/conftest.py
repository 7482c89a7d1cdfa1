"""A real browser on a real server."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client

from tests.browser.measuring import RULES
from tests.emptying import empty_all

# Playwright runs an event loop in this thread, and Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# The nodes of what passes are many, and nobody reads them.
VIOLATIONS = """rules => axe.run({runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]})
    .then(found => found.violations)"""
AXE = settings.BASE_DIR / "var" / "npm" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker):
    """What is written stands until the last of a module's tests, which only read; then the database is emptied."""
    with django_db_blocker.unblock():
        yield
        empty_all()


@pytest.fixture(autouse=True)
def _live_server_helper(request):
    """The plugin's own, which empties the database after each test of the live server, but not where rows are standing.

    Settings that the server needs hold during the test.
    """
    if "live_server" in request.fixturenames:
        if "standing" not in request.fixturenames:
            request.getfixturevalue("transactional_db")
        with request.getfixturevalue("live_server")._live_server_modified_settings:
            yield
    else:
        yield


@pytest.fixture(scope="module")
def standing_hackney(standing):
    """Hackney's plan, loaded once for a module's tests; its slug."""
    slug = "hackney-single-violence-plan"
    call_command("load_plan", settings.BASE_DIR / "fixtures" / slug, verbosity=0)
    return slug


@pytest.fixture(scope="module", autouse=True)
def nothing_counted(uncounted):
    """Coverage is left to the tests that ask the portal without a browser, which takes long enough."""


@pytest.fixture(scope="session")
def base_url():
    """No server outside; the plugin's own fixture is written in a way that pytest will drop."""
    return ""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The browser that CHROMIUM names, else the machine's own; without one the tests fail."""
    executable = shutil.which(os.environ.get("CHROMIUM") or "/usr/bin/chromium")
    assert executable, "Chromium is needed: install it (Debian: apt install chromium) or name it in CHROMIUM."
    # Nobody looks on: what draws needs no process of its own, which takes a fifth off the time.
    options = ["--no-sandbox", "--disable-background-networking", "--disable-gpu", "--in-process-gpu"]
    return browser_type_launch_args | {"executable_path": executable, "args": options}


@pytest.fixture(scope="session")
def site_is_built():
    """The built style sheet; without it every page would pass or fail for the wrong reason."""
    assert Path(settings.BASE_DIR / "var" / "assets" / "site.css").exists(), "Build the assets: script/bootstrap test"


@pytest.fixture(scope="session", autouse=True)
def no_connection_left(django_db_setup, django_db_blocker):
    """A request that the browser broke off leaves its connection open, and the test database could not be dropped."""
    yield
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    connection.close()  # it may be one that a test had the server end
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) " + others)


@pytest.fixture(autouse=True)
def tries_counted_anew(request):
    """Tries to sign in are counted in a table that no test empties; each test may try as if it were the first."""
    yield
    if "live_server" in request.fixturenames:
        cache.clear()


@pytest.fixture
def signed_in(page, live_server):
    """Signs a user in to the browser's next pages, as if by hand."""

    def sign_in(user):
        client = Client()
        client.force_login(user)
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )

    return sign_in


@pytest.fixture
def visit(live_server, page, site_is_built):
    """Opens an address of the live server in a window of that width; returns the page and its status."""

    def open_at(address, width=1280):
        page.set_viewport_size({"width": width, "height": 900})
        response = page.goto(f"{live_server.url}{address}")
        return page, response.status

    return open_at


@pytest.fixture
def faults():
    """What axe finds wrong with a page: a rule, its help and where, per fault."""

    def found(page):
        # By the debugger, which the pages' Content-Security-Policy does not bind; the policy itself stays on.
        page.evaluate(AXE.read_text())
        return [
            (fault["id"], fault["help"], node["target"])
            for fault in page.evaluate(VIOLATIONS, RULES)
            for node in fault["nodes"]
        ]

    return found
