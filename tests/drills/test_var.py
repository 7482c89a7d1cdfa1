"""Parts of `var/` are missing or damaged: script/server makes anew what can be, says what lacks, and loses no data."""

import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.script.checkout import ROOT, copy_checkout, environment, free_port, started

COUNT = """
from actions.models import Action
from django.contrib.auth.models import User
print(Action.objects.count(), User.objects.count())
"""
LACKS = {
    "secret_key": "SECRET_KEY is not the one that this portal's database was first started with.",
    "postgres/PG_VERSION": "holds no whole database: PG_VERSION is missing. Bring the folder back as it was",
    "postgres/global/pg_control": "PostgreSQL does not start",
}


@pytest.fixture
def checkout():
    """A checkout that was served once and stopped."""
    place = Path(tempfile.mkdtemp(prefix="drill-", dir="/tmp"))
    place.chmod(0o755)
    made = copy_checkout(place / "clone")
    for collected in ("static", "static.collected"):  # to save their making, where they are as they would be
        if (ROOT / "var" / collected).exists():
            subprocess.run(["cp", "-a", ROOT / "var" / collected, made / "var"], check=True)
    with started(made):
        pass
    yield made
    shutil.rmtree(place)


@contextmanager
def without(path):
    """Within, a file is elsewhere; whatever was made in its place is gone afterwards."""
    aside = path.with_name(f"{path.name}.aside")
    path.rename(aside)
    try:
        yield
    finally:
        aside.replace(path)


def start_of(checkout):
    """A start that is to end by itself: its exit code and what it said."""
    done = subprocess.run([checkout / "script" / "server"], env=environment(PORT=free_port()), capture_output=True,
                          text=True, timeout=120)  # fmt: skip
    return done.returncode, done.stderr


def held(checkout):
    """How many actions and people its database has."""
    done = subprocess.run([checkout / "script" / "manage", "shell", "--no-imports", "-c", COUNT], env=environment(),
                          capture_output=True, text=True)  # fmt: skip
    return done.stdout


def test_what_lacks_is_made_anew_or_named_and_no_data_is_lost(checkout):
    """Lost: nothing. Read: static files are collected again and old notes of processes overwritten; without the key, or
    files of the database, it ends and says which. It recovers when they are back.
    """
    var = checkout / "var"
    before = held(checkout)
    assert before.split()[0] == "131"
    for name, sentence in LACKS.items():
        with without(var / name):
            code, said = start_of(checkout)
        assert (code, sentence in said) == (1, True), (name, said)
        assert "Traceback" not in said
    (var / "secret_key").rename(var / "whole")
    (var / "secret_key").write_text("half a")
    code, said = start_of(checkout)
    assert (code, "holds no whole key (the disk may have been full)" in said) == (1, True)
    (var / "whole").replace(var / "secret_key")
    (var / "static" / "staticfiles.json").write_text('{"paths": {"a.c')
    for note in ("gunicorn.alive", "server.lock", "postgres.alive"):
        (var / note).write_text("no number")
    shutil.rmtree(var / "uploads", ignore_errors=True)
    with started(checkout) as start:
        assert start.get("/readyz") == 200
        assert "Collects and compresses the static files" in start.output
        assert start.password() is None
    assert held(checkout) == before
