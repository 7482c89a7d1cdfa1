"""Notices by mail: whom they reach, what they hold, and what becomes of them where the mail server fails."""

import pytest
from django.core import mail

from access.security_trail import Event
from accounts.letters import FOR_ADMINISTRATORS, HAPPENED, tell
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(settings, django_capture_on_commit_callbacks):
    """What is mailed when somebody is told of an event, as a function of the same arguments as `tell`."""
    settings.SENDS_MAIL = True

    def send(*args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            tell(*args, **kwargs)
        return mail.outbox

    return send


def test_where_no_mail_is_sent_the_trail_says_it_all_the_same(told, settings, caplog):
    settings.SENDS_MAIL = False
    caplog.set_level("INFO", "violence_plan.security")
    user = make_user(email="jo@anytown.example")
    assert told(user, Event.PASSWORD_CHANGED) == []
    assert f"password_changed user_id={user.pk}" in caplog.text


def test_who_has_no_address_is_sent_nothing(told):
    assert told(make_user(email=""), Event.PASSWORD_CHANGED) == []


def test_a_mail_server_that_fails_stops_nothing(told, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    told(make_user(email="jo@anytown.example"), Event.PASSWORD_CHANGED)
    assert "A notice could not be mailed: ConnectionRefusedError." in caplog.text
    assert "jo@anytown.example" not in caplog.text


@pytest.mark.parametrize("event", HAPPENED)
def test_a_notice_says_what_happened_and_what_to_do_without_a_link(told, settings, event):
    settings.CONTACT_EMAIL = "plan@anytown.example"
    [letter, *_] = told(make_user(first_name="Jo", email="jo@anytown.example"), event)
    assert letter.body.startswith(f"Dear Jo,\n\n{HAPPENED[event]}\n\nIf this was you,")
    assert "tell an administrator of it at once (plan@anytown.example)." in letter.body
    assert "http" not in letter.body


@pytest.mark.parametrize("event", FOR_ADMINISTRATORS)
def test_administrators_are_told_too(told, event):
    make_user("administrator", email="admin@anytown.example")
    make_user("administrator", email="gone@anytown.example", is_active=False)
    [_, letter] = told(make_user(username="jo", email="jo@anytown.example"), event)
    assert letter.to == ["admin@anytown.example"]
    assert "jo" in letter.body
