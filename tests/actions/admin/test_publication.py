"""Publishing and withdrawing many rows at once."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission

from actions.models import Strategy
from tests.actions.admin.forms import listed
from tests.factories import make_action, make_plan, make_strategy, make_user
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


def test_a_strategy_lead_sends_own_drafts_to_review_and_publishes_nothing(client):
    lead, plan = make_user("strategy-lead", is_staff=True, password=None), make_plan()
    draft, public, other = (make_strategy(plan=plan, publication=p) for p in ("draft", "published", "draft"))
    for strategy in (draft, public):
        strategy.people.create(user=lead)
    client.force_login(lead)
    chosen = [draft.pk, public.pk, other.pk]
    client.post(STRATEGIES, {"action": "publish", "_selected_action": chosen}, follow=True)
    assert sorted(Strategy.objects.values_list("publication", flat=True)) == ["draft", "draft", "published"]
    response = client.post(STRATEGIES, {"action": "send_to_review", "_selected_action": chosen}, follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "2 left as before: you send drafts of your own strategies to review.",
        "1 now in review.",
    ]
    draft.refresh_from_db()
    assert draft.publication == "in_review"


@pytest.mark.parametrize(
    ("state", "choices"),
    [("draft", ["draft", "in_review"]), ("published", ["published"]), ("withdrawn", ["withdrawn"])],
)
def test_the_form_offers_a_strategy_lead_no_more_and_no_marks(client, state, choices):
    lead, action = make_user("strategy-lead", is_staff=True, password=None), make_action(publication=state)
    action.strategy.people.create(user=lead)
    client.force_login(lead)
    fields = client.get(f"/admin/actions/action/{action.pk}/change/").context["adminform"].form.fields
    assert [value for value, _ in fields["publication"].choices] == choices
    assert {"access", "exempt_paragraph", "handling"} & fields.keys() == set()


def test_the_list_says_what_is_exempt_and_sensitive(signed_in):
    make_action(position=1)
    make_action(position=2, access="exempt", exempt_paragraph=7)
    make_action(position=3, access="exempt", exempt_paragraph=1, handling="official_sensitive")
    assert listed(signed_in.get("/admin/actions/action/?o=2"), "marks") == [
        ("",),
        ("Exempt: paragraph 7",),
        ("Exempt: paragraph 1; official-sensitive",),
    ]
