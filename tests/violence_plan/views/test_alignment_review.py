"""The page of the review: who is refused, what it shows, what it saves, and what stays typed where it cannot."""

import pytest
from django.utils import timezone

from actions.alignment import inherit_alignments
from actions.alignment_review import DECIDED_ELSEWHERE, confirm_inherited, reject_inherited
from actions.models import Action, Alignment, AlignmentRejection, StrategyLead
from principles.models import Principle
from tests.factories import (
    make_action,
    make_alignment,
    make_plan,
    make_principle,
    make_strategy,
    make_theme,
    make_user,
)
from tests.page_reading import links, read
from violence_plan import review_form

pytestmark = pytest.mark.django_db

PAGE = "/plans/anytown/alignment/review/"
ACTION = "/plans/anytown/actions/5.1.2/"
HERE = f"{PAGE}?strategy=5.1"


@pytest.fixture
def plan():
    """A theme of three actions: the first states Strategic 4, the others inherit it; Strategic 5 is free."""
    plan = make_plan(slug="anytown", title="A safer town")
    strategy = make_strategy(plan=plan, ref="5.1", title="Knives", position=1)
    theme = make_theme(strategy=strategy, title="Streets")
    first, *_ = (make_action(theme=theme, ref=f"5.1.{n}", position=n) for n in (1, 2, 3))
    served, _ = (make_principle(framework=plan.framework, number=n, short_title=f"Number {n}") for n in (4, 5))
    make_alignment(action=first, principle=served, printed="[Strategic Principle 4] Early help")
    make_action(strategy=make_strategy(plan=plan, ref="5.2", title="Gangs", position=2), ref="5.2.1", position=4)
    make_strategy(plan=plan, ref="5.3", title="Prose", position=3)
    inherit_alignments(plan=plan)
    return plan


@pytest.fixture
def desk(client, plan):
    """A signed-in officer's browser."""
    client.force_login(make_user("officer"))
    return client


def inherited(ref):
    """The inherited alignment of that action."""
    return Alignment.objects.get(action__ref=ref, basis="inherited")


def sent(ref, **fields):
    """The fields of an action's pair with Strategic 4, as a browser would send them."""
    pair = f"pair-{Action.objects.get(ref=ref).pk}-{Principle.objects.get(number=4).pk}"
    return {f"{pair}-{name}": value for name, value in fields.items()}


def added(ref, principle, reason):
    """The fields that add a principle to an action."""
    action = Action.objects.get(ref=ref)
    return {f"add-{action.pk}-principle": principle, f"add-{action.pk}-reason": reason}


def stored():
    """What an officer has made of every pair: confirmed, waiting, or why it is rejected."""
    kept = Alignment.objects.filter(basis="inherited").values_list("action__ref", "confirmed_on")
    found = {ref: "confirmed" if day else "waiting" for ref, day in kept}
    return found | dict(AlignmentRejection.objects.values_list("action__ref", "reason"))


