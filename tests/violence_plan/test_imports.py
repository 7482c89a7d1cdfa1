"""A folder is loaded whole, or refused with what is wrong and how to mend it."""

from pathlib import Path

import pytest
from django.db import connection

from actions.models import Action, Plan
from partners.models import Partner
from tests.small_plan import FILES, PLAN, write_files
from violence_plan.imports import Loaded, LoadError, load_folder

pytestmark = pytest.mark.django_db


def load(folder):
    """Load a folder and return what was reported, by file name."""
    reports = {}
    assert load_folder(folder=folder, report=lambda loaded: reports.update({loaded.file: loaded})) == PLAN
    return reports


def refused(folder):
    """The problems for which a folder is refused."""
    with pytest.raises(LoadError) as error:
        load(folder)
    assert not Plan.objects.exists()
    assert not Partner.objects.exists()
    return error.value.problems


def test_refuses_what_is_no_folder_of_a_plan(tmp_path):
    assert refused(tmp_path / "nowhere") == [
        f"{tmp_path / 'nowhere'} is no folder. Give the folder of one plan, with its plan.csv."
    ]
    assert refused(tmp_path) == [f"{tmp_path} has no plan.csv, so it is no plan's folder. Give the folder of one plan."]


def test_refuses_a_file_that_is_no_table(tmp_path):
    folder = write_files(tmp_path / "plan")
    for file in ("action.csv", "leads.CSV", "themes.xlsx", "source.txt"):
        (folder / file).write_text("x")
    action, leads, themes = refused(folder)
    assert action.startswith(
        "action.csv is none of a plan's tables. Rename it to one of them, or take it out of the folder: partners.csv, "
    )
    assert leads.startswith("leads.CSV is none")
    assert themes.startswith("themes.xlsx is none")


def test_refuses_files_that_cannot_be_read_all_at_once(tmp_path):
    folder = write_files(tmp_path / "plan", leads=lambda text: text + "x\n", glossary=lambda text: "")
    (folder / "themes.csv").write_bytes(b"plan\nCaf\x81\n")
    themes, leads, glossary = refused(folder)
    assert themes.startswith("themes.csv: The file is neither whole UTF-8 nor Windows-1252 (the")
    assert leads.startswith("leads.csv: Row 4 has 1 cells where the first row has 9.")
    assert glossary.startswith("glossary.csv: The file is empty.")


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        (
            "plan",
            "slug,",
            "slugg,",
            "plan.csv: row 2, column slug: there is none, or it is empty. Give the plan a short",
        ),
        ("plan", "title,", "tittle,", "plan.csv: column “tittle” is unknown. The columns are: slug, title, area,"),
        ("plan", "\nanytown-plan,", "\nother-plan,", "periods.csv: row 2, column plan: “anytown-plan” is not the plan"),
        (
            "sections",
            "anytown-plan",
            "x",
            "sections.csv: row 2, column plan: “x” is not the plan of this folder. Write",
        ),
        (
            "actions",
            "Enforcement",
            "Foo",
            "actions.csv: row 2, column theme: Strategy 1.1 of plan anytown-plan has no theme “Foo”. "
            "Correct it, or add it to themes.csv first.",
        ),
    ],
)
def test_refuses_a_wrong_cell_and_names_file_row_and_column(tmp_path, file, old, new, problem):
    folder = write_files(tmp_path / "plan", **{file: lambda text: text.replace(old, new)})
    assert refused(folder)[0].startswith(problem)


def test_refuses_a_folder_of_two_plans(tmp_path):
    double = FILES["plan.csv"].split("\n", 1)[1].replace("anytown-plan", "other-plan")
    folder = write_files(tmp_path / "plan", plan=lambda text: text + double)
    assert refused(folder) == ["plan.csv: one folder is one plan, but the table has 2 rows. Keep one."]


def test_refuses_what_only_the_database_refuses(tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE actions_glossaryterm ADD CONSTRAINT no_gsvb CHECK (term <> 'GSVB')")
    [problem] = refused(write_files(tmp_path / "plan"))
    assert problem.startswith("glossary.csv: row 3: new row for relation")


def test_refuses_what_the_database_refuses_at_the_end(tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE forbidden (term text PRIMARY KEY)")
        cursor.execute(
            "ALTER TABLE actions_glossaryterm ADD CONSTRAINT known FOREIGN KEY (term) REFERENCES forbidden "
            "DEFERRABLE INITIALLY DEFERRED"
        )
    with pytest.raises(LoadError, match="The database refused the tables"):
        load_and_settle(write_files(tmp_path / "plan"))


def load_and_settle(folder):
    """Load a folder and let the database judge what it puts off to the end, as it does where no test surrounds it."""

    def settle(loaded):
        if loaded.file == "glossary.csv":
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    load_folder(folder=folder, report=settle)


def test_loads_every_table_and_again_nothing_changes(tmp_path):
    folder = write_files(tmp_path / "plan")
    rows = {file: text.count("\n") - 1 for file, text in FILES.items()} | {"plan.csv": 1}
    assert load(folder) == {file: Loaded(file, rows[file], 0, 0, 0) for file in FILES}
    assert load(folder) == {file: Loaded(file, 0, 0, rows[file], 0) for file in FILES}


def test_one_changed_cell_is_one_changed_row(tmp_path):
    load(write_files(tmp_path / "plan"))
    reports = load(write_files(tmp_path / "plan", actions=lambda text: text.replace("Patrol.", "Patrol more.")))
    assert reports["actions.csv"] == Loaded("actions.csv", 0, 1, 1, 0)
    assert sum(loaded.changed + loaded.added for loaded in reports.values()) == 1
    assert Action.objects.get(ref="1.1.1").text == "Patrol more."


def test_rows_that_the_files_do_not_hold_stay_and_are_counted(tmp_path):
    folder = write_files(tmp_path / "plan")
    load(folder)
    (folder / "milestones.csv").unlink()
    (folder / "leads.csv").write_text(FILES["leads.csv"].rsplit("\n", 2)[0] + "\n")
    (folder / "partner_aliases.csv").unlink()
    reports = load(folder)
    assert reports["milestones.csv"] == Loaded("milestones.csv", 0, 0, 0, 3)
    assert reports["leads.csv"] == Loaded("leads.csv", 0, 0, 1, 1)
    assert "partner_aliases.csv" not in reports


def test_takes_shared_tables_from_the_folder_above(tmp_path):
    folder = write_files(tmp_path / "plan")
    for file in ("partners.csv", "partner_aliases.csv", "frameworks.csv", "principles.csv"):
        (folder / file).rename(tmp_path / file)
    (tmp_path / "glossary.csv").write_text("not read from here")
    (folder / "partners.csv").write_text(FILES["partners.csv"].replace("Anytown Council", "Council of Anytown"))
    assert load(folder)["partner_aliases.csv"].added == 1
    assert Partner.objects.get(code="anytown").name == "Council of Anytown"


def test_a_path_may_be_relative(tmp_path, monkeypatch):
    folder = write_files(tmp_path / "plan")
    for file in ("partners.csv", "frameworks.csv"):
        (folder / file).rename(tmp_path / file)
    monkeypatch.chdir(folder)
    assert load(Path())["partners.csv"].added == 5
