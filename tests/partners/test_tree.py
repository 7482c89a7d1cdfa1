"""The tree of partners and what each branch leads."""

from datetime import date

import pytest

from partners.tree import partner_tree, path_to, successions, walk
from tests.factories import make_action, make_known, make_lead, make_partner, make_strategy

pytestmark = pytest.mark.django_db


def shape(branches):
    return [(branch.name, len(branch.own), branch.total, shape(branch.parts)) for branch in branches]


def test_no_partners_make_no_tree(public):
    assert partner_tree(public) == ()


def test_an_action_led_by_a_partner_and_its_part_counts_once(public):
    police = make_partner(name="Police")
    inspector = make_partner(name="Inspector", parent=police, kind="post")
    make_known(make_partner(name="council"))
    shared = make_action()
    make_lead(action=shared, partner=police)
    make_lead(action=shared, partner=inspector)
    make_lead(partner=inspector)
    assert shape(partner_tree(public)) == [("council", 0, 0, []), ("Police", 1, 2, [("Inspector", 2, 2, [])])]
    assert [branch.name for branch in walk(partner_tree(public))] == ["council", "Police", "Inspector"]


def test_each_reader_gets_the_names_and_counts_meant_for_them(public, officer):
    person = make_partner(name="Aaron Doe", kind="person", public_name="A named officer")
    make_known(make_partner(name="Zebra Trust"))
    make_lead(partner=make_known(person), action=make_action(publication="draft"))
    assert shape(partner_tree(public)) == [("Zebra Trust", 0, 0, []), ("A named officer", 0, 0, [])]
    assert shape(partner_tree(officer)) == [("Zebra Trust", 0, 0, []), ("Aaron Doe", 1, 1, [])]


def test_leads_can_be_narrowed_to_a_plan(public):
    partner = make_partner(name="Police")
    strategy = make_strategy()
    make_lead(partner=partner, action=make_action(strategy=strategy))
    make_lead(partner=partner)
    assert shape(partner_tree(public, action__plan=strategy.plan)) == [("Police", 1, 1, [])]


def test_two_queries_whatever_the_rows(public, django_assert_num_queries):
    for _ in range(12):
        make_lead(partner=make_partner(parent=make_partner()))
    with django_assert_num_queries(2):
        partner_tree(public)


def test_the_way_to_a_partner(public):
    police = make_partner(code="police", name="Police")
    make_known(make_partner(code="zoo", name="Zoo"))
    team = make_partner(code="team", name="Team", parent=police)
    make_known(make_partner(code="inspector", name="Inspector", parent=team))
    make_known(make_partner(code="other", name="Other", parent=police))
    tree = partner_tree(public)
    assert path_to(tree, "nobody") == ()
    assert [branch.name for branch in path_to(tree, "inspector")] == ["Police", "Team", "Inspector"]
    assert [branch.name for branch in path_to(tree, "other")] == ["Police", "Other"]
    assert [branch.name for branch in path_to(tree, "zoo")] == ["Zoo"]


def test_successions_both_ways_earliest_first(public):
    board = make_partner(code="board", name="Board")
    group = make_partner(code="group", name="Group", succeeded_by=board, succeeded_on=date(2022, 7, 1))
    make_known(make_partner(code="trust", name="Trust", succeeded_by=group, parent=board))
    make_known(make_partner(code="aside", name="Aside"))
    tree = partner_tree(public)

    def told(code):
        ways = successions(tree, path_to(tree, code)[-1])
        return [[(one.earlier.name, one.later.name, one.day) for one in way] for way in ways]

    first, last = ("Trust", "Group", None), ("Group", "Board", date(2022, 7, 1))
    assert told("aside") == [[], []]
    assert told("trust") == [[], [first, last]]
    assert told("group") == [[first], [last]]
    assert told("board") == [[first, last], []]
