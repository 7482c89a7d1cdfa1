"""Publishing and withdrawing many rows at once."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission

from actions.models import Action
from tests.factories import make_action, make_strategy, make_user
from tests.page_reading import read

pytestmark = pytest.mark.django_db
ACTIONS = "/admin/actions/action/"


def test_who_may_only_look_publishes_nothing(client):
    reader = make_user(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_action"))
    client.force_login(reader)
    action = make_action(publication="draft")
    client.post(ACTIONS, {"action": "publish", "_selected_action": [action.pk]})
    action.refresh_from_db()
    assert action.publication == "draft"


def test_selected_rows_are_published_with_time_and_history(signed_in):
    strategy = make_strategy()
    before, draft, left = (make_action(strategy=strategy, publication=p) for p in ("published", "draft", "draft"))
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    Action.objects.update(updated_at=long_ago)
    response = signed_in.post(ACTIONS, {"action": "publish", "_selected_action": [before.pk, draft.pk]}, follow=True)
    for action in (before, draft, left):
        action.refresh_from_db()
    assert (before.publication, before.updated_at) == ("published", long_ago)
    assert draft.publication == "published"
    assert draft.updated_at > long_ago
    assert (left.publication, left.updated_at) == ("draft", long_ago)
    assert [str(message) for message in response.context["messages"]] == ["1 now published; 1 already so."]
    history = read(signed_in.get(f"{ACTIONS}{draft.pk}/history/"))
    assert "Publication [removed: Draft][added: Published]" in history
