"""An officer's way through a whole plan, in a real browser on Hackney's: its pictures stand in docs/officers.md."""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from playwright.sync_api import expect

from actions.models import Action, AlignmentRejection, Plan, ProgressUpdate
from tests.factories import make_user
from violence_plan.exports import plan_workbook
from violence_plan.imports import load_folder

pytestmark = pytest.mark.django_db(transaction=True)
SLUG = "hackney-single-violence-plan"
GUIDE = settings.BASE_DIR / "docs" / "officers.md"
SLOW = 60_000  # a whole plan is some thousand rows


@pytest.fixture
def picture(tmp_path):
    """Takes a picture of a page by that name; into the folder that PICTURES names where it is to be kept."""
    folder = Path(os.environ.get("PICTURES") or tmp_path)

    def take(page, name):
        page.screenshot(path=folder / f"officers-{name}.png")

    return take


@pytest.fixture
def desk(live_server, page, signed_in):
    """The admin's index, with an officer signed in."""
    signed_in(make_user("officer", is_staff=True, username="ola", first_name="Ola"))
    page.set_default_timeout(SLOW)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/admin/")
    return page


def make_workbook(path):
    """Write the whole of Hackney's plan as one workbook, and leave nothing of it in the database."""
    with transaction.atomic():
        load_folder(folder=settings.BASE_DIR / "fixtures" / SLUG, report=lambda loaded: None)
        path.write_bytes(plan_workbook(slug=SLUG))
        transaction.set_rollback(True)


def test_every_picture_of_the_guide_is_taken_here():
    shown = re.findall(r"images/(officers-[a-z-]+)\.png", GUIDE.read_text(encoding="utf-8"))
    taken = re.findall(r'picture\([a-z]+, "([a-z-]+)"\)', Path(__file__).read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(f"officers-{name}" for name in taken)
    assert [name for name in shown if not (GUIDE.parent / "images" / f"{name}.png").exists()] == []


def test_from_an_empty_portal_to_a_plan_that_is_kept(desk, live_server, picture, tmp_path):
    make_workbook(tmp_path / "hackney.xlsx")
    load(desk, tmp_path / "hackney.xlsx", picture)
    fix_rows(desk, live_server, picture)
    review_alignments(desk, live_server, picture)
    report_progress(desk, live_server, picture)
    undo_a_delete(desk, live_server, picture)
    read_what_changed(desk, live_server, picture)


def load(page, file, picture):
    """The whole plan, from one workbook."""
    page.get_by_role("link", name="Load a plan").click()
    page.get_by_label("File to import").set_input_files(file)
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("heading", level=1).filter(has_text="would change").wait_for()
    picture(page, "load")
    assert not Plan.objects.exists()
    page.get_by_role("button", name="Confirm import").click()
    page.get_by_text("Imported “hackney.xlsx”:").wait_for()
    assert Action.objects.count() == 131


def fix_rows(page, live_server, picture):
    """Two rows of the grid, and a status for all that a filter leaves."""
    page.set_viewport_size({"width": 1600, "height": 900})  # the grid is as wide as its columns
    page.goto(f"{live_server.url}/admin/actions/action/?q=5.1.")
    page.get_by_label("5.1.1 due on").fill("2026-12-31")
    page.get_by_label("5.1.2 leads").fill("Integrated Gangs Unit; mps")
    page.get_by_label("Why (kept in the history)").fill("Agreed by the board.")
    picture(page, "grid")
    page.get_by_role("button", name="Save changed rows").click()
    page.get_by_text("was changed successfully.").or_(page.get_by_text("were changed successfully.")).wait_for()
    page.get_by_label("Select all objects on this page for an action").check()
    page.get_by_label("Action:").select_option("Set the status")
    page.get_by_role("button", name="Go").click()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_label("Status", exact=True).select_option("On track")
    page.get_by_label("Reason").fill("Reported by the leads.")
    page.get_by_role("button", name="Count what would change").click()
    page.get_by_role("heading", name="What will change").wait_for()
    picture(page, "bulk")
    page.get_by_role("button", name="Confirm: change").click()
    page.get_by_text("Set the status: ").wait_for()


def review_alignments(page, live_server, picture):
    """What a merged cell covers: confirmed, or rejected with a reason."""
    page.goto(f"{live_server.url}/plans/{SLUG}/alignment/review/")
    picture(page, "review")
    row = page.locator("[id='action-5.1.2']")
    row.get_by_label("Reject").first.check()
    row.get_by_label("Why", exact=False).first.fill("It only analyses.")
    page.get_by_role("button", name="Save the choices on this page").first.click()
    page.get_by_text("rejected").first.wait_for()
    assert AlignmentRejection.objects.get().reason == "It only analyses."


def report_progress(page, live_server, picture):
    """What is late, and a report of it."""
    page.goto(f"{live_server.url}/plans/{SLUG}/progress/")
    picture(page, "progress")
    page.goto(f"{live_server.url}/plans/{SLUG}/actions/5.1.1/report/")
    page.get_by_label("At risk", exact=True).check()
    page.get_by_label("Worsening", exact=True).check()
    page.get_by_label("What happened?").fill("Two officers are ill.")
    page.get_by_label("Everybody: publish it now").check()
    page.evaluate("window.scrollTo(0, 0)")
    picture(page, "report")
    page.get_by_role("button", name="Record this update").click()
    expect(page.get_by_role("status").first).to_contain_text("recorded")
    assert ProgressUpdate.objects.published().filter(action__ref="5.1.1", status="at_risk").exists()


def undo_a_delete(page, live_server, picture):
    """An action deleted by mistake comes back as it was."""
    action = Action.objects.get(ref="5.2.2")
    page.goto(f"{live_server.url}/admin/actions/action/{action.pk}/delete/")
    page.get_by_label("Why").fill("I meant another one.")
    page.get_by_role("button", name="Yes, I’m sure").click()
    page.get_by_role("link", name="Deleted rows").click()
    page.get_by_role("row", name="5.2.2").get_by_role("link", name="See and undo").click()
    picture(page, "undo")
    page.get_by_role("button", name="Undo the delete").click()
    expect(page.get_by_text("It is back, as it was when it was deleted.")).to_be_visible()
    page.goto(f"{live_server.url}/admin/actions/action/{Action.objects.get(ref='5.1.1').pk}/history/")
    picture(page, "history")


def read_what_changed(page, live_server, picture):
    """What everybody reads of it, and what the public does."""
    page.goto(f"{live_server.url}/plans/{SLUG}/changes/")
    picture(page, "changes")
    page.goto(f"{live_server.url}/plans/{SLUG}/actions/5.1.1/")
    page.get_by_role("link", name="See this page as the public sees it").click()
    expect(page.get_by_text("Two officers are ill.").first).to_be_visible()
    picture(page, "public")
