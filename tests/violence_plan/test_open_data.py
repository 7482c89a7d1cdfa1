"""What anybody may take away holds what is published, no private person, and loads again."""

from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from actions.models import Action, Plan, ProgressUpdate, Strategy
from actions.progress import record_update
from partners.models import Alias, Partner
from tables.models import Upload
from tests.factories import make_action, make_alignment, make_plan, make_strategy, make_user
from tests.small_plan import FILES, PLAN, write_files
from violence_plan.csvw import METADATA_FILE
from violence_plan.exports import plan_tables
from violence_plan.imports import LoadError, load_folder
from violence_plan.loading.running import rehearse
from violence_plan.open_data import OpenColumn, last_change, open_plans
from violence_plan.source_tables import OPEN_TABLES

pytestmark = pytest.mark.django_db

HACKNEY = settings.BASE_DIR / "fixtures" / "hackney-single-violence-plan"
# The small plan's tables for everybody, where they are not the officers' own.
OPEN = {
    # Nothing that is published names the constabulary any more.
    "partners.csv": "".join(FILES["partners.csv"].splitlines(keepends=True)[:5]).replace("Jane Doe", "[name withheld]"),
    "strategies.csv": "".join(FILES["strategies.csv"].splitlines(keepends=True)[:2]),
    "actions.csv": """\
action_no,action,lead_partners,strategic_principles,enabling_principles,plan,strategy,theme,printed_ref,kind,\
expected_outcome,starts_on,due_on,publication,access,exempt_paragraph,handling,position,uid
1.1.1,Patrol.,"CST
A named officer of Anytown",[Strategic Principle 1] We step in early.,,anytown-plan,1.1,Enforcement,1.11,action,,\
2016-04-01,2017-03-31,published,open,,official,1,00000000-0000-4000-8000-000000000011
""",
    "updates.csv": "".join(FILES["updates.csv"].splitlines(keepends=True)[:2]),
    "source_notes.csv": FILES["source_notes.csv"].replace("anytown-plan,2,text,1.2,,,,No table.\n", ""),
    "former_refs.csv": "plan,strategy,action,former_ref\nanytown-plan,,1.1.1,1.1.3\n",
    "leads.csv": """\
plan,action,partner,role,printed,position,response,response_reason,responded_on
anytown-plan,1.1.1,community-safety,lead,CST,1,,,
anytown-plan,1.1.1,named-officer,support,A named officer of Anytown,2,,,
""",
    "alignments.csv": """\
plan,action,strategy,framework,principle,basis,printed,inherited_from,reason,confirmed_on
anytown-plan,1.1.1,,anytown-principles,strategic-1,stated,[Strategic Principle 1] We step in early.,,,
anytown-plan,1.1.1,,anytown-principles,enabling-1,assessed,,,Two partners lead.,
""",
    "evidence.csv": "".join(FILES["evidence.csv"].splitlines(keepends=True)[:2]),
}


def texts(found):
    """The tables of an OpenPlan as texts, by file."""
    return {table.file: table.content.decode() for table in found.tables}


def unpacked(archive, folder):
    """The one folder of a zip file's bytes, in `folder`."""
    ZipFile(BytesIO(archive)).extractall(folder)
    [found] = folder.iterdir()
    return found


def load(folder):
    """Load a folder; what became of its tables."""
    reports = []
    load_folder(folder=folder, report=reports.append)
    return reports


@pytest.fixture
def small_plan(tmp_path):
    """The small plan, with every update that its file has, as an OpenPlan."""
    load(write_files(tmp_path / "in"))
    [found] = open_plans(Plan.objects.all())
    return found


def test_only_what_is_published_and_no_person(small_plan):
    assert {file: text for file, text in texts(small_plan).items() if text != FILES[file]} == OPEN


