"""The embedded PostgreSQL: real servers, as root and as an ordinary user, started, stopped and killed."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tests.script.checkout import modes_above, ordinary_user, processes_of, until
from violence_plan.embedded_postgres import address_of_running, running
from violence_plan.processes import LockHeldError, NotReadyError, is_free

ROOT = Path(__file__).resolve().parents[2]
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root meets this")


@pytest.fixture
def reachable():
    """A folder that every account can enter, with a space in its name."""
    place = Path(tempfile.mkdtemp(prefix="violence plan ", dir="/tmp"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


@pytest.fixture
def hidden(tmp_path):
    """A folder behind one that only its owner can enter; what was put elsewhere for it is removed."""
    place = tmp_path / "mine alone" / "var"
    place.mkdir(parents=True)
    place.parent.chmod(0o700)
    yield place
    if (place / "elsewhere").is_symlink():
        shutil.rmtree((place / "elsewhere").resolve())


def ask(url, query, fetch=True):
    """The first value that a query gives, or nothing where it gives none."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        value = cursor.fetchone()[0] if fetch else None
        connection.commit()
        return value


def test_serves_a_database_of_our_own_and_keeps_it(reachable, capfd):
    with running(reachable) as url:
        assert capfd.readouterr() == ("", "Makes a new database\n")  # so that a command's output can go to a file
        assert ask(url, "SHOW server_version").startswith("18.")
        assert ask(url, "SELECT datlocprovider::text || datlocale || pg_encoding_to_char(encoding) FROM pg_database "
                        "WHERE datname = current_database()") == "bC.UTF-8UTF8"  # fmt: skip
        ask(url, "CREATE TABLE kept AS SELECT 1 AS one", fetch=False)
    with running(reachable) as url:
        assert ask(url, "SELECT one FROM kept") == 1
    assert processes_of(reachable) == {}
    assert not (reachable / "postgres.socket").exists()


def test_only_its_owner_reaches_it(reachable):
    with running(reachable) as url:
        assert ask(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
        assert ask(url, "SHOW listen_addresses") == ""
        folder = Path((reachable / "postgres.socket").read_text())
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((reachable / "postgres").stat().st_mode) == 0o700
        assert stat.S_IMODE((reachable / "postgres.log").stat().st_mode) == 0o600
    assert not folder.exists()


def test_a_long_path_is_no_trouble(reachable):
    place = reachable / ("x" * 120) / "var"
    with running(place) as url:
        assert ask(url, "SELECT 1") == 1


def test_one_process_runs_it_and_another_can_join(reachable):
    with running(reachable) as url:
        with pytest.raises(LockHeldError, match=f"process {os.getpid()}"), running(reachable):
            pass
        assert address_of_running(reachable) == url
    with pytest.raises(NotReadyError, match="just being started or stopped"):
        address_of_running(reachable)


def test_what_a_killed_start_left_is_recovered_from(reachable):
    with running(reachable) as url:
        ask(url, "CREATE TABLE kept AS SELECT 1 AS one", fetch=False)
    code = (
        "import os, signal, sys; from pathlib import Path; from violence_plan import embedded_postgres\n"
        "with embedded_postgres.running(Path(sys.argv[1])): os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", code, reachable], cwd=ROOT)
    assert killed.returncode == -signal.SIGKILL
    left = Path((reachable / "postgres.socket").read_text())
    with running(reachable) as url:
        assert ask(url, "SELECT one FROM kept") == 1
        assert not left.exists()


def test_a_killed_server_is_recovered_from_even_where_its_number_is_in_use_again(reachable):
    with running(reachable):
        for number in processes_of(reachable):
            os.kill(number, signal.SIGKILL)
        until(lambda: not processes_of(reachable), "the server is gone")
    record = reachable / "postgres" / "postmaster.pid"
    number, rest = record.read_text().split("\n", 1)
    record.write_text(f"{os.getppid()}\n{rest}")
    with running(reachable) as url:
        assert ask(url, "SELECT 1") == 1


def test_a_socket_folder_that_is_not_as_we_made_it_is_left_alone(reachable):
    other = reachable / "other"
    other.mkdir()
    (other / ".s.PGSQL.5432").touch()
    (reachable / "link").symlink_to(other)
    (reachable / "postgres.socket").write_text(str(reachable / "link"))
    with running(reachable):
        pass
    assert (other / ".s.PGSQL.5432").exists()


def test_half_made_data_is_made_anew(reachable):
    (reachable / "postgres.unfinished" / "base").mkdir(parents=True)
    (reachable / "postgres.unfinished" / "PG_VERSION").write_text("18\n")
    with running(reachable) as url:
        assert ask(url, "SELECT 1") == 1
    assert not (reachable / "postgres.unfinished").exists()


def test_data_that_lost_its_files_is_refused_and_left_alone(reachable):
    data = reachable / "postgres"
    (data / "base").mkdir(parents=True)
    if os.geteuid() == 0:
        os.chown(data, ordinary_user().pw_uid, -1)
    with pytest.raises(NotReadyError, match=r"holds no whole database: PG_VERSION is missing\. Bring the folder back"):
        running(reachable).__enter__()
    assert [path.name for path in data.iterdir()] == ["base"]


def test_data_of_another_major_version_is_refused_and_left_alone(reachable):
    data = reachable / "postgres"
    data.mkdir()
    (data / "PG_VERSION").write_text("16\n")
    if os.geteuid() == 0:
        os.chown(data, ordinary_user().pw_uid, -1)
    with pytest.raises(NotReadyError, match="made by PostgreSQL 16; this portal brings PostgreSQL 18. Save it"):
        running(reachable).__enter__()
    assert [path.name for path in data.iterdir()] == ["PG_VERSION"]
    assert is_free(reachable / "postgres.lock")


def test_a_server_that_does_not_start_says_why(reachable):
    with pytest.raises(NotReadyError, match='does not start .*unrecognized configuration parameter "no_such"'):
        running(reachable, options={"no_such": 1}).__enter__()
    assert processes_of(reachable) == {}


def test_files_that_can_not_be_made_are_told(reachable, monkeypatch):
    monkeypatch.setattr("violence_plan.embedded_postgres.NEW", ["--no-such-option"])
    with pytest.raises(NotReadyError, match="could not make its files in .*no-such-option"):
        running(reachable).__enter__()


@root_only
def test_root_changes_no_folder_and_keeps_the_data_where_the_account_reaches_it(hidden):
    before = modes_above(hidden) | modes_above(ROOT / ".venv" / "bin")
    for _ in range(2):
        with running(hidden) as url:
            assert ask(url, "SELECT 1") == 1
            home = (hidden / "elsewhere").resolve()
            assert home.parent == Path("/var/lib")
            assert (home.stat().st_uid, stat.S_IMODE(home.stat().st_mode)) == (0, 0o755)
            assert (home / "postgres").stat().st_uid not in (0, None)
            assert stat.S_IMODE((home / "postgres").stat().st_mode) == 0o700
            assert (home / "checkout").read_text() == f"{hidden}\n"
    assert modes_above(hidden) | modes_above(ROOT / ".venv" / "bin") == before
