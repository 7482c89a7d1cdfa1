"""Who leads most, and what is late: two short answers, of what the reader may see."""

from datetime import date

import pytest

from actions.progress import record_update
from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy
from violence_plan.first_page import Lateness, Leader, lateness, leaders

pytestmark = pytest.mark.django_db

TODAY = date(2022, 6, 1)
LIST = "/plans/anytown/actions/?status="


@pytest.fixture
def strategy():
    return make_strategy(plan=make_plan(slug="anytown"))


def report(action, status, **fields):
    values = {"reported_on": date(2022, 5, 1), "publication": "published"}
    record_update(action=action, status=status, **values | fields)


def test_nobody_leads(strategy, public):
    make_action(strategy=strategy)
    assert leaders(plan=strategy.plan, user=public) == []


def test_the_five_who_lead_most_and_only_what_each_leads_itself(strategy, public):
    names = ["Ash", "birch", "Cedar", "Elm", "Fir", "Oak"]
    trees = {name: make_partner(name=name) for name in names}
    for name, count in zip(names, (1, 2, 2, 3, 1, 1), strict=True):
        for _ in range(count):
            make_lead(action=make_action(strategy=strategy), partner=trees[name])
    part = make_partner(name="Part of Oak", parent=trees["Oak"])
    for role, publication in (("support", "published"), ("lead", "draft"), ("lead", "draft")):
        make_lead(action=make_action(strategy=strategy, publication=publication), partner=part, role=role)
    make_lead(partner=trees["Oak"])
    assert leaders(plan=strategy.plan, user=public) == [
        Leader(trees["Elm"], "Elm", 3),
        Leader(trees["birch"], "birch", 2),
        Leader(trees["Cedar"], "Cedar", 2),
        Leader(trees["Ash"], "Ash", 1),
        Leader(trees["Fir"], "Fir", 1),
    ]


def test_a_person_has_a_name_and_a_place_for_officers_only(strategy, public, officer):
    person = make_partner(kind="person", name="Zoe Doe", public_name="A named officer")
    for partner in (person, make_partner(name="Borough"), person):
        make_lead(action=make_action(strategy=strategy), partner=partner)
    make_lead(action=make_action(strategy=strategy), partner=make_partner(name="Borough"))
    make_lead(action=make_action(strategy=strategy), partner=make_partner(name="Cadets"))
    assert [leader.name for leader in leaders(plan=strategy.plan, user=public)] == [
        "A named officer",
        "Borough",
        "Borough",
        "Cadets",
    ]
    assert leaders(plan=strategy.plan, user=officer)[0].name == "Zoe Doe"


def test_nothing_is_reported(strategy, public):
    make_action(strategy=strategy)
    late = lateness(plan=strategy.plan, user=public, today=TODAY)
    assert late == Lateness(1, 0, 0, 0, 0, f"{LIST}off_track", f"{LIST}at_risk")
    assert late.summary == "No progress has been reported yet."
    assert not late.is_well


def test_what_is_late_as_the_reader_sees_it(strategy, public, officer, django_assert_num_queries):
    late, risky, done, _ = (make_action(strategy=strategy, due_on=date(2022, 5, 31)) for _ in range(4))
    hidden = make_action(strategy=strategy, publication="draft")
    report(late, "off_track")
    report(late, "on_track", reported_on=date(2022, 6, 2))  # after today
    report(risky, "at_risk", direction="steady")
    report(done, "completed")
    report(hidden, "off_track")
    make_action(due_on=date(2022, 1, 1))
    with django_assert_num_queries(2):
        found = lateness(plan=strategy.plan, user=public, today=TODAY)
    assert found == Lateness(4, 3, 1, 1, 3, f"{LIST}off_track", f"{LIST}at_risk")
    assert found.summary == "3 of 4 actions have reported progress."
    assert not found.is_well
    assert lateness(plan=strategy.plan, user=officer, today=TODAY).off_track == 2


def test_all_is_well(strategy, public):
    report(make_action(strategy=strategy), "on_track")
    found = lateness(plan=strategy.plan, user=public, today=TODAY)
    assert found.summary == "1 of 1 action has reported progress."
    assert found.is_well