def test_who_leads_nothing_that_is_published_is_not_among_them(small_plan):
    Alias.objects.create(partner=Partner.objects.get(code="constabulary"), name="The Old Bill")
    [found] = open_plans([small_plan.plan])
    assert not {"partners.csv", "partner_aliases.csv"} & {
        file for file, text in texts(found).items() if "onstabulary" in text or "Old Bill" in text
    }


def test_a_name_is_withheld_whatever_spelling(small_plan, tmp_path):
    Alias.objects.create(partner=Partner.objects.get(code="named-officer"), name="J. Doe")
    [found] = open_plans([small_plan.plan])
    assert texts(found)["partner_aliases.csv"] == FILES["partner_aliases.csv"]
    [whole] = [content for file, _, content in plan_tables(slug=PLAN) if file == "partner_aliases.csv"]
    assert b"J. Doe,named-officer" in whole


def test_what_hangs_on_something_hidden_is_hidden(small_plan):
    Strategy.objects.update(publication="withdrawn")
    [found] = open_plans([small_plan.plan])
    rows = {table.file: table.rows for table in found.tables}
    assert {file: count for file, count in rows.items() if count} == {
        "frameworks.csv": 1,
        "principles.csv": 3,
        "plan.csv": 1,
        "periods.csv": 2,
        "indicators.csv": 1,
        "measurements.csv": 1,
        "source_notes.csv": 1,
        "glossary.csv": 2,
    }
    assert ",1.1," not in "".join(texts(found).values())


def test_what_is_inherited_from_a_hidden_row_is_left_out():
    action = make_action()
    hidden = make_action(strategy=action.strategy, publication="draft")
    stated = make_alignment(action=action)
    make_alignment(action=action, basis="inherited", inherited_from=hidden)
    [found] = open_plans([action.plan])
    assert [table.rows for table in found.tables if table.file == "alignments.csv"] == [1]
    assert stated.principle.code in texts(found)["alignments.csv"]


def test_a_table_without_rows_has_its_columns():
    [found] = open_plans([make_plan(slug="anytown")])
    themes = next(table for table in found.tables if table.file == "themes.csv")
    assert (themes.rows, themes.content) == (0, b"plan,strategy,title,text,objective,position,uid\n")
    assert (themes.name, themes.title) == ("themes", "Themes")
    assert themes.text == "A sub-heading of a strategy's table; it may carry an introduction or an objective."
    assert themes.columns[0] == OpenColumn("plan", "The row of plan.csv with this slug.", is_key=True)
    assert [column.name for column in themes.columns if not column.is_key] == [
        *("text", "objective", "position", "uid")
    ]


def test_officers_still_have_everything(small_plan):
    assert {file: content.decode() for file, _, content in plan_tables(slug=PLAN)} == FILES


def test_one_folder_holds_all_and_the_same_bytes_each_time(small_plan):
    [again] = open_plans([small_plan.plan])
    assert again.archive == small_plan.archive
    names = ZipFile(BytesIO(small_plan.archive)).namelist()
    assert names == [f"{PLAN}/{file}" for file in [*OPEN_TABLES, METADATA_FILE]]
    assert set(FILES) - set(OPEN_TABLES) == {"alignment_rejections.csv"}


@pytest.mark.parametrize("source", ["small", "Hackney"])
def test_what_is_taken_away_loads_into_an_empty_portal_as_the_public_plan(tmp_path, source):
    with transaction.atomic():
        load(write_files(tmp_path / "in") if source == "small" else HACKNEY)
        [taken] = open_plans(Plan.objects.all())
        archive, taken_texts = taken.archive, texts(taken)
        transaction.set_rollback(True)
    assert not Plan.objects.exists()
    loaded = load(unpacked(archive, tmp_path / "out"))
    assert sum(table.added for table in loaded) == sum(table.rows for table in taken.tables) > 20
    [found] = open_plans(Plan.objects.all())
    assert texts(found) == taken_texts
    assert {file: content.decode() for file, _, content in plan_tables(slug=found.plan.slug)} == {
        file: text for file, text in taken_texts.items() if text.count("\n") > 1
    }
    assert {(table.added, table.changed) for table in load(unpacked(archive, tmp_path / "again"))} == {(0, 0)}


