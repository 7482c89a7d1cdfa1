"""gunicorn reads our settings, takes them, and serves by them: by TLS, and without a database for a while."""

import importlib
import json
import os
import subprocess
import sys
import urllib.request
from contextlib import closing, contextmanager
from types import SimpleNamespace
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from gunicorn.app.wsgiapp import WSGIApplication

from tests.script.checkout import free_port, until
from violence_plan import gunicorn_settings

TLS = {"SECURE_TLS": "on", "ALLOWED_HOSTS": "plan.example"}


def test_gunicorn_takes_every_setting(monkeypatch):
    monkeypatch.setenv("WEB_CONCURRENCY", "3")
    monkeypatch.setenv("HOST", "::1")
    monkeypatch.setenv("PORT", "8001")
    importlib.reload(gunicorn_settings)
    monkeypatch.setattr("sys.argv", ["gunicorn", "--config", "python:violence_plan.gunicorn_settings", "a:b"])
    taken = WSGIApplication().cfg
    assert taken.bind == ["[::1]:8001"]
    assert (taken.worker_class_str, taken.workers, taken.threads, taken.accesslog) == ("gthread", 3, 22, None)
    assert (taken.secure_scheme_headers, taken.forwarder_headers) == ({}, [])
    assert taken.control_socket_disable


def test_says_where_it_serves_once_it_does(monkeypatch, capsys):
    monkeypatch.setenv("HOST", "127.0.0.1")
    monkeypatch.setenv("PORT", "8001")
    server, worker = SimpleNamespace(), SimpleNamespace(age=99)
    gunicorn_settings.when_ready(server)
    assert capsys.readouterr().out == "Serves on http://127.0.0.1:8001 (Ctrl-C stops it)\n"
    gunicorn_settings.post_fork(server, worker)
    gunicorn_settings.post_worker_init(worker)
    assert worker.health is None


def test_probes_have_a_port_of_their_own(monkeypatch, capsys):
    port = free_port()
    monkeypatch.setenv("HOST", "127.0.0.1")
    monkeypatch.setenv("HEALTH_PORT", str(port))
    server, worker = SimpleNamespace(), SimpleNamespace(age=99)
    gunicorn_settings.when_ready(server)
    assert f"Answers probes on http://127.0.0.1:{port}\n" in capsys.readouterr().out
    gunicorn_settings.post_fork(server, worker)
    with closing(worker.health):
        gunicorn_settings.post_worker_init(worker)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            assert answer.read() == b"ok\n"


@pytest.mark.parametrize(("age", "looked"), [(1, [True]), (2, [False]), (3, [])])
def test_a_start_looks_at_the_state_and_the_first_worker_tells(monkeypatch, age, looked):
    monkeypatch.setattr(gunicorn_settings, "workers", 2)
    found, worker = [], SimpleNamespace(age=age)
    monkeypatch.setattr("violence_plan.database.starting.look_at_state", lambda say: found.append(say))
    gunicorn_settings.post_fork(SimpleNamespace(health=None), worker)
    gunicorn_settings.post_worker_init(worker)
    assert found == looked


