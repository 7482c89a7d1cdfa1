"""Through a real browser: an empty portal is filled by the admin alone; bad rows are named and nothing is written."""

import pytest
import tablib
from django.conf import settings
from django.db import transaction

from actions.models import Action, Plan
from actions.resources import ActionResource
from tables.formats import CSV
from tests.workbooks import HEADING, workbook
from violence_plan.exports import plan_workbook
from violence_plan.imports import load_folder

pytestmark = pytest.mark.django_db(transaction=True)
SLUG = "hackney-single-violence-plan"
SLOW = 60_000  # a whole plan is some thousand rows


def load_hackney():
    """Load the whole Hackney plan."""
    load_folder(folder=settings.BASE_DIR / "fixtures" / SLUG, report=lambda loaded: None)


@pytest.fixture
def desk(live_server, page, officer, signed_in):
    """The admin's index, with an officer signed in."""
    signed_in(officer)
    page.set_default_timeout(SLOW)
    page.goto(f"{live_server.url}/admin/")
    return page


def load(page, file, **answers):
    """Load a file from the admin's index, up to its preview."""
    page.get_by_role("link", name="Load a plan").click()
    page.get_by_label("File to import").set_input_files(file)
    for label, value in answers.items():
        page.get_by_label(label).select_option(label=value)
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("heading", level=1).filter(has_text="would change").wait_for()


def test_an_empty_portal_is_filled_from_one_workbook(desk, faults, tmp_path):
    with transaction.atomic():
        load_hackney()
        (tmp_path / "hackney.xlsx").write_bytes(plan_workbook(slug=SLUG))
        transaction.set_rollback(True)
    load(desk, tmp_path / "hackney.xlsx")
    actions = desk.locator(".import-tables tr", has=desk.get_by_role("rowheader", name="actions", exact=True))
    assert actions.locator("td").all_inner_texts() == ["131", "0", "0", "0"]
    assert faults(desk) == []
    assert not Plan.objects.exists()
    desk.get_by_role("button", name="Confirm import").click()
    desk.get_by_text("Imported “hackney.xlsx”:").wait_for()
    assert Action.objects.count() == 131


def test_three_bad_rows_among_131_write_nothing_and_are_named(desk, faults, tmp_path):
    load_hackney()
    rows = [dict(row) for row in ActionResource().export(plan=SLUG).dict]
    rows[4]["publication"], rows[60]["kind"], rows[130]["due_on"] = "public", "deed", "31/12/2021"
    rows[7]["action"] = "Something else."
    dataset = tablib.Dataset(*(row.values() for row in rows), headers=ActionResource.headers())
    (tmp_path / "actions.csv").write_text(CSV().export_data(dataset), encoding="utf-8", newline="")
    load(desk, tmp_path / "actions.csv")
    desk.get_by_role("heading", name="Nothing was imported").wait_for()
    named = [row.split("\t")[:3] for row in desk.locator(".import-refusals tbody tr").all_inner_texts()]
    assert named == [["6", "publication", "public"], ["62", "kind", "deed"], ["132", "due_on", "31/12/2021"]]
    assert desk.get_by_role("button", name="Confirm import").count() == 0
    assert faults(desk) == []
    assert not Action.objects.filter(text="Something else.").exists()


def test_an_unknown_lead_is_chosen(desk, faults, tmp_path):
    desk.set_viewport_size({"width": 390, "height": 900})
    load_hackney()
    rows = [HEADING, ["A new theme"], ["5.1.99", "Patrol more.", "Comunity Safety / IGU"]]
    (tmp_path / "5.1.xlsx").write_bytes(workbook({"5.1": rows}, {"5.1": ["A2:E2"]}))
    load(desk, tmp_path / "5.1.xlsx", Plan="Single Violence Plan")
    assert faults(desk) == []
    desk.get_by_label("“Comunity Safety”").select_option(label="Community Safety")
    desk.get_by_role("button", name="Show what would change then").click()
    desk.get_by_role("button", name="Confirm import").click()
    desk.get_by_text("Imported “5.1.xlsx”:").wait_for()
    leads = Action.objects.get(ref="5.1.99").leads.values_list("partner__code", flat=True)
    assert list(leads) == ["community-safety", "igu"]
