"""The list of actions as a grid: what is refused, what is saved, and what two officers do to one row."""

from datetime import date, timedelta
from threading import Thread

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.models import Action, Lead
from actions.progress import record_update
from partners.models import Alias
from tables.collisions import ALREADY
from tests.browser_form import form_of
from tests.factories import make_action, make_lead, make_partner, make_strategy, make_theme, make_user
from tests.locks import wait_until_blocked

pytestmark = pytest.mark.django_db
LIST = "/admin/actions/action/"


@pytest.fixture
def strategy(db):
    """A strategy with two actions of a theme each: 5.1.1, led by the police, and 5.1.2."""
    strategy = make_strategy(ref="5.1")
    first, second = (
        make_action(theme=make_theme(strategy=strategy, title=t), ref=f"5.1.{n}", position=n)
        for n, t in ((1, "Homes"), (2, "Parks"))
    )
    make_lead(action=first, partner=make_partner(name="Police", code="mps"), printed="The Police", position=1)
    return strategy


@pytest.fixture
def other(db):
    """Another officer's browser."""
    client = Client()
    client.force_login(make_user("officer", is_staff=True))
    return client


def opened(client, query=""):
    """The grid as a browser would send it back, untouched."""
    return form_of(client.get(LIST + query), "changelist-form")


def save(client, form, query=""):
    return client.post(LIST + query, form | {"_save": "Save"}, follow=True)


def told(response):
    return [str(message) for message in response.context["messages"]]


def problems(response):
    """What is wrong with which row: number, field, sentences; of the whole list under an empty number."""
    formset = response.context["cl"].formset
    rows = [(form.instance.ref, name, list(found)) for form in formset for name, found in form.errors.items()]
    return rows + [("", "", [words]) for words in formset.non_form_errors()]


def versions(response):
    """The first row that collides: its text as a browser would show it."""
    assert response.status_code == 409
    return response.content.decode()


# Refused


@pytest.mark.parametrize(
    ("typed", "row"),
    [
        ({"form-0-leads_shown": "Polise"}, ("leads_shown", ["No partner is called “Polise”. Do you mean “Police”?"])),
        (
            {"form-0-leads_shown": "qqqq"},
            ("leads_shown", ["No partner is called “qqqq”. Add the partner first, or correct the name."]),
        ),
        ({"form-0-leads_shown": "Police; MPS"}, ("leads_shown", ["“MPS” stands there twice. Delete one."])),
        ({"form-0-due_on": "2026-02-30"}, ("due_on", ["Enter a valid date."])),
        (
            {"form-0-starts_on": "2026-02-02", "form-0-due_on": "2026-02-01"},
            ("__all__", ["The action cannot be due before it starts."]),
        ),
        (
            {"form-0-progress": "at_risk"},
            ("progress", ["Select a valid choice. at_risk is not one of the available choices."]),
        ),
        (
            {"form-0-publication": "secret"},
            ("publication", ["Select a valid choice. secret is not one of the available choices."]),
        ),
    ],
)
def test_one_bad_row_saves_none_and_keeps_what_was_typed(signed_in, strategy, typed, row):
    sent = opened(signed_in) | typed | {"form-1-publication": "withdrawn"}
    response = save(signed_in, sent)
    assert problems(response) == [("5.1.1", *row)]
    assert "Nothing was saved. Mend these rows" in response.content.decode()
    again = form_of(response, "changelist-form")
    # What is not offered cannot be shown as chosen; its sentence repeats it.
    kept = {name: text for name, text in typed.items() if "not one of the available choices" not in row[1][0]}
    assert {name: again[name] for name in kept} == kept
    assert again["form-1-publication"] == "withdrawn"
    assert not Action.objects.filter(publication="withdrawn").exists()


def test_a_theme_of_another_strategy_is_not_offered(signed_in, strategy):
    theme = make_theme()
    sent = opened(signed_in, f"?plan__id__exact={strategy.plan_id}")
    response = save(signed_in, sent | {"form-0-theme": theme.pk})
    assert problems(response)[0][:2] == ("5.1.1", "theme")


def test_two_partners_of_one_name_are_told_apart_by_code(signed_in, strategy):
    for code in ("north", "south"):
        make_partner(name="Health", code=code)
    response = save(signed_in, opened(signed_in) | {"form-0-leads_shown": "health"})
    assert problems(response) == [
        (
            "5.1.1",
            "leads_shown",
            ["Several partners are called “health”. Write the code of one: north, south."],
        )
    ]


def test_the_day_of_new_statuses_is_judged(signed_in, strategy):
    sent = opened(signed_in) | {"grid-reported_on": "yesterday", "form-0-progress": "on_track"}
    assert problems(save(signed_in, sent)) == [("", "", ["and hold from: Enter a valid date."])]


def test_a_row_deleted_meanwhile_is_told_and_the_others_kept(signed_in, strategy):
    sent = opened(signed_in) | {"form-1-publication": "withdrawn"}
    strategy.actions.get(ref="5.1.1").delete()
    response = save(signed_in, sent)
    assert problems(response) == [
        ("", "", ["Somebody deleted 1 of these actions meanwhile. Save the others once more."])
    ]
    assert form_of(response, "changelist-form")["form-1-publication"] == "withdrawn"


