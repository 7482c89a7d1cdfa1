"""The page of the gaps by keyboard, at 320 px and on paper, where a plan has gaps of every kind."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import (
    make_action,
    make_alignment,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
)
from violence_plan.gaps.every import KINDS

URL = "/plans/anytown/gaps/"


@pytest.fixture(scope="module", autouse=True)
def plan(standing):
    """A plan with gaps of every kind, the shortest and the longest words in them."""
    plan = make_plan(slug="anytown", title="A safer town")
    long = make_partner(name="Contextualsafeguardingandinterventionpartnership Steering Group")
    busy = make_partner(name="Police", succeeded_by=long)
    served, _, alone = (make_principle(framework=plan.framework, number=number) for number in (1, 2, 3))
    first, second, _ = (
        make_strategy(plan=plan, ref=f"5.{n}", title="Gangs and serious violence action plan", position=n)
        for n in (1, 2, 3)
    )
    for strategy in (first, second):
        for number in range(1, 12):
            make_action(strategy=strategy, ref=f"{strategy.ref}.{number}", text=f"Sweep {number}", position=number)
        alike = make_action(strategy=strategy, text="Zebra lion giraffe monkey", due_on="2020-01-01", position=90)
        make_alignment(action=alike, principle=served)
        make_lead(action=alike, partner=long)
    make_alignment(action=alike, principle=alone)
    make_action(strategy=second, expected_outcome="Peace", position=91)
    for action in plan.actions.filter(ref__in=[f"5.1.{number}" for number in range(1, 10)]):
        make_lead(action=action, partner=busy)
    for action in plan.actions.filter(ref__in=[f"5.2.{number}" for number in range(1, 5)]):
        make_lead(action=action)
    return plan


def test_gaps_of_every_kind_are_accessible_and_never_too_wide(visit, faults):
    for width in (1280, 390, 320):
        page, status = visit(URL, width)
        assert status == 200
        assert page.locator(".gap-list").count() == len(KINDS)
        for more in page.locator("details").all():
            more.locator("summary").click()
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_from_the_picture_to_a_list_to_its_rows_by_keyboard(visit):
    page, _ = visit(URL)
    page.get_by_role("link", name="Actions without a lead", exact=True).press("Enter")
    expect(page).to_have_url(re.compile("#no-lead$"))
    section = page.get_by_role("region", name="Actions without a lead")
    folded = section.get_by_role("link", name="5.2.11")
    expect(folded).not_to_be_visible()
    section.locator("summary").press("Enter")
    expect(folded).to_be_visible()


def test_other_days_by_keyboard_and_an_error_that_leads_to_its_field(visit):
    page, _ = visit(URL)
    field = page.get_by_label("Days after which an action counts as without an update")
    field.fill("many")
    field.press("Enter")
    page.get_by_role("link", name="“many” is no number of days.").press("Enter")
    expect(field).to_be_focused()
    field.fill("30")
    field.press("Enter")
    expect(page.get_by_role("heading", name="Actions without an update in 30 days")).to_be_visible()


def test_paper_has_the_folded_rows_too(visit):
    page, _ = visit(URL)
    page.emulate_media(media="print")
    folded = page.locator("#no-lead details")
    assert folded.evaluate("one => getComputedStyle(one, '::details-content').contentVisibility") == "visible"
    expect(page.locator(".gap-days")).not_to_be_visible()
