"""Other numbers and places: refused where they clash; nothing is lost, and old addresses lead on."""

import pytest
from django.core.exceptions import ValidationError

from actions.alignment import inherit_alignments
from actions.models import Action, Alignment, FormerRef, SourceNote, Strategy
from actions.renumbering import move_action, move_strategy, renumber_action, renumber_strategy, swap_numbers
from tests.factories import (
    make_action,
    make_alignment,
    make_lead,
    make_plan,
    make_principle,
    make_strategy,
    make_theme,
)

pytestmark = pytest.mark.django_db

WHY = "The board asked for it."


@pytest.fixture
def plan():
    """Two strategies, of three actions and of two; the second's are of a theme; 5.3 has none."""
    plan = make_plan(slug="anytown")
    knives, gangs, _ = (make_strategy(plan=plan, ref=f"5.{n}", title=f"No. {n}", position=n) for n in (1, 2, 3))
    for number in (1, 2, 3):
        make_action(strategy=knives, ref=f"5.1.{number}", position=number)
    streets = make_theme(strategy=gangs, title="Streets")
    for number in (1, 2):
        make_action(theme=streets, ref=f"5.2.{number}", position=number + 3)
    return plan


def rows():
    """Every action as printed: number, strategy, theme and position."""
    found = Action.objects.order_by("position", "ref").values_list("ref", "strategy__ref", "theme__title", "position")
    return list(found)


BEFORE = [
    ("5.1.1", "5.1", None, 1),
    ("5.1.2", "5.1", None, 2),
    ("5.1.3", "5.1", None, 3),
    ("5.2.1", "5.2", "Streets", 4),
    ("5.2.2", "5.2", "Streets", 5),
]


def action(ref):
    """The action that has that number."""
    return Action.objects.get(ref=ref)


def strategy(ref):
    """The strategy that has that number."""
    return Strategy.objects.get(ref=ref)


def former():
    """What every row was numbered before, and is now."""
    return sorted(str(one) for one in FormerRef.objects.all())


def refused(function, **given):
    """What `function` says when it refuses; nothing is written."""
    with pytest.raises(ValidationError) as refusal:
        function(**given, why=WHY)
    assert (rows(), former()) == (BEFORE, [])
    return " ".join(refusal.value.messages)


@pytest.mark.parametrize("ref", ["", " 5.9", "x" * 21])
def test_what_is_no_number_is_refused(plan, ref):
    assert "is no number" in refused(renumber_action, action=action("5.1.1"), ref=ref)
    assert "is no number" in refused(renumber_strategy, strategy=strategy("5.1"), ref=ref, with_actions=True)


def test_a_number_that_another_has_is_refused(plan):
    said = refused(renumber_action, action=action("5.1.1"), ref="5.1.2")
    assert said == "This plan already has an action 5.1.2. Choose another number, or exchange the two."
    said = refused(renumber_strategy, strategy=strategy("5.1"), ref="5.2", with_actions=False)
    assert said == "This plan already has a strategy 5.2. Choose another number, or exchange the two."


def test_a_strategys_actions_do_not_run_into_others(plan):
    Action.objects.filter(ref="5.2.2").update(ref="5.9.2")
    FormerRef.objects.all().delete()
    with pytest.raises(ValidationError, match="already has an action 5.9.2"):
        renumber_strategy(strategy=strategy("5.1"), ref="5.9", with_actions=True, why=WHY)
    assert former() == []


def test_only_two_of_a_kind_and_plan_exchange_their_numbers(plan):
    elsewhere = make_action()
    for one, other in [
        (action("5.1.1"), strategy("5.1")),
        (action("5.1.1"), elsewhere),
        (action("5.1.1"), action("5.1.1")),
    ]:
        with pytest.raises(ValidationError, match="of one plan exchange"):
            swap_numbers(one=one, other=other, why=WHY)


