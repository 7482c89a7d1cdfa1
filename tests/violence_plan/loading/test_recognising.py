"""Which table a sheet holds."""

import pytest

from actions.resources import ActionResource, LeadResource
from tables.formats import Sheet
from violence_plan.loading.recognising import printed_table, table_of


@pytest.mark.parametrize(
    ("title", "headers", "file"),
    [
        ("leads", ["anything"], "leads.csv"),
        ("Source Notes", [], "source_notes.csv"),
        ("leads (2)", [], "leads.csv"),
        ("Sheet1", LeadResource.headers(), "leads.csv"),
        ("Sheet1", ["name", "partner", "colour"], "partner_aliases.csv"),
        ("actions", ActionResource.headers(), "actions.csv"),
        ("Sheet1", ["one", "two"], None),
        ("Sheet1", [], None),
    ],
)
def test_a_table_is_known_by_its_title_or_its_columns(title, headers, file):
    table = table_of(Sheet(title, [headers] if headers else []))
    assert (table and table.file) == file


@pytest.mark.parametrize(
    "heading",
    [
        ["Action no.", "Action", "Lead partner(s)", "Strategic Principle alignment", "Enabling Principle alignment"],
        ["ACTION NO", "ACTION", "LEAD PARTNERS", "STRATEGIC PRINCIPLES", "ENABLING PRINCIPLES"],
        ["Action\nno.", " Action ", "Lead\npartner (s)", "Strategic  Principle\nalignment", "Enabling principles"],
    ],
)
def test_the_plans_own_heading_is_known_however_it_is_written(heading):
    sheet = Sheet("5.1", [["Knife crime"], [], heading, ["5.1.1", "Patrol."]])
    printed = printed_table(sheet)
    assert printed.heading == 2
    assert printed.columns == {"number": 0, "action": 1, "leads": 2, "strategic": 3, "enabling": 4}


@pytest.mark.parametrize("headers", [ActionResource.headers(), ["Action no.", "Action"], ["Action"]])
def test_another_heading_is_no_printed_table(headers):
    assert printed_table(Sheet("5.1", [headers])) is None
