"""What holds for every answer: its headers, who may keep it, and that a page is only read."""

import gzip

import brotli
import pytest
from django.test import Client

from tests.factories import make_action, make_user
from tests.page_reading import read

pytestmark = pytest.mark.django_db

POLICY = {
    "base-uri 'none'",
    "default-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "img-src 'self' data:",
    "object-src 'none'",
}
GUARDS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
ANSWERS = {
    "/": 200,
    "/nothing-here/": 404,
    "/help": 301,
    "/healthz": 200,
    "/readyz": 200,
    "/api/v1/": 200,
    "/api/v1/docs/": 200,
    "/api/v1/actions/?colour=red": 400,
    "/api/v1/nothing/": 404,
    "/admin/": 302,
    "/admin/login/": 302,
    "/accounts/login/": 200,
    "/static/site.css": 200,
    "/static/nothing.css": 404,
}


def guards(response):
    """The guarding headers of an answer, after a look at its content policy."""
    policy = response.headers["Content-Security-Policy"].split(";")
    assert {part.strip() for part in policy} == POLICY
    return {name: response.headers.get(name) for name in GUARDS}


@pytest.fixture
def static_file(settings, tmp_path):
    """One static file, collected."""
    (tmp_path / "site.css").write_text("body {}")
    settings.STATIC_ROOT = tmp_path


@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_is_guarded(static_file, address):
    response = Client().get(address)
    response.close()
    assert (response.status_code, guards(response)) == (ANSWERS[address], GUARDS)


@pytest.mark.parametrize(("method", "address"), [("post", "/help/"), ("post", "/accounts/login/"), ("put", "/api/v1/")])
def test_a_refused_form_is_guarded(method, address):
    response = getattr(Client(enforce_csrf_checks=True), method)(address)
    assert response.status_code in (403, 405)
    assert guards(response) == GUARDS


def test_a_host_that_is_not_ours_gets_a_guarded_answer():
    assert guards(Client().get("/", headers={"host": "evil.example"})) == GUARDS


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("signed_in", [True, False])
def test_a_page_is_only_read(method, signed_in):
    client, action = Client(enforce_csrf_checks=True), make_action()
    if signed_in:
        client.force_login(make_user("officer", is_staff=True))
    for address in ("/", "/help/", "/healthz", "/readyz", "/partners/", action.get_absolute_url()):
        page = getattr(client, method)(address)
        assert (page.status_code, page["Allow"]) == (405, "GET, HEAD"), address
        assert read(page).startswith("This page can only be read Nothing was changed.")


def test_a_page_has_a_head():
    page = Client().head("/help/")
    assert (page.status_code, page.content) == (200, b"")


@pytest.mark.parametrize("address", ["/", "/plans/", "/partners/", "/help/", "/nothing-here/", "/api/v1/actions/"])
def test_strangers_are_given_no_cookie_and_their_answers_are_kept_as_long_as_they_hold(keeping, address):
    response = Client().get(address)
    assert not response.cookies
    assert response.headers["Cache-Control"] == "no-cache, public"
    assert "Cookie" in response.headers["Vary"]


@pytest.mark.parametrize("address", ["/", "/plans/", "/help/", "/nothing-here/", "/api/v1/actions/", "/admin/"])
def test_what_officers_see_is_kept_by_nobody(officer, address):
    client = Client()
    client.force_login(officer)
    response = client.get(address)
    kept = {word.strip() for word in response.headers["Cache-Control"].split(",")}
    assert {"private", "no-store"} <= kept
    assert "Cookie" in response.headers["Vary"]


@pytest.mark.parametrize("address", ["/", "/help/", "/nothing-here/", "/api/v1/docs/"])
def test_strangers_are_answered_in_half_the_bytes(address):
    response = Client().get(address, headers={"accept-encoding": "gzip"})
    plain = Client().get(address)
    assert response.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert gzip.decompress(response.content) == plain.content
    assert len(response.content) < len(plain.content) / 2


def test_brotli_is_for_those_who_like_it():
    plain = Client().get("/help/").content
    response = Client().get("/help/", headers={"accept-encoding": "gzip;q=0.5, br"})
    assert response.headers["Content-Encoding"] == "br"
    assert response.headers["Content-Length"] == str(len(response.content))
    assert brotli.decompress(response.content) == plain


def test_what_is_short_is_not_compressed():
    response = Client().get("/healthz", headers={"accept-encoding": "gzip"})
    assert (response.content, "Content-Encoding" in response.headers) == (b"ok\n", False)


def test_what_an_officer_reads_gives_nothing_away_by_its_length(officer):
    client = Client()
    client.force_login(officer)
    response = client.get("/", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in response.headers
    assert b"</html>" in response.content


@pytest.mark.parametrize("address", ["/admin/", "/accounts/login/", "/admin/actions/action/"])
def test_the_admin_is_kept_by_nobody(address):
    assert "no-store" in Client().get(address).headers["Cache-Control"]


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(officer):
    client = Client()
    page = client.get("/accounts/login/")
    cookie = page.cookies["csrftoken"]
    assert (cookie["samesite"], cookie["secure"]) == ("Lax", "")
    assert (cookie["max-age"], cookie["expires"]) == ("", "")  # it ends with the browser
    page = client.post("/accounts/login/", {"login": officer.username, "password": "a long pass phrase"})
    session = page.cookies["sessionid"]
    assert (session["httponly"], session["samesite"], session["secure"]) == (True, "Lax", "")
