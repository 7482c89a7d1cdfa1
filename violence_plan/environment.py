"""The environment that a command of this checkout runs in: DATABASE_URL and SECRET_KEY, made where they are not set.

    python -m violence_plan.environment [--throwaway] COMMAND [ARGUMENT ...]

runs a command in it, with the embedded database of `var/` (joining the one that script/server runs, if it does), or
with `--throwaway` an empty one in a temporary folder, gone afterwards: that is for tests.
"""

import os
import secrets
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from violence_plan.embedded_postgres import address_of_running, running
from violence_plan.processes import LockHeldError, NotReadyError, Stopped, stop, stoppable

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
# Data that is thrown away needs no care: a test run is faster by a third. Nor is it analysed: what one test has not
# committed cannot be, and of a table that was found empty between two tests the planner expects nothing ever after.
CARELESS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}


@contextmanager
def ready_environment(*, throwaway=False, join=False):
    """The environment with DATABASE_URL and SECRET_KEY, and the database running while it lasts.

    Raises LockHeldError where another process runs the database and it is not to be joined.
    """
    VAR.mkdir(exist_ok=True)
    with ExitStack() as stack:
        environment = dict(os.environ)
        if not environment.get("SECRET_KEY"):
            environment["SECRET_KEY"] = secrets.token_urlsafe(50) if throwaway else kept_secret_key()
        if not environment.get("DATABASE_URL"):
            place, options = (stack.enter_context(temporary_folder()), CARELESS) if throwaway else (VAR, {})
            try:
                environment["DATABASE_URL"] = stack.enter_context(running(place, options=options))
            except LockHeldError:
                if not join:
                    raise
                environment["DATABASE_URL"] = address_of_running(VAR)
        yield environment


@contextmanager
def temporary_folder():
    """A folder that is gone afterwards and that PostgreSQL's account can enter."""
    with tempfile.TemporaryDirectory(prefix="violence-plan-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder


def kept_secret_key():
    """The secret key of this checkout: made once, kept where only its owner can read it."""
    path = VAR / "secret_key"
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    key = path.read_text().strip()
    if len(key) < 50:
        raise NotReadyError(f"{path} holds no whole key (the disk may have been full). Remove it and start again.")
    return key


def main(arguments):
    """Run the command; its exit code is ours. It keeps the terminal, so Ctrl-C reaches it and we wait for its end."""
    throwaway = arguments[:1] == ["--throwaway"]
    command = arguments[throwaway:]
    try:
        with stoppable(), ready_environment(throwaway=throwaway, join=not throwaway) as environment:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            child = subprocess.Popen(  # noqa: S603 - the command is the caller's own
                command, env=environment, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
            )
            try:
                return child.wait()
            finally:
                stop(child)
    except Stopped:
        return 130
    except NotReadyError as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
