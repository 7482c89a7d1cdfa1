"""Old addresses lead on: to what was renumbered, and to what is printed with a wrong number."""

import pytest

from actions.models import Action, Strategy
from tests.factories import make_action, make_plan, make_strategy, make_theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def knives():
    return make_strategy(plan=make_plan(slug="anytown"), ref="5.1", title="Knife crime")


def renumber(row, ref):
    type(row).objects.filter(pk=row.pk).update(ref=ref)


def leads(client, address):
    """The status of the page at that address, and where it leads."""
    page = client.get(f"/plans/anytown/{address}")
    return page.status_code, page.headers.get("Location", "").removeprefix("/plans/anytown/")


def test_a_number_that_two_rows_are_printed_with_leads_nowhere(client, knives):
    for ref in ("5.1.1", "5.1.2"):
        make_action(strategy=knives, ref=ref, printed_ref="5.11")
    assert leads(client, "actions/5.11/") == (404, "")


def test_what_may_not_be_seen_is_not_led_to(client, officer, knives):
    hidden = make_action(strategy=knives, ref="5.1.1", printed_ref="5.11", publication="draft")
    renumber(hidden, "5.1.2")
    draft = make_strategy(plan=knives.plan, ref="6.1", publication="draft")
    renumber(draft, "6.2")
    addresses = ["actions/5.11/", "actions/5.1.1/", "strategies/6.1/"]
    assert [leads(client, address) for address in addresses] == [(404, "")] * 3
    client.force_login(officer)
    assert [leads(client, address) for address in addresses] == [
        (301, "actions/5.1.2/"),
        (301, "actions/5.1.2/"),
        (301, "strategies/6.2/"),
    ]


def test_a_hidden_row_takes_no_address_from_one_that_may_be_seen(client, officer, knives):
    seen = make_action(strategy=knives, ref="5.1.1")
    renumber(seen, "5.1.2")
    make_action(strategy=knives, ref="5.1.1", publication="draft")
    make_action(strategy=knives, ref="5.1.7", printed_ref="5.1.70")
    make_action(strategy=knives, ref="5.1.8", printed_ref="5.1.70", publication="draft")
    assert leads(client, "actions/5.1.1/") == (301, "actions/5.1.2/")
    assert leads(client, "actions/5.1.70/") == (301, "actions/5.1.7/")
    client.force_login(officer)
    assert leads(client, "actions/5.1.1/") == (200, "")
    assert leads(client, "actions/5.1.70/") == (404, "")


def test_a_printed_number_leads_to_the_corrected_one_for_good(client, knives):
    make_action(strategy=knives, ref="5.9.7", printed_ref="5.97")
    page = client.get("/plans/anytown/actions/5.97/")
    assert (page.status_code, page.headers["Location"]) == (301, "/plans/anytown/actions/5.9.7/")
    assert page.headers["Cache-Control"] == "no-cache", "the number may be given to another row"


def test_a_number_in_use_leads_nowhere_else(client, knives):
    make_action(strategy=knives, ref="5.9.7", printed_ref="5.97")
    renumbered = make_action(strategy=knives, ref="5.97")
    assert leads(client, "actions/5.97/") == (200, "")
    renumber(renumbered, "5.9.8")
    assert leads(client, "actions/5.97/") == (301, "actions/5.9.8/")
    make_action(strategy=knives, ref="5.97")
    assert leads(client, "actions/5.97/") == (200, "")


def test_a_strategy_renumbered_takes_its_themes_along(client, knives):
    make_theme(strategy=knives, title="On the streets")
    renumber(knives, "6.1")
    renumber(Strategy.objects.get(pk=knives.pk), "6.2")
    for old in ("5.1", "6.1"):
        assert leads(client, f"strategies/{old}/") == (301, "strategies/6.2/")
        assert leads(client, f"strategies/{old}/themes/on-the-streets/") == (
            301,
            "strategies/6.2/themes/on-the-streets/",
        )
        assert leads(client, f"strategies/{old}/themes/zebra/") == (404, "")
    assert leads(client, "strategies/6.2/themes/on-the-streets/") == (200, "")


def test_a_number_of_another_plan_leads_nowhere(client, knives):
    make_plan(slug="elsewhere")
    renumber(make_action(strategy=knives, ref="5.1.1", printed_ref="5.11"), "5.1.2")
    assert client.get("/plans/elsewhere/actions/5.1.1/").status_code == 404
    assert client.get("/plans/elsewhere/actions/5.11/").status_code == 404
    assert Action.objects.get().ref == "5.1.2"
