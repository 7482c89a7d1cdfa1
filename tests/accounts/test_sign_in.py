"""Signing in by password: who is let in, what is told to whom, and how often one may try."""

import re

import pytest
from allauth.account.adapter import get_adapter
from django.core import mail
from django.test import Client

from tests.factories import make_user
from tests.page_reading import read

pytestmark = pytest.mark.django_db

PASSWORD = "a long pass phrase"


def sign_in(client, name, password=PASSWORD, **more):
    """The answer to a try to sign in."""
    return client.post("/accounts/login/", {"login": name, "password": password, **more})


def test_the_sign_in_page_does_not_tell_who_is_here(client):
    make_user("officer", username="officer", email="officer@anytown.example", is_staff=True)
    make_user(username="left", is_staff=True, is_active=False)

    def told(name, password):
        page = sign_in(client, name, password)
        secret = r'name="csrfmiddlewaretoken" value="\w+"'
        return page.status_code, re.sub(secret, "", page.content.decode()).replace(f'value="{name}"', "")

    wrong = told("nobody", PASSWORD)
    assert wrong[0] == 200
    assert "The user name or password is not right." in wrong[1]
    assert told("officer", "wrong") == told("left", "wrong") == told("left", PASSWORD) == wrong
    assert told("officer@anytown.example", "wrong") == told("nobody@anytown.example", "wrong") == wrong
    assert told("a\x00", "wrong")[0] == 200


def test_the_sign_in_page_names_the_field_that_is_wrong(client):
    page = sign_in(client, "")
    assert "There is a problem This field is required." in read(page)
    assert 'href="#id_login"' in page.content.decode()


@pytest.mark.parametrize("after", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "\x00"])
def test_signing_in_leads_nowhere_else(client, officer, after):
    assert sign_in(client, officer.username, next=after).url == "/admin/"


def test_signing_in_leads_to_where_one_was_going(client, officer):
    assert client.get("/admin/actions/action/").url == "/admin/login/?next=/admin/actions/action/"
    page = client.get("/admin/login/?next=/admin/actions/action/")
    assert page.url == "/accounts/login/?next=%2Fadmin%2Factions%2Faction%2F"
    assert sign_in(client, officer.username, next="/admin/actions/action/").url == "/admin/actions/action/"


def test_who_does_not_enter_the_admin_is_led_to_their_account(client):
    user = make_user("board-member", email="board@anytown.example", first_name="Jo", last_name="Board")
    assert sign_in(client, "board@anytown.example").url == "/accounts/"
    page = read(client.get("/accounts/"))
    assert f"Name Jo Board User name {user.username} Role Board member Second factor Not set up" in page
    assert "Work on the plan" not in page


def test_what_a_stranger_is_told_of_an_account(client):
    assert client.get("/accounts/").url == "/accounts/login/?next=/accounts/"


def test_the_sixth_wrong_password_for_one_name_is_refused(client, officer):
    for _ in range(5):
        assert sign_in(client, officer.username, "wrong").status_code == 200
    page = sign_in(client, officer.username)
    assert (page.status_code, page["Retry-After"]) == (429, "300")
    assert read(page).startswith("Too many requests There were more tries to sign in than the portal allows.")
    assert "_auth_user_id" not in client.session