def test_what_is_taken_away_masks_nothing_of_what_stands(small_plan, tmp_path):
    before = {file: content for file, _, content in plan_tables(slug=PLAN)}
    with pytest.raises(LoadError) as refused:
        load(unpacked(small_plan.archive, tmp_path / "out"))
    [problem] = refused.value.problems
    assert problem.startswith("partners.csv: row ")
    assert ", column name: This is what a table for everybody shows in place of what stands here" in problem
    assert {file: content for file, _, content in plan_tables(slug=PLAN)} == before


MASKED = [
    ("partners.partner", "partners.csv", [("name", "[name withheld]")]),
    ("actions.action", "actions.csv", [("lead_partners", "CST\nA named officer of Anytown")]),
    (
        "actions.lead",
        "leads.csv",
        [
            ("response", ""),
            ("responded_on", ""),
            ("printed", "A named officer of Anytown"),
            ("response", ""),
            ("response_reason", ""),
            ("responded_on", ""),
        ],
    ),
]


@pytest.mark.parametrize(("table", "file", "cells"), MASKED)
def test_one_table_of_it_is_refused_cell_by_cell_where_it_would_mask_what_stands(small_plan, table, file, cells):
    content = SimpleUploadedFile(file, texts(small_plan)[file].encode())
    outcome = rehearse(Upload.objects.keep(user=make_user("officer"), file=content, table=table))
    [found] = outcome.tables
    assert sorted((each.column, each.value) for each in found.refusals) == sorted(cells)
    assert (found.changed, {"would overwrite" in each.mend for each in found.refusals}) == (0, {True})


def test_a_name_stays_where_its_partner_is_a_person_no_more(small_plan):
    Partner.objects.filter(code="named-officer").update(kind="post", public_name="", name="Town warden")
    content = SimpleUploadedFile("partners.csv", OPEN["partners.csv"].encode())
    outcome = rehearse(Upload.objects.keep(user=make_user("officer"), file=content, table="partners.partner"))
    assert [each.column for each in outcome.tables[0].refusals] == ["name"]


def test_the_plan_changes_with_what_is_seen_of_it():
    action = make_action()
    times = [datetime(2026, 1, day, tzinfo=UTC) for day in range(1, 6)]
    Plan.objects.update(updated_at=times[0])
    Strategy.objects.update(updated_at=times[1])
    Action.objects.update(updated_at=times[2])
    action.plan.refresh_from_db()
    assert last_change(action.plan) == times[2]
    hidden = make_action(strategy=make_strategy(plan=action.plan, publication="draft"))
    assert last_change(action.plan) == times[2]
    for each, publication in ((hidden, "published"), (action, "draft")):
        record_update(
            action=each, reported_on=date(2026, 1, 1), status="on_track", narrative="", publication=publication
        )
    assert last_change(action.plan) == times[2]
    record_update(action=action, reported_on=date(2026, 1, 1), status="on_track", narrative="", publication="published")
    assert last_change(action.plan) == ProgressUpdate.objects.latest("pk").recorded_at


def test_a_plan_with_nothing_in_it_is_as_old_as_itself():
    plan = make_plan()
    assert last_change(plan) == plan.updated_at


def test_more_rows_and_plans_take_no_more_queries(django_assert_num_queries):
    strategy = make_strategy()
    for _ in range(3):
        make_alignment(action=make_action(strategy=strategy))
    with django_assert_num_queries(26):
        open_plans([strategy.plan])
    another = make_strategy()
    for _ in range(20):
        make_alignment(action=make_action(strategy=strategy))
        make_alignment(action=make_action(strategy=another))
    with django_assert_num_queries(26):
        both = open_plans([strategy.plan, another.plan])
    [alone] = open_plans([another.plan])
    assert texts(both[1]) == texts(alone)
    assert both[1].changed == alone.changed
