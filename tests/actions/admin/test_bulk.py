"""The menu for many actions: a page that asks and counts, a confirmation that holds for what was counted."""

import pytest

from actions.models import Action
from tests.browser_form import form_of
from tests.factories import (
    make_action,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_theme,
    make_user,
)  # fmt: skip

pytestmark = pytest.mark.django_db
LIST = "/admin/actions/action/"


@pytest.fixture
def strategy(db):
    """A strategy with two actions, a draft and a published one."""
    strategy = make_strategy(ref="5.1", plan=make_plan())
    make_action(strategy=strategy, ref="5.1.1", position=1, publication="draft")
    make_action(strategy=strategy, ref="5.1.2", position=2)
    return strategy


def chosen(client, name, query=""):
    """The page that the menu leads to for all actions."""
    keys = list(Action.objects.values_list("pk", flat=True))
    return client.post(LIST + query, {"action": name, "_selected_action": keys, "index": "0"})


def sent(client, page, button, query="", **typed):
    """The page with `typed`, sent by one of its buttons."""
    return client.post(LIST + query, form_of(page, "bulk-form") | typed | {button: "yes"})


def counts(page):
    outcome = page.context["outcome"]
    return outcome and (len(outcome.changing), len(outcome.already), len(outcome.refused))


def told(client):
    return [str(message) for message in client.get(LIST).context["messages"]]


def test_who_may_only_look_is_offered_nothing(client, strategy):
    client.force_login(make_user("auditor", is_staff=True))
    assert chosen(client, "publish").context["action_form"] is None
    assert Action.objects.filter(publication="draft").exists()


def test_nothing_is_changed_before_it_is_confirmed(signed_in, strategy):
    page = chosen(signed_in, "publish")
    assert counts(page) == (1, 1, 0)
    assert "Confirm: change 1 action" in page.content.decode()
    assert Action.objects.get(ref="5.1.1").publication == "draft"


def test_publishing_is_counted_and_confirmed(signed_in, strategy):
    query = "?publication__exact=draft"
    page = chosen(signed_in, "publish")
    response = sent(signed_in, page, "_confirm", why="The board agreed.", query=query)
    assert response.url == LIST + query
    assert told(signed_in) == ["Publish: 1 changed; 1 already so."]
    action = Action.objects.get(ref="5.1.1")
    assert (action.publication, action.events.last().pgh_context.metadata["why"]) == ("published", "The board agreed.")


def test_a_second_click_changes_nothing_more(signed_in, strategy):
    page = chosen(signed_in, "publish")
    sent(signed_in, page, "_confirm")
    before = list(Action.objects.values_list("version", flat=True))
    again = sent(signed_in, page, "_confirm")
    assert (again.status_code, counts(again)) == (409, (0, 2, 0))
    assert "Nothing more was changed" in again.content.decode()
    assert list(Action.objects.values_list("version", flat=True)) == before


def test_a_row_changed_in_between_is_counted_anew(signed_in, strategy):
    page = chosen(signed_in, "publish")
    Action.objects.get(ref="5.1.1").save()
    again = sent(signed_in, page, "_confirm")
    assert (again.status_code, counts(again)) == (409, (1, 1, 0))
    assert Action.objects.get(ref="5.1.1").publication == "draft"
    assert sent(signed_in, again, "_confirm").status_code == 302


def test_another_answer_than_was_counted_is_counted_anew(signed_in, strategy):
    first, second = make_partner(), make_partner()
    page = sent(signed_in, chosen(signed_in, "add_lead"), "_count", partner=first.pk, role="lead")
    assert counts(page) == (2, 0, 0)
    assert sent(signed_in, page, "_confirm", partner=second.pk).status_code == 409
    assert not second.leads.exists()


@pytest.mark.parametrize("keys", [["x"], ["9" * 20]])
def test_what_can_be_no_action_is_not_chosen(signed_in, strategy, keys):
    page = form_of(chosen(signed_in, "publish"), "bulk-form")
    assert signed_in.post(LIST, page | {"_selected_action": keys, "_confirm": "yes"}).status_code == 302
    assert told(signed_in)[0].startswith("Items must be selected")


def test_actions_that_are_gone_are_none(signed_in, strategy):
    page = form_of(chosen(signed_in, "publish"), "bulk-form")
    again = signed_in.post(LIST, page | {"_selected_action": "999", "_confirm": "yes"})
    assert (again.status_code, counts(again)) == (409, (0, 0, 0))


@pytest.mark.parametrize(
    ("name", "wrong", "fields"),
    [
        ("withdraw", {"why": " "}, {"why"}),
        ("set_status", {"progress": "at_risk", "why": "", "reported_on": "soon"}, {"progress", "why", "reported_on"}),
        ("move_to_theme", {"theme": "0"}, {"theme"}),
        ("add_lead", {"partner": "", "role": "boss"}, {"partner", "role"}),
        ("remove_lead", {"partner": ""}, {"partner"}),
        ("add_alignment", {"principle": "", "why": ""}, {"principle", "why"}),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_changed(signed_in, strategy, name, wrong, fields):
    page = sent(signed_in, chosen(signed_in, name), "_confirm", **wrong)
    assert set(page.context["form"].errors) == fields
    assert "Nothing was changed. Correct what is marked below." in page.content.decode()
    assert set(Action.objects.values_list("version", flat=True)) == {1}


def test_each_entry_asks_counts_and_changes(signed_in, strategy):
    theme = make_theme(strategy=strategy)
    principle = make_principle(framework=strategy.plan.framework)
    partner = make_partner(name="Police")
    make_lead(action=Action.objects.get(ref="5.1.1"), partner=partner)
    for name, typed, changed in (
        ("send_to_review", {}, "Send to review: 2 changed."),
        ("withdraw", {"why": "An error."}, "Withdraw: 2 changed."),
        ("set_status", {"progress": "at_risk:steady", "why": "Staff left."}, "Set the status: 2 changed."),
        ("move_to_theme", {"theme": theme.pk}, "Move to a theme: 2 changed."),
        ("add_lead", {"partner": partner.pk, "role": "lead"}, "Add a lead: 1 changed; 1 already so."),
        ("remove_lead", {"partner": partner.pk}, "Remove a lead: 2 changed."),
        ("add_alignment", {"principle": principle.pk, "why": "Yes."}, "Add a principle they serve: 2 changed."),
        ("remove_alignment", {"principle": principle.pk, "why": "No."}, "Remove a principle they serve: 2 changed."),
    ):
        page = sent(signed_in, chosen(signed_in, name), "_count", **typed)
        assert sent(signed_in, page, "_confirm").status_code == 302, name
        assert told(signed_in) == [changed]
    assert Action.objects.filter(updates__status="at_risk", updates__direction="steady").count() == 2


def test_what_cannot_change_is_told(client, strategy):
    user = make_user("strategy-lead", is_staff=True)
    make_strategy(plan=strategy.plan).people.create(user=user)
    client.force_login(user)
    page = chosen(client, "publish")
    assert counts(page) == (0, 0, 2)
    assert "<li>5.1.1: It stands in a strategy that you do not lead.</li>" in page.content.decode()
    assert "Confirm" not in page.content.decode()
    own = make_action(strategy=user.led_strategies.get().strategy, publication="draft")
    page = chosen(client, "send_to_review")
    assert sent(client, page, "_confirm").status_code == 302
    assert told(client) == ["Send to review: 1 changed; 2 left as they are."]
    own.refresh_from_db()
    assert own.publication == "in_review"
