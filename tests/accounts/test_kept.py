"""What is typed is not lost with the session, nor with a token that signing in has changed."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Session
from partners.models import Alias
from tests.factories import make_partner, make_user
from tests.page_reading import read

pytestmark = pytest.mark.django_db

ADD = "/admin/partners/alias/add/"
HERE = {"origin": "http://testserver"}


@pytest.fixture
def browser(officer):
    """An officer's browser that has a form open, checked for its token as every form is."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    client.get(ADD)
    return client


def token(page):
    """The token in a page's first form."""
    return re.search('name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]


def kept(page):
    """What a page would send again, by name."""
    return dict(re.findall('type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode()))


def test_what_was_typed_outlives_the_session(browser, officer):
    partner = make_partner()
    form = {"name": "IGU <Manger> & Co", "partner": partner.pk, "_save": "Save"}
    opened = token(browser.get(ADD))
    Session.objects.all().delete()
    page = browser.post(ADD, form | {"csrfmiddlewaretoken": opened})
    assert page.status_code == 403
    assert read(page).startswith("Nothing is saved yet You are no longer signed in")
    assert f"What you typed Name IGU <Manger> & Co Partner {partner.pk}" in read(page)
    assert not Alias.objects.exists()
    browser.force_login(officer)  # in another tab: a new session, and a new token
    browser.cookies["csrftoken"] = "a" * 32
    again = browser.post(ADD, form | {"csrfmiddlewaretoken": kept(page)["csrfmiddlewaretoken"]}, headers=HERE)
    assert again.status_code == 403
    assert read(again).startswith("Nothing is saved yet You signed in after the form was opened.")
    assert not Alias.objects.exists()
    fresh = kept(again)
    assert {name: fresh[name] for name in form} == {
        "name": "IGU &lt;Manger&gt; &amp; Co",
        "partner": str(partner.pk),
        "_save": "Save",
    }
    assert browser.post(ADD, form | {"csrfmiddlewaretoken": fresh["csrfmiddlewaretoken"]}).status_code == 302
    assert Alias.objects.get().name == "IGU <Manger> & Co"


def test_a_second_click_still_finds_what_was_typed_after_the_cookie_is_gone(browser):
    opened = token(browser.get(ADD))
    Session.objects.all().delete()
    browser.get("/help/")
    browser.get("/")  # a page that asks who reads it takes the dead session's cookie away
    page = browser.post(ADD, {"name": "IGU", "csrfmiddlewaretoken": opened})
    assert (page.status_code, kept(page)["name"]) == (403, "IGU")


def test_secrets_and_files_are_not_given_back(browser, officer):
    opened = token(browser.get(ADD))
    Session.objects.all().delete()
    table = SimpleUploadedFile("aliases.csv", b"name,partner\n")
    form = {"password1": "three words apart", "code": "123456", "name": "IGU", "import_file": table}
    page = browser.post("/admin/partners/alias/import/", form | {"csrfmiddlewaretoken": opened})
    assert set(kept(page)) == {"csrfmiddlewaretoken", "name"}
    assert "three words apart" not in page.content.decode()
    assert "choose it again in the form: aliases.csv." in read(page)
    assert "Passwords are not kept" in read(page)


def test_nothing_of_a_page_elsewhere_is_given_back(browser):
    for headers in ({}, {"origin": "https://evil.example"}, {"referer": "https://evil.example/a"}, {"origin": "null"}):
        page = browser.post(ADD, {"name": "Forged"}, headers=headers)
        assert page.status_code == 403
        assert read(page).startswith("The form could not be accepted")
        assert "Forged" not in page.content.decode()


def test_a_stranger_is_led_to_sign_in(client):
    assert client.post(ADD, {"name": "IGU"}).url == f"/admin/login/?next={ADD}"
    page = Client(enforce_csrf_checks=True).post(ADD, {"name": "IGU"}, headers=HERE)
    assert read(page).startswith("The form could not be accepted")


def test_nothing_of_signing_in_is_given_back(browser):
    page = browser.post("/accounts/login/", {"login": "officer", "password": "three words apart"}, headers=HERE)
    assert read(page).startswith("The form could not be accepted")
    assert "three words" not in page.content.decode()


def test_a_form_sent_before_the_second_factor_is_set_up_is_kept(client, settings):
    settings.SECOND_FACTOR = True
    client.force_login(make_user("officer", is_staff=True))
    page = client.post(ADD, {"name": "IGU"})
    assert (page.status_code, kept(page)["name"]) == (403, "IGU")


def test_the_other_tab_says_what_to_do(client, officer):
    client.force_login(officer)
    assert read(client.get("/accounts/signed-in/")).startswith("You are signed in Close this tab")
