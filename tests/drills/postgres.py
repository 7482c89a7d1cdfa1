"""PostgreSQL servers that a drill may kill: the embedded one and Debian's, each on data of its own."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path

import psycopg2

from tests.script.checkout import until
from violence_plan.embedded_postgres import NEW, url
from violence_plan.postgres_home import binaries_in
from violence_plan.processes import spawn, stop

SUPERUSER, OWNER = "postgres", "portal"
OPTIONS = {"log_min_messages": "warning"}  # all else, fsync too, as the portal ships it


def debian_binaries():
    """The programs of Debian's newest PostgreSQL; fails where none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    assert found, "Debian's PostgreSQL is missing: apt-get install postgresql"
    return found[-1].parent


class Server:
    """A PostgreSQL server: `url(database)`, `execute(sql)`, `copy_of(template)`, and ways to stop it."""

    def __init__(self, place, binaries, account):
        self.place, self.binaries, self.account = place, binaries, account
        self.data, self.socket, self.log = place / "data", place / "socket", place / "log"
        self.child = None
        self.numbers = count(1)

    def make(self):
        """Make its files, and a role that owns what is made and is no superuser."""
        self.socket.mkdir()
        self.log.touch()
        for path in (self.place, self.socket, self.log):
            os.chown(path, self.account.get("user", -1), self.account.get("group", -1))
        new = [word for word in NEW if not word.startswith("--locale")] + ["--locale=C.UTF-8", "--no-sync"]
        subprocess.run([self.binaries / "initdb", "--pgdata", self.data, *new], cwd="/", check=True,
                       stdout=subprocess.DEVNULL, **self.account)  # fmt: skip
        self.start()
        self.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB")

    def start(self, **options):
        """Start it, or start it anew, with `options` of PostgreSQL, and wait until it takes connections."""
        settings = {"listen_addresses": "", "unix_socket_directories": self.socket, "port": 5432} | OPTIONS | options
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with self.log.open("ab") as output:
            self.child = spawn([self.binaries / "postgres", "-D", self.data, *words], last_word=signal.SIGINT,
                               stdout=output, stderr=output, cwd="/", **self.account)  # fmt: skip
        until(self.answers, f"PostgreSQL answers:\n{self.log.read_text(errors='replace')[-2000:]}")

    def answers(self):
        """Whether it takes connections."""
        with suppress(psycopg2.OperationalError), closing(psycopg2.connect(self.url(SUPERUSER, SUPERUSER))):
            return True

    def stop(self):
        """Stop it as an administrator would."""
        stop(self.child, signal.SIGINT)

    def kill(self):
        """End it and all its processes at once, as a power cut would; `start` lets it recover."""
        with suppress(ProcessLookupError):
            os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()
        for process in Path("/proc").glob("[0-9]*"):  # its backends have sessions of their own
            with suppress(OSError, ValueError):
                if process.joinpath("cwd").readlink() == self.data:
                    os.kill(int(process.name), signal.SIGKILL)
        until(lambda: not self.processes(), "no process of it is left")
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def processes(self):
        """The numbers of its living processes."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if process.joinpath("cwd").readlink() == self.data:
                    found.append(int(process.name))
        return found

    def url(self, database, user=OWNER):
        """The DATABASE_URL of one of its databases, as the role that owns it, or as `postgres`."""
        return url(self.socket, user, database)

    def execute(self, sql, parameters=None, database=SUPERUSER):
        """Execute a statement as superuser, and return its rows, if it has any."""
        with closing(psycopg2.connect(self.url(database, SUPERUSER))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql, parameters)
                return cursor.fetchall() if cursor.description else []

    def new_database(self, template="template0"):
        """Make a database, a copy of `template`; returns its name."""
        name = f"drill_{next(self.numbers)}"
        self.execute(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template}")
        return name

    def restore(self, dump, database):
        """Run a dump of SQL, as bytes, in a new database, as the role that owns it; nothing in it may fail."""
        command = [self.binaries / "psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--single-transaction",
                   "--output=/dev/null", self.url(database)]  # fmt: skip
        subprocess.run(command, input=dump, check=True)

    def drop(self, database):
        """Drop a database, whoever is still connected."""
        self.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


def name_of(address):
    """The name of the database in a DATABASE_URL of ours."""
    return re.search(r"@/(\w+)", address)[1]


@contextmanager
def server(kind):
    """A running Server, `embedded` or `debian`, on data of its own that are gone afterwards."""
    place = Path(tempfile.mkdtemp(prefix="drill-", dir="/tmp"))
    place.chmod(0o711)
    account = {}
    if os.geteuid() == 0:
        entry = pwd.getpwnam("postgres")
        account = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    (place / "postgres").mkdir()
    made = Server(place / "postgres", debian_binaries() if kind == "debian" else binaries_in(place, account), account)
    try:
        made.make()
        yield made
    finally:
        if made.child and made.child.poll() is None:
            made.stop()
        shutil.rmtree(place)