def test_an_action_stays_in_its_plan_and_a_theme_in_its_strategy(plan):
    elsewhere, moved = make_action(), action("5.1.1")
    theme = strategy("5.2").themes.get()
    for given in [
        {"strategy": elsewhere.strategy, "theme": None},
        {"strategy": strategy("5.1"), "theme": theme},
        {"strategy": strategy("5.2"), "theme": theme, "before": elsewhere},
        {"strategy": strategy("5.2"), "theme": theme, "before": moved},
    ]:
        with pytest.raises(ValidationError):
            move_action(action=moved, **given, why=WHY)
    for before in (elsewhere.strategy, strategy("5.1")):
        with pytest.raises(ValidationError, match="another strategy"):
            move_strategy(strategy=strategy("5.1"), before=before, why=WHY)


def test_an_action_gets_another_number_and_keeps_its_uid(plan, client):
    one = action("5.1.3")
    uid = one.uid
    renumber_action(action=one, ref="5.1.10", why=WHY)
    assert (one.ref, one.uid, one.version) == ("5.1.10", uid, 2)
    assert former() == ["5.1.3, now 5.1.10"]
    answer = client.get("/plans/anytown/actions/5.1.3/")
    assert (answer.status_code, answer["Location"]) == (301, "/plans/anytown/actions/5.1.10/")
    assert client.get(f"/api/v1/actions/{uid}/").json()["ref"] == "5.1.10"
    event = one.events.last()
    assert (event.pgh_label, event.ref, event.pgh_context.metadata["why"]) == ("update", "5.1.10", WHY)


def test_two_actions_exchange_their_numbers(plan, client):
    one, other = action("5.1.1"), action("5.2.2")
    swap_numbers(one=one, other=other, why=WHY)
    assert (one.ref, other.ref) == ("5.2.2", "5.1.1")
    assert former() == ["5.1.1, now 5.2.2", "5.2.2, now 5.1.1"]
    assert client.get("/plans/anytown/actions/5.1.1/").context["action"] == other
    swap_numbers(one=one, other=other, why=WHY)
    assert rows() == BEFORE


@pytest.mark.parametrize(
    ("with_actions", "refs"),
    [
        (True, ["6.1", "6.2", "6.3", "5.2.1", "5.2.2"]),
        (False, ["5.1.1", "5.1.2", "5.1.3", "5.2.1", "5.2.2"]),
    ],
)
def test_a_strategy_gets_another_number_with_its_actions_or_alone(plan, client, with_actions, refs):
    knives = strategy("5.1")
    renumber_strategy(strategy=knives, ref="6", with_actions=with_actions, why=WHY)
    assert knives.ref == "6"
    assert [ref for ref, *_ in rows()] == refs
    assert client.get("/plans/anytown/strategies/5.1/")["Location"] == "/plans/anytown/strategies/6/"
    assert client.get("/plans/anytown/actions/5.1.2/").status_code == (301 if with_actions else 200)


def test_an_action_numbered_otherwise_than_its_strategy_keeps_its_number(plan):
    renumber_action(action=action("5.1.2"), ref="9", why=WHY)
    renumber_strategy(strategy=strategy("5.1"), ref="5.10", with_actions=True, why=WHY)
    assert [ref for ref, *_ in rows()] == ["5.10.1", "9", "5.10.3", "5.2.1", "5.2.2"]


def test_two_strategies_exchange_their_numbers_with_their_actions(plan):
    swap_numbers(one=strategy("5.1"), other=strategy("5.2"), with_actions=True, why=WHY)
    assert [(ref, of) for ref, of, *_ in rows()] == [
        ("5.2.1", "5.2"),
        ("5.2.2", "5.2"),
        ("5.2.3", "5.2"),
        ("5.1.1", "5.1"),
        ("5.1.2", "5.1"),
    ]


def test_an_action_moves_with_all_that_hangs_on_it(plan):
    one, theme = action("5.1.2"), strategy("5.2").themes.get()
    lead = make_lead(action=one)
    note = {"plan": plan, "action": one, "kind": "text", "note": "Odd."}
    SourceNote.objects.create(**note, strategy=one.strategy, number=1)
    SourceNote.objects.create(**note, number=2)
    move_action(action=one, strategy=theme.strategy, theme=theme, before=action("5.2.2"), why=WHY)
    assert rows() == [
        ("5.1.1", "5.1", None, 1),
        ("5.1.3", "5.1", None, 2),
        ("5.2.1", "5.2", "Streets", 3),
        ("5.1.2", "5.2", "Streets", 4),
        ("5.2.2", "5.2", "Streets", 5),
    ]
    assert one.leads.get() == lead
    assert list(one.source_notes.order_by("number").values_list("strategy__ref", flat=True)) == ["5.2", None]


