"""What a list of the admin shows to a strategy lead, and what it may be narrowed by."""

import pytest

from tests.factories import make_action, make_plan, make_strategy, make_user

pytestmark = pytest.mark.django_db
SENSITIVE = {"access": "exempt", "exempt_paragraph": 3, "handling": "official_sensitive"}


@pytest.fixture
def lead(client):
    """The client of a strategy lead of no strategy."""
    client.force_login(make_user("strategy-lead", is_staff=True, password=None))
    return client


def filters(response, name):
    """What the list may be narrowed by in the filter of that title."""
    [spec] = [spec for spec in response.context["cl"].filter_specs if spec.title == name]
    return [str(choice["display"]) for choice in spec.choices(response.context["cl"])][1:]


def test_what_is_sensitive_is_neither_listed_nor_offered(lead):
    make_strategy(plan=make_plan(title="Seen plan"), ref="1")
    make_plan(title="Another plan")
    make_strategy(plan=make_plan(title="Secret plan", **SENSITIVE), ref="2")
    response = lead.get("/admin/actions/strategy/")
    assert [row.ref for row in response.context["cl"].result_list] == ["1"]
    assert filters(response, "plan") == ["Another plan", "Seen plan"]
    assert "Secret" not in response.content.decode()


def test_what_hangs_on_it_is_hidden_with_it(lead):
    action = make_action(**SENSITIVE)
    period = action.plan.periods.create(code="p", title="P", starts_on="2026-01-01", ends_on="2026-12-31")
    action.milestones.create(plan=action.plan, period=period, text="A secret.")
    assert "A secret." not in lead.get("/admin/actions/milestone/").content.decode()
