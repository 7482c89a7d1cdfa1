"""Two officers on one row, what was sent twice, and the form that keeps what it showed."""

import re
from threading import Thread

import pytest
from django.db import connections, transaction
from django.test import Client

from actions.models import Action, Lead, Strategy
from tables.collisions import ALREADY, REFUSED
from tests.browser_form import form_of
from tests.factories import (
    make_action,
    make_lead,
    make_partner,
    make_strategy,
    make_theme,
    make_user,
)  # fmt: skip
from tests.locks import wait_until_blocked

pytestmark = pytest.mark.django_db
ADD = "/admin/actions/action/add/"


@pytest.fixture
def signed_in(client, officer):
    """A signed-in officer's browser."""
    client.force_login(officer)
    return client


@pytest.fixture
def other(db):
    """Another officer's browser."""
    client = Client()
    client.force_login(make_user("officer", is_staff=True, username="ola", first_name="Ola", last_name="Diaz"))
    return client


@pytest.fixture
def action(db):
    """An action with a lead."""
    action = make_action(theme=make_theme(), text="Sweep the parks for knives.")
    make_lead(action=action, partner=make_partner(name="Police"), printed="", position=1)
    return action


def page(row):
    return f"/admin/actions/{row._meta.model_name}/{row.pk}/change/"


def save(client, row, **fields):
    """Open the page of `row` and save it with `fields`."""
    response = client.post(page(row), form_of(client.get(page(row))) | fields)
    assert response.status_code == 302, response.context["errors"]


def words(html):
    return re.sub(r"</?(span|ins|del)[^>]*>", "", html)


def differences(response):
    """What stands side by side: label, both versions as text, who changed it, and whether keeping theirs is ticked."""
    assert response.status_code == 409
    return [
        (each.label, words(each.yours), words(each.standing), each.changed_by, each.only_theirs)
        for each in response.context["collision"].differences
    ]


def new_lead(partner, number=1, position=2):
    """The fields of a lead typed anew into row `number` of the list."""
    values = {"id": "", "position": position, "partner": partner.pk, "role": "lead", "printed": ""}
    return {"leads-TOTAL_FORMS": number + 1} | {f"leads-{number}-{name}": value for name, value in values.items()}


def test_the_later_save_is_refused_with_both_versions(signed_in, other, action):
    form = form_of(signed_in.get(page(action)))
    save(other, action, text="Sweep all parks for knives.")
    sent = form | {"text": "Sweep the parks for blades.", "expected_outcome": "Fewer blades."}
    response = signed_in.post(page(action), sent)
    html = response.content.decode()
    assert differences(response) == [
        ("Action", "Sweep the parks for blades.", "Sweep all parks for knives.", "both of you", False),
        ("Expected outcome", "Fewer blades.", "(empty)", "you", False),
    ]
    assert "<span>Sweep </span><ins>the</ins><span> parks for </span><ins>blades.</ins>" in html
    assert "<span>Sweep </span><del>all</del><span> parks for </span><del>knives.</del>" in html
    assert "Ola Diaz changed it on " in html
    assert REFUSED in html
    fresh = {name: form_of(response)[name] for name in ("_seen", "csrfmiddlewaretoken")}
    assert form_of(response) == sent | fresh
    assert Action.objects.get().text == "Sweep all parks for knives."


def test_saving_once_more_is_a_decision(signed_in, other, action):
    form = form_of(signed_in.get(page(action)))
    save(other, action, text="Theirs.")
    again = form_of(signed_in.post(page(action), form | {"text": "Mine."}))
    assert signed_in.post(page(action), again).status_code == 302
    assert Action.objects.get().text == "Mine."


def test_a_third_change_is_refused_again(signed_in, other, action):
    form = form_of(signed_in.get(page(action)))
    save(other, action, text="Theirs.")
    again = form_of(signed_in.post(page(action), form | {"text": "Mine."}))
    save(other, action, text="Theirs, better.")
    assert differences(signed_in.post(page(action), again)) == [
        ("Action", "Mine.", "Theirs, better.", "both of you", False)
    ]