def test_workers_count_in_a_folder_of_their_own_where_metrics_are_read(monkeypatch, tmp_path):
    monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR", raising=False)
    monkeypatch.setattr(gunicorn_settings, "worker_tmp_dir", str(tmp_path))
    monkeypatch.setenv("METRICS_TOKEN", "")
    gunicorn_settings.on_starting(server=None)
    gunicorn_settings.child_exit(server=None, worker=SimpleNamespace(pid=7))
    gunicorn_settings.on_exit(server=None)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setenv("METRICS_TOKEN", "a-token-of-thirty-two-characters")
    gunicorn_settings.on_starting(server=None)
    (folder,) = tmp_path.iterdir()
    assert os.environ["PROMETHEUS_MULTIPROC_DIR"] == str(folder)
    (folder / "gauge_liveall_7.db").touch()
    (folder / "counter_7.db").touch()
    gunicorn_settings.child_exit(server=None, worker=SimpleNamespace(pid=7))
    assert [file.name for file in folder.iterdir()] == ["counter_7.db"]
    gunicorn_settings.on_exit(server=None)
    assert (list(tmp_path.iterdir()), os.environ.get("PROMETHEUS_MULTIPROC_DIR")) == ([], None)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Gives a redirect as it is."""

    def redirect_request(self, *args):
        return None


class Served:
    """The portal as gunicorn serves it."""

    def __init__(self, port):
        self.port = port

    def get(self, path, **headers):
        """Status, headers and body of an address."""
        headers = {"Host": "plan.example"} | {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)  # noqa: S310
        try:
            answer = urllib.request.build_opener(NoRedirect).open(request, timeout=30)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            return answer.status, answer.headers, answer.read()

    def answers(self):
        """Whether it serves yet."""
        try:
            return self.get("/healthz")[0]
        except OSError:
            return None


@contextmanager
def served(**environment):
    """gunicorn with these settings and one worker, stopped at the end."""
    port = free_port()
    child = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "python:violence_plan.gunicorn_settings",
         "violence_plan.wsgi:application"],
        env=os.environ | {"PORT": str(port), "HOST": "127.0.0.1", "WEB_CONCURRENCY": "1"} | environment,
        cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        portal = Served(port)
        until(portal.answers, "served")
        yield portal
    finally:
        child.terminate()
        child.wait()


def test_behind_a_proxy_that_speaks_tls():
    with served(**TLS, TRUSTED_PROXIES="1", DATABASE_URL=f"postgres://a@127.0.0.1:{free_port()}/b") as portal:
        status, headers, _ = portal.get("/admin/?a=b", X_Forwarded_Proto="http")
        assert (status, headers["Location"]) == (301, "https://plan.example/admin/?a=b")
        assert (headers["X-Content-Type-Options"], headers["Server"]) == ("nosniff", "")
        assert "camera=()" in headers["Permissions-Policy"]
        status, headers, _ = portal.get("/admin/", X_Forwarded_Proto="https")
        assert (status, headers["Location"]) == (302, "/admin/login/?next=/admin/")
        assert headers["Strict-Transport-Security"] == "max-age=3600"
        assert portal.get("/healthz")[::2] == (200, b"ok\n")
        status, _, body = portal.get("/readyz")
        said = json.loads(body)
        assert (status, said["database"], said["migrations"]) == (503, "not reachable", "not known")


@pytest.mark.parametrize(
    "claim", [{"X_Forwarded_Proto": "https"}, {"X_Forwarded_Ssl": "on"}, {"X_Forwarded_Protocol": "ssl"}]
)
def test_without_a_proxy_nobody_is_believed_to_speak_tls(without_proxy, claim):
    status, headers, _ = without_proxy.get("/admin/", **claim)
    assert (status, headers["Location"]) == (301, "https://plan.example/admin/")
    assert "Strict-Transport-Security" not in headers


@pytest.fixture(scope="module")
def without_proxy():
    """The portal by TLS, with nothing in front."""
    with served(**TLS, TRUSTED_PROXIES="0", DATABASE_URL=f"postgres://a@127.0.0.1:{free_port()}/b") as portal:
        yield portal


def throw_out(server, database):
    """End all connections to the database but the tests' own."""
    connection.ensure_connection()
    server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> %s",
        [database, connection.connection.info.backend_pid],
    )


@contextmanager
def refusing(server, database):
    """The database lets nobody in, and those within go, as when its server is down."""
    server.execute(f'ALTER DATABASE "{database}" WITH ALLOW_CONNECTIONS false')
    throw_out(server, database)
    try:
        yield
    finally:
        server.execute(f'ALTER DATABASE "{database}" WITH ALLOW_CONNECTIONS true')


@pytest.fixture
def server():
    """A cursor of the database server, from outside the tests' own database."""
    with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as outside:
        outside.autocommit = True
        with outside.cursor() as cursor:
            yield cursor


@pytest.mark.django_db(transaction=True)
def test_the_portal_outlives_its_database(server):
    database = connection.settings_dict["NAME"]
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
    up = {"/healthz": {200}, "/readyz": {"ready"}, "/api/v1/plans/": {200}}
    with served(ALLOWED_HOSTS="plan.example", SECURE_TLS="off", DATABASE_URL=url) as portal:

        def answered():
            # Several times: each thread of the server has a connection of its own.
            statuses = {path: {portal.get(path)[0] for _ in range(6)} for path in up}
            return statuses | {"/readyz": {json.loads(portal.get("/readyz")[2])["database"] for _ in range(6)}}

        assert answered() == up
        throw_out(server, database)
        assert answered() == up
        with refusing(server, database):
            assert answered() == {"/healthz": {200}, "/readyz": {"not reachable"}, "/api/v1/plans/": {503}}
            _, headers, body = portal.get("/api/v1/plans/")
            assert headers["Content-Type"] == "application/problem+json"
            assert database.encode() not in body
        assert answered() == up
