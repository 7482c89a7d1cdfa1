"""A file is rehearsed, then loaded: exactly what was shown, once, or not at all."""

import pytest
import tablib
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError, connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as thoroughness
from hypothesis import strategies as st

from actions.models import Action, GlossaryTerm, Plan
from actions.resources import ActionResource
from partners.models import Alias, Partner
from tables.formats import CSV, TableError
from tables.models import Upload
from tests.factories import make_partner, make_plan, make_strategy, make_term, make_user
from tests.workbooks import HEADING, workbook
from violence_plan.exports import plan_workbook
from violence_plan.imports import load_folder
from violence_plan.loading.leads import NOBODY
from violence_plan.loading.running import ALREADY, CHANGED_SINCE, GONE, NotLoadedError, load, rehearse
from violence_plan.source_tables import FILES

pytestmark = pytest.mark.django_db
SLUG = "hackney-single-violence-plan"
ALIASES = b"name,partner\nThe Met,mps\n"
ANY_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=60)


def keep(content, name="table.csv", **fields):
    """An upload of an officer's."""
    return Upload.objects.keep(user=make_user("officer"), file=SimpleUploadedFile(name, content), **fields)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.csv", b"one,two\n1,2\n", "“a” is none of a plan's tables. Name the sheet or file after one (partners,"),
        ("a.xlsx", workbook({"leads": [["plan"]], "Leads (2)": [["plan"]]}), "Two sheets hold the table leads."),
        ("a.xlsx", workbook({"Sheet1": []}), "The file is none of a plan's tables."),
        ("a.xlsx", workbook({"leads": [["plan"], [None], ["x"]]}), "leads: Row 2 is empty. Delete it."),
        ("a.xlsx", workbook({"5.1": [HEADING]}), "This is a plan's own table. Choose on the form which plan it bel"),
        ("a.csv", b"Action no.,Action,Leads\n5.1.1,a\x00,\n", "The table holds a NUL character, which no text has."),
    ],
)
def test_a_file_that_holds_no_table_is_refused(name, content, problem):
    make_plan(slug="p")
    answers = {} if name == "a.xlsx" else {"plan": "p"}
    with pytest.raises(TableError) as refused:
        rehearse(keep(content, name, answers=answers))
    assert str(refused.value).startswith(problem)


def test_a_file_for_one_table_has_one_sheet():
    with pytest.raises(TableError, match="The file has 2 sheets with rows. Keep the one with the table."):
        rehearse(keep(workbook({"a": [["x"]], "b": [["x"]]}), "a.xlsx", table="partners.alias"))


def test_what_the_database_refuses_all_the_same_is_told():
    make_partner(code="mps")

    def refuse(execute, sql, params, many, context):
        if "ALL IMMEDIATE" in sql:
            raise IntegrityError("two at one place")
        return execute(sql, params, many, context)

    upload = keep(ALIASES, table="partners.alias")
    with connection.execute_wrapper(refuse), pytest.raises(TableError, match="refused the file: two at one place"):
        rehearse(upload)
    assert not Alias.objects.exists()


def test_a_database_that_is_busy_is_no_fault_of_the_file():
    make_partner(code="mps")

    def wait(execute, sql, params, many, context):
        if sql.startswith('INSERT INTO "partners_alias"'):
            raise OperationalError("too long")
        return execute(sql, params, many, context)

    upload = keep(ALIASES, table="partners.alias")
    with connection.execute_wrapper(wait), pytest.raises(OperationalError, match="too long"):
        rehearse(upload)


def test_a_rehearsal_leaves_nothing_behind():
    make_partner(code="mps")
    upload = keep(ALIASES, table="partners.alias")
    assert rehearse(upload).added == 1
    assert not Alias.objects.exists()


def test_what_is_no_longer_as_shown_is_not_written():
    partner = make_partner(code="mps", name="Police")
    rows = b"code,name,kind,parent,public_name,succeeded_by,succeeded_on,description\nmps,The Met,organisation,,,,,\n"
    upload = keep(rows, "partners.csv")
    digest = rehearse(upload).digest
    partner.name = "Constabulary"
    partner.save()
    with pytest.raises(NotLoadedError, match=CHANGED_SINCE[:40]) as refused:
        load(upload=upload, digest=digest)
    assert refused.value.again
    assert Partner.objects.get().name == "Constabulary"
    load(upload=upload, digest=rehearse(upload).digest)
    assert Partner.objects.get().name == "The Met"


def test_a_file_is_written_once():
    make_partner(code="mps")
    upload = keep(ALIASES, table="partners.alias")
    digest = rehearse(upload).digest
    load(upload=upload, digest=digest)
    upload.refresh_from_db()
    assert bytes(upload.content) == b""
    with pytest.raises(NotLoadedError, match=ALREADY) as refused:
        load(upload=upload, digest=digest)
    assert not refused.value.again
    Upload.objects.filter(pk=upload.pk).delete()
    with pytest.raises(NotLoadedError, match=GONE):
        load(upload=upload, digest=digest)


