"""Renumbering and moving in the admin: refused, previewed, then done."""

import pytest

from actions.alignment import inherit_alignments
from actions.models import Action, Strategy, StrategyLead
from tests.factories import (
    make_action,
    make_alignment,
    make_plan,
    make_principle,
    make_strategy,
    make_theme,
    make_user,
)
from tests.page_reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """Two strategies with two actions each; the second's are of a theme."""
    plan = make_plan(slug="anytown")
    knives, gangs = (
        make_strategy(plan=plan, ref=f"5.{n}", title=t, position=n) for n, t in ((1, "Knives"), (2, "Gangs"))
    )
    for number in (1, 2):
        make_action(strategy=knives, ref=f"5.1.{number}", position=number)
    streets = make_theme(strategy=gangs, title="Streets")
    for number in (1, 2):
        make_action(theme=streets, ref=f"5.2.{number}", position=number + 2)
    return plan


def address(row):
    """The page that renumbers or moves `row`."""
    return f"/admin/actions/{row._meta.model_name}/{row.pk}/renumber/"


def filled(row, **fields):
    """What a browser sends for `row` as it stands, but for `fields`."""
    values = {"ref": row.ref, "before": "", "why": "The board asked.", "seen": row.updated_at.isoformat()}
    if isinstance(row, Action):
        values |= {"strategy": row.strategy_id, "theme": row.theme_id or ""}
    return values | fields


def rows():
    """Every action as printed: number and strategy."""
    return list(Action.objects.order_by("position").values_list("ref", "strategy__ref"))


BEFORE = [("5.1.1", "5.1"), ("5.1.2", "5.1"), ("5.2.1", "5.2"), ("5.2.2", "5.2")]


def test_a_strategy_lead_does_not_renumber(client, plan):
    lead = make_user("strategy-lead", is_staff=True)
    action = Action.objects.get(ref="5.1.1")
    StrategyLead.objects.create(strategy=action.strategy, user=lead)
    client.force_login(lead)
    assert client.get(address(action)).status_code == 403
    assert client.post(address(action), filled(action, ref="9", confirmed="1")).status_code == 403
    assert "Renumber or move</a>" not in client.get(f"/admin/actions/action/{action.pk}/change/").content.decode()
    assert rows() == BEFORE


def test_a_row_that_is_not_there(signed_in):
    assert signed_in.get("/admin/actions/action/99999/renumber/").status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ref": "5.1.2"}, "This plan already has an action 5.1.2. Choose another number, or exchange the two."),
        ({"ref": "9", "why": ""}, "This field is required."),
        ({"ref": "9", "seen": "2020"}, "Somebody else changed this since you read it."),
    ],
)
@pytest.mark.parametrize("step", [{}, {"confirmed": "1"}])
def test_what_cannot_be_is_said_and_stays_typed(signed_in, plan, fields, sentence, step):
    action = Action.objects.get(ref="5.1.1")
    answer = signed_in.post(address(action), filled(action, **fields, **step))
    assert (answer.status_code, sentence in read(answer), rows()) == (422, True, BEFORE)
    assert f'value="{fields["ref"]}"' in answer.content.decode()


def test_the_page_is_led_to_and_shows_what_is(signed_in, plan):
    action = Action.objects.get(ref="5.2.1")
    assert (
        '<a href="../renumber/">Renumber or move</a>'
        in signed_in.get(f"/admin/actions/action/{action.pk}/change/").content.decode()
    )
    form = signed_in.get(address(action)).context["form"]
    assert (form["ref"].value(), form["strategy"].value(), form["theme"].value()) == (
        "5.2.1",
        action.strategy_id,
        action.theme_id,
    )


