"""The command tells a careful officer, or another program, what to look at."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.factories import make_action, make_plan, make_strategy

pytestmark = pytest.mark.django_db

HACKNEY = Path(settings.BASE_DIR, "fixtures", "hackney-single-violence-plan")


def check_plan(*arguments):
    """What the command prints."""
    out = StringIO()
    call_command("check_plan", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def action():
    """An action that nobody leads, of a plan without principles."""
    plan = make_plan(slug="hackney")
    plan.framework = None
    plan.save()
    return make_action(strategy=make_strategy(plan=plan, ref="5.1", title="Gangs"), ref="5.1.1")


def test_refuses_an_unknown_plan():
    with pytest.raises(CommandError, match="There is no plan hackny"):
        check_plan("hackny")


@pytest.mark.usefixtures("action")
def test_prints_every_question_with_its_remarks():
    assert check_plan("hackney") == (
        "Actions without a lead: 1\n"
        "  5.1.1: No lead.\n"
        "Printed lead cells with words that no lead accounts for: 0\n"
        "Leads printed under a name that the partner is not known by: 0\n"
        "Texts that name a private person: 0\n"
        "Actions that serve no principle: 1\n"
        "  5.1.1: Serves no principle on any basis.\n"
        "Actions that state no principle themselves: 0\n"
        "Strategies in which no principle is stated: 1\n"
        "  5.1: “Gangs” states no principle.\n"
        "Principles that no action serves: 0\n"
        "Printed labels that the stated alignments do not match: 0\n"
        "Inherited alignments that differ from the rule's: 0\n"
        "Gaps in the numbering: 0\n"
        "Numbers printed otherwise: 0\n"
        "Actions with the same text: 0\n"
        "Passages that stand in two places: 0\n"
        "Places that were never filled in: 0\n"
        "Acronyms that the glossary does not hold: 0\n"
        "hackney: 3 remarks.\n"
    )


@pytest.mark.usefixtures("action")
def test_prints_one_object_for_other_programs():
    answer = json.loads(check_plan("hackney", "--json"))
    assert list(answer) == ["plan", "total", "checks"]
    assert (answer["plan"], answer["total"]) == ("hackney", 3)
    assert answer["checks"][0] == {
        "code": "no_lead",
        "title": "Actions without a lead",
        "count": 1,
        "remarks": [{"subject": "5.1.1", "text": "No lead."}],
    }
    assert [check["code"] for check in answer["checks"]] == [
        "no_lead",
        "lead_cell",
        "lead_name",
        "person_named",
        "no_alignment",
        "none_stated",
        "strategy_silent",
        "principle_unserved",
        "label_differs",
        "inherited_differs",
        "number_missing",
        "number_misprinted",
        "text_twice",
        "passage_twice",
        "placeholder",
        "acronym_unknown",
    ]


def test_strict_ends_with_an_error_where_there_is_any_remark(action):
    for arguments in ([], ["--json"]):
        with pytest.raises(SystemExit) as ended:
            check_plan("hackney", "--strict", *arguments)
        assert ended.value.code == 1
    action.delete()
    assert check_plan("hackney").endswith("hackney: 1 remark.\n")
    action.strategy.delete()
    assert check_plan("hackney", "--strict").endswith("hackney: 0 remarks.\n")


def test_says_what_is_odd_in_hackneys_plan():
    call_command("load_plan", str(HACKNEY), stdout=StringIO())
    checks = {check["code"]: check for check in json.loads(check_plan(HACKNEY.name, "--json"))["checks"]}
    assert checks["no_lead"]["count"] == 19
    assert {remark["subject"] for remark in checks["principle_unserved"]["remarks"]} == {"strategic-6", "enabling-7"}
    assert [remark["subject"] for remark in checks["number_missing"]["remarks"]] == [
        "5.1.20",
        "5.9.9",
        "5.12.15",
        "enabling-6",
    ]
    assert {"subject": "5.9.7", "text": "Printed as “5.97”."} in checks["number_misprinted"]["remarks"]
    for code in ("lead_cell", "lead_name", "person_named", "label_differs", "inherited_differs", "text_twice"):
        assert checks[code]["remarks"] == []
    assert [remark["subject"] for remark in checks["passage_twice"]["remarks"]] == ["6.1", "5.10.7"]
    assert [remark["subject"] for remark in checks["placeholder"]["remarks"]] == ["4.3", "4.4", "6.1"]
    assert checks["acronym_unknown"]["remarks"] == []
    assert "Wellington" not in check_plan(HACKNEY.name)
