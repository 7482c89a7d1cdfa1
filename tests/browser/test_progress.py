"""A partner's reporter in a real browser: reports with evidence, answers for being named lead, touches nothing else."""

from datetime import date

import pytest
from playwright.sync_api import expect

from actions.models import Lead, Plan, ProgressUpdate
from actions.progress import record_update
from tests.browser.measuring import WIDTHS
from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy, make_user

pytestmark = pytest.mark.django_db(transaction=True)
PROGRESS = "/plans/anytown/progress/"
ACTIONS = "/plans/anytown/actions/"


@pytest.fixture
def plan():
    """5.1.1 and 5.1.2 are led by the police, 5.1.3 by housing, 5.1.4 by nobody."""
    plan = make_plan(slug="anytown", title="A safer town")
    knives = make_strategy(plan=plan, ref="5.1", title="Knife crime")
    police, housing = make_partner(code="police", name="Police"), make_partner(code="housing", name="Housing")
    rows = [make_action(strategy=knives, ref=f"5.1.{number}", text=f"Patrol park {number}.") for number in range(1, 5)]
    for action, partner in zip(rows, (police, police, housing), strict=False):
        make_lead(action=action, partner=partner)
    said = {"status": "at_risk", "direction": "worsening", "narrative": "No boots.", "publication": "published"}
    record_update(action=rows[0], reported_on=date(2022, 1, 31), next_update_due=date(2022, 4, 30), **said)
    return plan


@pytest.fixture
def sign_in(signed_in):
    """Signs a new user of that role in, who works for `partner` where one is given."""

    def as_role(role, partner=None):
        user = make_user(role)
        if partner:
            partner.memberships.create(user=user)
        signed_in(user)
        return user

    return as_role


@pytest.fixture
def reporter(plan, sign_in):
    """A reporter of the police, signed in."""
    return sign_in("partner-reporter", Lead.objects.filter(partner__code="police").first().partner)


def test_a_reporter_records_an_update_with_evidence_and_answers_for_a_lead(visit, reporter):
    page, _ = visit(PROGRESS)
    expect(page.get_by_role("heading", level=1)).to_have_text("What your organisation leads")
    expect(page.get_by_role("heading", name="You are named as lead of 2 actions: 2 unanswered")).to_be_visible()
    expect(page.get_by_text("5.1.3")).to_have_count(0)

    page.locator("#late").get_by_role("link", name="Report progress of 5.1.1").click()
    expect(page.get_by_label("At risk", exact=True)).to_be_checked()
    expect(page.get_by_text("No boots.")).to_be_visible()
    page.get_by_label("On track", exact=True).check()
    page.get_by_label("What happened?").fill("Boots have come.")
    page.get_by_label("Link 1: what is it?").fill("Minutes")
    page.get_by_role("button", name="Record this update").click()
    expect(page.get_by_role("alert")).to_contain_text("Give the web address of link 1, or take its title away.")
    expect(page.get_by_label("What happened?")).to_have_value("Boots have come.")
    page.get_by_label("Link 1: its web address").fill("https://example.org/minutes")
    page.get_by_role("button", name="Record this update").dblclick()
    expect(page.get_by_role("status").first).to_contain_text("recorded")
    expect(page.get_by_role("link", name="Minutes")).to_have_attribute("href", "https://example.org/minutes")
    expect(page.get_by_text("◐ In review")).to_be_visible()
    assert ProgressUpdate.objects.filter(publication="in_review").count() == 1

    page, _ = visit(PROGRESS)
    page.get_by_role("button", name="Accept being named in 5.1.1").click()
    expect(page.get_by_role("heading", name="You are named as lead of 2 actions: 1 unanswered")).to_be_visible()
    page.get_by_role("link", name="Dispute being named in 5.1.2").click()
    page.get_by_label("No, we dispute it").check()
    page.get_by_label("If you dispute it: why?").fill("Housing does this.")
    page.get_by_role("button", name="Send this answer").click()
    expect(page.get_by_role("heading", name="You are named as lead of 2 actions: all answered")).to_be_visible()
    assert list(Lead.objects.filter(partner__code="police").values_list("response", "response_reason")) == [
        ("accepted", ""),
        ("disputed", "Housing does this."),
    ]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{ACTIONS}5.1.3/report/", 403),
        (f"{ACTIONS}5.1.3/leads/housing/", 403),
        (f"{ACTIONS}5.1.4/report/", 403),
        (f"{ACTIONS}5.1.9/report/", 404),
    ],
)
def test_a_reporter_is_refused_what_others_lead(visit, reporter, address, status):
    page, answered = visit(address)
    assert answered == status
    expect(page.get_by_role("button", name="Record this update")).to_have_count(0)


@pytest.mark.parametrize("address", ["", "actions/action/", "actions/progressupdate/add/", "auth/user/"])
def test_a_reporter_never_gets_into_the_admin(visit, reporter, address):
    page, _ = visit(f"/admin/{address}")
    expect(page.get_by_role("heading", name="What would you like to work on?")).to_have_count(0)
    expect(page.locator("#changelist, #progressupdate_form")).to_have_count(0)


def test_an_officer_publishes_what_waits(visit, plan, sign_in):
    action = plan.actions.get(ref="5.1.2")
    record_update(action=action, reported_on=date(2022, 2, 1), status="on_track", publication="in_review")
    sign_in("officer")
    page, _ = visit(PROGRESS)
    page.get_by_role("button", name="Publish this update of 5.1.2").click()
    expect(page.get_by_role("status")).to_have_text("1 update is published.")
    expect(page.get_by_role("heading", name="Waiting for review")).to_have_count(0)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "address", [PROGRESS, f"{ACTIONS}5.1.1/", f"{ACTIONS}5.1.1/report/", f"{ACTIONS}5.1.1/leads/police/"]
)
@pytest.mark.parametrize("role", ["officer", "partner-reporter"])
def test_each_page_is_accessible_and_never_too_wide(visit, faults, plan, sign_in, role, address, width):
    lead = Lead.objects.filter(partner__code="police").first()
    record_update(
        action=lead.action, reported_on=date(2022, 2, 1), status="on_track", publication="in_review", narrative="Well."
    )
    Lead.objects.filter(partner__code="housing").update(
        response="disputed", response_reason="Not ours.", responded_on=date(2022, 2, 1)
    )
    sign_in(role, lead.partner if role == "partner-reporter" else None)
    page, status = visit(address, width)
    assert status == 200
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Plan.objects.count() == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_a_form_with_errors_is_accessible(visit, faults, reporter, width):
    page, _ = visit(f"{ACTIONS}5.1.2/report/", width)
    page.get_by_role("button", name="Record this update").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose how the action stands.")
    assert faults(page) == []
    page.get_by_role("link", name="Choose how the action stands.").click()
    expect(page.get_by_label("Not started")).to_be_focused()
