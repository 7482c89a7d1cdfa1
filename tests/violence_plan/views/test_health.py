"""Help, health and the error pages."""

import json
import re

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError, InterfaceError, connection
from django.http import Http404
from django.test import Client, override_settings
from django.urls import path

from tests.factories import make_plan
from tests.page_reading import links, read
from violence_plan.database.state import OLDER
from violence_plan.database.trouble import AWAY
from violence_plan.views.health import alive, ready


def refuse(request):
    raise PermissionDenied


def misunderstand(request):
    raise SuspiciousOperation


def lose(request):
    raise Http404("There is no page “9”. This list has 3 pages.")


def break_down(request):
    raise ZeroDivisionError


urlpatterns = [path("403", refuse), path("400", misunderstand), path("404", lose), path("500", break_down)]


@pytest.mark.django_db
def test_help_has_every_number_of_the_source_ready_to_be_dialled(client):
    page = client.get("/help/")
    assert page.status_code == 200
    assert links(page) == [
        "tel:999",
        "tel:999",
        "tel:101",
        "tel:18000",
        "tel:18001101",
        "sms:999",
        "tel:08081869291",
        "tel:08081689111",
        "tel:03003031984",
        "mailto:HSsupport@victimsupport.org.uk",
    ]
    for words in (
        "If you can’t speak freely, call 999 and, when you are asked to, press 55.",
        "Monday to Friday, 8am to 8pm 0808 186 9291 At all other times 0808 1689 111",
        "National Homicide Service",
        "0300 303 1984",
        "Confidential support for children and young people who have been victims or witnesses of youth violence.",
        "all young people aged 6 to 19, and up to 25 with additional needs",
        "updated on 22 August 2022",
    ):
        assert words in read(page)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/help/", "/plans/", "/partners/", "/principles/", "/no-such-page/"])
def test_every_page_says_where_to_get_help_and_is_guarded(client, address):
    page = client.get(address)
    html = page.content.decode()
    assert '<strong>In danger now? Call <a href="tel:999">999</a>.</strong>' in html
    assert '<a href="/help/">Where to get help</a>' in html
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert "style=" not in html
    assert re.findall('<script(?![^>]* src="/static/)', html) == []


@pytest.mark.django_db
def test_the_navigation_says_where_the_reader_is(client):
    make_plan(slug="anytown", title="A safer town")
    here = client.get("/partners/").content.decode()
    assert '<a class="site-header__name" href="/">A safer town</a>' in here
    assert '<a href="/partners/" aria-current="page">Partners</a>' in here
    assert '<a href="/plans/anytown/actions/">Actions</a>' in here
    assert here.count("aria-current") == 1


def test_healthz_needs_no_database(client):
    page = client.get("/healthz")
    assert (page.status_code, page.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_is_ready(client):
    page = client.get("/readyz")
    assert (page.status_code, page.json()) == (200, {"database": "ready", "migrations": "ready", "static": "ready"})


@pytest.mark.django_db
def test_readyz_says_that_a_migration_is_missing(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'actions'")
    page = client.get("/readyz")
    said = {"database": "ready", "migrations": "not applied", "static": "ready", "detail": OLDER}
    assert (page.status_code, page.json()) == (503, said)


@pytest.mark.django_db
@pytest.mark.parametrize("error", [DatabaseError, InterfaceError])
def test_readyz_says_that_the_database_is_missing(client, error):
    def unreachable(execute, sql, params, many, context):
        raise error("could not connect to server")

    with connection.execute_wrapper(unreachable):
        page = client.get("/readyz")
    said = {"database": "not reachable", "migrations": "not known", "static": "ready", "detail": AWAY.detail}
    assert (page.status_code, page.json()) == (503, said)


@pytest.mark.django_db(transaction=True)
def test_probes_on_their_own_port_are_told_the_same(client):
    assert alive() == (200, "text/plain", b"ok\n")
    status, kind, body = ready()
    assert connection.connection is None
    assert (status, kind, json.loads(body)) == (200, "application/json", client.get("/readyz").json())


@pytest.mark.django_db
def test_not_found_leads_on(client):
    make_plan(slug="anytown")
    page = client.get("/no-such-page/")
    assert page.status_code == 404
    assert "There is no page at this address." in read(page)
    of_plan = ["/plans/anytown/", "/plans/anytown/actions/", "/partners/", "/principles/"]
    assert links(page) == [*of_plan, "/search/", "/", "/help/"]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.violence_plan.views.test_health")
def test_not_found_without_a_plan_says_why(client):
    page = client.get("/404")
    assert page.status_code == 404
    assert "There is no page “9”. This list has 3 pages." in read(page)


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.violence_plan.views.test_health")
@pytest.mark.parametrize(
    ("status", "title"),
    [
        (400, "The request could not be understood"),
        (403, "You may not see this page"),
        (500, "Something went wrong"),
    ],
)
def test_what_goes_wrong_is_said_plainly(status, title):
    page = Client(raise_request_exception=False).get(f"/{status}")
    assert page.status_code == status
    assert read(page).startswith(title)
    assert "/help/" in page.content.decode()


@override_settings(ROOT_URLCONF="tests.violence_plan.views.test_health")
def test_a_breakdown_is_told_without_a_database():
    page = Client(raise_request_exception=False).get("/500")
    assert page.status_code == 500
    assert "The fault is ours, not yours." in read(page)


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_plainly():
    page = Client(enforce_csrf_checks=True).post("/accounts/login/", {"a": "b"})
    assert page.status_code == 403
    assert read(page).startswith("The form could not be accepted Nothing was changed.")
