"""The rules every table keeps, shown on partners' aliases, principles and actions."""

import pytest
import tablib
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from actions.models import Action
from actions.resources import ActionResource, GlossaryTermResource, SectionResource
from partners.models import Alias
from partners.resources import AliasResource, PartnerResource
from principles.resources import PrincipleResource
from tables.formats import CSV
from tables.resources import TableResource
from tables.results import problems_of
from tests.factories import make_framework, make_partner, make_plan, make_strategy
from tests.table_texts import dump, load

pytestmark = pytest.mark.django_db

ACTION_COLUMNS = (
    "action_no,action,lead_partners,strategic_principles,enabling_principles,plan,strategy,theme,printed_ref,kind,"
    "expected_outcome,starts_on,due_on,publication,position,uid\n"
)


@pytest.fixture
def met():
    return make_partner(code="mps", name="Metropolitan Police Service")


@pytest.fixture
def knife_crime():
    return make_strategy(plan=make_plan(slug="hackney"), ref="5.1")


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "name,patner\nMet,mps\n",
            [
                "Column “patner” is unknown. The columns are: name, partner.",
                "Column “partner” is missing. Add it; its cells may be empty where there is nothing to say.",
            ],
        ),
        ("name,partner,name\nMet,mps,Met\n", ["Column “name” stands there twice. Delete one."]),
        (
            "name,partner\nMet,mps\nPolice,mps\nMet,mps\nMet,\n",
            [
                "Row 4 repeats row 2: name “Met”. Delete or correct one of them.",
                "Row 5 repeats row 2: name “Met”. Delete or correct one of them.",
            ],
        ),
        (
            "name,partner\nMet,mps\nCity,cop\n,mps\n",
            [
                "Row 3, column partner: There is no partner “cop”. Correct it, or add it to partners.csv first.",
                "Row 4, column name: The cell is empty. Fill it in.",
            ],
        ),
        ("name,partner\nMet,\n", ["Row 2, column partner: The cell is empty. Fill it in."]),
        (
            f"name,partner\n{'x' * 201},mps\n",
            ["Row 2, column name: Ensure this value has at most 200 characters (it has 201)."],
        ),
        ("name,partner\nMet,mps\nMET,mps\n", ["Row 3: Another partner, or this one, already has this alias."]),
    ],
)
def test_refuses_a_file_and_writes_nothing(met, text, problems):
    assert load(AliasResource, text) == problems
    assert not Alias.objects.exists()


def test_a_fault_of_the_file_hides_what_follows_from_it():
    assert load(AliasResource, "nme,partner\nMet,mps\n") == [
        "Column “nme” is unknown. The columns are: name, partner.",
        "Column “name” is missing. Add it; its cells may be empty where there is nothing to say.",
    ]


def test_shows_no_more_problems_than_anybody_reads(met):
    rows = "".join(f"Name {number},cop\n" for number in range(25))
    problems = load(AliasResource, f"name,partner\n{rows}")
    assert len(problems) == 21
    assert problems[-1] == "… and 5 more."
    doubles = "Met,mps\n" * 30
    assert len(load(AliasResource, f"name,partner\n{doubles}")) == 20


def test_refuses_a_file_without_rows_or_columns():
    [problem] = problems_of(AliasResource().import_data(tablib.Dataset()))
    assert problem.startswith("Column “name”, “partner” is missing.")


def test_says_what_the_database_refused(met):
    class Unruly(AliasResource):
        def save_instance(self, instance, is_create, row, **kwargs):
            raise IntegrityError("the disk is full")

    assert load(Unruly, "name,partner\nMet,mps\n") == ["Row 2: the disk is full"]


def test_adds_changes_and_leaves_alone(met):
    make_partner(code="igu")
    assert load(AliasResource, "name,partner\nMet,mps\nGangs unit,mps\n") == (2, 0, 0)
    assert load(AliasResource, "name,partner\nMet,mps\nGangs unit,igu\n") == (0, 1, 1)
    assert load(AliasResource, "name,partner\nPolice,mps\n") == (1, 0, 0)
    assert dump(AliasResource) == "name,partner\nGangs unit,igu\nMet,mps\nPolice,mps\n"


def test_refuses_a_word_that_is_none_of_a_few(knife_crime):
    text = ACTION_COLUMNS + "5.1.1,Patrol.,,,,hackney,5.1,Foo,,deed,,24/03/2021,,public,first,x\n"
    assert load(ActionResource, text) == [
        "Row 2, column theme: Strategy 5.1 of plan hackney has no theme “Foo”. "
        "Correct it, or add it to themes.csv first.",
        "Row 2, column kind: “deed” is not known. Choose one of: action, improvement.",
        "Row 2, column starts_on: “24/03/2021” is no date. Write year, month and day: 2021-03-24; "
        "spreadsheets like to change it.",
        "Row 2, column publication: “public” is not known. Choose one of: draft, in_review, published, withdrawn.",
        "Row 2, column position: “first” is no whole number. Write it in digits only: 12.",
        "Row 2, column uid: “x” is no uid. Put back what was exported; leave it empty for a new row.",
    ]


