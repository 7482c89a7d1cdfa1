"""Pairs of similar actions, with what each reader may see of them."""

import pytest

from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy
from violence_plan.gaps.lists import PairRow, Row
from violence_plan.gaps.of_pairs import similar_actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """Two strategies with an action each."""
    plan = make_plan(slug="anytown")
    for number, text in ((1, "Zebra lion\n\ngiraffe monkey"), (2, "Monkey, zebra, lion, giraffe")):
        strategy = make_strategy(plan=plan, ref=f"5.{number}", title="Knives", position=number)
        make_action(strategy=strategy, ref=f"5.{number}.1", text=text, position=number)
    return plan


def test_two_similar_actions(ground_of, plan, officer):
    person = make_partner(name="Jo", kind="person", public_name="A named officer")
    make_lead(action=plan.actions.get(ref="5.1.1"), partner=person)
    words = ("giraffe", "lion", "monkey", "zebra")
    one, other = "Zebra lion\n\ngiraffe monkey", "Monkey, zebra, lion, giraffe"

    def pair(lead):
        return PairRow(
            Row(
                "5.1.1",
                "/plans/anytown/actions/5.1.1/",
                "Zebra lion giraffe monkey",
                aside=f"5.1 Knives · {lead}",
                cells=("5.1.1", one, "5.1", "Knives", lead),
            ),
            Row(
                "5.2.1",
                "/plans/anytown/actions/5.2.1/",
                other,
                aside="5.2 Knives · No lead named",
                cells=("5.2.1", other, "5.2", "Knives", ""),
            ),
            words,
            cells=(
                *("5.1.1", one, "5.1", "Knives", lead),
                *("5.2.1", other, "5.2", "Knives", ""),
                "giraffe, lion, monkey, zebra",
            ),
        )

    found = similar_actions(ground_of(plan))
    assert found.rows == (pair("A named officer"),)
    assert found.share == "pair; 2 of 2 actions, 100%"
    assert len(found.headers) == 11
    assert similar_actions(ground_of(plan, user=officer)).rows == (pair("Jo"),)


def test_several_pairs_and_the_actions_in_them(ground_of, plan):
    third = make_strategy(plan=plan, ref="5.3", position=3)
    make_action(strategy=third, ref="5.3.1", text="Zebra lion giraffe monkey", position=3)
    for number in range(30):
        make_action(strategy=third, text=f"{chr(97 + number % 26) * 3}{number}")
    found = similar_actions(ground_of(plan))
    assert found.share == "pairs; 3 of 33 actions, 9%"
    assert found.count == 3


def test_nothing_alike(ground_of, plan):
    plan.actions.filter(ref="5.2.1").update(publication="draft")
    found = similar_actions(ground_of(plan))
    assert (found.rows, found.share) == ((), "")
    assert found.nothing == "No two actions of different strategies share enough of their rarer words to look alike."
