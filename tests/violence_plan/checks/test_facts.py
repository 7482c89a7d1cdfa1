"""What the checks read: every text readers may see, in a number of queries that does not grow with the plan."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import Plan
from tests.factories import make_action, make_lead
from tests.small_plan import write_files
from violence_plan.checks import check_plan
from violence_plan.checks.facts import read_facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_plan(tmp_path):
    call_command("load_plan", str(write_files(tmp_path)), verbosity=0)
    return Plan.objects.get()


def test_reads_every_text_of_the_plan(small_plan):
    assert list(read_facts(small_plan).texts()) == [
        ("plan", "One.\n\n- two"),
        ("section 1", ""),
        ("1.1", "Knife crime\n\nFewer knives."),
        ("1.1 Enforcement", "Enforcement\n\nTo enforce."),
        ("1.2", "Prose\nWe will talk.\n"),
        (
            "1.1.1",
            "Patrol.\n\n[Strategic Principle 1] We step in early.\n\nBuy boots.\nWalk.\nRun.\n"
            "CST\nA named officer of Anytown",
        ),
        ("1.1.2", "'Op Fox' again.\nSafer.\n\n"),
        ("knives", "Knives found\n12 in 2015\n"),
        ("fear", "Fear of crime\n\n"),
    ]


def test_reads_every_text_of_ours(small_plan):
    assert [pair for pair in read_facts(small_plan).notes() if pair[1].strip()] == [
        ("partner constabulary", "Police, until 2020."),
        ("source note 1", "\n1.11\nRead as 1.1.1."),
        ("source note 2", "\n\nNo table."),
        ("source note 3", "Cover\n\nNo cover."),
        ("glossary CST", "Community Safety Team\n"),
        ("glossary GSVB", "\nA board."),
        ("1.1.1", "Boots."),
        ("1.1.1", "Two partners lead."),
        ("1.1.2", "It does not."),
    ]


def test_asks_no_more_often_for_a_longer_plan(small_plan):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            check_plan(plan=Plan.objects.get())
        return len(asked)

    before = queries()
    for number in range(11, 16):
        make_lead(action=make_action(strategy=small_plan.strategies.first(), ref=f"1.1.{number}", position=number))
    assert queries() == before
