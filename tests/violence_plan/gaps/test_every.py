"""All kinds of gaps together, on Hackney's plan as its source prints it."""

import pytest

from actions.models import Plan
from tests.factories import make_action, make_alignment, make_lead, make_plan, make_strategy
from violence_plan.gaps.every import KINDS, every_gap

pytestmark = pytest.mark.django_db


def test_a_plan_without_actions_is_asked_nothing(ground_of):
    assert every_gap(ground_of(make_strategy().plan)) == {}


def test_hackneys_gaps(hackney, ground_of):
    lists = every_gap(ground_of(Plan.objects.get(slug=hackney)))
    assert {name: f"{gap.count} {gap.share}".strip() for name, gap in lists.items()} == {
        "unserved-principles": "2 of 14 principles, 14%",
        "lone-principles": "1 of 14 principles, 7%",
        "silent-strategies": "4 of 22 strategies, 18%",
        "no-lead": "19 of 131 actions, 15%",
        "no-alignment": "4 of 131 actions, 3%",
        "past-date": "0",
        "no-update": "131 of 131 actions, 100%",
        "no-measure": "131 of 131 actions, 100%",
        "many-actions": "4 of 49 lead partners; 55 of 131 actions, 42%",
        "replaced": "4 of 49 lead partners; 14 of 131 actions, 11%",
        "similar-actions": "20 pairs; 29 of 131 actions, 22%",
    }


def test_hackneys_most_similar_actions(hackney, ground_of):
    pairs = KINDS["similar-actions"](ground_of(Plan.objects.get(slug=hackney))).rows
    assert [(pair.one.label, pair.other.label, pair.words) for pair in pairs[:3]] == [
        ("5.1.3", "5.2.4", ("HIGU", "intel", "monthly", "intelligence", "meeting")),
        ("5.1.23", "5.2.2", ("referral", "EFRP", "IGU", "related", "process", "gang")),
        ("5.3.6", "5.7.5", ("domestic", "abuse", "within", "improve", "service")),
    ]


def test_every_cell_has_a_name(hackney, ground_of):
    lists = every_gap(ground_of(Plan.objects.get(slug=hackney)))
    assert {len(row.cells) - len(gap.headers) for gap in lists.values() for row in gap.rows} == {0}


def test_ten_times_the_rows_take_as_many_queries(ground_of, django_assert_num_queries, django_assert_max_num_queries):
    plan = make_plan()

    def grow():
        action = make_action(strategy=make_strategy(plan=plan), text="Zebra lion giraffe monkey")
        make_lead(action=make_alignment(action=action).action)
        make_action(strategy=action.strategy)

    grow()
    with django_assert_max_num_queries(40) as asked:
        every_gap(ground_of(plan))
    for _ in range(10):
        grow()
    with django_assert_num_queries(len(asked)):
        every_gap(ground_of(plan))
