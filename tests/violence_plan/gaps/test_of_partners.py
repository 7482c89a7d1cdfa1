"""Partners who lead a great many actions, and leads whom others have followed."""

import datetime

import pytest

from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy
from violence_plan.gaps.lists import Row
from violence_plan.gaps.of_partners import many_actions, replaced

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy():
    """A strategy of the plan `anytown`."""
    return make_strategy(plan=make_plan(slug="anytown"))


def lead(strategy, partner, actions, **fields):
    """The partner leads so many new actions of the strategy."""
    for _ in range(actions):
        make_lead(action=make_action(strategy=strategy), partner=partner, **fields)


@pytest.mark.parametrize("gap", [many_actions, replaced])
def test_nobody_leads_anything(ground_of, gap):
    found = gap(ground_of(make_action().plan))
    assert (found.rows, found.share, found.nothing) == ((), "", "No partner leads any action.")


def test_a_partner_who_leads_a_great_many(ground_of, strategy):
    police = make_partner(code="police", name="Police")
    lead(strategy, police, 6)
    lead(strategy, make_partner(parent=police), 1)
    for _ in range(5):
        lead(strategy, make_partner(), 1)
    lead(strategy, police, 20, role="support")
    lead(make_strategy(), police, 20)
    found = many_actions(ground_of(strategy.plan))
    assert found.rows == (Row("Police", "/partners/police/", "6 actions", cells=("police", "Police", "6")),)
    assert found.share == "of 7 lead partners; 6 of 32 actions, 19%"
    assert "More than three times the average of 1.7 actions" in found.why
    assert len(found.headers) == 3


@pytest.mark.parametrize(
    ("most", "others", "is_many"),
    [
        (4, 9, False),  # the average is 1.3, but four actions are few
        (5, 9, True),  # 1.4
        (6, 3, False),  # 2.25, and six is not three times as much
    ],
)
def test_how_many_are_a_great_many(ground_of, strategy, most, others, is_many):
    lead(strategy, make_partner(), most)
    for _ in range(others):
        lead(strategy, make_partner(), 1)
    found = many_actions(ground_of(strategy.plan))
    assert bool(found.rows) == is_many
    assert found.nothing == "No partner leads more than three times as many actions as the average."


def test_hidden_actions_count_for_officers_only(ground_of, strategy, officer):
    police = make_partner()
    lead(strategy, police, 1)
    for _ in range(6):
        make_lead(action=make_action(strategy=strategy, publication="draft"), partner=police)
    for _ in range(4):
        lead(strategy, make_partner(), 1)
    assert many_actions(ground_of(strategy.plan)).rows == ()
    assert many_actions(ground_of(strategy.plan, user=officer)).count == 1


def test_persons_are_named_to_officers_only_and_never_ordered_by_name(ground_of, strategy, officer):
    for code, name in (("officer-1", "Zoe"), ("officer-2", "Ann")):
        person = make_partner(code=code, name=name, kind="person", public_name="A named officer")
        lead(strategy, person, 9)
    for _ in range(20):
        lead(strategy, make_partner(), 1)

    def rows(user):
        return [(row.label, row.cells) for row in many_actions(ground_of(strategy.plan, user=user)).rows]

    masked = "A named officer"
    assert rows(None) == [(masked, ("officer-1", masked, "9")), (masked, ("officer-2", masked, "9"))]
    assert rows(officer) == [("Zoe", ("officer-1", "Zoe", "9")), ("Ann", ("officer-2", "Ann", "9"))]


def test_leads_that_others_have_followed_one_after_another(ground_of, strategy):
    board = make_partner(code="board", name="Care Board")
    merged = make_partner(name="Merged Group", code="merged", succeeded_by=board, succeeded_on="2022-07-01")
    group = make_partner(name="Group", code="group", succeeded_by=merged, succeeded_on="2021-04-01")
    trust = make_partner(name="Trust", code="trust", succeeded_by=board)
    lead(strategy, group, 2)
    lead(strategy, trust, 1)
    lead(strategy, board, 1)
    found = replaced(ground_of(strategy.plan))
    assert found.rows == (
        Row(
            "Group",
            "/partners/group/",
            "2 actions",
            aside="Followed by Merged Group on 1 April 2021, then by Care Board on 1 July 2022",
            cells=("group", "Group", "2", "merged", "Merged Group", "2021-04-01"),
        ),
        Row(
            "Trust",
            "/partners/trust/",
            "1 action",
            aside="Followed by Care Board on a day that is not recorded",
            cells=("trust", "Trust", "1", "board", "Care Board", ""),
        ),
    )
    assert found.share == "of 3 lead partners; 3 of 4 actions, 75%"
    assert len(found.headers) == 6


def test_a_successor_to_come_replaces_nobody_yet(ground_of, strategy):
    first = make_partner(succeeded_by=make_partner(), succeeded_on="2026-04-01")
    lead(strategy, first, 1)
    found = replaced(ground_of(strategy.plan))
    assert (found.rows, found.nothing) == ((), "No lead partner has been replaced, as far as is recorded.")
    assert replaced(ground_of(strategy.plan, today=datetime.date(2026, 4, 1))).count == 1


def test_a_person_who_followed_is_named_to_officers_only(ground_of, strategy, officer):
    person = make_partner(name="Mia", kind="person", public_name="A named officer")
    lead(strategy, make_partner(succeeded_by=person), 1)
    for user, name in ((None, "A named officer"), (officer, "Mia")):
        [row] = replaced(ground_of(strategy.plan, user=user)).rows
        assert row.aside == f"Followed by {name} on a day that is not recorded"
        assert row.cells[4] == name
