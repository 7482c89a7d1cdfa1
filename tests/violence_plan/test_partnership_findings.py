"""What is said of a plan's partners, from the figures alone."""

import pytest

from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy
from violence_plan.partnership import plan_partnership
from violence_plan.partnership_findings import partnership_findings

pytestmark = pytest.mark.django_db


@pytest.fixture
def knives():
    return make_strategy(plan=make_plan())


@pytest.fixture
def partners():
    """Five organisations, A to E, and a team of A."""
    found = {name: make_partner(name=name) for name in "ABCDE"}
    return found | {"team": make_partner(name="team", kind="team", parent=found["A"])}


@pytest.mark.parametrize(
    ("actions", "sentences"),
    [
        ([], ["!This plan has no actions yet, so nobody leads one."]),
        ([""], ["!The plan’s one action names no lead."]),
        (["", ""], ["!None of the 2 actions names a lead."]),
        (["A"], ["One partner leads 1 action.", "No action names several partners."]),
        (
            ["A", "A", ""],
            ["One partner leads 2 of 3 actions.", "!1 action names no lead.", "No action names several partners."],
        ),
        (
            ["A", "B", "", ""],
            ["Two partners lead 2 of 4 actions.", "!2 actions name no lead.", "No action names several partners."],
        ),
        (
            ["A", "A", "B", "team"],
            [
                "Two partners lead 4 actions, with their teams and posts.",
                "A leads most: 3.",
                "No action names several partners.",
            ],
        ),
        (
            ["A", "A", "B", "B", "C"],
            ["Three partners lead 5 actions.", "A and B lead most, 2 each.", "No action names several partners."],
        ),
        (
            ["A", "A", "B", "B", "C", "C", "D", "D", "E"],
            ["Five partners lead 9 actions.", "No action names several partners."],
        ),
        (
            ["A team", "B"],
            [
                "Two partners lead 2 actions.",
                "1 action names several partners, always of the same organisation.",
            ],
        ),
        (["A B", "A B"], ["Two partners lead 2 actions.", "2 actions name several partners.",
                          "A and B are named together most often, on 2 actions."]),
        (
            ["A B", "A B", "A C", "A C", "A team"],
            [
                "Three partners lead 5 actions.",
                "A leads most: 5.",
                "5 actions name several partners, of the same organisation in one case.",
            ],
        ),
        (
            ["A B", "A team", "A team"],
            [
                "Two partners lead 3 actions.",
                "A leads most: 3.",
                "3 actions name several partners, of the same organisation in two cases.",
            ],
        ),
        (
            ["A B", "A B", "A C"],
            [
                "Three partners lead 3 actions.",
                "A leads most: 3.",
                "3 actions name several partners.",
                "A and B are named together most often, on 2 actions.",
            ],
        ),
    ],
)  # fmt: skip
def test_sentences(knives, partners, public, actions, sentences):
    for leaders in actions:
        action = make_action(strategy=knives)
        for name in leaders.split():
            make_lead(action=action, partner=partners[name])
    found = partnership_findings(plan_partnership(plan=knives.plan, user=public))
    assert ["!" * finding.is_gap + finding.text for finding in found] == sentences
