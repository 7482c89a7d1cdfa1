"""A kept answer has another key for whatever it is made of."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime

import psycopg2
import pytest
from django.core.exceptions import DisallowedHost
from django.db import OperationalError, connection
from django.test import RequestFactory

from history.revisions import ALL, PLANS, SHARED, Revision, of_plan, revision
from tests.factories import make_plan
from violence_plan.kept.keys import files_of, key_of, reader_and_revision_of, release, scopes_of

EVERYTHING = (ALL,)
ONE = (of_plan("one"), SHARED, PLANS)
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
TODAY = date(2026, 3, 2)


def asked(address="/plans/", **headers):
    """A request."""
    return RequestFactory().get(address, headers=headers)


@pytest.mark.parametrize(
    ("path", "query", "scopes"),
    [
        ("/", "", EVERYTHING),
        ("/plans/", "plan=one", EVERYTHING),
        ("/plans/one", "", EVERYTHING),
        ("/plans/one/", "", ONE),
        ("/plans/one/actions/5.1.1/", "as_at=2026-01-01", ONE),
        ("/plans/one\n/", "", EVERYTHING),
        ("/plans/\0/", "", EVERYTHING),
        ("/plans/ä/", "", EVERYTHING),
        ("/data/", "", EVERYTHING),
        ("/data/one/leads.csv", "", EVERYTHING),
        ("/partners/one/", "", EVERYTHING),
        ("/api/v1/plans/one/", "", ONE),
        ("/api/v1/plans/one/plan.xlsx", "", EVERYTHING),
        ("/api/v1/plans/one/plan.json", "", EVERYTHING),
        ("/api/v1/plans/", "", EVERYTHING),
        ("/api/v1/gaps/one/similar-actions/", "", ONE),
        ("/api/v1/actions/", "", EVERYTHING),
        ("/api/v1/actions/", "plan=one", ONE),
        ("/api/v1/actions/", "q=knife&plan=one&page=2", ONE),
        ("/api/v1/actions/", "plan=one&partner=mps", EVERYTHING),
        ("/api/v1/strategies/", "owner=mps&plan=one", EVERYTHING),
        ("/plans/one/actions/", "principle=two:aim-1", EVERYTHING),
        ("/plans/one/actions/", "principle=two%3Aaim-1", EVERYTHING),
        ("/plans/one/actions/", "principle=aim-1&q=partner:", ONE),
        ("/api/v1/actions/", "explan=one", EVERYTHING),
        ("/api/v1/actions/", "plan=", EVERYTHING),
        ("/api/v1/actions/", "plan=one%00", EVERYTHING),
        ("/api/v1/actions/", "plan=one&plan=two", EVERYTHING),
        ("/api/v1/partners/", "plan=one", EVERYTHING),
    ],
)
def test_what_an_address_depends_on(path, query, scopes):
    assert scopes_of(path, query) == scopes


def test_each_thing_that_an_answer_is_made_of_makes_another_key(settings):
    settings.ALLOWED_HOSTS = ["*"]
    first = Revision(3, AT)
    keys = [
        key_of(asked(), first, TODAY),
        key_of(asked("/plans/?page=1"), first, TODAY),
        key_of(asked("/partners/"), first, TODAY),
        key_of(asked(host="other.example"), first, TODAY),
        key_of(RequestFactory().get("/plans/", secure=True), first, TODAY),
        key_of(asked(), replace(first, number=4), TODAY),
        key_of(asked(), replace(first, changed_at=datetime(2026, 3, 1, 9, 0, 1, tzinfo=UTC)), TODAY),
        key_of(asked(), Revision(0, None), TODAY),
        key_of(asked(), first, date(2026, 3, 3)),
        key_of(asked(), first, TODAY, "key"),
        key_of(asked(), first, TODAY, "key police"),
        key_of(asked("/api/v1/schema/"), first, TODAY),
        key_of(asked("/api/v1/schema/", accept="application/yaml"), first, TODAY),
    ]
    assert len(set(keys)) == len(keys)
    assert all(len(key) == 64 for key in keys)


def test_what_changes_no_answer_makes_no_other_key():
    first = Revision(3, AT)
    assert key_of(asked(accept="text/html", user_agent="any"), first, TODAY) == key_of(asked(), first, TODAY)


def test_a_host_that_is_not_ours_has_no_key():
    with pytest.raises(DisallowedHost):
        key_of(asked(host="evil.example"), Revision(3, AT), TODAY)


def test_whatever_bytes_are_asked_for_have_a_key():
    request = RequestFactory().get("/plans/?q=%ff", headers={"accept": "\udcff"})
    request.META["QUERY_STRING"] = "\udcff\0"
    assert key_of(request, Revision(3, AT), TODAY)


def test_another_release_or_setting_is_another(tmp_path, settings, monkeypatch):
    for folder in ("access", "templates"):
        shutil.copytree(settings.BASE_DIR / folder, tmp_path / folder)
    settings.BASE_DIR, settings.STATIC_ROOT = tmp_path, tmp_path

    def told():
        release.cache_clear()
        return release()

    found = [told()]
    assert told() == found[0]
    (tmp_path / "access" / "roles.py").write_text("# changed")
    found.append(told())
    (tmp_path / "templates" / "home.html").write_text("changed")
    found.append(told())
    (tmp_path / "staticfiles.json").write_text("{}")
    found.append(told())
    monkeypatch.setenv("CONTACT_NAME", "Another council")
    found.append(told())
    settings.SECRET_KEY = "another"
    found.append(told())
    assert len(set(found)) == len(found)
    release.cache_clear()


def test_a_release_is_the_same_in_whatever_folder_a_node_has_it(tmp_path, settings):
    root, found = settings.BASE_DIR, set()
    for node in ("one", "another"):
        settings.BASE_DIR = settings.STATIC_ROOT = tmp_path / node
        for folder in ("access", "templates"):
            shutil.copytree(root / folder, tmp_path / node / folder)
        release.cache_clear()
        found.add(release())
    release.cache_clear()
    assert len(found) == 1


def test_a_release_is_made_of_code_templates_and_locked_libraries(settings):
    files = {str(file.relative_to(settings.BASE_DIR)) for file in files_of(settings.BASE_DIR)}
    assert {"actions/views.py", "templates/home.html", "script/requirements.txt", "access/roles.py"} <= files
    assert not [file for file in files if file.startswith((".venv", "var"))]


@pytest.mark.django_db
def test_the_revision_is_one_query(django_assert_num_queries):
    make_plan(slug="one")
    with django_assert_num_queries(1):
        reader, found = reader_and_revision_of(asked("/plans/one/"))
    assert (reader, found) == ("", revision(*ONE))
    assert found.number > 0


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_lost_is_made_anew():
    make_plan(slug="one")
    before = reader_and_revision_of(asked())
    end_connection()
    assert reader_and_revision_of(asked()) == before


@pytest.mark.django_db(transaction=True)
def test_a_database_out_of_reach_is_told(monkeypatch):
    end_connection()
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    with pytest.raises(OperationalError):
        reader_and_revision_of(asked())


def end_connection():
    """Have the server end the test's own connection."""
    connection.ensure_connection()
    other = psycopg2.connect(**connection.get_connection_params())
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    other.close()
