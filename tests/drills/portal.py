"""The portal served by gunicorn as script/server serves it, on a port and a database of its own."""

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager

import requests

from tests.script.checkout import ROOT, environment, free_port, until
from violence_plan.processes import spawn, stop
from violence_plan.serve import GUNICORN

PASSWORD = "a password of a drill"
KEY = "never-used-but-in-drills-0123456789-abcdefghijklmnopqrstuvwxyz"
GROUP = """
from django.contrib.auth import get_user_model
from accounts.people import give_roles
user = get_user_model().objects.create_user({name!r}, email="{name}@anytown.example", password={password!r})
give_roles(user=user, roles=[{role!r}])
"""


class Portal:
    """A portal on the database of `url`; `settings` are its environment. Start it, ask it, stop or kill it."""

    def __init__(self, url, folder, **settings):
        self.port, self.health_port = free_port(), free_port()
        self.log = folder / f"portal-{self.port}.log"
        self.environment = environment(
            **{"DATABASE_URL": url, "SECRET_KEY": KEY, "HOST": "127.0.0.1", "PORT": self.port,
               "HEALTH_PORT": self.health_port, "SECOND_FACTOR": "off", "ALLOWED_HOSTS": "localhost,127.0.0.1",
               "RATE_LIMIT": 0, "WEB_CONCURRENCY": 2} | settings
        )  # fmt: skip
        self.child = None

    @property
    def address(self):
        """Where it is served, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def health(self):
        """Where probes ask, without a slash at the end."""
        return f"http://127.0.0.1:{self.health_port}"

    @property
    def output(self):
        """What it has printed so far."""
        return self.log.read_text()

    def start(self):
        """Start it and wait until it serves."""
        with self.log.open("ab") as output:
            self.child = spawn([sys.executable, *GUNICORN], env=self.environment, cwd=ROOT,
                               stdout=output, stderr=output)  # fmt: skip
        until(self.serves, f"served:\n{self.output}")
        return self

    def serves(self):
        """Whether it answers."""
        assert self.child.poll() is None, self.output
        return self.status("/healthz") == 200

    def status(self, path, timeout=10):
        """The status of a page, or None where nobody answers in time."""
        try:
            return requests.get(self.address + path, timeout=timeout).status_code
        except requests.RequestException:
            return None

    def stop(self):
        """Stop it in order."""
        stop(self.child)

    def kill(self):
        """Kill all its processes at once."""
        os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()

    def workers(self):
        """The numbers of its worker processes."""
        children = f"/proc/{self.child.pid}/task/{self.child.pid}/children"
        with open(children) as numbers:
            return [int(number) for number in numbers.read().split()]

    def manage(self, *arguments, check=True, **options):
        """Run a command of manage.py in its environment; the finished process, its output as text."""
        command = [sys.executable, "manage.py", *map(str, arguments)]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, text=True, capture_output=True, **options)
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def evaluate(self, expression):
        """The value of a Python expression in its shell, as JSON has it: `"Action.objects.count()"`."""
        code = f"import json; print(json.dumps({expression}, default=str))"
        return json.loads(self.manage("shell", "-v0", "-c", code).stdout)

    def make_user(self, name, role="administrator"):
        """Make a user of that role (a value of access.roles.Role), whose password is PASSWORD."""
        self.manage("shell", "-v0", "-c", GROUP.format(name=name, role=role, password=PASSWORD))

    def session(self):
        """A session of requests of somebody who has not signed in."""
        return new_session()

    def signed_in(self, name, address=None, **options):
        """A session of requests signed in as that user, at `address` (a proxy's) if not directly."""
        return sign_in(address or self.address, name, **options)


def new_session(verify=True):
    """A session of requests that trusts the certificate in the file `verify`, whatever the environment says."""
    session = requests.Session()
    session.verify, session.trust_env = verify, False
    return session


def sign_in(address, name, password=PASSWORD, verify=True):
    """A session of requests that signed in at an address by the form."""
    session = new_session(verify)
    answer = post(session, f"{address}/accounts/login/", login=name, password=password)
    assert answer.status_code == 302, answer.text
    return session


def post(session, address, files=None, **fields):
    """Fetch a form, as a browser does, and post it with its hidden fields and `fields`; redirects are not followed."""
    return send(session, address, hidden_fields(session, address) | fields, files)


def hidden_fields(session, address):
    """The hidden fields of the form at an address."""
    page = session.get(address, timeout=60)
    inputs = (dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", page.text))
    return {field["name"]: field.get("value", "") for field in inputs if field.get("type") == "hidden"}


def send(session, address, fields, files=None):
    """Send the fields of a form as a browser does; redirects are not followed."""
    headers = {"Referer": address}
    return session.post(address, fields, files=files, headers=headers, allow_redirects=False, timeout=60)


@contextmanager
def served(url, folder, **settings):
    """A started Portal, stopped afterwards whatever happened to it."""
    portal = Portal(url, folder, **settings)
    try:
        yield portal.start()
    finally:
        if portal.child and portal.child.poll() is None:
            portal.stop()
