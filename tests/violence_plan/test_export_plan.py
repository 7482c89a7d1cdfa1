"""The command writes a plan's tables and says so, or says what is wrong."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_plan
from tests.small_plan import FILES, write_files

pytestmark = pytest.mark.django_db


def export_plan(plan, folder):
    """What the command prints."""
    out = StringIO()
    call_command("export_plan", plan, str(folder), stdout=out)
    return out.getvalue().splitlines()


def test_names_the_plans_there_are(tmp_path):
    with pytest.raises(CommandError) as refused:
        export_plan("hackny", tmp_path)
    assert str(refused.value) == "There is no plan hackny. There is none yet: load one with load_plan."
    make_plan(slug="islington")
    make_plan(slug="hackney")
    with pytest.raises(CommandError) as refused:
        export_plan("hackny", tmp_path)
    assert str(refused.value) == "There is no plan hackny. There are: hackney, islington."


def test_says_why_nothing_was_written(tmp_path):
    make_plan(slug="hackney")
    folder = write_files(tmp_path)
    with pytest.raises(CommandError, match="holds tables that are not those of hackney"):
        export_plan("hackney", folder)


def test_writes_the_tables_and_counts_their_rows(tmp_path):
    call_command("load_plan", str(write_files(tmp_path / "in")), stdout=StringIO())
    said = export_plan("anytown-plan", tmp_path / "out")
    assert said[0] == "partners.csv            5 rows"
    assert said[-1] == f"Wrote 23 tables to {tmp_path / 'out'}."
    assert (tmp_path / "out" / "leads.csv").read_text() == FILES["leads.csv"]
