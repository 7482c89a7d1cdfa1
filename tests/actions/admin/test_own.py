"""What a strategy lead may do in the admin: to his or her own strategies, and to no others."""

from datetime import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from actions.models import Action, Lead
from history.write_gate import officers_only
from tests.actions.admin.forms import action_form, problems, strategy_form
from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy, make_theme, make_user

pytestmark = pytest.mark.django_db
ACTIONS, LEADS = "/admin/actions/action/", "/admin/actions/lead/"
NOT_YOURS = "You lead another strategy. Choose what stands in your own, or ask an officer."


@pytest.fixture
def own(client):
    """The strategy of the strategy lead who has signed in."""
    strategy, user = make_strategy(plan=make_plan()), make_user("strategy-lead", is_staff=True)
    strategy.people.create(user=user)
    client.force_login(user)
    return strategy


@pytest.fixture
def other(own):
    """Another strategy of the same plan."""
    return make_strategy(plan=own.plan)


def lead_form(action, partner):
    return {"action": action.pk, "partner": partner.pk, "role": "lead", "printed": "", "position": 1}


def test_another_strategys_rows_are_read_only(client, other):
    action = make_action(theme=make_theme(strategy=other))
    lead = make_lead(action=action)
    for path, form in (
        (f"{ACTIONS}{action.pk}/", action_form(action, text="Mine now.")),
        (f"/admin/actions/strategy/{other.pk}/", strategy_form(other, title="Mine now.")),
        (f"/admin/actions/theme/{action.theme_id}/", {"title": "Mine now.", "position": 1, "strategy": other.pk}),
        (f"{LEADS}{lead.pk}/", lead_form(action, make_partner())),
    ):
        page = client.get(f"{path}change/")
        assert page.status_code == 200, path
        assert 'name="_save"' not in page.content.decode(), path
        assert client.post(f"{path}change/", form).status_code == 403, path
        assert client.post(f"{path}delete/", {"post": "yes"}).status_code == 403, path
    assert Lead.objects.get() == lead
    assert Action.objects.get().text == "Do something useful."


def test_an_action_is_not_moved_into_another_strategy(client, own, other):
    action = make_action(strategy=own)
    client.post(f"{ACTIONS}{action.pk}/change/", action_form(action, strategy=other.pk))
    assert Action.objects.get().strategy == own


def test_no_lead_is_added_to_another_strategys_action(client, other):
    response = client.post(f"{LEADS}add/", lead_form(make_action(strategy=other), make_partner()))
    assert problems(response) == [NOT_YOURS]


def test_what_is_selected_of_another_strategy_is_neither_deleted_nor_sent_to_review(client, own, other):
    lead = make_lead(action=make_action(strategy=other))
    selected = {"action": "delete_selected", "_selected_action": [lead.pk], "post": "yes"}
    assert client.post(LEADS, selected).status_code == 403
    for strategy in (own, other):
        strategy.publication = "draft"
        strategy.save()
    client.post("/admin/actions/strategy/", {"action": "send_to_review", "_selected_action": [own.pk, other.pk]})
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.publication, other.publication) == ("in_review", "draft")


def test_a_table_for_all_strategies_is_not_imported(client, own):
    assert client.get(f"{LEADS}import/").status_code == 403


def test_own_rows_are_changed(client, own):
    action = make_action(strategy=own)
    assert client.post(f"{ACTIONS}{action.pk}/change/", action_form(action, text="Better.")).status_code == 302
    assert client.post(f"{LEADS}add/", lead_form(action, make_partner())).status_code == 302
    action.refresh_from_db()
    assert (action.text, action.leads.count()) == ("Better.", 1)


def test_what_nobody_but_officers_reads_is_not_listed(client, own, other):
    make_action(strategy=other, access="exempt", exempt_paragraph=7, handling="official_sensitive", ref="9.9")
    make_action(strategy=own, access="exempt", exempt_paragraph=7, handling="official_sensitive", ref="1.1")
    assert [row.ref for row in client.get(ACTIONS).context["cl"].result_list] == ["1.1"]


def test_who_owns_a_strategy_and_how_rows_are_numbered_and_marked_is_read_by_its_lead(client, own):
    action = make_action(strategy=own)
    strategy = strategy_form(own, ref="9", position=99, owner=make_partner().pk)
    client.post(f"/admin/actions/strategy/{own.pk}/change/", strategy)
    marks = {"access": "exempt", "exempt_paragraph": 3, "handling": "official_sensitive"}
    form = action_form(action, ref="9.9", printed_ref="9.9", position=99, text="Better.", **marks)
    assert client.post(f"{ACTIONS}{action.pk}/change/", form).status_code == 302
    before = {name: getattr(row, name) for row in (own, action) for name in officers_only(type(row))}
    own.refresh_from_db()
    action.refresh_from_db()
    after = {name: getattr(row, name) for row in (own, action) for name in officers_only(type(row))}
    assert (after, action.text) == (before, "Better.")


VERSION = "2026-05-03T09:05:00+00:00"
STAYS = "because only officers and administrators publish, mark, number and move"


def restore(client, row):
    """Have a lead bring back the version of May; the page that asked first, and whether a stranger reads the row."""
    address = f"/admin/actions/{row._meta.model_name}/{row.pk}/history/restore/"
    page = client.get(address, {"version": VERSION}).content.decode()
    assert client.post(address, {"version": VERSION}).status_code == 302
    row.refresh_from_db()
    return page, type(row).objects.visible_to(AnonymousUser()).filter(pk=row.pk).exists()


MARKED = {
    "withdrawn": {"publication": "withdrawn"},
    "marked": {"access": "exempt", "exempt_paragraph": 3, "handling": "official_sensitive"},
    "renumbered": {"ref": "7.7", "position": 77, "publication": "draft"},
}


@pytest.mark.parametrize("marks", MARKED.values(), ids=MARKED)
def test_a_version_that_a_lead_restores_keeps_todays_marks_and_place(client, own, dated, marks):
    with dated(datetime.fromisoformat(VERSION)):
        action = make_action(strategy=own, text="Then.")
    for name, value in ({"text": "Now."} | marks).items():
        setattr(action, name, value)
    action.save()
    page, public = restore(client, action)
    assert (action.text, public) == ("Then.", False)
    assert {name: getattr(action, name) for name in marks} == marks
    assert STAYS in page


def test_a_withdrawn_strategy_that_its_lead_restores_stays_withdrawn(client, own, dated):
    with dated(datetime.fromisoformat(VERSION)):
        own.title = "Then"
        own.save()
    own.title, own.publication, own.owner = "Now", "withdrawn", make_partner()
    own.save()
    page, public = restore(client, own)
    assert (own.title, own.publication, own.owner is None, public) == ("Then", "withdrawn", False, False)
    assert f"{STAYS}: Owner, Publication." in page


def test_what_is_not_the_leads_to_write_does_not_come_back_with_a_version(client, own, dated):
    with dated(datetime.fromisoformat(VERSION)):
        action = make_action(strategy=own)
        action.plan.source_notes.create(number=1, kind="text", note="Odd.", action=action)
    action.source_notes.all().delete()
    page, _ = restore(client, action)
    assert "These are not yours to change and stay as they are: Source notes." in " ".join(page.split())
    assert not action.source_notes.exists()


def test_a_link_is_given_with_its_update_only(client, own):
    assert client.get("/admin/actions/evidence/add/").status_code == 403
    assert client.get("/admin/actions/evidence/import/").status_code == 403
