"""From the printed table to rows of ours: what it says is taken over, what it does not say stays."""

import csv
from io import StringIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from actions.models import Action, Alignment, AlignmentRejection, Lead, Plan, Theme
from tables.models import Upload
from tests.factories import make_action, make_framework, make_partner, make_plan, make_principle, make_strategy
from tests.workbooks import HEADING, printed_sheets, workbook
from violence_plan.exports import plan_tables
from violence_plan.imports import load_folder
from violence_plan.loading.running import load, rehearse

pytestmark = pytest.mark.django_db
SLUG = "hackney-single-violence-plan"
S4, E3 = "[Strategic Principle 4] Harm.", "[Enabling Principle 3] Evidence."


@pytest.fixture
def plan():
    """A plan with a strategy, two principles and a partner."""
    plan = make_plan(slug="hackney", title="The plan", framework=make_framework(code="vr"))
    make_principle(framework=plan.framework, number=4)
    make_principle(framework=plan.framework, kind="enabling", number=3)
    make_strategy(plan=plan, ref="5.1", position=1)
    make_partner(code="mps", name="MPS")
    return plan


def upload(officer, sheets, merged=(), **answers):
    """A workbook of printed tables, for the plan “hackney”."""
    file = SimpleUploadedFile("plan.xlsx", workbook(sheets, merged))
    return Upload.objects.keep(user=officer, file=file, answers={"plan": "hackney"} | answers)


def taken_in(officer, sheets, merged=(), **answers):
    """The Outcome of loading printed tables for good."""
    waiting = upload(officer, sheets, merged, **answers)
    outcome = rehearse(waiting)
    assert [str(each) for table in outcome.tables for each in [*table.refusals, *table.faults]] == []
    return load(upload=waiting, digest=outcome.digest)


def links(plan):
    """The alignments of a plan's actions, in words."""
    rows = Alignment.objects.filter(action__plan=plan).order_by("action__ref", "principle__code")
    return [f"{row.action.ref} {row.principle.code} {row.basis}" for row in rows.select_related("action", "principle")]


def test_a_strategy_that_nobody_named_is_refused(plan, officer):
    outcome = rehearse(upload(officer, {"Sheet1": [HEADING, ["6.1.1", "Patrol."]]}))
    mend = "The plan has no strategy 6.1. Say on the form which strategy this is, or its title."
    assert outcome.tables[0].refusals[0].mend == mend


def test_a_principle_that_the_framework_has_not_is_refused_by_its_row(plan, officer):
    rows = [HEADING, ["Theme"], ["5.1.1", "Patrol.", "", "[Strategic Principle 9] x"]]
    outcome = rehearse(upload(officer, {"5.1": rows}))
    [refusal] = outcome.tables[-1].refusals
    assert str(refusal).startswith("Row 3, column principle: Framework vr has no principle “strategic-9”.")


def test_new_strategies_are_called_as_the_form_or_the_sheet_says(plan, officer):
    rows = [HEADING, ["6.1.1", "Patrol."]]
    taken_in(officer, {"6.1 Hate crime": rows})
    taken_in(officer, {"Sheet1": [HEADING, ["7.1", "Patrol."]]}, strategy="7", title="Serious violence")
    found = list(plan.strategies.values_list("ref", "title", "position", "publication"))
    assert found[1:] == [("6.1", "Hate crime", 2, "draft"), ("7", "Serious violence", 3, "draft")]
    assert Action.objects.get(ref="7.1").strategy.ref == "7"


def test_what_the_table_does_not_say_stays(plan, officer):
    action = make_action(strategy=plan.strategies.get(), ref="5.1.1", position=7, due_on="2030-01-01")
    other = make_partner(code="other")
    Lead.objects.create(action=action, partner=other, position=1, role="support", printed="Other")
    outcome = taken_in(officer, {"5.1": [HEADING, ["5.1.1", "Patrol.", "MPS"], ["5.1.2", "Run."]]})
    assert (outcome.added, outcome.changed) == (2, 2)
    found = Action.objects.values_list("ref", "text", "publication", "position", "due_on__year", "printed_leads")
    assert list(found.order_by("ref")) == [
        ("5.1.1", "Patrol.", "published", 7, 2030, "MPS"),
        ("5.1.2", "Run.", "draft", 8, None, ""),
    ]
    leads = Lead.objects.values_list("partner__code", "position", "role", "printed")
    assert list(leads) == [("mps", 1, "lead", "MPS"), ("other", 2, "support", "Other")]


