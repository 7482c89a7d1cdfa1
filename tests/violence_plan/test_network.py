"""The picture of who works with whom."""

import pytest

from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy
from violence_plan.network import network
from violence_plan.partnership import plan_partnership

pytestmark = pytest.mark.django_db


@pytest.fixture
def knives():
    return make_strategy(plan=make_plan(slug="anytown"))


def share(strategy, *partners, actions=1):
    for _ in range(actions):
        action = make_action(strategy=strategy)
        for partner in partners:
            make_lead(action=action, partner=partner)


def drawn(strategy, user, **choice):
    return network(plan_partnership(plan=strategy.plan, user=user, **choice))


def test_where_nobody_works_with_anybody_there_is_no_picture(knives, public):
    share(knives, make_partner())
    assert drawn(knives, public) is None


def test_two_partners_face_each_other(knives, public):
    share(knives, make_partner(name="Council"), make_partner(name="Police"))
    found = drawn(knives, public)
    assert (found.width, found.height, found.bands) == (1160, 116, ())
    assert [(line.path, line.thickness, line.is_within) for line in found.lines] == [
        ("M810 58Q580 58 350 58", "1.5", False)
    ]
    assert [(one.x, one.y, one.name_x, one.anchor, one.name, one.lines) for one in found.nodes] == [
        (810, 58, 830, "start", (("Council", 64),), found.lines),
        (350, 58, 330, "end", (("Police", 64),), found.lines),
    ]


def test_three_stand_clockwise_and_the_same_each_time(knives, public):
    share(knives, *(make_partner(name=name) for name in ("Police", "Council", "Trust")))
    found = drawn(knives, public)
    assert [(one.standing.name, one.x > 580, one.y) for one in found.nodes] == [
        ("Council", True, 58),
        ("Police", True, 102),
        ("Trust", False, 58),
    ]
    assert drawn(knives, public) == found


def test_lines_are_as_thick_as_partners_share_actions(knives, public):
    council, police, trust = (make_partner(name=name) for name in ("Council", "Police", "Trust"))
    share(knives, council, police, actions=4)
    share(knives, council, trust)
    found = drawn(knives, public)
    assert [line.thickness for line in found.lines] == ["6.0", "1.5"]
    assert [len(one.lines) for one in found.nodes] == [2, 1, 1]
    share(knives, council, police, actions=12)
    assert [line.thickness for line in drawn(knives, public).lines] == ["12.0", "1.5"], "never thicker nor thinner"


def test_partners_of_one_organisation_stand_together_first_in_a_band(knives, public):
    charity, council, police = (make_partner(name=name) for name in ("A charity", "Council", "Police"))
    housing, youth = (make_partner(name=name, kind="team", parent=council) for name in ("Housing", "Youth"))
    share(knives, charity, housing)
    share(knives, housing, youth)
    share(knives, police, youth)
    found = drawn(knives, public, parts=True)
    assert [one.standing.name for one in found.nodes] == ["Housing", "Youth", "A charity", "Police"]
    first, second = found.nodes[:2]
    assert found.bands == (f"M{first.x} {first.y}L{second.x} {second.y}",)
    assert {one.standing.name: [line.is_within for line in one.lines] for one in found.nodes} == {
        "Housing": [False, True],
        "Youth": [True, False],
        "A charity": [False],
        "Police": [False],
    }


def test_a_long_name_takes_two_lines_and_no_more(knives, public):
    long = "The Partnership for the Prevention of Violence and of much else besides in Anytown"
    share(knives, make_partner(name=long), make_partner(name="Zebra Trust"))
    assert drawn(knives, public).nodes[0].name == (
        ("The Partnership for the", 55),
        ("Prevention of Violence and of…", 74),
    )
