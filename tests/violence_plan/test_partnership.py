"""Partners against strategies with every zero, and the pairs among them."""

import pytest

from partners.tree import partner_tree
from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy
from violence_plan.partnership import Figure, plan_partnership, standings

pytestmark = pytest.mark.django_db

LIST = "/plans/anytown/actions/"


@pytest.fixture
def plan():
    return make_plan(slug="anytown")


@pytest.fixture
def knives(plan):
    return make_strategy(plan=plan, ref="5.1", title="Knives", position=1)


@pytest.fixture
def gangs(plan):
    return make_strategy(plan=plan, ref="5.2", title="Gangs", position=2)


def led_by(strategy, *partners, **fields):
    """An action of the strategy that these partners lead."""
    action = make_action(strategy=strategy, **fields)
    for partner in partners:
        make_lead(action=action, partner=partner)
    return action


def counts(row):
    return [*(cell.actions for cell in row.cells), row.total.actions]


def shape(partnership):
    return [(row.standing.name, row.standing.depth, row.standing.above, counts(row)) for row in partnership.rows]


def couples(partnership):
    return [
        (pair.first.name, pair.second.name, [action.ref for action in pair.actions], pair.is_within)
        for pair in partnership.pairs
    ]


def test_a_plan_without_actions_has_no_rows(plan, public):
    make_strategy(plan=plan)
    make_partner()
    found = plan_partnership(plan=plan, user=public)
    assert (found.rows, found.pairs, found.strategies, found.joint, found.inside) == ((), (), (), 0, 0)
    assert (found.every.total, found.led.total.actions) == (Figure(0, LIST), 0)


def test_what_a_reader_may_not_see_does_not_count(plan, knives, public, officer):
    police, council = make_partner(name="Police"), make_partner(name="Council")
    led_by(knives, police, council, publication="draft")
    led_by(make_strategy(plan=plan, publication="draft"), police)
    led_by(make_strategy(plan=make_plan()), police)
    found = plan_partnership(plan=plan, user=public)
    assert (found.rows, found.pairs, found.strategies, found.joint) == ((), (), (), 0)
    found = plan_partnership(plan=plan, user=officer)
    assert shape(found) == [("Council", 0, "", [1, 0, 1]), ("Police", 0, "", [1, 1, 2])]
    assert found.joint == 1


def test_an_organisation_counts_what_its_parts_lead_and_each_action_once(plan, knives, gangs, public):
    police = make_partner(code="police", name="Police")
    inspector = make_partner(code="inspector", name="Inspector", kind="post", parent=police)
    council = make_partner(code="council", name="Council")
    make_partner(name="Nobody")
    led_by(knives, police, inspector, council)
    led_by(knives, inspector)
    led_by(gangs, council)
    led_by(gangs)
    found = plan_partnership(plan=plan, user=public)
    assert shape(found) == [("Council", 0, "", [1, 1, 2]), ("Police", 0, "", [2, 0, 2])]
    assert [counts(row) for row in (found.led, found.unled, found.every)] == [[2, 1, 3], [0, 1, 1], [2, 2, 4]]
    assert [row.standing.has_leading_parts for row in found.rows] == [False, True]
    assert (found.parts, [row.standing.name for row in found.busiest]) == (False, ["Council", "Police"])
    found = plan_partnership(plan=plan, user=public, parts=True)
    assert shape(found) == [
        ("Council", 0, "", [1, 1, 2]),
        ("Police", 0, "", [2, 0, 2]),
        ("Inspector", 1, "Police", [2, 0, 2]),
    ]
    assert (found.parts, [row.standing.name for row in found.busiest]) == (True, ["Council", "Police"])


def test_who_leads_most_comes_first_among_the_busiest(plan, knives, public):
    few, many = make_partner(name="A few"), make_partner(name="Many")
    for leaders in ([few, many], [many]):
        led_by(knives, *leaders)
    assert [row.standing.name for row in plan_partnership(plan=plan, user=public).busiest] == ["Many", "A few"]