def test_what_only_the_other_changed_is_kept_unless_it_is_unticked(signed_in, other, action):
    form = form_of(signed_in.get(page(action)))
    save(other, action, text="Theirs.", kind="improvement")
    response = signed_in.post(page(action), form | {"expected_outcome": "Fewer blades."})
    assert differences(response) == [
        ("Action", "Sweep the parks for knives.", "Theirs.", "somebody else", True),
        ("Expected outcome", "Fewer blades.", "(empty)", "you", False),
        ("Kind", "Action", "Improvement action", "somebody else", True),
    ]
    again = form_of(response)
    assert again["_take"] == ["text", "kind"]
    assert signed_in.post(page(action), again | {"_take": "kind"}).status_code == 302
    row = Action.objects.get()
    assert (row.text, row.expected_outcome, row.kind) == (
        "Sweep the parks for knives.",
        "Fewer blades.",
        "improvement",
    )


def test_a_field_that_is_not_there_cannot_be_kept(signed_in, action):
    form = form_of(signed_in.get(page(action)))
    taken = ["uid", "leads-7-partner", "leads-0-nothing", "nobody-0-partner", "--", "-"]
    assert signed_in.post(page(action), form | {"text": "Mine.", "_take": taken}).status_code == 302
    assert Action.objects.get().text == "Mine."


def test_leads_added_changed_and_deleted_meanwhile_are_told(signed_in, other, action):
    changed = make_lead(action=action, partner=make_partner(name="Council"), printed="", position=2)
    deleted = make_lead(action=action, partner=make_partner(name="Schools"), printed="", position=3)
    unwanted = make_lead(action=action, partner=make_partner(name="Army"), printed="", position=4)
    form = form_of(signed_in.get(page(action)))
    save(
        other,
        action,
        **{"leads-1-printed": "LBH", "leads-2-DELETE": "on", "leads-3-printed": "HM Army"},
        **new_lead(make_partner(name="Health"), 4, 5),
    )
    mine = {"leads-1-printed": "Hackney", "leads-2-printed": "All schools", "leads-3-DELETE": "on"}
    response = signed_in.post(page(action), form | mine)
    assert differences(response) == [
        ("Lead 2: Printed", "Hackney", "LBH", "both of you", False),
        ("Lead 3", "(to be deleted)", "4; Army; Lead; HM Army", "you", False),
        ("Lead 4", "(empty)", "5; Health; Lead", "somebody else", True),
        ("Lead 5", "3; Schools; Lead; All schools", "(deleted)", "both of you", False),
    ]
    again = form_of(response) | {"_take": "leads-1-printed"}
    assert signed_in.post(page(action), again).status_code == 302
    assert list(action.leads.values_list("position", "partner__name", "printed")) == [
        (1, "Police", ""),
        (2, "Council", "LBH"),
        (3, "Schools", "All schools"),
        (5, "Health", ""),
    ]
    assert changed in action.leads.all()
    assert not Lead.objects.filter(pk__in=[deleted.pk, unwanted.pk]).exists()


def test_a_lead_deleted_by_both_is_no_difference(signed_in, other, action):
    form = form_of(signed_in.get(page(action)))
    save(other, action, text="Theirs.", **{"leads-0-DELETE": "on"})
    response = signed_in.post(page(action), form | {"leads-0-DELETE": "on", "text": "Mine."})
    assert differences(response) == [("Action", "Mine.", "Theirs.", "both of you", False)]


def test_what_was_sent_twice_is_written_once(signed_in, action):
    sent = form_of(signed_in.get(page(action))) | {"text": "Mine."} | new_lead(make_partner())
    assert signed_in.post(page(action), sent).url == "/admin/actions/action/"
    first = Action.objects.get()
    for button, led_to in ({"_save": "Save"}, "/admin/actions/action/"), ({"_continue": "1"}, page(action)):
        response = signed_in.post(page(action), sent | button, follow=True)
        assert response.redirect_chain == [(led_to, 302)]
        assert ALREADY in [str(message) for message in response.context["messages"]]
    assert (Action.objects.get().version, action.leads.count()) == (first.version, 2)


def test_a_tick_is_told_in_words(signed_in, other):
    strategy = make_strategy()
    form = form_of(signed_in.get(page(strategy)))
    save(other, strategy, quick_exit="on")
    assert differences(signed_in.post(page(strategy), form)) == [("Quick exit", "No", "Yes", "somebody else", True)]


def test_ones_own_earlier_save_is_told_as_such(signed_in, action):
    form = form_of(signed_in.get(page(action)))
    save(signed_in, action, text="First thought.")
    html = signed_in.post(page(action), form | {"text": "Second thought."}).content.decode()
    assert "You, in another window or by an earlier save changed it" in html


