"""Links to an OpenID provider: administrators see and cut them, and nobody else does."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.test import Client

from accounts.links import BoundElsewhereError, make_link
from tests.factories import make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/auth/user/"


@pytest.fixture
def linked():
    """A person whom the provider signs in."""
    user = make_user("officer", username="jo", email="jo@anytown.example", is_staff=True)
    make_link(user=user, account=SocialAccount(provider="oidc", uid="jo-1"))
    return user


def test_a_second_subject_is_refused(linked):
    with pytest.raises(BoundElsewhereError):
        make_link(user=linked, account=SocialAccount(provider="oidc", uid="jo-2"))
    assert SocialAccount.objects.get().uid == "jo-1"


@pytest.mark.parametrize("role", ["officer", "auditor", "strategy-lead", "board-member"])
def test_nobody_but_an_administrator_cuts_a_link(client, linked, role):
    client.force_login(make_user(role, is_staff=True))
    client.post(LIST, {"action": "cut_links", "_selected_action": [linked.pk]})
    assert SocialAccount.objects.exists()


def test_a_superusers_link_is_cut_by_superusers_only(client):
    superuser = make_user(is_superuser=True, is_staff=True)
    make_link(user=superuser, account=SocialAccount(provider="oidc", uid="root"))
    client.force_login(make_user("administrator", is_staff=True))
    client.post(LIST, {"action": "cut_links", "_selected_action": [superuser.pk]})
    assert SocialAccount.objects.exists()


def test_an_administrator_sees_and_cuts_a_link(client, linked, settings, caplog, django_capture_on_commit_callbacks):
    settings.SENDS_MAIL = True
    caplog.set_level("INFO", "violence_plan.security")
    administrator, theirs = make_user("administrator", is_staff=True), Client()
    client.force_login(administrator)
    theirs.force_login(linked)
    assert "jo-1, since " in client.get(f"{LIST}{linked.pk}/change/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(LIST, {"action": "cut_links", "_selected_action": [linked.pk]}, follow=True)
    assert "No longer linked to the OpenID provider: jo." in answer.content.decode()
    assert not SocialAccount.objects.exists()
    assert theirs.get("/accounts/").status_code == 302
    assert LogEntry.objects.get().change_message == "Cut the link to the OpenID provider."
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (["jo@anytown.example"], "Your account at the violence reduction plan")
    assert "An administrator cut the tie" in letter.body
    assert f"provider_unlinked user_id={linked.pk} by={administrator.pk}" in caplog.text
    again = client.post(LIST, {"action": "cut_links", "_selected_action": [linked.pk]}, follow=True)
    assert "No longer linked to the OpenID provider: nobody." in again.content.decode()
