"""The pages of the admin about what was."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin import site
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session

from actions.models import Action, Lead, StrategyLead
from history.rows import events_of
from partners.models import Partner
from tests.factories import make_action, make_lead, make_partner, make_strategy, make_user
from tests.page_reading import read

MAY, JUNE = datetime(2026, 5, 3, 9, 5, tzinfo=UTC), datetime(2026, 6, 3, 9, 5, tzinfo=UTC)
VERSION = "2026-05-03T09:05:00+00:00"

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    """A browser that `user` has signed in with."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def as_officer(signed_in):
    return signed_in(make_user("officer", username="ann", is_staff=True))


def said(response):
    """What a redirected answer tells its reader."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def address(row, page="", pk=None):
    """The address of a page about the history of a row."""
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{pk or row.pk}/history/{page}"


def changed_action(dated):
    """An action that said “By May.” in May and says “By June.” since June."""
    with dated(MAY, source="import"):
        action = make_action(text="Do it by May.")
        make_lead(action=action, partner=make_partner(name="Police"), position=1)
    with dated(JUNE, source="admin", why="The board asked."):
        action.text = "Do it by June."
        action.save()
        action.leads.all().delete()
    return action


@pytest.mark.parametrize("role", ["strategy-lead", "board-member", "partner-reporter", None])
def test_a_history_is_not_for_everybody_who_enters_the_admin(signed_in, role):
    client, action = signed_in(make_user(role, is_staff=True)), make_action()
    assert client.get(address(action)).status_code == 403
    pk, _ = action.pk, action.delete()
    assert client.get(address(action, pk=pk)).status_code == 403
    if role != "strategy-lead":
        assert client.get("/admin/actions/action/deleted/").status_code == 403


@pytest.mark.parametrize("page", ["", "restore/?version=2026-05-03T09:05:00%2B00:00"])
@pytest.mark.parametrize("pk", ["4711", "x", "99999999999999999999999"])
def test_there_is_no_history_of_what_never_was(as_officer, page, pk):
    assert as_officer.get(f"/admin/actions/action/{pk}/history/{page}").status_code == 404


@pytest.mark.parametrize("version", ["", "?version=", "?version=x", "?version=2026-05-03", f"?version={VERSION[:19]}"])
def test_a_version_that_is_none_is_not_restored(as_officer, version):
    assert as_officer.get(address(make_action(), f"restore/{version}")).status_code == 404


def test_a_version_from_before_the_row_is_none(as_officer):
    asked = address(make_action(), "restore/")
    assert as_officer.get(asked, {"version": VERSION}).status_code == 404
    assert as_officer.post(asked, {"version": VERSION}).status_code == 404


def test_an_auditor_reads_and_restores_nothing(signed_in, dated):
    client, action = signed_in(make_user("auditor", is_staff=True)), changed_action(dated)
    page = client.get(address(action))
    assert "By May" not in read(page)
    assert "Restore" not in read(page)
    assert client.get(address(action, "restore/"), {"version": VERSION}).status_code == 403
    assert client.post(address(action, "restore/"), {"version": VERSION}).status_code == 403
    pk, _ = action.pk, action.delete()
    page = client.get(address(action, pk=pk))
    assert "Deleted on" in read(page)
    assert "Undo the delete" not in page.content.decode()
    assert client.post(address(action, "undo/", pk=pk)).status_code == 403
    assert "See and undo" in read(client.get("/admin/actions/action/deleted/"))


def test_an_undo_is_asked_by_post_alone(as_officer):
    action = make_action()
    pk, _ = action.pk, action.delete()
    assert as_officer.get(address(action, "undo/", pk=pk)).status_code == 405
    assert not Action.objects.exists()


def test_a_history_says_who_when_from_where_why_and_what(as_officer, dated):
    page = as_officer.get(address(changed_action(dated)))
    words = read(page)
    assert "3 June 2026, 10:05" in words
    assert "Admin · The board asked." in words
    assert "Do it by [removed: May][added: June]." in words
    assert "Lead deleted: Lead: Police" in words
    assert "3 May 2026, 10:05" in words
    assert page.content.decode().count("Restore this version") == 1


def test_a_version_is_shown_before_it_is_restored(as_officer, dated):
    action = changed_action(dated)
    asked = address(action, "restore/")
    words = read(as_officer.get(asked, {"version": VERSION}))
    assert "Do it by [removed: June][added: May]." in words
    assert "Leads, Alignments" in words
    response = as_officer.post(asked, {"version": VERSION, "_why": " It was right. \0"})
    assert (response.status_code, response["Location"]) == (302, address(action))
    assert said(response) == ["Restored the version of 3 May 2026, 10:05. With it: 1 row that hung on it."]
    action.refresh_from_db()
    assert (action.text, action.leads.count()) == ("Do it by May.", 1)
    words = read(as_officer.get(address(action)))
    assert "ann · Admin · Restored the version of 3 May 2026, 10:05. It was right." in words
    words = read(as_officer.get(asked, {"version": VERSION}))
    assert "itself says now what it said then" in words


def test_a_version_that_cannot_be_restored_is_refused_in_words(as_officer, dated):
    with dated(MAY):
        action = make_action(ref="5.1.3")
    Action.objects.filter(pk=action.pk).update(ref="5.1.4")
    make_action(strategy=action.strategy, ref="5.1.3")
    response = as_officer.post(address(action, "restore/"), {"version": VERSION})
    assert said(response) == ["Nothing was brought back. This plan already has an action with this number."]


def test_a_deleted_row_is_listed_and_comes_back_once(as_officer):
    action = make_action(ref="5.1.3", text="Sweep.")
    make_lead(action=action)
    pk = action.pk
    as_officer.post(f"/admin/actions/action/{pk}/delete/", {"post": "yes", "_why": "A slip."})
    assert not Action.objects.exists()
    listed = read(as_officer.get("/admin/actions/action/deleted/"))
    assert "5.1.3 Sweep. (A plan)" in listed
    assert "ann Admin A slip." in listed
    words = read(as_officer.get(address(action, pk=pk)))
    assert "by ann (Admin): “A slip.” 1 row that hung on it went with it." in words
    response = as_officer.post(address(action, "undo/", pk=pk))
    assert said(response) == ["It is back, as it was when it was deleted. With it: 1 row that hung on it."]
    assert (Action.objects.get().pk, Lead.objects.count()) == (pk, 1)
    response = as_officer.post(address(action, "undo/", pk=pk))
    assert said(response)[-1].startswith("Nothing was brought back. It is not deleted")
    assert "No actions have been deleted" in read(as_officer.get("/admin/actions/action/deleted/"))


def test_what_could_not_come_along_is_said(as_officer):
    partner = make_partner(name="Police")
    pk, _ = partner.aliases.create(name="MPS"), partner.delete()
    make_partner().aliases.create(name="mps")
    pk = events_of(Partner).objects.get(pgh_label="delete").pgh_obj_id
    response = as_officer.post(address(partner, "undo/", pk=pk))
    [back, left_out] = said(response)
    assert back == "It is back, as it was when it was deleted."
    assert left_out == "Left out: Alias “MPS”: Another partner, or this one, already has this alias."


def test_several_rows_are_deleted_for_a_reason(as_officer):
    first, second = make_action(), make_action()
    chosen = {"action": "delete_selected", "_selected_action": [first.pk, second.pk]}
    asked = read(as_officer.post("/admin/actions/action/", chosen))
    assert "“Deleted rows”, above the list, has them afterwards" in asked
    as_officer.post("/admin/actions/action/", chosen | {"post": "yes", "_why": "Twice the same."})
    gone = events_of(Action).objects.filter(pgh_label="delete")
    assert {event.pgh_context.metadata["why"] for event in gone} == {"Twice the same."}


def test_what_others_need_is_not_deleted(as_officer):
    lead = make_lead()
    chosen = {"action": "delete_selected", "_selected_action": [lead.partner_id]}
    assert "protected" in read(as_officer.post("/admin/partners/partner/", chosen))
    assert "protected" in read(as_officer.get(f"/admin/partners/partner/{lead.partner_id}/delete/"))


def test_a_reason_is_kept_with_a_change_and_a_form_sent_back_keeps_it(as_officer):
    partner = make_partner(name="Police")
    form = {"name": "", "kind": "organisation", "code": partner.code, "_why": "They were renamed."}
    form |= {
        f"{prefix}-{name}": "0" for prefix in ("aliases", "memberships") for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    change = f"/admin/partners/partner/{partner.pk}/change/"
    sent_back = as_officer.post(change, form)
    assert (sent_back.status_code, 'value="They were renamed."' in sent_back.content.decode()) == (200, True)
    assert as_officer.post(change, form | {"name": "The Police"}).status_code == 302
    event = events_of(Partner).objects.filter(pgh_obj=partner).latest("pgh_id")
    assert (event.name, event.pgh_context.metadata["why"]) == ("The Police", "They were renamed.")


def test_the_form_of_a_new_row_asks_for_no_reason(as_officer):
    assert "_why" not in as_officer.get("/admin/partners/partner/add/").content.decode()


def test_a_strategy_lead_restores_within_own_strategies_alone(signed_in, dated):
    action, user = changed_action(dated), make_user("strategy-lead", is_staff=True)
    client = signed_in(user)
    assert client.post(address(action, "restore/"), {"version": VERSION}).status_code == 403
    StrategyLead.objects.create(strategy=action.strategy, user=user)
    assert client.post(address(action, "restore/"), {"version": VERSION}).status_code == 302
    action.refresh_from_db()
    assert action.text == "Do it by May."


def test_a_strategy_lead_sees_deleted_rows_of_own_strategies_alone(signed_in):
    user = make_user("strategy-lead", is_staff=True)
    client, own = signed_in(user), make_action(strategy=make_strategy(), text="Mine.")
    StrategyLead.objects.create(strategy=own.strategy, user=user)
    other = make_action(text="Theirs.")
    pk, _, _ = own.pk, own.delete(), other.delete()
    listed = read(client.get("/admin/actions/action/deleted/"))
    assert ("Mine." in listed, "Theirs." in listed) == (True, False)
    assert client.post(address(own, "undo/", pk=pk)).status_code == 403  # who adds no actions brings none back


def test_a_row_without_an_admin_is_called_what_it_calls_itself():
    assert site.get_model_admin(Action).label_of(Session) is str
