"""Who may know of a plan, a strategy, an action and an update: every reader, state and mark."""

from datetime import date
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from access.key_holders import KeyHolder
from access.roles import Role
from actions.models import Action, Lead, Plan, ProgressUpdate, Publication, Strategy, StrategyLead
from partners.models import Membership, Partner
from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy, make_user
from tests.who_sees import Reader

pytestmark = pytest.mark.django_db

MARKS = {
    "open": {"access": "open"},
    "exempt": {"access": "exempt", "exempt_paragraph": 7},
    "sensitive": {"access": "exempt", "exempt_paragraph": 7, "handling": "official_sensitive"},
}
# Who sees a row: s a stranger, r a signed-in reader without a role, p a reporter of another partner, P the reporter of
# the partner that leads the action, who wrote the update, Q a colleague of P, l the lead of another strategy, L the
# lead of this one, b a board member, o an officer, a an administrator, u an auditor; k a program with a key of P's
# partner that is for what is shared, n one with a key that is not, m one with another partner's.
ALL = "srpPQlLboauknm"
# The state and mark of one row, all else being published and open: who sees it, and what stands in it.
OF_PLAN = {
    ("draft", "open"): "lLboau",
    ("draft", "exempt"): "lLboau",
    ("draft", "sensitive"): "Loau",
    ("in_review", "open"): "PQlLboauk",
    ("in_review", "exempt"): "PQlLboauk",
    ("in_review", "sensitive"): "Loau",
    ("published", "open"): ALL,
    ("published", "exempt"): "PQlLboauk",
    ("published", "sensitive"): "Loau",
    ("withdrawn", "open"): "lLboau",
    ("withdrawn", "exempt"): "lLboau",
    ("withdrawn", "sensitive"): "Loau",
}
OF_STRATEGY = {
    ("draft",): "lLboau",
    ("in_review",): "PQlLboauk",
    ("published",): ALL,
    ("withdrawn",): "lLboau",
}
OF_ACTION = OF_PLAN
OF_UPDATE = {
    ("draft", "open"): "PlLboau",
    ("draft", "exempt"): "PlLboau",
    ("draft", "sensitive"): "PLoau",
    ("in_review", "open"): "PlLboau",
    ("in_review", "exempt"): "PlLboau",
    ("in_review", "sensitive"): "PLoau",
    ("published", "open"): ALL,
    ("published", "exempt"): "PlLboau",
    ("published", "sensitive"): "PLoau",
    ("withdrawn", "open"): "PlLboau",
    ("withdrawn", "exempt"): "PlLboau",
    ("withdrawn", "sensitive"): "PLoau",
}
ROLES = {
    "s": None,
    "r": None,
    "p": Role.PARTNER_REPORTER,
    "P": Role.PARTNER_REPORTER,
    "Q": Role.PARTNER_REPORTER,
    "l": Role.STRATEGY_LEAD,
    "L": Role.STRATEGY_LEAD,
    "b": Role.BOARD_MEMBER,
    "o": Role.OFFICER,
    "a": Role.ADMINISTRATOR,
    "u": Role.AUDITOR,
}


def fields(state, mark=None):
    """The columns of a row in that state with that mark; a strategy has none."""
    return {"publication": state} | MARKS.get(mark, {})


@pytest.fixture
def people():
    """A user by each letter, with a partner of P and Q."""
    users = {letter: make_user(role, password=None) for letter, role in ROLES.items() if letter != "s"}
    police, other = make_partner(), make_partner()
    for letter, partner in {"p": other, "P": police, "Q": police}.items():
        Membership.objects.create(partner=partner, user=users[letter])
    StrategyLead.objects.create(strategy=make_strategy(), user=users["l"])
    keys = {
        letter: KeyHolder("abcd1234", of.code, letter != "n")
        for letter, of in zip("knm", (police, police, other), strict=True)
    }
    return users | keys | {"s": AnonymousUser()}, police


def make_chain(people, *, plan=("published", "open"), strategy=("published",), action=("published", "open"), update):
    """A plan, a strategy that L leads, an action that P's partner leads, and an update that P wrote."""
    users, police = people
    plan = make_plan(**fields(*plan))
    strategy = make_strategy(plan=plan, **fields(*strategy))
    StrategyLead.objects.create(strategy=strategy, user=users["L"])
    action = make_action(strategy=strategy, **fields(*action))
    make_lead(action=action, partner=police)
    report = {"reported_on": date(2026, 1, 31), "status": "on_track", "recorded_by": users["P"]}
    return plan, strategy, action, ProgressUpdate.objects.create(action=action, **report, **fields(*update))


def who_see(people, row):
    """The letters of those who may know of `row`."""
    rows = type(row).objects.filter(pk=row.pk)
    return "".join(letter for letter in ALL if rows.visible_to(people[0][letter]).exists())


