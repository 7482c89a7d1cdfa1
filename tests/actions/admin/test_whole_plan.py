"""Publishing a plan, with its drafts or alone."""

import pytest

from actions.models import Action, Plan, Strategy
from tests.factories import make_action, make_plan, make_strategy

pytestmark = pytest.mark.django_db
PLANS = "/admin/actions/plan/"


@pytest.fixture
def plan():
    """A draft plan with two draft strategies, of which one has a draft action."""
    plan = make_plan(publication="draft", title="Anytown plan")
    make_action(strategy=make_strategy(plan=plan, publication="draft"), publication="draft")
    make_strategy(plan=plan, publication="draft")
    return plan


def states():
    """The publication of every plan, strategy and action."""
    return {row.publication for model in (Plan, Strategy, Action) for row in model.objects.all()}


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_first_it_asks_with_the_numbers_and_writes_nothing(signed_in, plan):
    page = signed_in.post(PLANS, {"action": "publish", "_selected_action": [plan.pk]})
    assert "<strong>Anytown plan</strong>: 2 strategies and 1 action" in page.content.decode()
    assert states() == {"draft"}


def test_the_drafts_go_along(signed_in, plan):
    chosen = {"action": "publish", "_selected_action": [plan.pk], "parts": "with"}
    response = signed_in.post(PLANS, chosen, follow=True)
    assert states() == {"published"}
    assert said(response) == ["Anytown plan: 4 rows now published, the plan among them or before."]


def test_the_plan_goes_alone(signed_in, plan):
    chosen = {"action": "publish", "_selected_action": [plan.pk], "parts": "alone"}
    response = signed_in.post(PLANS, chosen, follow=True)
    assert states() == {"published", "draft"}
    assert said(response) == ["Anytown plan: 1 row now published, the plan among them or before."]


def test_a_plan_without_drafts_is_published_at_once(signed_in):
    plan = make_plan(publication="draft")
    signed_in.post(PLANS, {"action": "publish", "_selected_action": [plan.pk]})
    assert states() == {"published"}


def test_a_plan_saved_as_published_says_what_of_it_is_not(signed_in, plan):
    empty = {f"{prefix}-{name}": "0" for prefix in ("sections", "periods") for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    form = {"title": plan.title, "slug": plan.slug, "area": plan.area, "framework": plan.framework_id}
    form |= {"publication": "published", "access": "open", "handling": "official"}
    response = signed_in.post(f"{PLANS}{plan.pk}/change/", form | empty, follow=True)
    assert said(response)[0].startswith("The plan is published, but 2 strategies and 1 action of it are not:")
