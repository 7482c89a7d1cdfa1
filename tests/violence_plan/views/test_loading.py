"""Officers load a file: who may, what they see, and that a click too many does no harm."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from actions.models import Action, Section
from partners.models import Alias
from tables.models import Upload
from tests.factories import make_partner, make_plan, make_strategy, make_user
from tests.page_reading import read
from tests.workbooks import HEADING, workbook
from violence_plan.loading.running import ALREADY, CHANGED_SINCE, GONE

pytestmark = pytest.mark.django_db
ALIASES = b"name,partner\nThe Met,mps\n"


@pytest.fixture
def signed_in(client, officer):
    """A signed-in officer's browser."""
    client.force_login(officer)
    return client


@pytest.fixture
def plan():
    """A plan with a strategy, and a partner."""
    make_partner(code="mps", name="Metropolitan Police")
    strategy = make_strategy(plan=make_plan(slug="p", title="Our plan"), ref="5.1")
    return strategy.plan


def upload(signed_in, content, name="partner_aliases.csv", **fields):
    """What the officer sees after loading a file."""
    return signed_in.post(reverse("load"), {"file": SimpleUploadedFile(name, content)} | fields, follow=True)


def confirm(signed_in, preview):
    """What the officer sees after confirming what a preview shows."""
    address, digest = preview.request["PATH_INFO"], preview.context["outcome"].digest
    return signed_in.post(address, {"digest": digest}, follow=True)


def told(response):
    """The messages of a page."""
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize("role", ["strategy-lead", "auditor", "board-member", "partner-reporter", None])
def test_only_who_may_change_every_row_loads(client, plan, role):
    client.force_login(make_user(role, is_staff=True))
    assert client.get(reverse("load")).status_code == 403
    assert client.get(reverse("plan_workbook", args=["p"])).status_code == (200 if role == "auditor" else 403)


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get(reverse("load")).status_code == 302


def test_an_upload_is_for_who_sent_it_and_as_long_as_he_or_she_may(signed_in, client, plan):
    preview = upload(signed_in, ALIASES)
    address = preview.request["PATH_INFO"]
    other = make_user("officer", is_staff=True)
    client.force_login(other)
    assert told(client.get(address, follow=True)) == [GONE]
    Upload.objects.update(user=other)
    other.groups.clear()
    assert client.get(address).status_code == 403


def test_a_file_that_is_too_large_is_refused(signed_in):
    response = upload(signed_in, b"a" * (10 * 1024 * 1024 + 1))
    assert response.status_code == 413
    assert "The file is larger than 10 MB. Split it." in read(response)
    assert not Upload.objects.exists()


def test_no_file_is_asked_for_again(signed_in, plan):
    response = signed_in.post(reverse("load"), {"plan": "p", "strategy": "5.1"})
    assert response.status_code == 400
    assert 'value="5.1"' in response.content.decode()


def test_what_cannot_be_read_is_told_and_the_answers_stay(signed_in, plan):
    response = upload(signed_in, b"one,two\n", "a.csv", plan="p", strategy="5.1", title="Knives")
    assert response.status_code == 400
    assert "“a” is none of a plan's tables." in read(response)
    page = response.content.decode()
    assert 'value="Knives"' in page
    assert '<option value="p" selected>' in page


def test_three_wrong_columns_are_named(signed_in):
    response = upload(signed_in, b"plan,ref,title,heading,intro,order\n", "sections.csv")
    words = read(response)
    for name in ("heading", "intro", "order"):
        assert f"Column “{name}” is unknown." in words
    assert "Column “printed_title”, “introduction”, “position” is missing." in words
    assert not Section.objects.exists()


def test_what_is_confirmed_is_written_once(signed_in, plan):
    preview = upload(signed_in, ALIASES)
    assert "Read as UTF-8. 1 new, 0 changed, 0 unchanged." in read(preview)
    first = confirm(signed_in, preview)
    assert told(first) == ["Imported “partner_aliases.csv”: 1 added, 0 changed, 0 unchanged."]
    assert told(confirm(signed_in, preview)) == [ALREADY]
    assert told(signed_in.get(preview.request["PATH_INFO"], follow=True)) == [ALREADY]
    assert Alias.objects.count() == 1


def test_the_second_of_two_clicks_at_once_is_told(signed_in, plan, monkeypatch):
    preview = upload(signed_in, ALIASES)
    address, digest = preview.request["PATH_INFO"], preview.context["outcome"].digest
    found = Upload.objects.get()
    monkeypatch.setattr("violence_plan.views.loading.Upload.objects.of", lambda user: Upload.objects.all())
    confirm(signed_in, preview)
    # The second came to the door before the first was through: it saw the upload waiting still.
    monkeypatch.setattr("violence_plan.views.loading.find_upload", lambda request, token: found)
    response = signed_in.post(address, {"digest": digest}, follow=True)
    assert told(response) == [ALREADY]
    assert Alias.objects.count() == 1


def test_what_changed_in_between_is_shown_anew(signed_in, plan):
    preview = upload(signed_in, ALIASES)
    make_partner(code="other").aliases.create(name="The Met")
    response = confirm(signed_in, preview)
    assert response.status_code == 409
    assert CHANGED_SINCE in read(response)
    assert "1 changed" in read(response)


def test_an_unknown_lead_is_chosen_in_the_preview(signed_in, plan):
    book = workbook({"5.1": [HEADING, ["5.1.1", "Patrol.", "Metropolitan Polise"]]})
    preview = upload(signed_in, book, "plan.xlsx", plan="p")
    assert "These spellings are no partner's name." in read(preview)
    assert 'name="digest"' not in preview.content.decode()
    address, [lead] = preview.request["PATH_INFO"], preview.context["outcome"].unknown
    assert "This field is required." in read(signed_in.post(address, {lead.field: ""}))
    shown = signed_in.post(address, {lead.field: "mps"}, follow=True)
    confirm(signed_in, shown)
    assert Action.objects.get().leads.get().partner.code == "mps"
    assert Alias.objects.get().name == "Metropolitan Polise"


def test_the_way_there_is_shown_to_who_may_go(client, signed_in, plan):
    for address in (reverse("admin:index"), reverse("admin:actions_plan_changelist")):
        assert f'href="{reverse("load")}"' in signed_in.get(address).content.decode()
    assert "Export “Our plan” as one workbook" in read(signed_in.get(reverse("load")))
    client.force_login(make_user("auditor", is_staff=True))
    for address in (reverse("admin:index"), reverse("admin:actions_plan_changelist")):
        assert f'href="{reverse("load")}"' not in client.get(address).content.decode()


def test_a_plan_is_taken_away_as_one_workbook(signed_in, plan):
    response = signed_in.get(reverse("plan_workbook", args=["p"]))
    assert response["Content-Disposition"] == 'attachment; filename="p.xlsx"'
    assert load_workbook(BytesIO(response.content)).sheetnames == ["partners", "frameworks", "plan", "strategies"]
    again = upload(signed_in, response.content, "p.xlsx")
    assert "Every row of the file is here already, unchanged." in read(again)


def test_a_plan_that_no_workbook_holds_is_told(signed_in, plan):
    assert signed_in.get(reverse("plan_workbook", args=["none"])).status_code == 404
    plan.introduction = "x" * 32_768
    plan.save()
    response = signed_in.get(reverse("plan_workbook", args=["p"]), follow=True)
    assert "the text is longer than the 32767 signs of an Excel cell" in told(response)[0]
