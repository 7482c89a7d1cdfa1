"""What was loaded is written again, byte for byte; what belongs to others is never overwritten."""

from pathlib import Path

import pytest
from django.conf import settings

from actions.models import Milestone
from tests.factories import make_plan
from tests.small_plan import FILES, PLAN, write_files
from violence_plan.exports import ExportError, plan_tables, write_plan
from violence_plan.imports import load_folder

pytestmark = pytest.mark.django_db

HACKNEY = Path(settings.BASE_DIR, "fixtures", "hackney-single-violence-plan")


def contents(folder):
    """Every file of a folder, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def small_plan(tmp_path):
    load_folder(folder=write_files(tmp_path / "in"), report=lambda loaded: None)


@pytest.mark.usefixtures("small_plan")
def test_refuses_a_folder_with_tables_of_others(tmp_path):
    make_plan(slug="other")
    folder = tmp_path / "in"
    with pytest.raises(ExportError) as refused:
        write_plan(slug="other", folder=folder)
    assert str(refused.value).startswith(f"{folder} holds tables that are not those of other (partners.csv, ")
    assert str(refused.value).endswith("Nothing was written. Give a new or empty folder.")
    assert contents(folder) == contents(write_files(tmp_path / "again"))


@pytest.mark.parametrize("plan_file", [None, b"", b"\xff", b"slug\n", b"title\nAnytown\n"])
@pytest.mark.usefixtures("small_plan")
def test_refuses_a_folder_of_which_the_plan_cannot_be_told(tmp_path, plan_file):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "partners.csv").write_text("precious")
    if plan_file is not None:
        (folder / "plan.csv").write_bytes(plan_file)
    with pytest.raises(ExportError, match="Nothing was written"):
        write_plan(slug=PLAN, folder=folder)
    assert (folder / "partners.csv").read_text() == "precious"


@pytest.mark.usefixtures("small_plan")
def test_refuses_a_folder_that_cannot_be_written_to(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ExportError, match=r"out cannot be written to: .+\. Give another folder\.$"):
        write_plan(slug=PLAN, folder=tmp_path / "file" / "out")


@pytest.mark.usefixtures("small_plan")
def test_every_table_comes_out_as_it_went_in(tmp_path):
    folder = tmp_path / "new" / "out"
    written = write_plan(slug=PLAN, folder=folder)
    assert contents(folder) == {file: text.encode() for file, text in FILES.items()}
    assert [file for file, rows in written] == list(FILES)
    assert dict(written)["milestones.csv"] == 3


@pytest.mark.usefixtures("small_plan")
def test_replaces_tables_of_the_same_plan_and_nothing_else(tmp_path):
    folder = tmp_path / "in"
    (folder / "source.txt").write_text("the source")
    (folder / "sections.csv").write_text("old")
    Milestone.objects.all().delete()
    write_plan(slug=PLAN, folder=folder)
    expected = {file: text.encode() for file, text in FILES.items() if file != "milestones.csv"}
    assert contents(folder) == expected | {"source.txt": b"the source"}


@pytest.mark.usefixtures("small_plan")
def test_a_plan_is_written_without_the_rows_of_another():
    make_plan(slug="other", framework=None)
    assert [file for file, rows, content in plan_tables(slug="other")] == [
        "partners.csv",
        "partner_aliases.csv",
        "former_codes.csv",
        "frameworks.csv",
        "principles.csv",
        "plan.csv",
    ]
    assert b"other" not in b"".join(content for file, rows, content in plan_tables(slug=PLAN))


def test_hackneys_plan_comes_out_as_its_fixtures_and_loads_again_unchanged(tmp_path):
    load_folder(folder=HACKNEY, report=lambda loaded: None)
    write_plan(slug=HACKNEY.name, folder=tmp_path)
    shared = {path.name: path.read_bytes() for path in HACKNEY.parent.glob("*.csv")}
    own = {path.name: path.read_bytes() for path in HACKNEY.glob("*.csv")}
    assert contents(tmp_path) == shared | own
    again = []
    load_folder(folder=tmp_path, report=again.append)
    assert {(loaded.added, loaded.changed, loaded.left_over) for loaded in again} == {(0, 0, 0)}
    assert {loaded.file for loaded in again} == shared.keys() | own.keys()
