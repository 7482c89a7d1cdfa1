"""Each door is told apart: who, from where and why stand with every change."""

import sys

import pghistory
import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from pghistory.models import Context

from actions.models import Action, Plan
from history.middleware import ChangesByRequests
from history.rows import events_of
from history.words import where, who, why
from tests.factories import make_action, make_plan, make_user

pytestmark = pytest.mark.django_db


def last_event(model):
    return events_of(model).objects.select_related("pgh_context").latest("pgh_id")


def written_through(path, **context):
    """The event of a plan that a request to `path` made."""
    user = make_user("officer", username="ann")

    def view(request):
        pghistory.context(**context)
        make_plan()
        return HttpResponse()

    request = RequestFactory().post(path)
    request.user = user
    ChangesByRequests(view)(request)
    return last_event(Plan)


@pytest.mark.parametrize(
    ("path", "context", "door"),
    [
        ("/admin/actions/plan/add/", {}, "Admin"),
        ("/admin/actions/plan/import/", {"source": "import"}, "Import"),
        ("/api/v1/plans/", {}, "API"),
        ("/plans/anytown/", {}, "Page"),
    ],
)
def test_a_request_says_who_wrote_through_which_door(path, context, door):
    event = written_through(path, **context)
    assert (where(event), who([event])) == (door, {event.pgh_context_id: "ann"})
    assert event.pgh_context.metadata["url"] == path


def test_a_view_says_why():
    assert why(written_through("/plans/anytown/", why="The board asked for it.")) == "The board asked for it."


def test_what_only_reads_says_nothing():
    view = ChangesByRequests(lambda request: HttpResponse())
    view(RequestFactory().get("/plans/"))
    assert not Context.objects.exists()


def test_a_save_in_the_admin_says_so(client, officer):
    client.force_login(officer)
    plan = make_plan()
    data = {"title": "Safer", "slug": plan.slug, "area": "Here", "framework": plan.framework_id, "access": "open"}
    data |= {"handling": "official", "publication": "published", "version": plan.version}
    for prefix in ("sections", "periods"):
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    assert client.post(f"/admin/actions/plan/{plan.pk}/change/", data).status_code == 302
    event = last_event(Plan)
    assert (event.title, where(event)) == ("Safer", "Admin")
    assert who([event]) == {event.pgh_context_id: officer.username}


def test_raw_sql_is_told_from_every_door():
    action = make_action()
    Action.objects.filter(pk=action.pk).update(text="Raw.")
    event = last_event(Action)
    assert (where(event), why(event), who([event])) == (f"Raw SQL, as {event.pgh_role}", "", {})


def test_a_program_that_says_nothing_of_itself_is_a_program():
    with pghistory.context():
        make_plan()
    event = last_event(Plan)
    assert (where(event), who([event])) == ("Program", {event.pgh_context_id: "Nobody signed in"})


def test_a_user_who_is_gone_is_a_number():
    gone = make_user("officer")
    with pghistory.context(user=gone.pk):
        make_plan()
    number = gone.pk
    gone.delete()
    event = last_event(Plan)
    assert who([event]) == {event.pgh_context_id: f"A user who is gone (no. {number})"}


def test_a_command_says_which(monkeypatch):
    manage = (settings.BASE_DIR / "manage.py").read_text()
    monkeypatch.setattr(sys, "argv", ["manage.py", "load_plan", str(settings.BASE_DIR / "fixtures")])
    monkeypatch.setattr("django.core.management.execute_from_command_line", lambda argv: make_plan())
    exec(compile(manage, "manage.py", "exec"), {"__name__": "__main__"})  # noqa: S102  # our own file
    event = last_event(Plan)
    assert (where(event), who([event])) == ("Command load_plan", {event.pgh_context_id: "Nobody signed in"})