def test_the_history_says_that_it_came_by_import():
    make_partner(code="mps")
    upload = keep(ALIASES, "spellings.csv", table="partners.alias")
    load(upload=upload, digest=rehearse(upload).digest)
    context = Alias.objects.get().events.get().pgh_context.metadata
    assert (context["source"], context["file"]) == ("import", "spellings.csv")


def test_an_unknown_lead_is_asked_for_and_the_choice_kept_as_a_spelling():
    plan = make_plan(slug="p")
    make_strategy(plan=plan, ref="5.1")
    make_partner(code="mps", name="Metropolitan Police")
    rows = [HEADING, ["5.1.1", "Patrol.", "Metropolitan Polise / Fire / tbc"]]
    upload = keep(workbook({"5.1": rows}), "plan.xlsx", answers={"plan": "p"})
    outcome = rehearse(upload)
    assert [(lead.spelling, lead.actions) for lead in outcome.unknown] == [
        ("Metropolitan Polise", ("5.1.1",)),
        ("Fire", ("5.1.1",)),
        ("tbc", ("5.1.1",)),
    ]
    assert outcome.unknown[0].nearest == [("mps", "Metropolitan Police")]
    with pytest.raises(NotLoadedError):
        load(upload=upload, digest=outcome.digest)
    assert not Action.objects.exists()
    upload.answers["leads"] = {"Metropolitan Polise": "mps", "Fire": "new:team", "tbc": NOBODY}
    upload.save()
    load(upload=upload, digest=rehearse(upload).digest)
    leads = Action.objects.get().leads.values_list("partner__code", "partner__name", "printed")
    assert list(leads) == [("mps", "Metropolitan Police", "Metropolitan Polise"), ("fire", "Fire", "Fire")]
    assert list(Alias.objects.values_list("name", "partner__code")) == [("Metropolitan Polise", "mps")]


def test_three_bad_rows_among_all_are_named_and_nothing_is_written():
    load_folder(folder=settings.BASE_DIR / "fixtures" / SLUG, report=lambda loaded: None)
    rows = [dict(row) for row in ActionResource().export(plan=SLUG).dict]
    rows[4]["publication"], rows[60]["kind"], rows[130]["due_on"] = "public", "deed", "31/12/2021"
    rows[7]["action"] = "Something else."
    dataset = tablib.Dataset(*(row.values() for row in rows), headers=ActionResource.headers())
    upload = keep(CSV().export_data(dataset).encode("cp1252"), "actions.csv")
    outcome = rehearse(upload)
    assert outcome.read_as == ["Windows-1252"]
    [table] = outcome.tables
    assert (table.changed, table.unchanged) == (1, 127)
    assert [(each.row, each.column, each.value) for each in table.refusals] == [
        (6, "publication", "public"),
        (62, "kind", "deed"),
        (132, "due_on", "31/12/2021"),
    ]
    with pytest.raises(NotLoadedError):
        load(upload=upload, digest=outcome.digest)
    assert not Action.objects.filter(text="Something else.").exists()


def test_an_empty_portal_takes_the_whole_plan_from_its_workbook_and_again_unchanged():
    with transaction.atomic():
        load_folder(folder=settings.BASE_DIR / "fixtures" / SLUG, report=lambda loaded: None)
        book = plan_workbook(slug=SLUG)
        transaction.set_rollback(True)
    assert not Plan.objects.exists()
    upload = keep(book, "plan.xlsx")
    load(upload=upload, digest=rehearse(upload).digest)
    assert Action.objects.count() == 131
    again = rehearse(keep(book, "plan.xlsx"))
    assert (again.added, again.changed, again.refused) == (0, 0, False)
    assert [f"{table.name}.csv" for table in again.tables] == [file for file in FILES if file in loaded_files()]


def loaded_files():
    """The files of the Hackney plan, shared ones too."""
    folder = settings.BASE_DIR / "fixtures" / SLUG
    return {path.name for place in (folder, folder.parent) for path in place.glob("*.csv")}


@thoroughness(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANY_TEXT, st.sampled_from(["", "=", "+", "-", "@", "\t", "\r", "'"]))
def test_any_text_survives_a_workbook(text, active):
    words = (active + text).replace("\r\n", "\n")
    with transaction.atomic():
        plan = make_plan(slug="p", introduction=words)
        make_term(plan=plan, note=words)
        outcome = rehearse(keep(plan_workbook(slug="p"), "plan.xlsx"))
        assert (outcome.added, outcome.changed, outcome.refused) == (0, 0, False)
        GlossaryTerm.objects.all().delete()
        upload = keep(plan_workbook(slug="p"), "plan.xlsx")
        assert rehearse(upload).unchanged > 0
        transaction.set_rollback(True)