def test_only_merged_cells_pass_on_and_never_what_an_officer_settled(plan, officer):
    actions = [make_action(strategy=plan.strategies.get(), ref=f"5.1.{n}", position=n) for n in range(1, 6)]
    strategic, enabling = plan.framework.principles.order_by("-kind")
    Alignment.objects.create(action=actions[1], principle=strategic, basis="assessed", reason="It does.")
    AlignmentRejection.objects.create(
        action=actions[2], principle=strategic, inherited_from=actions[0], reason="No.", rejected_on="2026-01-01"
    )
    rows = [HEADING, ["5.1.1", "a", "", S4, E3], *([f"5.1.{n}", "b"] for n in range(2, 6))]
    taken_in(officer, {"5.1": rows}, {"5.1": ["D2:D5"]})
    assert links(plan) == [
        "5.1.1 enabling-3 stated",
        "5.1.1 strategic-4 stated",
        "5.1.2 strategic-4 assessed",
        "5.1.4 strategic-4 inherited",
    ]
    Alignment.objects.filter(basis="inherited").update(confirmed_on="2026-01-01")
    waiting = upload(officer, {"5.1": rows}, {"5.1": ["D2:D5"]})
    assert not rehearse(waiting).writes
    assert Alignment.objects.get(basis="inherited").confirmed_on is not None


def test_a_cell_without_a_label_is_told(plan, officer):
    outcome = rehearse(upload(officer, {"5.1": [HEADING, ["5.1.1", "a", "", "Principle four"]]}))
    assert outcome.notices == ["Row 2: “Principle four” names no principle as [Strategic Principle 4]."]


@pytest.mark.parametrize("form", ["Excel", "CSV"])
def test_the_whole_hackney_plan_loads_from_its_printed_tables(officer, form):
    load_folder(folder=settings.BASE_DIR / "fixtures" / SLUG, report=lambda loaded: None)
    plan = Plan.objects.get()
    before = {file: content.decode().splitlines() for file, _, content in plan_tables(slug=SLUG)}
    sheets, merged = printed_sheets(plan)
    Action.objects.all().delete()
    Theme.objects.all().delete()
    if form == "Excel":
        file = SimpleUploadedFile("plan.xlsx", workbook(sheets, merged))
    else:
        stream = StringIO()
        csv.writer(stream).writerows([cell or "" for cell in row] for rows in sheets.values() for row in rows)
        file = SimpleUploadedFile("plan.csv", stream.getvalue().encode("cp1252"))
    waiting = Upload.objects.keep(user=officer, file=file, answers={"plan": SLUG})
    outcome = rehearse(waiting)
    assert outcome.unknown == []
    assert [str(refusal) for table in outcome.tables for refusal in table.refusals] == []
    with transaction.atomic():
        load(upload=waiting, digest=outcome.digest)
    after = {file: content.decode().splitlines() for file, _, content in plan_tables(slug=SLUG)}
    assert after["leads.csv"] == before["leads.csv"]
    changed = set(before["alignments.csv"]) ^ set(after["alignments.csv"])
    # Action 5.6.6 prints strategic labels in a cell of enabling ones, or the other way round: what is merged passes on
    # what it holds, where the rule without merged cells passes on by the label's own word.
    assert {row.split(",")[1] for row in changed} <= ({"5.6.7"} if form == "Excel" else set())
    titles = [row.split(",")[2] for row in before["themes.csv"] if row.startswith(SLUG)]
    assert [row.split(",")[2] for row in after["themes.csv"] if row.startswith(SLUG)] == titles