def test_who_wrote_past_the_portal_is_somebody(signed_in, action):
    form = form_of(signed_in.get(page(action)))
    Action.objects.update(text="By SQL.")
    assert signed_in.post(page(action), form | {"text": "Mine."}).context["collision"].who == "Somebody"


def test_what_nobody_can_see_is_no_collision(signed_in, action):
    form = form_of(signed_in.get(page(action)))
    Action.objects.get().save()
    assert signed_in.post(page(action), form | {"text": "Mine."}).status_code == 302
    assert Action.objects.get().text == "Mine."


@pytest.mark.parametrize("token", ["", "x", "x:y:z", "\x00"])
def test_a_form_without_its_token_is_bound_by_the_database_alone(signed_in, action, token):
    form = form_of(signed_in.get(page(action))) | {"_seen": token, "text": "Mine."}
    assert signed_in.post(page(action), form).status_code == 302
    assert Action.objects.get().text == "Mine."


@pytest.mark.parametrize("key", ["999", "x", "1_5F"])
def test_a_row_that_is_not_there_is_told(signed_in, action, key):
    form = form_of(signed_in.get(page(action)))
    response = signed_in.post(f"/admin/actions/action/{key}/change/", form, follow=True)
    assert "doesn’t exist. Perhaps it was deleted?" in response.content.decode()


def test_strategies_plans_and_partners_are_guarded_too(signed_in, other):
    partner, strategy = make_partner(), make_strategy()
    for address, field in (
        (page(strategy), "title"),
        (page(strategy.plan), "title"),
        (f"/admin/partners/partner/{partner.pk}/change/", "name"),
    ):
        form = form_of(signed_in.get(address))
        assert other.post(address, form | {field: "Theirs"}).status_code == 302
        assert differences(signed_in.post(address, form | {field: "Mine"})) == [
            (field.capitalize(), "Mine", "Theirs", "both of you", False)
        ]


# Adding


def new_action(client, strategy, **fields):
    """The form of a new action, filled in."""
    values = {"plan": strategy.plan_id, "strategy": strategy.pk, "ref": "9.1", "text": "Act.", "position": 1}
    return form_of(client.get(ADD)) | values | fields


def test_an_action_added_twice_is_added_once(signed_in):
    sent = new_action(signed_in, make_strategy()) | new_lead(make_partner(), 0, 1)
    assert signed_in.post(ADD, sent).status_code == 302
    response = signed_in.post(ADD, sent, follow=True)
    assert [str(message) for message in response.context["messages"]][-1] == ALREADY
    assert (Action.objects.count(), Lead.objects.count()) == (1, 1)


@pytest.mark.parametrize("more", [{"text": "Act otherwise."}, {"text": ""}, {"leads": True}])
def test_another_action_with_the_same_number_is_refused(signed_in, more):
    sent = new_action(signed_in, make_strategy())
    signed_in.post(ADD, sent)
    more = new_lead(make_partner(), 0, 1) if "leads" in more else more
    response = signed_in.post(ADD, sent | more)
    assert response.status_code == 200
    assert response.context["errors"]


@pytest.mark.django_db(transaction=True)
def test_two_who_add_at_the_same_moment(signed_in, officer):
    strategy = make_strategy()
    sent, answers = new_action(signed_in, strategy), []

    def add():
        client = Client()
        client.force_login(officer)
        answers.append(client.post(ADD, sent))
        connections.close_all()

    with transaction.atomic():
        Action.objects.create(plan=strategy.plan, strategy=strategy, ref="9.1", text="Act.", position=1)
        late = Thread(target=add)
        late.start()
        wait_until_blocked(late)
    late.join()
    assert [answer.status_code for answer in answers] == [302]
    assert Action.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_save_at_the_same_moment(officer, signed_in):
    strategy = make_strategy()
    sent, answers = form_of(signed_in.get(page(strategy))) | {"title": "Mine"}, []

    def late_save():
        client = Client()
        client.force_login(officer)
        answers.append(client.post(page(strategy), sent))
        connections.close_all()

    with transaction.atomic():
        Strategy.objects.filter(pk=strategy.pk).update(title="Theirs")
        late = Thread(target=late_save)
        late.start()
        wait_until_blocked(late)
    late.join()
    assert [answer.status_code for answer in answers] == [409]
    assert Strategy.objects.get().title == "Theirs"
