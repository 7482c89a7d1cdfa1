"""Import with a preview, export, and who may do either, by the example of partners and principles."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from history.differences import differences, marked
from partners.models import Alias, Partner
from tables.results import Change, Refusal
from tests.factories import make_lead, make_partner, make_principle, make_user

pytestmark = pytest.mark.django_db
CSV, XLSX = "0", "1"
ALIASES = "/admin/partners/alias/"
PARTNERS = "/admin/partners/partner/"
PARTNER_COLUMNS = "code,name,kind,parent,public_name,succeeded_by,succeeded_on,description"


@pytest.fixture
def signed_in(client, officer):
    """A signed-in officer's browser."""
    client.force_login(officer)
    return client


def upload(signed_in, address, table, name="table.csv"):
    """What the officer sees after uploading `table`, text or bytes."""
    content = table.encode() if isinstance(table, str) else table
    return signed_in.post(f"{address}import/", {"file": SimpleUploadedFile(name, content)}, follow=True)


def confirm(signed_in, preview):
    """What the officer sees after confirming `preview`."""
    address = preview.request["PATH_INFO"]
    return signed_in.post(address, {"digest": preview.context["outcome"].digest}, follow=True)


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
    ("table", "name", "problem"),
    [
        (b"\xff\xfe", "a.csv", "The file is not UTF-8 but UTF-16."),
        ("name,partner\n", "a.xlsx", "“a.xlsx” is not what its name says, but a CSV table. Give it the ending .csv"),
        (b"PK\x03\x04", "a.xlsx", "The file is damaged."),
        ("name,partner\nx,,\n", "a.csv", "partner_aliases: Row 2 has 3 cells where the first row has 2."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(signed_in, table, name, problem):
    response = upload(signed_in, ALIASES, table, name)
    assert response.status_code == 400
    assert response.context["problems"][0].startswith(problem)
    assert f'action="{ALIASES}import/"' in response.content.decode()


def test_no_file_is_no_upload(signed_in):
    for file, said in ((b"", "The submitted file is empty."), (None, "This field is required.")):
        data = {} if file is None else {"file": SimpleUploadedFile("a.csv", file)}
        response = signed_in.post(f"{ALIASES}import/", data)
        assert response.status_code == 400
        assert response.context["form"].errors == {"file": [said]}


def test_a_table_with_no_rows_changes_nothing(signed_in):
    assert "There is nothing to import." in words(upload(signed_in, ALIASES, "name,partner\n"))


def test_problems_are_told_by_row_and_nothing_is_written(signed_in):
    make_partner(code="igu")
    response = upload(signed_in, ALIASES, "name,partner\nIGU Manger,igu\n,igu\nHLT,nobody\n")
    assert "Nothing was imported" in words(response)
    [table] = response.context["outcome"].tables
    assert table.refusals == [
        Refusal(3, "name", "", "The cell is empty. Fill it in."),
        Refusal(4, "partner", "nobody", "There is no partner “nobody”. Correct it, or add it to partners.csv first."),
    ]
    assert 'name="digest"' not in response.content.decode()
    told = confirm(signed_in, response)
    assert told.status_code == 409
    assert not Alias.objects.exists()


def test_a_table_with_other_columns_is_refused(signed_in):
    response = upload(signed_in, ALIASES, "name,partner,colour\nHLT,igu,red\n")
    [table] = response.context["outcome"].tables
    assert table.faults == ["Column “colour” is unknown. The columns are: name, partner."]
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
    assert response.context["outcome"].tables[0].shown == [
        Change(3, "Changed", [("name", marked(differences("Police", "Metropolitan Police")))]),
        Change(
            4,
            "New",
            [
                ("code", "<ins>gla</ins>"),
                ("name", "<ins>&lt;b&gt;London&lt;/b&gt;</ins>"),
                ("kind", "<ins>organisation</ins>"),
            ],
        ),
    ]
    assert "Read as UTF-8. 1 new, 1 changed, 1 unchanged." in words(response)
    assert "style=" not in response.content.decode()
    assert set(Partner.objects.values_list("name", flat=True)) == {"Integrated Gangs Unit", "Police"}


def test_confirmed_rows_are_written_and_remembered(signed_in):
    make_partner(code="igu")
    preview = upload(signed_in, ALIASES, "name,partner\nIGU Manger,igu\n", "spellings.csv")
    response = confirm(signed_in, preview)
    assert response.redirect_chain == [(ALIASES, 302)]
    assert messages(response) == ["Imported “spellings.csv”: 1 added, 0 changed, 0 unchanged."]
    assert list(Alias.objects.values_list("name", "partner__code")) == [("IGU Manger", "igu")]
    assert "spellings.csv" in signed_in.get("/admin/").content.decode()


@pytest.mark.parametrize("form", [CSV, XLSX])
def test_the_export_imports_as_unchanged(signed_in, form):
    make_partner(code="igu", name="=Unit, “Gangs”", kind="team", parent=make_partner(code="mps", name="Police"))
    table = signed_in.post(f"{PARTNERS}export/", {"resource": "0", "format": form}).content
    response = upload(signed_in, PARTNERS, table, "table.xlsx" if form == XLSX else "table.csv")
    assert "Every row of the file is here already, unchanged." in words(response)
    assert 'name="digest"' not in response.content.decode()


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
