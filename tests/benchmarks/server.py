"""The portal under gunicorn, as script/server serves it, on a free port of this machine; and what it costs."""

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from django.db import connection

from tests.script.checkout import free_port
from violence_plan.processes import spawn, stop

ROOT = Path(__file__).resolve().parents[2]
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
START_LIMIT = 60  # seconds
BACKENDS = """
SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True)
class Server:
    """A running server: its port, and the process of gunicorn's master."""

    port: int
    master: int

    def workers(self):
        """The processes of its workers."""
        return [
            int(path.name)
            for path in Path("/proc").iterdir()
            if path.name.isdecimal() and (status := read_status(path)) and status[1] == self.master
        ]

    def processor_seconds(self):
        """The seconds that the processors have worked so far, by process: for the workers, and for their database."""
        with connection.cursor() as cursor:
            cursor.execute(BACKENDS)
            backends = [pid for (pid,) in cursor.fetchall()]
        return tuple({pid: worked(pid) for pid in pids} for pids in (self.workers(), backends))

    def memory(self):
        """The megabytes that its workers hold of their own, all together."""
        pages = [Path(f"/proc/{pid}/statm").read_text().split() for pid in self.workers()]
        return sum(int(whole) - int(shared) for _, whole, shared, *_ in pages) * PAGE / 1e6

    def get(self, path, headers=None):
        """Status, headers and bytes of one answer."""
        asked = HTTPConnection("127.0.0.1", self.port, timeout=60)
        asked.request("GET", path, headers=headers or {})
        answer = asked.getresponse()
        content = answer.read()
        asked.close()
        return answer.status, answer.headers, content

    def ask_often(self, path, headers, *, connections, seconds, most):
        """What load.py tells of one address, from a process of its own."""
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", *(f"{k}: {v}" for k, v in headers.items())]
        told = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.load",
             "127.0.0.1", str(self.port), str(connections), str(seconds), str(most)],
            input="\r\n".join([*lines, "", ""]).encode(), cwd=ROOT, stdout=subprocess.PIPE, check=True,
        )  # fmt: skip
        return json.loads(told.stdout)


def read_status(path):
    """Of a process, what follows its name in /proc/<pid>/stat: state, parent, …; None where it is gone."""
    try:
        text = (path / "stat").read_text()
    except OSError:
        return None
    state, *numbers = text.rpartition(") ")[2].split()
    return [state, *map(int, numbers)]


def worked(pid):
    """The seconds that the processors have worked for a process; 0 where it is gone."""
    status = read_status(Path(f"/proc/{pid}"))
    return (status[11] + status[12]) / TICK if status else 0


@contextmanager
def running(*, kept):
    """A Server, with the portal's own cache where answers are to be `kept`, else without any; stopped at the end."""
    port = free_port()
    environment = os.environ | {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "ALLOWED_HOSTS": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "KEPT": "on" if kept else "off",
    }
    process = spawn(
        [sys.executable, "-m", "gunicorn", "--config", "python:violence_plan.gunicorn_settings",
         "violence_plan.wsgi:application"],
        env=environment, cwd=ROOT, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        server = Server(port, process.pid)
        wait_for(server)
        yield server
    finally:
        stop(process)


def wait_for(server):
    """Wait until the server answers."""
    for _ in range(START_LIMIT * 10):
        try:
            if server.get("/readyz")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise TimeoutError("The server did not start.")
