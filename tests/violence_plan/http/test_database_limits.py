"""A lock that somebody holds, or a database that only reads, is a 503 in words; what was typed is kept."""

import re
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.utils import timezone

from accounts.models import Session
from partners.models import Alias
from tests.factories import make_partner, make_plan, make_user
from tests.page_reading import read
from violence_plan.database.limits import LIMITS, PAGE, WRITE, Limits

pytestmark = pytest.mark.django_db(transaction=True)

ADD = "/admin/partners/alias/add/"
HERE = {"origin": "http://testserver"}
QUICK = Limits(statement=10_000, lock=20, idle=10_000)


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Nobody waits long for a lock; what breaks is answered."""
    monkeypatch.setitem(LIMITS, PAGE, QUICK)
    monkeypatch.setitem(LIMITS, WRITE, QUICK)


@pytest.fixture
def held():
    """A function that lets another connection hold what a statement locks, until the test ends."""
    done, threads = Event(), []

    def hold(statement):
        has = Event()

        def other():
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(statement)
                    has.set()
                    done.wait(60)
            finally:
                connections.close_all()

        threads.append(Thread(target=other))
        threads[-1].start()
        assert has.wait(60)

    yield hold
    done.set()
    for thread in threads:
        thread.join()


@pytest.fixture
def browser(client, officer):
    """An officer's browser that has a form open."""
    client.force_login(officer)
    client.raise_request_exception = False
    client.get(ADD)
    return client


@pytest.fixture
def reading_only():
    """The database only reads, for this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    yield
    connection.close()


def kept(page):
    """What a page would send again, by name."""
    return dict(re.findall('type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode()))


def test_a_locked_table_is_a_503_to_people_and_programs(client, held):
    make_plan(slug="anytown")
    client.raise_request_exception = False
    held("LOCK TABLE actions_action")
    page, answer = client.get("/plans/anytown/actions/"), client.get("/api/v1/actions/")
    assert (page.status_code, page["Retry-After"], answer.status_code, answer["Retry-After"]) == (503, "10", 503, "10")
    assert "The portal’s database is busy and did not answer in time. Nothing is lost." in read(page)
    assert "Wait ten seconds, then load the page again." in read(page)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"].startswith("The portal's database is busy and did not answer in time.")
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_a_save_that_meets_a_long_write_keeps_what_was_typed(browser, held):
    partner = make_partner()
    held("SELECT history_take_turn()")
    form = {"name": "IGU <Manger>", "partner": partner.pk, "why": "", "password": "three words apart"}
    page = browser.post(ADD, form, headers=HERE)
    assert (page.status_code, page["Retry-After"]) == (503, "10")
    assert read(page).startswith("Nothing is saved yet The portal’s database is busy")
    assert "What you typed Name IGU <Manger>" in read(page)
    assert (kept(page)["name"], kept(page)["partner"]) == ("IGU &lt;Manger&gt;", str(partner.pk))
    assert "three words" not in page.content.decode()
    assert not Alias.objects.exists()


def test_what_a_page_elsewhere_sent_is_not_given_back(browser, held):
    partner = make_partner()
    held("SELECT history_take_turn()")
    page = browser.post(ADD, {"name": "Forged", "partner": partner.pk}, headers={"origin": "https://evil.example"})
    assert page.status_code == 503
    assert "Forged" not in page.content.decode()


def test_signing_in_and_being_seen_wait_for_no_writer(client, held):
    make_user("officer", username="anna", password="three words apart")
    held("SELECT history_take_turn()")
    page = client.post("/accounts/login/", {"login": "anna", "password": "three words apart"})
    assert page.status_code == 302
    assert client.get("/accounts/").status_code == 200


def test_signing_in_where_tries_cannot_be_counted_is_a_503(client, held):
    make_user("officer", username="anna", password="three words apart")
    client.raise_request_exception = False
    held("LOCK TABLE accounts_cache IN EXCLUSIVE MODE")  # as on a full disk, it is read and not written
    page = client.post("/accounts/login/", {"login": "anna", "password": "three words apart"})
    assert (page.status_code, page["Retry-After"]) == (503, "10")
    assert "database is busy" in read(page)


def test_a_page_does_not_wait_for_being_seen(client, held):
    client.force_login(make_user("officer"))
    Session.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    held("SELECT FROM accounts_session FOR UPDATE")
    assert client.get("/accounts/").status_code == 200


def full(execute, sql, *asked):
    """As PostgreSQL refuses to write where its disk is full."""
    if not sql.lstrip().startswith(("INSERT", "UPDATE")):
        return execute(sql, *asked)
    cause = Exception()
    cause.pgcode = "53100"
    raise OperationalError("could not extend file: No space left on device") from cause


def test_while_the_disk_is_full_pages_and_programs_are_answered_uncounted(browser, settings):
    settings.RATE_LIMIT = settings.PAGE_LIMIT = 10
    Session.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    with connection.execute_wrapper(full):
        answers = [browser.get(address).status_code for address in ("/search/", "/api/v1/plans/", "/accounts/")]
        saved = browser.post("/accounts/login/", {"login": "officer", "password": "three words apart"}, headers=HERE)
    assert answers == [200] * 3
    assert (saved.status_code, saved["Retry-After"]) == (503, "300")
    assert "until whoever runs it makes room" in read(saved)


def test_where_requests_cannot_be_counted_for_another_reason_it_is_said(client, held, settings):
    settings.RATE_LIMIT = 10
    client.raise_request_exception = False
    held("LOCK TABLE accounts_requests")
    assert client.get("/api/v1/plans/").status_code == 503


def test_while_the_database_only_reads_pages_are_served(browser, reading_only, settings):
    settings.RATE_LIMIT = 10
    make = [browser.get(address).status_code for address in ("/", "/partners/", "/api/v1/plans/", "/admin/", ADD)]
    assert make == [200] * 5
    assert (browser.get("/readyz").status_code, browser.get("/readyz").json()["database"]) == (200, "read only")


def test_while_the_database_only_reads_saves_and_signing_in_are_told_so(browser, reading_only):
    page = browser.post(ADD, {"name": "IGU"}, headers=HERE)
    assert (page.status_code, page["Retry-After"], kept(page)["name"]) == (503, "60", "IGU")
    assert "The plan can be read, but the portal takes no changes just now" in read(page)
    sign_in = browser.post("/accounts/login/", {"login": "officer", "password": "three words apart"}, headers=HERE)
    assert sign_in.status_code == 503
    assert "takes no changes just now" in read(sign_in)
