"""Progress updates in the admin: added with the officer's name, read, never changed or deleted."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission

from actions.models import ProgressUpdate
from actions.progress import record_update
from tests.actions.admin.forms import problems
from tests.factories import make_action, make_user

pytestmark = pytest.mark.django_db
UPDATES = "/admin/actions/progressupdate/"


def form(about, **fields):
    values = {"reported_on": "2026-01-31", "status": "on_track", "direction": "", "narrative": "Well begun."}
    return values | {"action": about.pk, "next_update_due": "", "publication": "draft"} | fields


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"status": "at_risk"}, "Say which way an action at risk is going; no other status has a direction."),
        ({"next_update_due": "2026-01-30"}, "The next update is due after this one."),
        ({"action": ""}, "This field is required."),
    ],
)
def test_what_breaks_a_rule_is_told(signed_in, fields, problem):
    response = signed_in.post(f"{UPDATES}add/", form(make_action(), **fields))
    assert problems(response) == [problem]
    assert not ProgressUpdate.objects.exists()


def test_an_update_is_never_changed_or_deleted(signed_in):
    update = record_update(action=make_action(), reported_on=date(2026, 1, 31), status="on_track")
    changed = signed_in.post(f"{UPDATES}{update.pk}/change/", form(update.action, narrative="Otherwise."))
    deleted = signed_in.post(f"{UPDATES}{update.pk}/delete/", {"post": "yes"})
    assert (changed.status_code, deleted.status_code) == (403, 403)
    assert ProgressUpdate.objects.get().narrative == ""


def test_deleting_is_not_offered(signed_in):
    record_update(action=make_action(), reported_on=date(2026, 1, 31), status="on_track")
    response = signed_in.get(UPDATES)
    assert [name for name, _ in response.context["action_form"].fields["action"].choices] == [
        "",
        "publish",
        "withdraw",
    ]


def test_an_update_is_recorded_with_the_officer(signed_in, officer):
    action = make_action()
    response = signed_in.post(f"{UPDATES}add/", form(action))
    update = ProgressUpdate.objects.get()
    assert (update.action, update.status, update.narrative, update.recorded_by, update.publication) == (
        action,
        "on_track",
        "Well begun.",
        officer,
        "draft",
    )
    assert response.url == UPDATES
    assert str(update.pk) in signed_in.get(f"{UPDATES}{update.pk}/history/").content.decode()


def test_the_action_is_chosen_already_when_coming_from_its_page(signed_in):
    action = make_action()
    html = signed_in.get(f"{UPDATES}add/?action={action.pk}").content.decode()
    assert f'<option value="{action.pk}" selected>' in html


def test_a_draft_is_published_and_withdrawn(signed_in):
    update = record_update(action=make_action(), reported_on=date(2026, 1, 31), status="on_track")
    for choice, publication in (("publish", "published"), ("withdraw", "withdrawn")):
        response = signed_in.post(UPDATES, {"action": choice, "_selected_action": [update.pk]}, follow=True)
        update.refresh_from_db()
        assert update.publication == publication
        assert [str(message) for message in response.context["messages"]] == [f"1 now {publication}."]


@pytest.mark.parametrize(("right", "status"), [("view_progressupdate", 403), ("add_progressupdate", 200)])
def test_who_may_add_may_import(client, right, status):
    reader = make_user(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename=right))
    client.force_login(reader)
    assert client.get(f"{UPDATES}import/").status_code == status
