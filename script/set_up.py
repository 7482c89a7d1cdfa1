"""Make this checkout ready: `.venv`, the locked dependencies in it, the built assets. Each step only where it is due.

    python -m script.set_up server|test [-- COMMAND ...]

Runs on the machine's own Python with nothing installed, so the standard library only; at the end it becomes COMMAND.
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from hashlib import sha256

from violence_plan.address import Address
from violence_plan.environment import ROOT, VAR
from violence_plan.processes import NotReadyError, Stopped, explain, run, say, stoppable
from violence_plan.serve import check_free

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UNFINISHED = VENV / "unfinished"  # is there while .venv is half built
LOCKS = {"server": "requirements.txt", "test": "requirements-test.txt"}
ROOM = {"first": 1000, "later": 50}  # MB of free disk; the first start fills about 700
MENDS = (  # what pip says when it fails, and what to do
    (r"No space left|Errno 28|Disk quota", "The disk is full. Free about 1 GB, then start again."),
    (r"In --require-hashes mode",
     "script/requirements*.txt lacks what a dependency asks for. Write the locks again (script/lock), or fetch a newer "
     "version of the portal."),
    (r"HASHES|do not match", "A downloaded package is not the locked one. Start again; if it stays so, do not go on."),
    (r"No matching distribution|Could not find a version",
     "Either the package index could not be reached, or it has nothing for this machine's Python. Check the network "
     "connection, or name another Python: PYTHON=python3.12 script/server"),
    (r"", "The package index could not be reached. Check the network connection and proxy settings, then start again."),
)  # fmt: skip


@contextmanager
def one_at_a_time():
    """Let only one start set up at a time; another waits."""
    with (VAR / "set_up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waits for another start that is setting up")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def check_room(kind):
    """Raises NotReadyError where the disk has not the room for what is to be installed."""
    needed = ROOM["later" if is_installed(kind) else "first"]
    free = shutil.disk_usage(ROOT).free // 1_000_000
    if free < needed:
        raise NotReadyError(
            f"The disk has {free} MB left; about {needed} MB are needed. Free some space, then start again."
        )


def make_venv():
    """Make .venv where there is none; a half-built or broken one is made anew, a good one is left alone."""
    if VENV.exists():
        if not UNFINISHED.exists() and works(PYTHON, "import sys, pip; sys.exit(sys.version_info < (3, 11))"):
            return
        say("Removes .venv, which is half built or broken")
        shutil.rmtree(VENV)
    version = ".".join(map(str, sys.version_info[:3]))
    if not works(sys.executable, "import venv, ensurepip"):
        raise no_venv(version)
    say(f"Makes .venv with Python {version}")
    VENV.mkdir()
    UNFINISHED.touch()
    if run([sys.executable, "-m", "venv", VENV]):
        raise no_venv(version)


def no_venv(version):
    """What to say where Python can't make virtual environments."""
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    return NotReadyError(
        f"Python {version} ({sys.executable}) can't make a virtual environment: its venv module is missing or broken. "
        f"Install it (Debian, Ubuntu: apt install python3-venv, or {package}), then start again."
    )


def works(python, code):
    """Whether that Python runs the code to a good end."""
    try:
        return subprocess.run([python, "-c", code], capture_output=True).returncode == 0  # noqa: S603
    except OSError:
        return False


def stamp(kind):
    """The file that says which lock is installed."""
    return VENV / f"installed-{kind}"


def is_installed(kind):
    """Whether .venv holds what the lock says."""
    path = stamp(kind)
    return path.exists() and not UNFINISHED.exists() and path.read_text() == checksum(kind)


def checksum(kind):
    """Of the lock as it is now."""
    return sha256((ROOT / "script" / LOCKS[kind]).read_bytes()).hexdigest()


def install(kind):
    """Install the locked dependencies, by hash and never built from source, where the lock changed."""
    if is_installed(kind):
        return
    lock = ROOT / "script" / LOCKS[kind]
    count = len(re.findall(r"^\S.*==", lock.read_text(), re.MULTILINE))
    say(f"Installs {count} locked dependencies of script/{lock.name} (the first time: a minute or two)")
    UNFINISHED.touch()
    log = VAR / "pip.log"
    with log.open("wb") as output:
        code = run(
            [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes",
             "--only-binary", ":all:", "--requirement", lock],
            stdout=output, stderr=output,
        )  # fmt: skip
    if code:
        text = log.read_text(errors="replace")
        errors = [line for line in text.splitlines() if line.startswith("ERROR")] or text.splitlines()
        mend = next(mend for pattern, mend in MENDS if re.search(pattern, text))
        raise NotReadyError(f"pip could not install the dependencies ({log}): {' '.join(errors[:1])}\n{mend}")
    for name in {kind, "server"}:  # what tests need holds what the server needs
        stamp(name).write_text(checksum(name))
    UNFINISHED.unlink()


def main(arguments):
    """Set up for `server` or `test`, then become the command after `--`, if there is one."""
    kind, command = arguments[0], arguments[2:]
    try:
        with stoppable():
            if kind == "server":
                check_free(Address.from_environment())
            VAR.mkdir(exist_ok=True)
            with one_at_a_time():
                check_room(kind)
                make_venv()
                install(kind)
                if run([PYTHON, "-m", "script.build_assets"], cwd=ROOT):
                    return 1
    except Stopped:
        return 130
    except NotReadyError as problem:
        sys.exit(f"script/{kind}: {problem}")
    except OSError as problem:
        sys.exit(f"script/{kind}: {explain(problem)}")
    if command:
        os.execv(command[0], command)  # noqa: S606 - the command is the calling script's own
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
