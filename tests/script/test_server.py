"""script/server: real starts, real stops, and everything that goes wrong told with its mend."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.parse
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from tests.script.checkout import (
    Start,
    copy_checkout,
    environment,
    free_port,
    give_python_to,
    modes_above,
    ordinary_user,
    processes_of,
    started,
    until,
)


def run_server(checkout, **settings):
    """Run script/server where it is to end by itself."""
    return subprocess.run(
        [checkout / "script" / "server"], env=environment(**settings), capture_output=True, text=True, timeout=60
    )


def test_first_start_tells_each_step_and_the_officer_once(served_once):
    checkout, first = served_once
    for step in ("Starts the database", "Makes a new database", "Brings the database's tables up to date",
                 "Loads the plan", "Collects", "Checks", "Serves on http://127.0.0.1:"):  # fmt: skip
        assert step in first.output
    assert f"http://127.0.0.1:{first.port}/admin/ as officer" in first.output
    assert len(first.password()) == 20
    assert oct((checkout / "var" / "secret_key").stat().st_mode)[-3:] == "600"
    assert oct((checkout / "var" / "postgres").resolve().stat().st_mode)[-3:] == "700"


def test_second_start_keeps_everything_and_makes_nothing_anew(served_once):
    checkout, first = served_once
    key = (checkout / "var" / "secret_key").read_text()
    with started(checkout) as start:
        assert start.password() is None
        assert sign_in(start.port, first.password())
        for step in ("Makes", "Installs", "Loads", "Builds", "Collects"):
            assert step not in start.output
    assert (checkout / "var" / "secret_key").read_text() == key


def sign_in(port, password):
    """Whether the first officer gets into the admin."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    address = f"http://127.0.0.1:{port}/accounts/login/?next=/admin/"
    with opener.open(address) as page:
        token = page.read().decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    form = urllib.parse.urlencode(
        {"csrfmiddlewaretoken": token, "login": "officer", "password": password, "next": "/admin/"}
    )
    with opener.open(urllib.request.Request(address, form.encode(), {"Referer": address})) as page:  # noqa: S310
        return page.url.endswith("/admin/")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything(served_once, number):
    checkout, _ = served_once
    start = Start(checkout).serving()
    assert len(processes_of(checkout)) > 5
    start.signal(number)
    assert start.ended() == 0
    assert processes_of(checkout) == {}
    assert start.output.endswith("Stops\n")


def test_kill_9_leaves_nothing_and_the_next_start_recovers(served_once):
    checkout, _ = served_once
    port = free_port()
    start = Start(checkout, PORT=port).serving()
    start.signal(signal.SIGKILL)
    start.ended()
    with started(checkout, PORT=port) as again:
        until(lambda: again.get("/readyz") == 200, "the new one is ready, when the last of the old is gone")
    until(lambda: not processes_of(checkout), "nothing is left")


def test_kill_9_of_everything_at_once_is_recovered_from(served_once):
    checkout, _ = served_once
    start = Start(checkout).serving()
    start.signal(signal.SIGSTOP)  # so that it does not begin to clean up
    for number in reversed(processes_of(checkout)):
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    start.ended()
    assert ((checkout / "var" / "postgres").resolve() / "postmaster.pid").exists()
    with started(checkout) as again:
        assert again.get("/readyz") == 200


def test_web_server_that_ends_by_itself_ends_the_start(served_once):
    checkout, _ = served_once
    start = Start(checkout).serving()
    os.kill(int((checkout / "var" / "gunicorn.alive").read_text()), signal.SIGKILL)
    assert start.ended() == 1
    assert "The web server ended by itself" in start.output
    until(lambda: not processes_of(checkout), "nothing is left")


def test_database_that_ends_by_itself_ends_the_start(served_once):
    checkout, _ = served_once
    start = Start(checkout).serving()
    os.kill(int((checkout / "var" / "postgres.alive").read_text()), signal.SIGKILL)
    assert start.ended() == 1
    assert f"The database ended by itself; {checkout}/var/postgres.log says why. Start again." in start.output
    until(lambda: not processes_of(checkout), "nothing is left")
    with started(checkout) as again:
        assert again.get("/readyz") == 200


def test_a_second_start_from_the_same_folder_is_told(served_once):
    checkout, _ = served_once
    with started(checkout) as start:
        second = run_server(checkout, PORT=free_port())
        assert second.returncode == 1
        assert f"already runs from this folder, on http://127.0.0.1:{start.port}" in second.stderr
        assert start.get() == 200


@pytest.mark.parametrize("installed", [True, False])
def test_a_taken_port_is_told_before_any_work(tmp_path, installed):
    checkout = copy_checkout(tmp_path / "clone", installed=installed)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = run_server(checkout, PORT=port)
    assert refused.returncode == 1
    assert f"Port {port} is taken by another program. Choose another: PORT=8001" in refused.stderr
    assert refused.stdout == ""
    assert (checkout / ".venv").exists() == installed


def test_a_database_that_can_not_be_reached_is_told(served_once):
    checkout, _ = served_once
    refused = run_server(checkout, PORT=free_port(), DATABASE_URL=f"postgres://a:b@127.0.0.1:{free_port()}/c")
    assert refused.returncode == 1
    assert "The database can't be used: connection" in refused.stderr
    assert "Uses the database of DATABASE_URL" in refused.stdout


def test_script_manage_joins_the_running_database_or_starts_it(served_once):
    checkout, _ = served_once
    command = [checkout / "script" / "manage", "shell", "--no-imports", "-c"]
    count = "from django.contrib.auth.models import User; print(User.objects.count())"
    with started(checkout):
        joined = subprocess.run([*command, count], env=environment(), capture_output=True, text=True)
    alone = subprocess.run([*command, count], env=environment(), capture_output=True, text=True)
    assert (joined.stdout, alone.stdout) == ("1\n", "1\n"), joined.stderr + alone.stderr
    until(lambda: not processes_of(checkout), "nothing is left")


def test_an_ordinary_user_serves_without_root(served_once):
    place = Path(tempfile.mkdtemp(prefix="violence-plan-", dir="/tmp"))
    try:
        place.chmod(0o755)
        user = ordinary_user()
        checkout = copy_checkout(place / "clone")
        for collected in ("static", "static.collected"):  # to save their making; the same files give the same
            subprocess.run(["cp", "-a", served_once[0] / "var" / collected, checkout / "var"], check=True)
        if user:
            give_python_to(user, checkout)
            os.chown(place, user.pw_uid, user.pw_gid)
        before = modes_above(checkout / "var" / "postgres")
        with started(checkout, as_user=user) as start:
            assert start.password()
        assert (checkout / "var" / "postgres").stat().st_uid == (user.pw_uid if user else os.geteuid())
        assert modes_above(checkout / "var" / "postgres") == before
    finally:
        shutil.rmtree(place)