@pytest.mark.parametrize(
    ("ref", "to", "themed", "order"),
    [
        ("5.1.1", "5.2", True, ["5.1.2", "5.1.3", "5.2.1", "5.2.2", "5.1.1"]),
        ("5.1.1", "5.2", False, ["5.1.2", "5.1.3", "5.2.1", "5.2.2", "5.1.1"]),
        ("5.1.1", "5.1", False, ["5.1.2", "5.1.3", "5.1.1", "5.2.1", "5.2.2"]),
        ("5.1.1", "5.3", False, ["5.1.2", "5.1.3", "5.2.1", "5.2.2", "5.1.1"]),
    ],
)
def test_an_action_moves_to_the_end_of_a_theme_or_strategy(plan, ref, to, themed, order):
    target = strategy(to)
    move_action(action=action(ref), strategy=target, theme=target.themes.get() if themed else None, why=WHY)
    assert [ref for ref, *_ in rows()] == order
    assert [position for *_, position in rows()] == [1, 2, 3, 4, 5]
    assert action(ref).strategy == target


def test_the_only_action_of_a_plan_moves_too(db):
    one = make_action(position=7)
    target = make_strategy(plan=one.plan, position=1)
    move_action(action=one, strategy=target, theme=None, why=WHY)
    assert (one.strategy, one.position) == (target, 1)


def test_a_moved_action_inherits_anew(plan):
    s4 = make_principle(framework=plan.framework, number=4)
    make_alignment(action=action("5.1.1"), principle=s4)
    inherit_alignments(plan=plan)

    def heirs():
        return set(Alignment.objects.filter(basis="inherited").values_list("action__ref", flat=True))

    assert heirs() == {"5.1.2", "5.1.3"}
    theme = strategy("5.2").themes.get()
    move_action(action=action("5.1.1"), strategy=theme.strategy, theme=theme, before=action("5.2.2"), why=WHY)
    assert heirs() == {"5.2.2"}


def test_a_strategy_moves_with_its_actions(plan):
    move_strategy(strategy=strategy("5.2"), before=strategy("5.1"), why=WHY)
    assert [ref for ref, *_ in rows()] == ["5.2.1", "5.2.2", "5.1.1", "5.1.2", "5.1.3"]
    assert list(plan.strategies.order_by("position").values_list("ref", "position")) == [
        ("5.2", 1),
        ("5.1", 2),
        ("5.3", 3),
    ]
    move_strategy(strategy=strategy("5.2"), why=WHY)
    assert list(plan.strategies.order_by("position").values_list("ref", flat=True)) == ["5.1", "5.3", "5.2"]


def test_a_theme_called_otherwise_keeps_its_address(plan, client):
    theme = strategy("5.2").themes.get()
    for title in ("Roads", "Lanes", "Roads"):
        theme.title = title
        theme.save()
    theme.refresh_from_db()
    assert [str(one) for one in theme.former_slugs.all()] == ["streets, now roads", "lanes, now roads"]
    renumber_strategy(strategy=strategy("5.2"), ref="7", with_actions=False, why=WHY)
    for old in ("5.2/themes/streets", "5.2/themes/roads", "7/themes/lanes"):
        answer = client.get(f"/plans/anytown/strategies/{old}/")
        assert (answer.status_code, answer["Location"]) == (301, "/plans/anytown/strategies/7/themes/roads/")


@pytest.mark.parametrize("address", ["actions/{}/", "strategies/{}/", "strategies/{}/themes/streets/"])
def test_an_old_address_of_what_is_hidden_answers_like_one_of_nothing(plan, client, address):
    renumber_strategy(strategy=strategy("5.2"), ref="7", with_actions=True, why=WHY)
    Strategy.objects.filter(ref="7").update(publication="draft")
    old = "5.2.1" if "actions" in address else "5.2"
    hidden, nothing = (client.get(f"/plans/anytown/{address.format(ref)}") for ref in (old, "9.9.9"))
    assert hidden.status_code == nothing.status_code == 404
    assert hidden.content.decode().replace(old, "9.9.9") == nothing.content.decode()
