"""Import with a preview, export, and who may do either, by the example of partners and principles."""

import os
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from partners.models import Alias, Partner
from tables.admin import changed_cells
from tests.factories import make_lead, make_partner, make_principle, make_user

pytestmark = pytest.mark.django_db
CSV, XLSX = "0", "1"
ALIASES = "/admin/partners/alias/"
PARTNERS = "/admin/partners/partner/"
PARTNER_COLUMNS = "code,name,kind,parent,public_name,succeeded_by,succeeded_on,description"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    """The folder of the tables that wait for confirmation."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "django-import-export"


@pytest.fixture
def signed_in(client, officer):
    """A signed-in officer's browser."""
    client.force_login(officer)
    return client


def upload(signed_in, address, table, form=CSV):
    """What the officer sees after uploading `table`, text or bytes."""
    content = table.encode() if isinstance(table, str) else table
    data = {"resource": "0", "format": form, "import_file": SimpleUploadedFile("table", content)}
    response = signed_in.post(f"{address}import/", data)
    assert response.status_code == 200
    return response


def confirm(signed_in, address, preview):
    """What the officer sees after confirming `preview`."""
    return signed_in.post(f"{address}process_import/", preview.context["confirm_form"].initial, follow=True)


def words(response):
    """The page's text without markup, white space folded."""
    main = response.content.decode().split('<div id="content"')[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def messages(response):
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize(
    ("rights", "may_import", "may_export"),
    [([], 403, 403), (["view"], 403, 200), (["view", "add"], 403, 200), (["add", "change"], 200, 200)],
)
def test_who_may_import_and_export(client, rights, may_import, may_export):
    reader = make_user(is_staff=True)
    codes = [f"{right}_partner" for right in rights]
    reader.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(reader)
    assert client.get(f"{PARTNERS}import/").status_code == may_import
    assert client.get(f"{PARTNERS}export/").status_code == may_export


def test_the_import_page_names_the_columns(signed_in):
    page = words(signed_in.get(f"{ALIASES}import/"))
    assert "name, partner" in page
    assert "nothing is written before you confirm, and either all rows are written or none" in page


@pytest.mark.parametrize(
    ("table", "form", "problem"),
    [
        (b"\xff\xfe", CSV, "The file is not UTF-8"),
        ("", CSV, "The submitted file is empty."),
        ("name,partner\n", XLSX, "The file is no Excel workbook (.xlsx)."),
        ("name,partner\n", CSV, "No valid data to import."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(signed_in, table, form, problem):
    response = upload(signed_in, ALIASES, table, form)
    assert problem in response.context["form"].errors["import_file"][0]
    assert "confirm_form" not in response.context


def test_problems_are_told_by_row_and_nothing_is_written(signed_in):
    make_partner(code="igu")
    response = upload(signed_in, ALIASES, "name,partner\nIGU Manger,igu\n,igu\nHLT,nobody\n")
    assert "Nothing was imported" in words(response)
    assert [re.match(r"Row \d+, column \w+", problem)[0] for problem in response.context["problems"]] == [
        "Row 3, column name",
        "Row 4, column partner",
    ]
    assert "confirm_form" not in response.context
    assert not Alias.objects.exists()


def test_a_table_with_other_columns_is_refused(signed_in):
    response = upload(signed_in, ALIASES, "name,partner,colour\nHLT,igu,red\n")
    assert response.context["problems"] == ["Column “colour” is unknown. The columns are: name, partner."]
    assert "Traceback" not in words(response)


def test_the_preview_shows_what_would_change_and_writes_nothing(signed_in):
    make_partner(code="igu", name="Integrated Gangs Unit", kind="team")
    make_partner(code="mps", name="Police")
    table = (
        f"{PARTNER_COLUMNS}\n"
        "igu,Integrated Gangs Unit,team,,,,,\n"
        "mps,Metropolitan Police,organisation,,,,,\n"
        "gla,<b>London</b>,organisation,,,,,\n"
    )
    response = upload(signed_in, PARTNERS, table)
    assert response.context["changes"] == [
        (3, "Changed", [("name", "<ins>Metropolitan </ins><span>Police</span>")]),
        (
            4,
            "New",
            [
                ("code", "<ins>gla</ins>"),
                ("name", "<ins>&lt;b&gt;London&lt;/b&gt;</ins>"),
                ("kind", "<ins>organisation</ins>"),
            ],
        ),
    ]
    assert "1 new, 1 changed, 1 unchanged. Row 1 is the heading." in words(response)
    assert "style=" not in response.content.decode()
    assert set(Partner.objects.values_list("name", flat=True)) == {"Integrated Gangs Unit", "Police"}


def test_words_taken_out_and_put_in_are_marked_without_styles():
    cells = [
        '<del style="background:#ffe6e6;">old</del><ins style="background:#e6ffe6;">new&para;<br></ins>',
        "<span>as before</span>",
    ]
    assert changed_cells(["name", "code"], cells) == [("name", "<del>old</del><ins>new<br></ins>")]


def test_confirmed_rows_are_written_and_remembered(signed_in, uploads):
    make_partner(code="igu")
    preview = upload(signed_in, ALIASES, "name,partner\nIGU Manger,igu\n")
    response = confirm(signed_in, ALIASES, preview)
    assert messages(response) == ["Import finished: 1 new, 0 updated, 0 deleted and 0 skipped aliases."]
    assert list(Alias.objects.values_list("name", "partner__code")) == [("IGU Manger", "igu")]
    assert not list(uploads.iterdir())
    assert "IGU Manger" in signed_in.get("/admin/").content.decode()


def test_a_table_is_confirmed_only_once(signed_in):
    make_partner(code="igu")
    preview = upload(signed_in, ALIASES, "name,partner\nIGU Manger,igu\n")
    confirm(signed_in, ALIASES, preview)
    response = confirm(signed_in, ALIASES, preview)
    assert response.redirect_chain == [(f"{ALIASES}import/", 302)]
    assert messages(response) == ["This table was imported already, or waited too long. Upload it again."]


def test_all_rows_or_none_where_the_data_changed_since_the_preview(signed_in):
    partner = make_partner(code="igu")
    make_partner(code="mps")
    preview = upload(signed_in, ALIASES, "name,partner\nThe Met,mps\nIGU Manger,igu\n")
    partner.delete()
    response = confirm(signed_in, ALIASES, preview)
    assert messages(response)[0].startswith(
        "Nothing was imported; the data changed since the preview. Row 3, column partner: "
    )
    assert not Alias.objects.exists()


def test_a_table_that_nobody_confirms_is_forgotten_after_a_day(signed_in, uploads):
    make_partner(code="igu")
    for days, name in ((2, "old"), (0, "young")):
        uploads.mkdir(exist_ok=True)
        left = Path(uploads / name)
        left.write_text("name,partner\n")
        then = (datetime.now() - timedelta(days=days)).timestamp()
        os.utime(left, (then, then))
    upload(signed_in, ALIASES, "name,partner\nIGU Manger,igu\n")
    assert len(list(uploads.iterdir())) == 2
    assert not (uploads / "old").exists()


@pytest.mark.parametrize("form", [CSV, XLSX])
def test_the_export_imports_as_unchanged(signed_in, form):
    make_partner(code="igu", name="=Unit, “Gangs”", kind="team", parent=make_partner(code="mps", name="Police"))
    table = signed_in.post(f"{PARTNERS}export/", {"resource": "0", "format": form}).content
    response = upload(signed_in, PARTNERS, table, form)
    assert "Every row of the table is here already, unchanged." in words(response)
    assert "process_import" not in response.content.decode()


def test_the_export_is_the_plans_own_table(signed_in):
    make_partner(code="igu", name="=Unit", kind="team", parent=make_partner(code="mps", name="Police"))
    response = signed_in.post(f"{PARTNERS}export/", {"resource": "0", "format": CSV})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.decode() == (f"{PARTNER_COLUMNS}\nmps,Police,organisation,,,,,\nigu,'=Unit,team,mps,,,,\n")


def test_the_export_keeps_to_what_the_list_shows(signed_in):
    make_partner(code="mps", name="Police")
    make_partner(code="igu", name="Unit", kind="team")
    response = signed_in.post(f"{PARTNERS}export/?kind__exact=team", {"resource": "0", "format": CSV})
    assert response.content.decode() == f"{PARTNER_COLUMNS}\nigu,Unit,team,,,,,\n"


def test_a_chosen_row_is_called_as_in_the_list_of_choices(signed_in):
    person = make_partner(kind="person", name="Jo Bloggs", public_name="A named officer")
    part = make_partner(parent=person)
    alias = Alias.objects.create(partner=person, name="J. Bloggs")
    principle = make_principle()
    chosen = '<option value="{}" selected>{}</option>'
    for address, row, label in (
        (f"{PARTNERS}{part.pk}/change/", person, "Jo Bloggs (named person)"),
        (f"{ALIASES}{alias.pk}/change/", person, "Jo Bloggs (named person)"),
        (f"/admin/principles/principle/{principle.pk}/change/", principle.framework, "Principles"),
    ):
        assert chosen.format(row.pk, label) in signed_in.get(address).content.decode()


def test_rows_below_a_page_name_their_fields(signed_in):
    partner = make_partner()
    Alias.objects.create(partner=partner, name="IGU Manger")
    html = signed_in.get(f"{PARTNERS}{partner.pk}/change/").content.decode()
    field = re.search(r'<input [^>]*name="aliases-0-name"[^>]*>', html)[0]
    assert 'aria-label="Name"' in field


def test_rows_below_a_page_name_their_lists_from_the_first(signed_in):
    lead = make_lead()
    html = signed_in.get(f"/admin/actions/action/{lead.action_id}/change/").content.decode()
    field = re.search(r'<select [^>]*name="leads-0-partner"[^>]*>', html)[0]
    assert 'aria-label="Partner"' in field
