"""The pages of the admin that take words back."""

import logging

import pytest
from django.contrib.messages import get_messages

from actions.models import Action
from history.models import Redaction
from history.rows import events_of
from tests.factories import make_action, make_partner, make_user

pytestmark = pytest.mark.django_db

ASKED = {"field": "text", "passage": "Zoë Kowalska", "why": "A child was named."}


@pytest.fixture
def ann():
    return make_user("officer", username="ann", is_staff=True)


@pytest.fixture
def ben():
    return make_user("administrator", username="ben", is_staff=True)


@pytest.fixture
def action():
    """An action that names somebody, and now no more."""
    action = make_action(text="Ask Zoë Kowalska.")
    action.text = "Ask somebody."
    action.save()
    return action


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def asking(row):
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/redact/"


def page_of(redaction):
    return f"/admin/redactions/{redaction.pk}/"


@pytest.mark.parametrize("role", ["strategy-lead", "auditor", "board-member", "partner-reporter", None])
def test_only_officers_and_administrators_ask(client, action, role):
    client.force_login(make_user(role, is_staff=True))
    assert client.get(asking(action)).status_code == 403
    assert client.post(asking(action), ASKED | {"confirmed": "1"}).status_code == 403
    assert "Redact everywhere" not in client.get(f"/admin/actions/action/{action.pk}/history/").content.decode()
    assert Redaction.objects.count() == 0


def test_what_is_no_passage_is_refused_at_its_field(client, action, ann):
    client.force_login(ann)
    for given, field in (
        ({"passage": "Adam Nowak"}, "passage"),
        ({"passage": ""}, "passage"),
        ({"why": "It names Zoë Kowalska."}, "why"),
        ({"why": ""}, "why"),
        ({"field": "ref"}, "field"),
    ):
        response = client.post(asking(action), ASKED | given | {"confirmed": "1"})
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
    assert client.get(asking(Action(pk=4711))).status_code == 404
    assert Redaction.objects.count() == 0


def test_an_officer_marks_a_passage_and_sees_where_it_stands(client, action, ann, caplog):
    caplog.set_level(logging.INFO, "violence_plan.security")
    partner = make_partner(code="zoe-kowalska", name="Zoë Kowalska")
    client.force_login(ann)
    for page in ("change", "history"):
        assert f'href="{asking(action)}"' in client.get(f"/admin/actions/action/{action.pk}/{page}/").content.decode()
    assert client.get(asking(action)).status_code == 200
    html = client.post(asking(action), ASKED).content.decode()
    assert "Zoë Kowalska (partner: name)" in html
    assert "Versions in the history</dt><dd>2</dd>" in html
    back = client.post(asking(action), ASKED | {"back": "1"})
    assert "Show where it stands" in back.content.decode()
    assert Redaction.objects.count() == 0
    response = client.post(asking(action), ASKED | {"confirmed": "1"})
    asked = Redaction.objects.get()
    assert response.url == page_of(asked)
    assert (asked.table, asked.row_id, asked.row_uid, asked.field) == ("actions.Action", action.pk, action.uid, "text")
    assert (asked.passage, asked.asked_by, asked.state) == ("Zoë Kowalska", ann, "asked")
    assert f"redaction_asked user_id={ann.pk} redaction={asked.pk}" in caplog.text
    own = client.get(page_of(asked)).content.decode()
    assert "a second person, an administrator, confirms it" in own
    assert "for good" not in own
    assert client.post(page_of(asked), {"confirmed": "1"}).status_code == 403
    partner.refresh_from_db()
    assert partner.name == "Zoë Kowalska"


def test_a_second_person_confirms_and_the_page_forgets(client, action, ann, ben, caplog):
    caplog.set_level(logging.INFO, "violence_plan.security")
    client.force_login(ann)
    client.post(asking(action), ASKED | {"confirmed": "1"})
    asked = Redaction.objects.get()
    client.force_login(ben)
    assert "Zoë Kowalska" in client.get(page_of(asked)).content.decode()
    assert said(client.post(page_of(asked), {"confirmed": "1"}))[-1].startswith("Redacted in ")
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == ("confirmed", ben)
    assert f"redacted user_id={ben.pk} places=" in caplog.text
    assert "kowalska" not in caplog.text.lower()
    for page in (page_of(asked), "/admin/redactions/"):
        html = client.get(page).content.decode()
        assert "Kowalska" not in html
        assert "A child was named." in html
    assert events_of(Action).objects.order_by("pgh_id").first().text == f"Ask {asked.marker}."
    assert said(client.post(page_of(asked), {"confirmed": "1"}))[-1].startswith(
        "Nothing was done. Somebody has decided"
    )


def test_an_administrator_does_not_confirm_an_own_request(client, action, ben):
    client.force_login(ben)
    client.post(asking(action), ASKED | {"confirmed": "1"})
    asked = Redaction.objects.get()
    assert said(client.post(page_of(asked), {"confirmed": "1"}))[-1].startswith("Nothing was done. You asked for it")
    client.post(page_of(asked), {})
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_a_request_is_refused_or_taken_back(client, action, ann, ben):
    for person in (ann, ben):
        client.force_login(ann)
        client.post(asking(action), ASKED | {"confirmed": "1"})
        asked = Redaction.objects.waiting().get()
        client.force_login(person)
        client.post(page_of(asked), {"refused": "1"})
        asked.refresh_from_db()
        assert (asked.state, asked.decided_by, asked.passage) == ("refused", person, "")


@pytest.mark.parametrize("role", ["strategy-lead", "board-member", None])
def test_the_log_is_not_for_everybody(client, role):
    client.force_login(make_user(role, is_staff=True))
    for page in ("/admin/redactions/", "/admin/redactions/1/"):
        assert client.get(page).status_code == 403


def test_a_form_that_brings_the_words_back_is_refused_with_what_was_typed(client, action, ann, ben):
    client.force_login(ann)
    client.post(asking(action), ASKED | {"confirmed": "1"})
    client.force_login(ben)
    client.post(page_of(Redaction.objects.get()), {"confirmed": "1"})
    partner = make_partner(code="x", name="Somebody")
    response = client.post(
        f"/admin/partners/partner/{partner.pk}/change/", {"code": "x", "kind": "post", "name": "ZOË  KOWALSKA"}
    )
    assert response.status_code == 200
    assert "Name: it holds words that were redacted on" in response.content.decode()


def test_a_deleted_row_is_redacted_too(client, action, ann):
    pk, _ = action.pk, action.delete()
    client.force_login(ann)
    assert client.post(f"/admin/actions/action/{pk}/redact/", ASKED | {"confirmed": "1"}).status_code == 302
