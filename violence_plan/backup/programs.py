"""pg_dump and pg_restore: which of those on this machine fit a server, and how they are run."""

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from violence_plan.backup import BackupError
from violence_plan.postgres_home import PACKAGE

PACKAGED = ("pginstall18", "pginstall")  # the package brings programs of two major versions
DEBIAN = Path("/usr/lib/postgresql")


def folders():
    """Where PostgreSQL's programs may be. The machine's own come first: they speak TLS, the package's do not."""
    package = Path(find_spec(PACKAGE).submodule_search_locations[0])
    onpath = shutil.which("pg_dump")
    return [
        *sorted(DEBIAN.glob("*/bin")),
        *([Path(onpath).parent] if onpath else []),
        *(package / name / "bin" for name in PACKAGED),
    ]


def program(name, *, major):
    """The program `name` that reads a server of version `major`: of the same version, else of the next newer one.

    A newer one would write settings that an older server does not know. Raises BackupError, with the mend.
    """
    known = [(version_of(folder / name), folder / name) for folder in folders()]
    fitting = [(found, path) for found, path in known if found and found >= major]
    if not fitting:
        versions = ", ".join(str(found) for found in sorted({found for found, _ in known if found})) or "none"
        raise BackupError(
            f"The server is PostgreSQL {major}, and {name} must not be older; this machine has: {versions}. "
            f"Install the client of PostgreSQL {major} (Debian, Ubuntu: apt install postgresql-client-{major})."
        )
    return min(fitting, key=lambda one: one[0])[1]


def version_of(path):
    """The major version of a program, or None where it does not run."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True)  # noqa: S603
    except OSError:
        return None
    found = re.search(r" (\d+)[.\w]*\b", said.stdout) if said.returncode == 0 else None
    return int(found[1]) if found else None


def run_program(path, arguments, *, hidden):
    """Run it to its end, secrets in its environment. Raises BackupError with its own last words."""
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL, never a shell
        [path, *arguments],
        env={**os.environ, **hidden},
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        # Of what failed the first line says why; the rest would quote rows.
        said = next((line for line in done.stderr.splitlines() if "error:" in line), done.stderr.strip())
        raise BackupError(f"{path.name} failed: {said}")
