"""Locks that tell who is alive, and children that do not outlive their parent."""

import errno
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from violence_plan.processes import (
    LockHeldError,
    NotReadyError,
    Stopped,
    explain,
    is_free,
    run,
    spawn,
    stop,
    stop_leftover,
    stoppable,
    take_lock,
)

ROOT = Path(__file__).resolve().parents[2]
SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); open(sys.argv[1], 'w'); time.sleep(600)",
]


def until(condition):
    """Wait until the condition holds; fail where it never does."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_lock_is_one_holder_s_and_says_whose(tmp_path):
    path = tmp_path / "lock"
    with take_lock(path, "the first"), pytest.raises(LockHeldError, match="the first"):
        take_lock(path)
    assert is_free(path)


def test_child_keeps_the_lock_it_was_handed(tmp_path):
    path = tmp_path / "lock"
    with take_lock(path) as lock:
        child = spawn(SLEEPER, lock=lock)
    assert not is_free(path)
    assert int(path.read_text()) == child.pid
    stop(child)
    assert is_free(path)


def test_leftover_is_stopped_by_its_lock(tmp_path):
    path = tmp_path / "lock"
    with take_lock(path) as lock:
        child = spawn(SLEEPER, lock=lock)
    stop_leftover(path)
    assert child.wait() == -signal.SIGTERM
    stop_leftover(path)  # and where there is none, nothing is done


def test_stubborn_leftover_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr("violence_plan.processes.PATIENCE", 0.5)
    path = tmp_path / "lock"
    with take_lock(path) as lock:
        child = spawn([*STUBBORN, tmp_path / "ready"], lock=lock)
    until((tmp_path / "ready").exists)
    stop_leftover(path)
    assert child.wait() == -signal.SIGKILL


def test_leftover_that_can_not_be_stopped_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("violence_plan.processes.PATIENCE", 0.1)
    path = tmp_path / "lock"
    with take_lock(path), pytest.raises(NotReadyError, match="does not stop; it holds"):
        stop_leftover(path)


def test_stubborn_child_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr("violence_plan.processes.PATIENCE", 0.5)
    child = spawn([*STUBBORN, tmp_path / "ready"])
    until((tmp_path / "ready").exists)
    stop(child)
    assert child.returncode == -signal.SIGKILL


def test_run_gives_the_exit_code():
    assert run([sys.executable, "-c", "raise SystemExit(7)"]) == 7


def test_the_first_child_to_end_is_told_from_the_others():
    code = (
        "import os, signal; from violence_plan.processes import first_to_end, spawn, stop\n"
        f"staying, ending = spawn({SLEEPER!r}), spawn({SLEEPER!r})\n"
        "ending.kill(); ended = first_to_end(); stop(ending); stop(staying)\n"
        "print(ended == ending.pid, staying.returncode == -signal.SIGTERM)"
    )
    # In a process of its own, which has no other children.
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("True True\n", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_stop_once_and_cleaning_up_is_not_interrupted(number):
    before = signal.getsignal(number)
    cleaned = []

    @contextmanager
    def cleaning_up():
        try:
            yield
        finally:
            os.kill(os.getpid(), number)
            cleaned.append(True)

    with pytest.raises(Stopped), stoppable(), cleaning_up():
        os.kill(os.getpid(), number)
    assert cleaned
    assert signal.getsignal(number) == before


def test_nohup_keeps_its_word():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stoppable():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the next start finds it by its lock")
def test_child_of_a_killed_parent_ends(tmp_path):
    path = tmp_path / "lock"
    code = (
        "import os, signal, sys; from pathlib import Path; from violence_plan.processes import spawn, take_lock\n"
        f"spawn({SLEEPER!r}, lock=take_lock(Path(sys.argv[1])))\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    parent = subprocess.run([sys.executable, "-c", code, path], cwd=ROOT)
    assert parent.returncode == -signal.SIGKILL
    until(lambda: is_free(path))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "The disk is full. Free some space"),
        (errno.EACCES, "/somewhere can't be written: it belongs to another user of this machine. Start as"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_trouble_is_told_in_plain_words(number, words):
    assert words in explain(OSError(number, os.strerror(number), "/somewhere"))
