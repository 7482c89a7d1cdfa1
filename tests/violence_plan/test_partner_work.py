"""What one partner does, plan by plan."""

import pytest

from partners.tree import partner_tree, path_to
from tests.factories import (
    make_action,
    make_alignment,
    make_framework,
    make_known,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
)
from violence_plan.partner_work import partner_work

pytestmark = pytest.mark.django_db

LIST = "/plans/anytown/actions/"


@pytest.fixture
def framework():
    return make_framework()


@pytest.fixture
def knives(framework):
    return make_strategy(plan=make_plan(slug="anytown", framework=framework), ref="5.1", title="Knives", position=1)


@pytest.fixture
def police():
    return make_known(make_partner(code="police", name="Police"))


def led_by(strategy, *partners, **fields):
    action = make_action(strategy=strategy, **fields)
    for partner in partners:
        make_lead(action=action, partner=partner)
    return action


def works(partner, user):
    return partner_work(path_to(partner_tree(user), partner.code)[-1], user=user)


def colleagues(work):
    return [(one.name, [action.ref for action in one.actions]) for one in work.colleagues]


def test_a_partner_that_leads_nothing_has_no_work(police, public):
    assert works(police, public) == ()


def test_what_a_reader_may_not_see_is_no_work(police, knives, public, officer):
    hidden = led_by(knives, police, make_partner(name="Council"), publication="draft", ref="5.1.1")
    make_alignment(action=hidden, principle=make_principle(framework=knives.plan.framework))
    assert works(police, public) == ()
    [work] = works(police, officer)
    assert (work.total.actions, work.served, colleagues(work)) == (1, 1, [("Council", ["5.1.1"])])


def test_where_it_leads_with_its_parts(police, knives, public, client):
    inspector = make_partner(name="Inspector", kind="post", parent=police)
    gangs = make_strategy(plan=knives.plan, ref="5.2", title="Gangs", position=2)
    led_by(gangs, inspector, ref="5.2.1", position=9)
    led_by(knives, police, inspector, ref="5.1.1", position=1)
    led_by(knives, inspector, ref="5.1.2", position=2)
    [work] = works(police, public)
    assert (work.total.actions, work.total.address, work.most) == (3, f"{LIST}?partner=police", 2)
    assert [(strategy.ref, figure.actions, figure.address) for strategy, figure in work.strategies] == [
        ("5.1", 2, f"{LIST}?partner=police&strategy=5.1"),
        ("5.2", 1, f"{LIST}?partner=police&strategy=5.2"),
    ]
    for _, figure in work.strategies:
        assert client.get(figure.address).context["page"].paginator.count == figure.actions
    assert work.colleagues == ()


def test_principles_by_basis_with_every_zero(police, knives, framework, public, client):
    second, first, unserved = (
        make_principle(framework=framework, kind=kind, number=number)
        for kind, number in (("enabling", 1), ("strategic", 1), ("strategic", 2))
    )
    one, two, three = (led_by(knives, police) for _ in range(3))
    make_alignment(action=one, principle=first)
    make_alignment(action=two, principle=first, basis="inherited", inherited_from=one)
    make_alignment(action=three, principle=first, basis="assessed")
    make_alignment(action=three, principle=second, basis="inherited", inherited_from=one)
    make_alignment(action=three, principle=make_principle())
    make_alignment(action=led_by(knives, make_partner()), principle=unserved)
    [work] = works(police, public)
    assert work.served == 2
    assert [
        (found.principle, *(figure.actions for figure in (found.any, found.stated, found.inherited, found.assessed)))
        for found in work.services
    ] == [(first, 3, 1, 1, 1), (unserved, 0, 0, 0, 0), (second, 1, 0, 1, 0)]
    assert work.services[0].inherited.address == f"{LIST}?partner=police&principle=strategic-1&basis=inherited"
    assert work.services[0].any.address == f"{LIST}?partner=police&principle=strategic-1"
    for found in work.services:
        for figure in (found.any, found.stated, found.inherited, found.assessed):
            assert client.get(figure.address).context["page"].paginator.count == figure.actions, figure.address


def test_a_plan_without_principles_serves_none(police, public):
    plan = make_plan()
    plan.framework = None
    plan.save()
    led_by(make_strategy(plan=plan), police)
    [work] = works(police, public)
    assert (work.services, work.served) == ((), 0)


def test_colleagues_are_those_outside_it_who_share_most_first(police, knives, public):
    inspector = make_partner(name="Inspector", kind="post", parent=police)
    trust, council = make_partner(name="trust"), make_partner(name="Council")
    led_by(knives, trust, inspector, police, council, ref="5.1.1", position=1)
    led_by(knives, police, trust, ref="5.1.3", position=3)
    led_by(knives, council, ref="5.1.2", position=2)
    [work] = works(police, public)
    assert colleagues(work) == [("trust", ["5.1.1", "5.1.3"]), ("Council", ["5.1.1"])]
    [work] = works(inspector, public)
    assert colleagues(work) == [("Council", ["5.1.1"]), ("Police", ["5.1.1"]), ("trust", ["5.1.1"])]


def test_a_named_colleague_is_named_to_officers_only(police, knives, public, officer):
    people = [make_partner(name=name, kind="person", public_name="A named officer") for name in ("Zoe", "Ann")]
    led_by(knives, police, *people)
    led_by(knives, police, make_partner(name="Zebra Trust"))
    [work] = works(police, public)
    assert [(one.name, one.partner) for one in work.colleagues[1:]] == [("A named officer", one) for one in people]
    [work] = works(police, officer)
    assert [one.name for one in work.colleagues] == ["Zebra Trust", "Ann", "Zoe"]


def test_a_work_for_each_plan(police, knives, public):
    other = make_strategy(plan=make_plan(slug="elsewhere"))
    council = make_partner(name="Council")
    led_by(knives, police, ref="5.1.1")
    led_by(other, police, council, ref="9.1")
    assert [(work.plan.slug, work.total.actions, colleagues(work)) for work in works(police, public)] == [
        ("anytown", 1, []),
        ("elsewhere", 1, [("Council", ["9.1"])]),
    ]


def test_four_queries_whatever_the_rows(police, public, django_assert_num_queries):
    for _ in range(5):
        strategy = make_strategy()
        make_alignment(action=led_by(strategy, police, make_partner()))
    branch = path_to(partner_tree(public), "police")[-1]
    with django_assert_num_queries(4):
        assert len(partner_work(branch, user=public)) == 5
