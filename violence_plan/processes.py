"""Child processes that do not outlive this one, and locks that tell who is still alive.

A lock is held by the process that took it and by every child it was handed to; the kernel lets go of it when the last
of them ends, however it ends. So unlike a file with a process number in it, it is never out of date.

Standard library only: it also runs before anything is installed.
"""

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

PATIENCE = 15  # seconds a process gets to stop by itself


class Unready(Exception):
    """Something on this machine is to be mended first; the message says what, and how."""


class Stopped(BaseException):
    """Somebody asked us to stop: Ctrl-C, `kill`, or the terminal went away."""


class Held(Exception):
    """The lock is held by a living process."""


def say(step):
    """Tell in one line what is being done, at once even where the output is a pipe."""
    print(step, flush=True)


def take_lock(path, note=""):
    """Take the lock of that path and write a note into it; close the returned file to let go.

    Raises Held where a living process has it.
    """
    file = path.open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise Held(path.read_text().strip()) from None
    file.truncate(0)
    file.write(note)
    file.flush()
    return file


@contextmanager
def stoppable():
    """Within, Ctrl-C, TERM and HUP raise Stopped, once; nothing interrupts the cleaning up after it."""
    names = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # started with nohup: it is to stay
        names.append(signal.SIGHUP)
    before = {name: signal.getsignal(name) for name in names}

    def stop(number, frame):
        for name in names:
            signal.signal(name, signal.SIG_IGN)
        raise Stopped

    try:
        for name in names:
            signal.signal(name, stop)
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def spawn(command, *, last_word=signal.SIGTERM, lock=None, **options):
    """Start a child in a session of its own, so that Ctrl-C reaches only us and we stop our children in order.

    Should we be killed, the child gets the signal `last_word` (Linux; elsewhere the next start finds it by its lock).
    """
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None
    parent = os.getpid()

    def die_with_parent():
        prctl(1, last_word)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return subprocess.Popen(  # noqa: S603 - commands of our own making, never a shell
        [str(word) for word in command],
        start_new_session=True,
        pass_fds=[lock.fileno()] if lock else [],
        preexec_fn=die_with_parent if prctl else None,
        stdin=subprocess.DEVNULL,
        **options,
    )


def stop(child, politely=signal.SIGTERM):
    """Ask the child to stop, wait for it, and kill it where it does not."""
    if child.poll() is None:
        child.send_signal(politely)
    try:
        child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def run(command, **options):
    """Run a child to its end and return its exit code; stop it where we are stopped meanwhile."""
    child = spawn(command, **options)
    try:
        return child.wait()
    finally:
        stop(child)


def stop_leftover(path, pid, politely=signal.SIGTERM):
    """Stop what a killed start left behind: the processes that still hold the lock of that path.

    `pid` reads the number of the first of them; it is ours for sure as long as the lock is held.
    """
    deadline = time.monotonic() + PATIENCE
    sign = politely
    while time.monotonic() < deadline + PATIENCE:
        try:
            take_lock(path).close()
        except Held:
            number = pid()
            if number:
                signal_process(number, sign)
            if time.monotonic() > deadline:
                sign = signal.SIGKILL
            time.sleep(0.1)
        else:
            return
    raise Unready(f"A process of an earlier start does not stop; it holds {path}. Restart the machine, then try again.")


def signal_process(number, sign):
    """Send a signal to a process that may have ended a moment ago."""
    try:
        os.kill(number, sign)
    except ProcessLookupError:
        pass