@pytest.mark.parametrize("key", ["", "x", "999999999999999999999", "٣"])
def test_rows_that_cannot_be_are_refused(signed_in, strategy, key):
    response = save(signed_in, opened(signed_in) | {"form-0-id": key})
    assert problems(response) == [
        ("", "", ["Somebody deleted 1 of these actions meanwhile. Save the others once more."])
    ]


def test_a_list_that_cannot_be_is_asked_for_anew(signed_in, strategy):
    response = signed_in.post(f"{LIST}?nothing__like=this", opened(signed_in) | {"_save": "Save"})
    assert (response.status_code, response.url) == (302, f"{LIST}?e=1")


def test_a_reader_saves_nothing(client, strategy):
    client.force_login(make_user("auditor", is_staff=True))
    sent = {"_save": "Save", "form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"}
    assert client.post(LIST, sent).status_code == 403
    assert "form-0-id" not in opened(client)


def test_a_strategy_lead_edits_own_rows_only(client, strategy):
    stranger = make_action(strategy=make_strategy(plan=strategy.plan, ref="5.2"), ref="5.2.1", position=9)
    user = make_user("strategy-lead", is_staff=True)
    strategy.people.create(user=user)
    client.force_login(user)
    strategy.actions.filter(ref="5.1.1").update(publication="draft")
    form = opened(client)
    assert {name for name in form if name.startswith("form-2-")} == {"form-2-id"}
    save(client, form | {"form-0-publication": "published"})
    assert strategy.actions.get(ref="5.1.1").publication == "draft"
    save(client, form | {"form-0-publication": "in_review", "form-2-publication": "withdrawn"})
    stranger.refresh_from_db()
    assert stranger.publication == "published"
    assert strategy.actions.get(ref="5.1.1").publication == "in_review"


# Saved


def test_only_changed_rows_are_saved(signed_in, strategy):
    sent = opened(signed_in) | {
        "form-0-theme": strategy.themes.get(title="Parks").pk,
        "form-0-starts_on": "2026-01-01",
        "form-0-due_on": "2026-12-31",
        "form-0-publication": "in_review",
        "grid-why": "The board asked.",
    }
    response = save(signed_in, sent)
    first, second = strategy.actions.order_by("ref")
    assert told(response) == ["1 action was changed successfully."]
    assert (str(first.theme), first.starts_on, first.due_on, first.publication, first.version) == (
        "Parks",
        date(2026, 1, 1),
        date(2026, 12, 31),
        "in_review",
        2,
    )
    assert second.version == 1
    assert first.events.last().pgh_context.metadata["why"] == "The board asked."


def test_nothing_typed_is_told(signed_in, strategy):
    assert told(save(signed_in, opened(signed_in))) == ["Nothing was changed, so nothing was saved."]


def test_leads_are_typed_in_one_line(signed_in, strategy):
    Alias.objects.create(partner=make_partner(name="Integrated Gangs Unit", code="igu"), name="IGU Manger")
    make_partner(name="Schools", code="schools")
    action = strategy.actions.get(ref="5.1.1")
    make_lead(action=action, partner=make_partner(name="Army"), position=2, role="support")
    standing = action.leads.get(partner__code="mps")
    form = opened(signed_in)
    assert form["form-0-leads_shown"] == "Police; Army (support)"
    save(signed_in, form | {"form-0-leads_shown": "igu  manger ; schools (Support);; POLICE"})
    assert list(action.leads.values_list("partner__code", "role", "position", "printed")) == [
        ("igu", "lead", 1, ""),
        ("schools", "support", 2, ""),
        ("mps", "lead", 3, "The Police"),
    ]
    assert standing in action.leads.all()


def test_a_name_of_several_means_the_one_that_leads_already(signed_in, strategy):
    action = strategy.actions.get(ref="5.1.2")
    for code in ("north", "south"):
        make_partner(name="Health", code=code)
    make_lead(
        action=action, partner=Lead._meta.get_field("partner").related_model.objects.get(code="south"), position=1
    )
    save(signed_in, opened(signed_in) | {"form-1-leads_shown": "Health; mps"})
    assert list(action.leads.values_list("partner__code", flat=True)) == ["south", "mps"]


def test_a_new_status_is_recorded_as_a_draft_unless_it_is_published(signed_in, officer, strategy):
    response = save(signed_in, opened(signed_in) | {"form-0-progress": "at_risk:worsening"})
    update = strategy.actions.get(ref="5.1.1").updates.get()
    assert (update.status, update.direction, update.publication) == ("at_risk", "worsening", "draft")
    assert (update.reported_on, update.recorded_by) == (timezone.localdate(), officer)
    assert "Status kept as a draft until it is published: 5.1.1." in told(response)
    assert "Not published yet: At risk, worsening" in response.content.decode()
    day = timezone.localdate() - timedelta(days=3)
    sent = opened(signed_in) | {
        "form-0-progress": "on_track",
        "grid-publication": "published",
        "grid-reported_on": day.isoformat(),
    }
    assert told(save(signed_in, sent)) == ["1 action was changed successfully."]
    update = strategy.actions.get(ref="5.1.1").updates.get(status="on_track")
    assert (update.publication, update.reported_on) == ("published", day)


