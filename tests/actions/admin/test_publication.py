"""Publishing and withdrawing many rows at once."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission

from actions.models import Strategy
from tests.factories import make_plan, make_strategy, make_user
from tests.page_reading import read

pytestmark = pytest.mark.django_db
STRATEGIES = "/admin/actions/strategy/"


def test_who_may_only_look_publishes_nothing(client):
    reader = make_user(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_strategy"))
    client.force_login(reader)
    strategy = make_strategy(publication="draft")
    client.post(STRATEGIES, {"action": "publish", "_selected_action": [strategy.pk]})
    strategy.refresh_from_db()
    assert strategy.publication == "draft"


def test_selected_rows_are_published_with_time_and_history(signed_in):
    plan = make_plan()
    before, draft, left = (make_strategy(plan=plan, publication=p) for p in ("published", "draft", "draft"))
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    Strategy.objects.update(updated_at=long_ago)
    chosen = {"action": "publish", "_selected_action": [before.pk, draft.pk]}
    response = signed_in.post(STRATEGIES, chosen, follow=True)
    for strategy in (before, draft, left):
        strategy.refresh_from_db()
    assert (before.publication, before.updated_at) == ("published", long_ago)
    assert draft.publication == "published"
    assert draft.updated_at > long_ago
    assert (left.publication, left.updated_at) == ("draft", long_ago)
    assert [str(message) for message in response.context["messages"]] == ["1 now published; 1 already so."]
    history = read(signed_in.get(f"{STRATEGIES}{draft.pk}/history/"))
    assert "Publication [removed: Draft][added: Published]" in history