def test_what_would_change_is_shown_and_nothing_is_written(signed_in, plan):
    make_alignment(action=Action.objects.get(ref="5.1.1"), principle=make_principle(framework=plan.framework, number=4))
    inherit_alignments(plan=plan)
    action = Action.objects.get(ref="5.1.2")
    theme = Strategy.objects.get(ref="5.2").themes.get()
    asked = filled(action, ref="5.2.3", strategy=theme.strategy_id, theme=theme.pk)
    answer = signed_in.post(address(action), asked)
    assert answer.context["changes"] == [
        (
            "Action 5.1.2",
            "number 5.1.2; strategy Knives; after Action 5.1.1; inherits S4",
            "number 5.2.3; strategy Gangs, theme Streets; after Action 5.2.2; inherits nothing",
        ),
        (
            "Action 5.2.1",
            "number 5.2.1; strategy Gangs, theme Streets; after Action 5.1.2; inherits nothing",
            "number 5.2.1; strategy Gangs, theme Streets; after Action 5.1.1; inherits nothing",
        ),
    ]
    assert rows() == BEFORE
    back = signed_in.post(address(action), asked | {"back": "1"})
    assert (back.context["changes"], back.context["form"]["ref"].value(), rows()) == (None, "5.2.3", BEFORE)
    done = signed_in.post(address(action), asked | {"confirmed": "1"}, follow=True)
    assert done.redirect_chain == [(f"/admin/actions/action/{action.pk}/change/", 302)]
    assert "Renumber or move: done." in done.content.decode()
    assert rows() == [("5.1.1", "5.1"), ("5.2.1", "5.2"), ("5.2.2", "5.2"), ("5.2.3", "5.2")]
    event = Action.objects.get(ref="5.2.3").events.last()
    assert event.pgh_context.metadata["why"] == "The board asked."
    assert event.pgh_context.metadata["source"] == "admin"


def test_two_actions_exchange_numbers_and_one_moves_in_front_of_another(signed_in, plan):
    action = Action.objects.get(ref="5.1.2")
    first = Action.objects.get(ref="5.1.1")
    asked = filled(action, ref="5.1.1", exchange="on", before=str(first.pk), confirmed="1")
    assert signed_in.post(address(action), asked).status_code == 302
    assert list(Action.objects.order_by("position").values_list("pk", "ref"))[:2] == [
        (action.pk, "5.1.1"),
        (first.pk, "5.1.2"),
    ]


def test_nothing_to_do_is_said(signed_in, plan):
    for row in (Action.objects.get(ref="5.1.2"), Strategy.objects.get(ref="5.1")):
        assert "Nothing would change." in read(signed_in.post(address(row), filled(row)))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"ref": "6", "with_actions": "on"}, [("6.1", "6"), ("6.2", "6"), ("5.2.1", "5.2"), ("5.2.2", "5.2")]),
        ({"ref": "6"}, [("5.1.1", "6"), ("5.1.2", "6"), ("5.2.1", "5.2"), ("5.2.2", "5.2")]),
        (
            {"ref": "5.2", "exchange": "on", "with_actions": "on"},
            [("5.2.1", "5.2"), ("5.2.2", "5.2"), ("5.1.1", "5.1"), ("5.1.2", "5.1")],
        ),
        ({"before": "last"}, [("5.2.1", "5.2"), ("5.2.2", "5.2"), ("5.1.1", "5.1"), ("5.1.2", "5.1")]),
    ],
)
def test_a_strategy_is_renumbered_or_moved(signed_in, plan, fields, expected):
    strategy = Strategy.objects.get(ref="5.1")
    asked = filled(strategy, **fields)
    assert "Strategy 5.1" in read(signed_in.post(address(strategy), asked))
    assert rows() == BEFORE
    assert signed_in.post(address(strategy), asked | {"confirmed": "1"}).status_code == 302
    assert rows() == expected


def test_only_this_page_moves_an_action_to_another_strategy(signed_in, plan):
    action = Action.objects.get(ref="5.1.1")
    form = signed_in.get(f"/admin/actions/action/{action.pk}/change/").context["adminform"].form
    assert (form.fields["strategy"].disabled, form.fields["plan"].disabled) == (True, True)
    assert form.fields["strategy"].help_text == "Changed by “Renumber or move”, at the top of this page."