def test_names_that_nobody_has_are_refused_as_often(client):
    answers = [sign_in(client, "nobody", "wrong").status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_one_address_may_not_try_every_name(client):
    answers = [sign_in(client, f"name-{number}", "wrong").status_code for number in range(11)]
    assert answers == [200] * 10 + [429]


def test_behind_a_proxy_each_visitor_counts_for_themselves(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def tries(visitor):
        client = Client(headers={"x-forwarded-for": f"203.0.113.9, {visitor}"})
        return [sign_in(client, f"{visitor}-{number}", "wrong").status_code for number in range(11)]

    assert tries("198.51.100.1") == tries("198.51.100.2") == [200] * 10 + [429]


def test_without_a_proxy_nobody_chooses_their_address(client):
    answers = [
        client.post(
            "/accounts/login/",
            {"login": f"name-{number}", "password": "wrong"},
            headers={"x-forwarded-for": f"198.51.100.{number}"},
        ).status_code
        for number in range(11)
    ]
    assert answers == [200] * 10 + [429]


def test_nobody_signs_up(client, rf):
    assert client.get("/accounts/signup/").status_code == 404
    assert not get_adapter().is_open_for_signup(rf.get("/"))
    assert "sign up" not in read(client.get("/accounts/login/")).lower()


def test_signing_out_takes_a_click(client, officer):
    client.force_login(officer)
    assert client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/accounts/logout/").url == "/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("three words", "too short. It must contain at least 12 characters."),
        ("1qaz2wsx3edc4rfv", "This password is too common."),
        ("ann-of-anytown", "too similar to the username"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(client, password, said):
    client.force_login(make_user(username="ann-of-anytown", password=PASSWORD))
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert said in read(client.post("/accounts/password/change/", form))


def test_a_password_is_changed_by_whoever_knows_the_old_one(client, officer):
    client.force_login(officer)
    form = {"oldpassword": "wrong", "password1": "three words apart", "password2": "three words apart"}
    assert "That is not the password you have now." in read(client.post("/accounts/password/change/", form))
    assert "too short" in read(
        client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "short", "password2": "short"})
    )
    assert client.post("/accounts/password/change/", form | {"oldpassword": PASSWORD}).url == "/accounts/"
    officer.refresh_from_db()
    assert officer.check_password("three words apart")
    assert client.get("/admin/password_change/").url == "/accounts/password/change/"


def test_without_mail_an_administrator_is_to_be_asked(client, officer):
    assert "Ask an administrator" in read(client.get("/accounts/password/reset/"))
    assert "Ask an administrator" in read(client.post("/accounts/password/reset/", {"email": "a@b.example"}))
    assert mail.outbox == []


def test_with_mail_a_link_lets_choose_a_new_password(client, settings):
    settings.SENDS_MAIL = True
    user = make_user(email="jo@anytown.example")
    assert (
        client.post("/accounts/password/reset/", {"email": "JO@anytown.example"}).url
        == "/accounts/password/reset/done/"
    )
    assert read(client.get("/accounts/password/reset/done/")).startswith("Look into your mail")
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (["jo@anytown.example"], "A new password for the violence reduction plan")
    link = re.search(r"http://testserver(\S+)", letter.body)[1]
    form = client.get(client.get(link).url)
    assert "Choose a new password" in read(form)
    answer = client.post(
        form.context["action_url"], {"password1": "three words apart", "password2": "three words apart"}
    )
    assert read(client.get(answer.url)).startswith("The password is changed")
    user.refresh_from_db()
    assert user.check_password("three words apart")
    assert "This link no longer works" in read(Client().get(link))


def test_an_address_that_nobody_has_is_mailed_nothing_and_answered_alike(client, settings):
    settings.SENDS_MAIL = True
    make_user(email="jo@anytown.example")
    make_user(email="left@anytown.example", is_active=False)
    answers = [ask_for_a_link(client, f"{name}@anytown.example") for name in ("nobody", "left", "jo")]
    assert [(answer.status_code, answer.url, answer.content) for answer in answers] == [
        (302, "/accounts/password/reset/done/", b"")
    ] * 3
    assert [letter.to for letter in mail.outbox] == [["jo@anytown.example"]]


def ask_for_a_link(client, email):
    """The answer to somebody who forgot the password."""
    return client.post("/accounts/password/reset/", {"email": email})


@pytest.mark.parametrize("name", ["jo", "nobody"])
def test_links_are_sent_thrice_an_hour_to_one_address(client, settings, name):
    settings.SENDS_MAIL = True
    make_user(email="jo@anytown.example")
    answers = [ask_for_a_link(client, f"{name}@anytown.example").status_code for _ in range(4)]
    assert answers == [302] * 3 + [429]
    page = ask_for_a_link(client, f"{name}@anytown.example".upper())
    assert (page.status_code, page["Retry-After"]) == (429, "3600")
    assert read(page).startswith("Too many links were asked for")


def test_links_are_asked_for_twenty_times_an_hour_from_one_network(client, settings):
    settings.SENDS_MAIL = True
    answers = [ask_for_a_link(client, f"name-{number}@anytown.example").status_code for number in range(21)]
    assert answers == [302] * 20 + [429]


def test_a_mail_server_that_fails_is_told_in_the_log_alone(client, settings, caplog):
    settings.SENDS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    make_user(email="jo@anytown.example")
    assert ask_for_a_link(client, "jo@anytown.example").status_code == 302
    assert "A link for a new password could not be mailed: ConnectionRefusedError." in caplog.text