def test_an_empty_cell_is_not_said(knife_crime):
    assert load(ActionResource, ACTION_COLUMNS + "5.1.1,Patrol.,,,,hackney,5.1,,,,,,,,1,\n") == (1, 0, 0)
    action = Action.objects.get()
    assert (action.theme, action.printed_ref, action.starts_on) == (None, "", None)
    assert (action.kind, action.publication) == ("action", "draft")


def test_a_uid_names_the_row_that_was_renumbered(knife_crime):
    uid = "3960ecd4-fdf2-5335-9c48-0529fd3ddeef"
    row = f"{{}},Patrol.,,,,hackney,5.1,,,,,,,,1,{uid}\n"
    assert load(ActionResource, ACTION_COLUMNS + row.format("5.1.1")) == (1, 0, 0)
    assert load(ActionResource, ACTION_COLUMNS + row.format("5.1.2")) == [
        "Row 2, column uid: “5.1.1 Patrol.” has this uid already. "
        "Where that row was renumbered, give it its new number here too."
    ]
    other = row.replace("3960", "0000").format("5.1.1")
    assert load(ActionResource, ACTION_COLUMNS + other) == [
        f"Row 2, column uid: A uid never changes. Put back {uid}, or leave the cell empty."
    ]


def test_names_columns_as_the_file_does(knife_crime):
    assert load(ActionResource, ACTION_COLUMNS + "5.1.1,,,,,hackney,5.1,,,,,,,,1,\n") == [
        "Row 2, column action: The cell is empty. Fill it in."
    ]


def test_line_ends_of_another_system_are_no_change(knife_crime):
    Action.objects.create(plan=knife_crime.plan, strategy=knife_crime, ref="5.1.1", text="a\r\n\r\nb", position=1)
    text = dump(ActionResource)
    assert '"a\n\nb"' in text
    assert load(ActionResource, text) == (0, 0, 1)
    assert load(ActionResource, text.replace("\n", "\r\n")) == (0, 0, 1)


def test_one_plan_of_several_is_written_and_shared_tables_are_whole():
    for slug in ("hackney", "islington"):
        plan = make_plan(slug=slug, framework=None)
        load(GlossaryTermResource, f"plan,term,expansion,basis,note\n{plan.slug},IGU,,unexpanded,\n")
        load(SectionResource, f"plan,ref,title,printed_title,introduction,position\n{plan.slug},3,Aims,,,1\n")
    make_partner(code="mps", name="Met")
    assert (
        dump(GlossaryTermResource, plan="islington") == "plan,term,expansion,basis,note\nislington,IGU,,unexpanded,\n"
    )
    assert dump(GlossaryTermResource).count("IGU") == 2
    assert dump(PartnerResource, plan="islington").count("\nmps,Met,") == 1
    assert (GlossaryTermResource.is_shared(), PartnerResource.is_shared()) == (False, True)


def test_the_database_is_asked_no_more_often_for_rows_that_stand(met):
    def queries(rows):
        text = "name,partner\n" + "".join(f"Name {number},mps\n" for number in range(rows))
        load(AliasResource, text)
        with CaptureQueriesContext(connection) as asked:
            assert load(AliasResource, text) == (0, 0, rows)
        return [query["sql"] for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]

    assert len(queries(5)) == len(queries(50)) == 2


def test_a_table_must_say_what_its_rows_are_sorted_by():
    with pytest.raises(NotImplementedError):
        TableResource().place(None)


def test_a_generated_column_and_the_key_of_three_columns(db):
    make_framework(code="vr")
    columns = "framework,kind,number,short_title,text\n"
    assert load(PrincipleResource, columns + "vr,strategic,0,Early,Early.\nvr,nice,1,,\n") == [
        "Row 2: Numbers begin with 1.",
        "Row 3, column kind: “nice” is not known. Choose one of: strategic, enabling, aim, step.",
        "Row 3, column short_title: The cell is empty. Fill it in.",
        "Row 3, column text: The cell is empty. Fill it in.",
    ]
    assert load(PrincipleResource, columns + "vr,strategic,1,Early,Early.\n") == (1, 0, 0)
    assert load(PrincipleResource, columns + "vr,strategic,1,Early,Sooner.\nvr,enabling,1,Late,Late.\n") == (1, 1, 0)


def test_preview_writes_nothing(met):
    dataset = CSV().create_dataset("name,partner\nMet,mps\n")
    assert AliasResource().import_data(dataset, dry_run=True).totals["new"] == 1
    assert not Alias.objects.exists()
