"""The environment that a command of this checkout runs in."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests.script.checkout import ROOT, until
from tests.script.checkout import environment as stranger
from violence_plan import environment
from violence_plan.environment import kept_secret_key, main, ready_environment
from violence_plan.processes import LockHeldError, NotReadyError

PRINT = [sys.executable, "-c", "import os; print(os.environ['DATABASE_URL'], len(os.environ['SECRET_KEY']))"]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "VAR", tmp_path / "var")
    (tmp_path / "var").mkdir()
    for name in ("DATABASE_URL", "SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)


@contextmanager
def database(place, options):
    """A database that costs nothing to start."""
    yield f"postgresql://made@/in?host={place}"


def test_what_is_set_is_left_alone(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://theirs")
    monkeypatch.setenv("SECRET_KEY", "theirs")
    with ready_environment() as found:
        assert (found["DATABASE_URL"], found["SECRET_KEY"]) == ("postgres://theirs", "theirs")


def test_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    key = kept_secret_key()
    assert len(key) > 60
    assert kept_secret_key() == key
    assert oct((tmp_path / "var" / "secret_key").stat().st_mode)[-3:] == "600"


def test_a_key_that_was_cut_short_is_told(tmp_path):
    (tmp_path / "var" / "secret_key").write_text("")
    with pytest.raises(NotReadyError, match="holds no whole key .* Remove it and start again"):
        kept_secret_key()


def test_kept_and_thrown_away_databases_are_two(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "running", database)
    with ready_environment() as kept, ready_environment(throwaway=True) as thrown:
        assert kept["DATABASE_URL"].endswith(str(tmp_path / "var"))
        assert "violence-plan-" in thrown["DATABASE_URL"]
        assert kept["SECRET_KEY"] != thrown["SECRET_KEY"]


def test_a_database_in_use_is_joined_only_where_that_is_meant(monkeypatch):
    def held(place, options):
        raise LockHeldError("process 1")

    monkeypatch.setattr(environment, "running", held)
    monkeypatch.setattr(environment, "address_of_running", lambda place: "postgresql://joined")
    with pytest.raises(LockHeldError), ready_environment():
        pass
    with ready_environment(join=True) as found:
        assert found["DATABASE_URL"] == "postgresql://joined"


def test_command_runs_in_it_and_its_exit_code_is_given(monkeypatch, capfd):
    monkeypatch.setattr(environment, "running", database)
    assert main(PRINT) == 0
    assert main(["--throwaway", *PRINT]) == 0
    assert capfd.readouterr().out.count("postgresql://made@/in?host=") == 2
    assert main([sys.executable, "-c", "raise SystemExit(7)"]) == 7


def test_trouble_is_told_in_plain_words(monkeypatch):
    def not_ready(place, options):
        raise NotReadyError("Mend this.")

    monkeypatch.setattr(environment, "running", not_ready)
    with pytest.raises(SystemExit, match="Mend this."):
        main(PRINT)


def test_stopping_it_stops_the_command(monkeypatch):
    monkeypatch.setattr(environment, "running", database)
    stop_us = f"import os, signal, time; os.kill({os.getpid()}, signal.SIGTERM); time.sleep(600)"
    assert main([sys.executable, "-c", stop_us]) == 130


def test_ctrl_c_is_the_command_s_own(tmp_path):
    code = (
        "import pathlib, sys, time\n"
        "try:\n    pathlib.Path(sys.argv[1]).touch(); time.sleep(600)\n"
        "except KeyboardInterrupt:\n    raise SystemExit(42)"
    )
    settings = stranger(DATABASE_URL="postgres://theirs", SECRET_KEY="theirs")
    command = [sys.executable, "-m", "violence_plan.environment", sys.executable, "-c", code, tmp_path / "ready"]
    started = subprocess.Popen(command, env=settings, cwd=ROOT, start_new_session=True)
    until((tmp_path / "ready").exists, "the command runs")
    os.killpg(started.pid, signal.SIGINT)
    assert started.wait() == 42
