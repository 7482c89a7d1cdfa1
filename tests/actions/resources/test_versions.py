"""The version of each action in the table that the list exports: a stale row is refused, all others are taken."""

import pytest

from actions.models import Action
from actions.resources import ActionResource, ListedActionResource
from tests.factories import make_action
from tests.table_texts import dump, load

pytestmark = pytest.mark.django_db
STALE = (
    "Row 2, column version: Somebody changed this action since the table was exported. Export it anew and change that, "
    "or empty this cell to overwrite what stands."
)


@pytest.fixture
def exported(db):
    """The table as exported, with another text, before somebody changed the expected outcome."""
    action = make_action(ref="5.1.1", text="Patrol the parks.")
    table = dump(ListedActionResource)
    action.expected_outcome = "Fewer knives."
    action.save()
    return table


def test_a_row_changed_after_the_export_is_refused(exported):
    assert exported.splitlines()[0].endswith(",uid,version")
    assert load(ActionResource, exported) == [STALE]
    assert Action.objects.get().expected_outcome == "Fewer knives."


@pytest.mark.parametrize("version", ["", "2", " 2 "])
def test_a_row_without_a_version_or_with_the_one_that_stands_is_taken(exported, version):
    header, row = exported.splitlines()
    assert load(ActionResource, f"{header}\n{row.removesuffix(',1')},{version}\n") == (0, 1, 0)
    assert Action.objects.get().expected_outcome == ""


def test_a_stale_row_that_says_what_stands_is_no_change(exported):
    Action.objects.get().save()
    header, row = dump(ListedActionResource).splitlines()
    assert load(ActionResource, f"{header}\n{row.removesuffix(',3')},1\n") == (0, 0, 1)
    assert Action.objects.get().version == 3


def test_a_new_row_may_say_any_version(exported):
    header, row = exported.splitlines()
    Action.objects.all().delete()
    assert load(ActionResource, f"{header}\n{row}\n") == (1, 0, 0)
    assert Action.objects.get().version == 1


def test_the_list_exports_versions_and_nothing_else_does(client, officer, exported):
    client.force_login(officer)
    sent = {"format": "0", "resource": ""}
    table = client.post("/admin/actions/action/export/", sent).content.decode()
    assert table.splitlines()[0].endswith(",uid,version")
    assert "version" not in ActionResource.headers()
