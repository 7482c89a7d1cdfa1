"""Whoever takes out a file that may hold names of private persons leaves a line in the security trail."""

import pytest
from django.core.management import call_command

from tests.factories import make_plan, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("groups")]


@pytest.fixture
def trail(caplog):
    """What the trail says."""
    return lambda: [line.getMessage() for line in caplog.records if line.name == "violence_plan.security"]


def test_a_whole_plan_as_a_workbook(client, trail):
    officer = make_user("officer", is_staff=True)
    client.force_login(officer)
    plan = make_plan()
    assert client.get(f"/admin/load/{plan.slug}.xlsx").status_code == 200
    assert trail() == [f"names_exported user_id={officer.pk} plan={plan.slug}"]


def test_a_table_of_the_admin_for_whoever_reads_names(client, trail):
    lead = make_user("strategy-lead", is_staff=True)
    client.force_login(lead)
    page = client.post("/admin/partners/partner/export/", {"format": "0", "resource": ""})
    assert page.status_code == 200
    assert trail() == [f"names_exported user_id={lead.pk} table=partners.partner"]


def test_a_plan_by_command(trail, tmp_path):
    plan = make_plan()
    call_command("export_plan", plan.slug, tmp_path / "plan", verbosity=0)
    assert trail() == [f"names_exported user_id=none plan={plan.slug}"]
