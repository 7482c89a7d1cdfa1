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
from tables.models import Upload
from tests.factories import make_action, make_partner
from tests.script.checkout import until
from violence_plan.loading.running import CHANGED_SINCE

ALIASES, LEADS = "/admin/partners/alias/", "/admin/actions/lead/"
TABLE = b"name,partner\nIGU Manger,igu\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, officer):
    """A signed-in officer's browser."""
    client.raise_request_exception = False
    client.force_login(officer)
    return client


def upload(signed_in, address, content, name="table.csv"):
    """What the officer sees after uploading a table of that name."""
    table = SimpleUploadedFile("table", content)
    table._name = name
    return signed_in.post(f"{address}import/", {"file": table}, follow=True)


def confirm(signed_in, address, digest):
    """What the officer sees after confirming what was previewed there."""
    return signed_in.post(address, {"digest": digest}, follow=True)


def test_a_table_that_is_too_large_is_refused_before_it_is_read(signed_in):
    response = upload(signed_in, ALIASES, b"a" * (10 * 1024 * 1024 + 1))
    assert response.status_code == 413
    assert response.context["form"].errors == {"file": ["The file is larger than 10 MB. Split it."]}
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\x00b.csv", "<b>.csv", "x" * 500, "\u202evsc.exe", "con", "a b", "..", "a/"]
)
def test_the_name_of_a_file_does_no_harm(signed_in, name):
    make_partner(code="igu")
    preview = upload(signed_in, ALIASES, TABLE, name)
    if preview.status_code == 400:  # Django itself takes some for no file
        assert preview.context["form"].errors
        return
    assert "<b>" not in preview.content.decode()
    told = confirm(signed_in, preview.request["PATH_INFO"], preview.context["outcome"].digest)
    assert "1 added" in str(list(told.context["messages"])[0])


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_write_one_after_the_other_or_are_told(signed_in):
    action, first, second = make_action(), make_partner(code="first"), make_partner(code="second")
    columns = "plan,action,partner,role,printed,position"
    table = f"{columns}\n{action.plan.slug},{action.ref},{second.code},lead,Second,1\n"
    preview = upload(signed_in, LEADS, table.encode())
    address, digest = preview.request["PATH_INFO"], preview.context["outcome"].digest

    def confirm_elsewhere():
        try:
            return confirm(signed_in, address, digest)
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
        response = told.result()
    assert response.status_code == 409
    assert response.context["problem"] == CHANGED_SINCE
    assert [lead.partner for lead in Lead.objects.all()] == [first]
