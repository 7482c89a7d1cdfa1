"""The command says what became of each table, or what is wrong."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from actions.models import Plan
from history.rows import events_of
from history.words import where, who
from tests.factories import make_user
from tests.small_plan import FILES, write_files

pytestmark = pytest.mark.django_db


def load_plan(folder, **options):
    """What the command prints."""
    out = StringIO()
    call_command("load_plan", str(folder), stdout=out, **options)
    return out.getvalue().splitlines()


def test_says_what_is_wrong_and_loads_nothing(tmp_path):
    folder = write_files(tmp_path, leads=lambda text: text.replace("community-safety,lead", "cst,chief"))
    with pytest.raises(CommandError) as refused:
        load_plan(folder)
    assert str(refused.value) == (
        "Nothing was loaded.\n"
        "  leads.csv: row 2, column partner: There is no partner “cst”. Correct it, or add it to partners.csv first.\n"
        "  leads.csv: row 2, column role: “chief” is not known. Choose one of: lead, support."
    )
    assert not Plan.objects.exists()


@pytest.mark.parametrize("role", ["strategy-lead", "board-member", None])
def test_loads_nothing_as_a_person_who_may_not(tmp_path, role):
    make_user(role, username="ann")
    with pytest.raises(CommandError, match="row 2: Officers publish, withdraw, mark, number and move"):
        load_plan(write_files(tmp_path), person="ann")
    assert not Plan.objects.exists()


def test_loads_nothing_as_a_person_who_is_not_there(tmp_path):
    make_user("officer", username="ann", is_active=False)
    with pytest.raises(CommandError, match="There is no active person called ann"):
        load_plan(write_files(tmp_path), person="ann")


def test_loads_as_an_officer_whom_the_history_names(tmp_path):
    officer = make_user("officer", username="ann")
    load_plan(write_files(tmp_path), person="ann")
    event = events_of(Plan).objects.select_related("pgh_context").get()
    assert (where(event), who([event])) == ("Import", {event.pgh_context_id: officer.username})


def test_says_what_became_of_each_table_and_again_that_nothing_changed(tmp_path):
    folder = write_files(tmp_path)
    first = load_plan(folder)
    assert len(first) == len(FILES) + 1
    assert first[0] == "partners.csv            5 added    0 changed    0 unchanged"
    assert first[-1] == "Loaded anytown-plan: 48 added, 0 changed, 0 unchanged."
    assert load_plan(folder)[-1] == "Nothing changed: the database already holds all 48 rows of anytown-plan."
    (folder / "milestones.csv").unlink()
    (folder / "sections.csv").write_text(FILES["sections.csv"].replace(",Priorities,", ",Our priorities,"))
    third = load_plan(folder)
    assert third[-1] == "Loaded anytown-plan: 0 added, 1 changed, 44 unchanged."
    assert (
        "milestones.csv          0 added    0 changed    0 unchanged; "
        "3 more in the database, which the file does not hold: they stay"
    ) in third