@pytest.mark.parametrize("address", [PAGE, HERE, "/plans/nowhere/alignment/review/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_led_to_sign_in_whatever_there_is(client, plan, method, address):
    answer = getattr(client, method)(address)
    assert answer.status_code == 302
    assert "login" in answer["Location"]
    assert stored() == {"5.1.2": "waiting", "5.1.3": "waiting"}


@pytest.mark.parametrize("role", [None, "board-member", "auditor", "partner-reporter", "strategy-lead"])
def test_who_may_change_nothing_is_refused(client, plan, role):
    client.force_login(make_user(role))
    for answer in (client.get(PAGE), client.post(HERE, sent("5.1.2", choice="confirm"))):
        assert answer.status_code == 403
    assert stored() == {"5.1.2": "waiting", "5.1.3": "waiting"}


def test_a_strategy_lead_reviews_the_own_strategy_and_no_other(client, plan):
    lead = make_user("strategy-lead")
    StrategyLead.objects.create(strategy=plan.strategies.get(ref="5.2"), user=lead)
    client.force_login(lead)
    page = client.get(PAGE)
    assert [part.strategy.ref for part in page.context["parts"]] == ["5.2"]
    assert client.get(HERE).status_code == 404
    assert client.post(HERE, sent("5.1.2", choice="confirm")).status_code == 404
    client.post(f"{PAGE}?strategy=5.2", sent("5.1.2", choice="confirm"))
    assert stored() == {"5.1.2": "waiting", "5.1.3": "waiting"}


def test_other_methods_are_refused(desk):
    answer = desk.put(PAGE)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")


@pytest.mark.parametrize("ref", ["9.9", "%00", "<b>"])
def test_a_strategy_that_is_not_there(desk, ref):
    assert desk.get(f"{PAGE}?strategy={ref}").status_code == 404


def test_it_shows_row_by_row_what_comes_from_which_cell(desk, plan):
    text = read(desk.get(PAGE))
    for words in (
        "0 of 2 reviewed.",
        "5.1 Knives",
        "Streets",
        "Action 5.1.2",
        "Strategic 4. Number 4 Not reviewed",
        "Printed at 5.1.1: “[Strategic Principle 4] Early help”",
        "5.2 Gangs nothing inherited",
    ):
        assert words in text
    assert "5.3 Prose" not in text
    assert "Serves no principle." in read(desk.get(f"{PAGE}?strategy=5.2"))
    assert "There is no action to review." in read(desk.get(f"{PAGE}?strategy=5.3"))


def test_a_plan_without_actions(client):
    make_plan(slug="empty")
    client.force_login(make_user("officer"))
    text = read(client.get("/plans/empty/alignment/review/"))
    assert "No action inherits a principle." in text


def test_choices_are_saved_and_counted(desk, plan):
    new = str(plan.framework.principles.get(number=5).pk)
    data = sent("5.1.2", choice="confirm", seen="waiting")
    data |= sent("5.1.3", choice="reject", reason="It is about weapons.", seen="waiting")
    answer = desk.post(HERE, data | added("5.1.3", new, "It plainly does."))
    assert (answer.status_code, answer["Location"]) == (302, HERE)
    assert stored() == {"5.1.2": "confirmed", "5.1.3": "It is about weapons."}
    assert Alignment.objects.get(basis="assessed").reason == "It plainly does."
    text = read(desk.get(HERE))
    today = f"{timezone.localdate():%-d %B %Y}"
    for words in (
        "Saved: 1 confirmed, 1 rejected, 1 added.",
        "2 of 2 reviewed.",
        "all 2 reviewed",
        f"Confirmed on {today}",
        f"Rejected on {today}",
        "Not served: It is about weapons.",
    ):
        assert words in text


def test_what_was_decided_is_reviewed_again(desk, plan):
    confirm_inherited(alignments=[inherited("5.1.2")])
    reject_inherited(alignments=[inherited("5.1.3")], reason="No.")
    data = sent("5.1.2", choice="reopen", seen="confirmed") | sent("5.1.3", choice="reopen", seen="rejected")
    desk.post(HERE, data)
    assert stored() == {"5.1.2": "waiting", "5.1.3": "waiting"}
    assert "Saved: 2 to be reviewed again." in read(desk.get(HERE))


def test_all_that_wait_of_an_action_are_confirmed_but_what_has_a_choice_of_its_own(desk, plan):
    first, second = plan.actions.filter(ref__in=["5.1.1", "5.1.2"]).order_by("ref")
    make_alignment(action=first, principle=plan.framework.principles.get(number=5))
    inherit_alignments(plan=plan)
    assert "Confirm all 2 of 5.1.2" in read(desk.get(HERE))
    desk.post(HERE, {"confirm": second.pk} | sent("5.1.2", choice="reject", reason="No.", seen="waiting"))
    found = second.alignments.get()
    assert (found.principle.number, bool(found.confirmed_on), second.rejections.get().reason) == (5, True, "No.")
    assert not plan.actions.get(ref="5.1.3").alignments.exclude(confirmed_on=None).exists()


def test_sent_twice_it_is_saved_once(desk, plan):
    data = sent("5.1.2", choice="confirm", seen="waiting") | sent(
        "5.1.3", choice="reject", reason="No.", seen="waiting"
    )
    assert {desk.post(HERE, data).status_code for _ in range(2)} == {302}
    assert stored() == {"5.1.2": "confirmed", "5.1.3": "No."}
    assert "Nothing was changed: you chose nothing new." in read(desk.get(HERE))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"choice": "reject", "seen": "waiting"}, "Say why 5.1.2 does not serve Strategic 4."),
        ({"reason": "Because.", "seen": "waiting"}, "You gave a reason. Choose “Reject” with it, or empty it."),
        (
            {"choice": "destroy", "seen": "waiting"},
            "Select a valid choice. destroy is not one of the available choices.",
        ),
        ({"choice": "reject", "reason": "x" * 2001, "seen": "waiting"}, "at most 2000 characters"),
        ({"choice": "reject", "reason": "No.", "seen": "confirmed"}, f"{DECIDED_ELSEWHERE} Now it is waiting."),
    ],
)
def test_what_cannot_be_saved_is_said_and_nothing_is_written(desk, plan, fields, sentence):
    answer = desk.post(HERE, sent("5.1.2", **fields) | sent("5.1.3", choice="confirm", seen="waiting"))
    assert answer.status_code == 422
    text = read(answer)
    assert "Nothing was saved yet" in text
    assert sentence in text
    assert stored() == {"5.1.2": "waiting", "5.1.3": "waiting"}
    assert fields.get("reason", "") in text
    assert 'value="confirm" checked' in answer.content.decode()


