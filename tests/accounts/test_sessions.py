"""A session is found by its key; what cannot be a key finds none."""

import pytest
from django.db import connections
from django.test import Client

from accounts.models import Session
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "key", ['"\\000aaaaaaaaaaaaaaa"', "a" * 9000, "ÿ" * 32, "short", "' OR 1=1 --", '"' + "\\012" * 32]
)
@pytest.mark.parametrize("address", ["/help/", "/api/v1/", "/accounts/login/", "/readyz"])
def test_what_cannot_be_a_key_is_nobody(address, key):
    response = Client().get(address, headers={"cookie": f"sessionid={key}"})
    assert response.status_code == 200
    assert response.wsgi_request.user.is_anonymous


def test_signing_in_gives_a_new_key_to_whoever_had_one(client):
    make_user(username="ann", password="a long pass phrase")
    session = client.session  # as somebody else may have put it into this browser
    session["asked"] = "something"
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    client.post("/accounts/login/", {"login": "ann", "password": "a long pass phrase"})
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()
    assert client.session["_auth_user_id"]


def test_a_key_is_found(client):
    user = make_user()
    client.force_login(user)
    assert client.get("/help/").wsgi_request.user == user


def test_while_the_database_only_reads_a_page_notes_nothing_in_a_session(client, monkeypatch):
    client.force_login(make_user())
    session = client.session
    session["asked"] = "something"
    monkeypatch.setattr(type(connections["default"]), "is_read_only", True)
    session.save()
    assert "asked" not in client.session
