"""What officers send to an import, in good faith or not: never a breakdown, nothing half written."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections

from actions.models import Lead
from partners.models import Alias
from tests.factories import make_action, make_partner
from tests.script.checkout import until

ALIASES, LEADS = "/admin/partners/alias/", "/admin/actions/lead/"
TABLE = b"name,partner\nIGU Manger,igu\n"
GONE = "This table was imported already, or waited too long. Upload it again."
STAND = {"import_file_name": "0" * 32, "original_file_name": "table.csv", "format": "0", "resource": "0"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, officer, settings, tmp_path):
    """A signed-in officer's browser; uploads go to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    client.raise_request_exception = False
    client.force_login(officer)
    return client


def upload(signed_in, address, content, name="table.csv"):
    """What the officer sees after uploading a CSV table of that name."""
    table = SimpleUploadedFile("table", content)
    table._name = name
    response = signed_in.post(f"{address}import/", {"resource": "0", "format": "0", "import_file": table})
    assert response.status_code == 200
    return response


def confirm(signed_in, address, form):
    """What the officer is told after confirming with that form."""
    response = signed_in.post(f"{address}process_import/", form, follow=True)
    assert response.status_code == 200
    return [str(message) for message in response.context["messages"]]


def test_a_table_that_is_too_large_is_refused_before_it_is_read(signed_in, tmp_path):
    response = upload(signed_in, ALIASES, b"a" * (10 * 1024 * 1024 + 1))
    assert response.context["form"].errors == {"import_file": ["The file is larger than 10 MB. Split it."]}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "change",
    [
        {"import_file_name": ".."},
        {"import_file_name": "../../../etc/passwd"},
        {"import_file_name": "0" * 5000},
        {"import_file_name": "a\x00b"},
        {"import_file_name": ""},
        {"original_file_name": "\x00"},
        {"format": "9"},
        {"format": "x"},
        {"resource": "9"},
        {},
    ],
)
def test_what_no_preview_wrote_is_refused(signed_in, change):
    assert confirm(signed_in, ALIASES, STAND | change) == [GONE]


def test_a_table_confirmed_as_another_format_is_refused(signed_in):
    make_partner(code="igu")
    form = upload(signed_in, ALIASES, TABLE).context["confirm_form"].initial
    told = confirm(signed_in, ALIASES, form | {"format": "1"})
    assert told == ["The file is no Excel workbook (.xlsx). Save the sheet as one, or as CSV."]
    assert not Alias.objects.exists()
    assert confirm(signed_in, ALIASES, form)[0].startswith("Import finished: 1 new")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\x00b.csv", "<b>.csv", "x" * 500, "\u202evsc.exe", "con", "a b"]
)
def test_the_name_of_a_file_does_no_harm(signed_in, tmp_path, name):
    make_partner(code="igu")
    preview = upload(signed_in, ALIASES, TABLE, name)
    assert "<b>" not in preview.content.decode().split("<h2>What would change")[1]
    [stored] = (tmp_path / "django-import-export").iterdir()
    assert stored.name == preview.context["confirm_form"].initial["import_file_name"]
    assert confirm(signed_in, ALIASES, preview.context["confirm_form"].initial)[0].startswith("Import finished: 1 new")


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_write_one_after_the_other_or_are_told(signed_in):
    action, first, second = make_action(), make_partner(code="first"), make_partner(code="second")
    columns = "plan,action,partner,role,printed,position"
    table = f"{columns}\n{action.plan.slug},{action.ref},{second.code},lead,Second,1\n"
    form = upload(signed_in, LEADS, table.encode()).context["confirm_form"].initial

    def confirm_elsewhere():
        try:
            return confirm(signed_in, LEADS, form)
        finally:
            connections.close_all()

    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    with closing(psycopg2.connect(url)) as other, other.cursor() as cursor, ThreadPoolExecutor(1) as officers:
        cursor.execute(
            "INSERT INTO actions_lead (action_id, partner_id, role, printed, position, response, response_reason) "
            "VALUES (%s, %s, 'lead', '', 1, '', '')",
            [action.pk, first.pk],
        )
        told = officers.submit(confirm_elsewhere)
        with connection.cursor() as watch:

            def waits():
                watch.execute(
                    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
                )
                return watch.fetchone() or told.done()

            until(waits, "the import waits for the other officer")
        other.commit()
        assert told.result() == [
            "Nothing was imported: somebody changed the same data at the same moment. Upload it again."
        ]
    assert [lead.partner for lead in Lead.objects.all()] == [first]