@pytest.mark.parametrize(
    ("principle", "reason", "sentence"),
    [
        ("", "It does.", "Choose the principle that 5.1.2 serves, or empty the reason."),
        ("5", "", "Say why 5.1.2 serves this principle."),
        ("4", "It does.", DECIDED_ELSEWHERE),
    ],
)
def test_what_cannot_be_added_is_said_and_stays_typed(desk, plan, principle, reason, sentence):
    chosen = str(plan.framework.principles.get(number=principle).pk) if principle else ""
    answer = desk.post(HERE, added("5.1.2", chosen, reason))
    assert answer.status_code == 422
    assert sentence in read(answer)
    assert reason in read(answer)
    assert not Alignment.objects.filter(basis="assessed").exists()


def test_what_another_officer_rejected_is_not_confirmed_over_that(desk, plan):
    reject_inherited(alignments=[inherited("5.1.2")], reason="No.")
    for seen in ("waiting", ""):
        answer = desk.post(HERE, sent("5.1.2", choice="confirm", seen=seen))
        assert (answer.status_code, f"{DECIDED_ELSEWHERE} Now it is rejected." in read(answer)) == (422, True)
    assert stored() == {"5.1.2": "No.", "5.1.3": "waiting"}


def test_what_is_no_longer_inherited_is_said(desk, plan):
    data = sent("5.1.2", choice="confirm", seen="waiting")
    inherited("5.1.2").delete()
    answer = desk.post(HERE, data)
    assert (answer.status_code, DECIDED_ELSEWHERE in read(answer)) == (422, True)


def test_who_is_quicker_in_the_same_moment_is_believed(desk, plan, monkeypatch):
    def meanwhile(**given):
        Alignment.objects.filter(basis="inherited").delete()
        return confirm_inherited(**given)

    monkeypatch.setattr(review_form, "confirm_inherited", meanwhile)
    answer = desk.post(HERE, sent("5.1.2", choice="confirm", seen="waiting"))
    assert (answer.status_code, DECIDED_ELSEWHERE in read(answer)) == (422, True)
    assert stored() == {"5.1.2": "waiting", "5.1.3": "waiting"}


def test_a_long_table_asks_no_more_than_a_short_one(desk, plan, django_assert_max_num_queries):
    strategy = plan.strategies.get(ref="5.1")
    for number in range(4, 30):
        make_action(strategy=strategy, theme=strategy.themes.get(), ref=f"5.1.{number}", position=number)
    inherit_alignments(plan=plan)
    with django_assert_max_num_queries(24):
        assert "0 of 28 reviewed." in read(desk.get(PAGE))


@pytest.mark.parametrize(("role", "led_on"), [(None, False), ("board-member", False), ("officer", True)])
def test_the_matrix_leads_on_who_may(client, plan, role, led_on):
    client.force_login(make_user(role))
    assert (PAGE in links(client.get("/plans/anytown/alignment/"))) == led_on


@pytest.mark.parametrize(
    ("role", "reads", "led_on"), [("officer", True, True), ("board-member", True, False), ("", False, False)]
)
def test_the_actions_page_says_what_was_confirmed_and_leads_officers_on(client, plan, role, reads, led_on):
    confirm_inherited(alignments=[inherited("5.1.2")])
    if role:
        client.force_login(make_user(role))
    text = read(client.get(ACTION))
    said = f"An officer confirmed it on {timezone.localdate():%-d %B %Y} (the public does not read this)."
    assert (said in text, "Review the principles of 5.1.2" in text) == (reads, led_on)


@pytest.mark.parametrize(
    ("role", "reads"),
    [("officer", True), ("board-member", True), ("strategy-lead", True), ("partner-reporter", False), ("", False)],
)
def test_the_actions_page_tells_readers_of_unpublished_what_was_rejected_and_nobody_else(client, plan, role, reads):
    reject_inherited(alignments=[inherited("5.1.2")], reason="It is about weapons.")
    if role:
        client.force_login(make_user(role))
    text = read(client.get(ACTION))
    assert ("Not served, says an officer: It is about weapons." in text) == reads
    assert ("weapons" in text) == reads