def test_every_figure_leads_to_exactly_the_actions_it_counts(plan, knives, gangs, public, client):
    police = make_partner(code="police", name="Police")
    inspector = make_partner(code="inspector", name="Inspector", kind="post", parent=police)
    led_by(knives, police, inspector)
    led_by(knives, inspector)
    led_by(gangs, inspector)
    led_by(gangs)
    found = plan_partnership(plan=plan, user=public, parts=True)
    addresses = {
        cell.address: cell.actions
        for row in (*found.rows, found.led, found.unled, found.every)
        for cell in (*row.cells, row.total)
    }
    assert addresses == {
        f"{LIST}?partner=police&strategy=5.1": 2,
        f"{LIST}?partner=police&strategy=5.2": 1,
        f"{LIST}?partner=police": 3,
        f"{LIST}?partner=inspector&strategy=5.1": 2,
        f"{LIST}?partner=inspector&strategy=5.2": 1,
        f"{LIST}?partner=inspector": 3,
        f"{LIST}?no_lead=false&strategy=5.1": 2,
        f"{LIST}?no_lead=false&strategy=5.2": 1,
        f"{LIST}?no_lead=false": 3,
        f"{LIST}?no_lead=true&strategy=5.1": 0,
        f"{LIST}?no_lead=true&strategy=5.2": 1,
        f"{LIST}?no_lead=true": 1,
        f"{LIST}?strategy=5.1": 2,
        f"{LIST}?strategy=5.2": 2,
        LIST: 4,
    }
    for address, actions in addresses.items():
        assert client.get(address).context["page"].paginator.count == actions, address


def test_pairs_of_organisations_take_in_what_their_parts_share(plan, knives, gangs, public):
    police = make_partner(name="Police")
    inspector = make_partner(name="Inspector", kind="post", parent=police)
    constable = make_partner(name="Constable", kind="post", parent=police)
    council, trust = make_partner(name="Council"), make_partner(name="Trust")
    led_by(gangs, inspector, council, ref="5.2.1", position=9)
    led_by(knives, council, police, inspector, trust, ref="5.1.1", position=1)
    led_by(knives, inspector, constable, ref="5.1.2", position=2)
    led_by(knives, trust, ref="5.1.3", position=3)
    found = plan_partnership(plan=plan, user=public)
    assert couples(found) == [
        ("Council", "Police", ["5.1.1", "5.2.1"], False),
        ("Council", "Trust", ["5.1.1"], False),
        ("Police", "Trust", ["5.1.1"], False),
    ]
    assert (found.joint, found.inside) == (3, 1)
    found = plan_partnership(plan=plan, user=public, parts=True)
    assert couples(found) == [
        ("Council", "Inspector", ["5.1.1", "5.2.1"], False),
        ("Council", "Police", ["5.1.1"], False),
        ("Council", "Trust", ["5.1.1"], False),
        ("Police", "Inspector", ["5.1.1"], True),
        ("Police", "Trust", ["5.1.1"], False),
        ("Constable", "Inspector", ["5.1.2"], True),
        ("Inspector", "Trust", ["5.1.1"], False),
    ]
    assert (found.joint, found.inside) == (3, 1)


def test_two_persons_of_one_public_name_stay_two(plan, knives, public, officer):
    people = [make_partner(name=name, kind="person", public_name="A named officer") for name in ("Zoe", "Ann")]
    led_by(knives, *people, ref="5.1.1")
    found = plan_partnership(plan=plan, user=public)
    assert couples(found) == [("A named officer", "A named officer", ["5.1.1"], False)]
    assert [row.standing.partner for row in found.rows] == people, "by code, not by name"
    assert couples(plan_partnership(plan=plan, user=officer)) == [("Ann", "Zoe", ["5.1.1"], False)]


def test_a_deep_tree_is_set_in_only_so_far(public):
    partner = None
    for number in range(6):
        partner = make_partner(name=f"Level {number}", parent=partner)
    make_lead(partner=partner)
    found = list(standings(partner_tree(public), parts=True))
    assert [(one.depth, one.level, one.root.name) for one in found] == [
        (0, 0, "Level 0"),
        (1, 1, "Level 0"),
        (2, 2, "Level 0"),
        (3, 3, "Level 0"),
        (4, 3, "Level 0"),
        (5, 3, "Level 0"),
    ]


@pytest.mark.parametrize(("actions", "shade"), [(0, 0), (1, 1), (2, 1), (3, 2), (5, 2), (6, 3), (9, 3), (10, 4)])
def test_the_more_actions_the_darker(actions, shade):
    assert Figure(actions, "").shade == shade


def test_four_queries_whatever_the_rows(plan, public, django_assert_num_queries):
    for _ in range(9):
        strategy = make_strategy(plan=plan)
        led_by(strategy, make_partner(parent=make_partner()), make_partner())
    with django_assert_num_queries(4):
        found = plan_partnership(plan=plan, user=public, parts=True)
    assert (len(found.rows), len(found.pairs)) == (27, 9)