def test_the_way_of_an_action_at_risk_is_shown(signed_in, strategy):
    record_update(
        action=strategy.actions.first(),
        reported_on=date(2026, 1, 31),
        status="at_risk",
        direction="improving",
        publication="published",
    )
    assert opened(signed_in)["form-0-progress"] == "at_risk:improving"


# Two officers, and one who sends twice


def test_a_row_changed_meanwhile_is_refused_with_both_versions(signed_in, other, strategy):
    sent = opened(signed_in) | {"form-0-publication": "withdrawn", "form-1-publication": "draft"}
    save(other, opened(other) | {"form-0-publication": "in_review", "form-0-leads_shown": ""})
    response = save(signed_in, sent)
    html = versions(response)
    assert "5.1.1 was changed by somebody else after you opened the list" in html
    assert '<ins>Withdrawn</ins></td><td class="version"><del>In</del><del> </del><del>review</del>' in html.replace(
        "<del>In review</del>", "<del>In</del><del> </del><del>review</del>"
    )
    assert strategy.actions.get(ref="5.1.2").publication == "published"
    again = form_of(response, "changelist-form")
    assert again["form-0-publication"] == "withdrawn"
    assert told(save(signed_in, again)) == ["2 actions were changed successfully."]
    first = strategy.actions.get(ref="5.1.1")
    assert first.publication == "withdrawn"


def test_a_text_changed_meanwhile_is_told(signed_in, other, strategy):
    sent = opened(signed_in) | {"form-0-publication": "withdrawn"}
    action = strategy.actions.get(ref="5.1.1")
    action.text = "Do something else."
    action.save()
    assert "What is not in this list, such as its text, may have changed too" in versions(save(signed_in, sent))


def test_rows_that_others_changed_do_not_hinder_mine(signed_in, other, strategy):
    sent = opened(signed_in) | {"form-1-publication": "draft"}
    save(other, opened(other) | {"form-0-publication": "in_review"})
    assert told(save(signed_in, sent)) == ["1 action was changed successfully."]
    assert list(strategy.actions.order_by("ref").values_list("publication", flat=True)) == ["in_review", "draft"]


@pytest.mark.parametrize("publication", ["draft", "published"])
def test_what_is_sent_twice_is_written_once(signed_in, strategy, publication):
    sent = opened(signed_in) | {
        "form-0-progress": "at_risk:steady",
        "form-0-leads_shown": "mps",
        "form-1-leads_shown": "mps",
        "grid-publication": publication,
    }
    save(signed_in, sent)
    before = list(Action.objects.order_by("ref").values_list("version", flat=True))
    for _ in range(2):
        response = save(
            signed_in, opened(signed_in) | {name: sent[name] for name in sent if "seen" in name or "progress" in name}
        )
        assert told(response) == [ALREADY]
    assert list(Action.objects.order_by("ref").values_list("version", flat=True)) == before
    assert strategy.actions.get(ref="5.1.1").updates.count() == 1


def test_a_row_that_left_the_filter_is_still_shown_beside_its_form(signed_in, strategy):
    query = "?publication__exact=published"
    sent = opened(signed_in, query) | {"form-1-leads_shown": "Nobody"}
    strategy.actions.filter(ref="5.1.1").update(publication="draft")
    response = save(signed_in, sent, query)
    assert [row.ref for row in response.context["cl"].result_list] == ["5.1.1", "5.1.2"]
    assert problems(response)[0][:2] == ("5.1.2", "leads_shown")


@pytest.mark.django_db(transaction=True)
def test_a_partner_deleted_at_the_same_moment_is_told(signed_in, officer, strategy):
    army, answers = make_partner(name="Army"), []
    sent = opened(signed_in) | {"form-1-leads_shown": "Army", "_save": "Save"}

    def late_save():
        client = Client()
        client.force_login(officer)
        answers.append(client.post(LIST, sent))
        connections.close_all()

    with transaction.atomic():
        army.delete()
        late = Thread(target=late_save)
        late.start()
        wait_until_blocked(late)
    late.join()
    assert problems(answers[0])[0][:2] == ("5.1.2", "leads_shown")
    assert told(answers[0]) == []
    assert not Lead.objects.filter(action__ref="5.1.2").exists()


# The list


def test_each_cell_is_named(signed_in, strategy):
    html = signed_in.get(LIST).content.decode()
    for column in ("theme", "leads", "status", "starts on", "due on", "publication"):
        assert f'aria-label="5.1.1 {column}"' in html, column


def test_150_rows_cost_as_many_queries_as_two(signed_in, strategy):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            signed_in.get(LIST)
        return len(captured)

    queries()
    few = queries()
    theme = strategy.themes.first()
    for number in range(3, 30):
        make_lead(action=make_action(theme=theme, ref=f"5.1.{number}", position=number))
    assert queries() == few
