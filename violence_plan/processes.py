"""Child processes that do not outlive this one, and locks that tell who is still alive.

A lock is held by the process that took it and by every child it was handed to; the kernel lets go of it when the last
of them ends, however it ends. So unlike a file with a process number in it, it is never out of date.

Standard library only: it also runs before anything is installed.
"""

import ctypes
import errno
import fcntl
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

PATIENCE = 15  # seconds a process gets to stop by itself


class NotReadyError(Exception):
    """Something on this machine is to be mended first; the message says what, and how."""


class Stopped(BaseException):
    """Somebody asked us to stop: Ctrl-C, `kill`, or the terminal went away."""


class LockHeldError(Exception):
    """The lock is held by a living process."""


def say(step, to=None):
    """Tell in one line what is being done, at once even where the output is a pipe.

    `to` is a file: standard error where a command's own output may be meant for another program.
    """
    print(step, flush=True, file=to)


def take_lock(path, note=""):
    """Take the lock of that path and write a note into it; close the returned file to let go.

    Raises LockHeldError where a living process has it.
    """
    file = path.open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise LockHeldError(path.read_text().strip()) from None
    write_note(file, note)
    return file


def write_note(file, note):
    """Say in the lock's file who holds it."""
    file.truncate(0)
    file.write(str(note))
    file.flush()


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

    Should we be killed, the child gets the signal `last_word` (Linux; elsewhere the next start finds it by the lock
    that it was handed).
    """
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None
    parent = os.getpid()

    def die_with_parent():
        prctl(1, last_word)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    child = subprocess.Popen(  # noqa: S603 - commands of our own making, never a shell
        [str(word) for word in command],
        start_new_session=True,
        pass_fds=[lock.fileno()] if lock else [],
        preexec_fn=die_with_parent if prctl else None,
        stdin=subprocess.DEVNULL,
        **options,
    )
    if lock:
        write_note(lock, child.pid)
    return child


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


def first_to_end():
    """Wait until any of our children ends by itself, and return its number."""
    number, _ = os.wait()
    return number


def stop_leftover(path, politely=signal.SIGTERM):
    """Stop what a killed start left behind: the child that was handed the lock of that path, and its own children.

    Raises NotReadyError where they do not stop.
    """
    for sign in (politely, signal.SIGKILL):
        if is_free(path):
            return
        with suppress(ValueError, ProcessLookupError):  # no number yet; or only its children are left, and they notice
            os.kill(int(path.read_text()), sign)
        deadline = time.monotonic() + PATIENCE
        while not is_free(path) and time.monotonic() < deadline:
            time.sleep(0.05)
    if not is_free(path):
        raise NotReadyError(
            f"A process of an earlier start does not stop; it holds {path}. Stop it by hand, then try again."
        )


def is_free(path):
    """Whether nobody alive holds the lock of that path."""
    try:
        take_lock(path).close()
    except LockHeldError:
        return False
    return True


def explain(problem):
    """An OSError in plain words, with the mend."""
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full. Free some space (the first start takes about 1 GB), then start again."
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"{problem.filename} can't be written: it belongs to another user of this machine. "
            "Start as that user, or copy the checkout (without var and .venv) to a place that is yours."
        )
    return f"{problem}. Mend that, then start again."