@pytest.mark.parametrize(("is_so", "seen"), OF_PLAN.items())
def test_who_sees_a_plan_and_all_in_it(people, is_so, seen):
    for row in make_chain(people, plan=is_so, update=("published", "open")):
        assert who_see(people, row) == seen


@pytest.mark.parametrize(("is_so", "seen"), OF_STRATEGY.items())
def test_who_sees_a_strategy_and_all_in_it(people, is_so, seen):
    plan, *within = make_chain(people, strategy=is_so, update=("published", "open"))
    assert who_see(people, plan) == ALL
    for row in within:
        assert who_see(people, row) == seen


@pytest.mark.parametrize(("is_so", "seen"), OF_ACTION.items())
def test_who_sees_an_action_and_its_updates(people, is_so, seen):
    plan, strategy, *within = make_chain(people, action=is_so, update=("published", "open"))
    assert who_see(people, plan) == who_see(people, strategy) == ALL
    for row in within:
        assert who_see(people, row) == seen


@pytest.mark.parametrize(("is_so", "seen"), OF_UPDATE.items())
def test_who_sees_an_update(people, is_so, seen):
    *above, update = make_chain(people, update=is_so)
    assert {who_see(people, row) for row in above} == {ALL}
    assert who_see(people, update) == seen


def test_who_has_left_sees_what_the_public_sees(people):
    users, _ = people
    action = make_action(publication="draft")
    for letter in "pPQlLboau":
        users[letter].is_active = False
    assert who_see(people, action) == ""


def test_who_has_two_roles_sees_what_either_shows(people):
    *_, action, _ = make_chain(people, action=("in_review", "sensitive"), update=("published", "open"))
    board = people[0]["b"]
    assert not Action.objects.visible_to(board).filter(pk=action.pk).exists()
    StrategyLead.objects.create(strategy=action.strategy, user=board)
    assert not Action.objects.visible_to(board).filter(pk=action.pk).exists()  # named, but without the role
    board.groups.add(people[0]["L"].groups.get())
    del board._roles
    assert Action.objects.visible_to(board).filter(pk=action.pk).exists()


def make_every_combination(people):
    """Rows in every state with every mark under rows in every state with every mark, every other one P's partner's."""
    users, police = people
    every = list(product(Publication.values, MARKS))
    for of_plan, of_strategy in product(every, Publication.values):
        strategy = make_strategy(plan=make_plan(**fields(*of_plan)), publication=of_strategy)
        actions = [make_action(strategy=strategy, **fields(*of_action)) for of_action in every]
        Lead.objects.bulk_create(
            Lead(action=action, partner=police, position=1) for action in actions if action.position % 2
        )
        ProgressUpdate.objects.bulk_create(
            ProgressUpdate(
                action=action,
                reported_on=date(2026, 1, 31),
                status="on_track",
                recorded_by=users["PQ"[number % 2]],
                **fields(*of_update),
            )
            for action in actions
            for number, of_update in enumerate(every)
        )
    StrategyLead.objects.bulk_create(
        StrategyLead(strategy=strategy, user=users["L"]) for strategy in Strategy.objects.order_by("pk")[::2]
    )


def test_the_rule_holds_for_every_combination_of_states_and_marks(people):
    make_every_combination(people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # so many rows at once would be planned for as if there were none
    plans = Plan.objects.prefetch_related("strategies", "actions__leads", "actions__strategy", "actions__plan")
    strategies = Strategy.objects.select_related("plan").prefetch_related("actions__leads", "actions__strategy__plan")
    strategies = strategies.prefetch_related("actions__plan")
    actions = Action.objects.select_related("plan", "strategy").prefetch_related("leads")
    updates = ProgressUpdate.objects.select_related("action__plan", "action__strategy")
    updates = updates.prefetch_related("action__leads")
    rows = {"plan": list(plans), "strategy": list(strategies), "action": list(actions), "update": list(updates)}
    for letter, user in people[0].items():
        reader = reader_of(letter, user)
        for kind, every in rows.items():
            expected = {row.pk for row in every if getattr(reader, f"sees_{kind}")(row)}
            assert {row.pk for row in type(every[0]).objects.visible_to(user)} == expected, (letter, kind)


def reader_of(letter, user):
    """What the second telling of the rule needs to know of a user."""
    if letter in "snm":
        return Reader(letter)
    if letter == "k":
        return Reader(letter, user_id=0, partners=frozenset({Partner.objects.get(code=user.partner).pk}))
    partners = user.memberships.values_list("partner", flat=True)
    led = user.led_strategies.values_list("strategy", flat=True)
    return Reader(letter, ROLES[letter], user.pk, strategies=frozenset(led), partners=frozenset(partners))
