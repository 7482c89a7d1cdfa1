"""script/bootstrap: which Python it takes, and what it says where there is none that will do."""

import os
import subprocess
import sys

import pytest

from tests.script.checkout import copy_checkout, environment

SAYS_OLD = '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 && exit 0\nexit 1\n'
TELLS = f'#!/bin/sh\necho took "$0" >&2\nexec {sys.executable} "$@"\n'


@pytest.fixture
def bare(tmp_path):
    """A checkout, and a folder to be the only one on the PATH: a machine with nothing but its shell."""
    checkout = copy_checkout(tmp_path / "a clone", installed=False)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "dirname", "env"):
        (programs / name).symlink_to(f"/usr/bin/{name}")
    return checkout, programs


def put(folder, name, text):
    """Put a program into the folder."""
    path = folder / name
    path.write_text(text)
    path.chmod(0o755)
    return path


def bootstrap(bare, *arguments, **settings):
    """Run script/server on that machine; a taken port ends it before any work, where it gets so far."""
    checkout, programs = bare
    return subprocess.run(
        [checkout / "script" / "server", *arguments], capture_output=True, text=True,
        env=environment(PATH=programs, PORT="0", **settings),
    )  # fmt: skip


def test_no_python_at_all(bare):
    refused = bootstrap(bare)
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[0] == "Python 3.11 or newer is needed. There is no python3 on the PATH."
    assert "apt install python3 python3-venv" in refused.stderr


def test_only_an_old_python(bare):
    put(bare[1], "python3", SAYS_OLD)
    refused = bootstrap(bare)
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[0] == "Python 3.11 or newer is needed. python3 is Python 3.9.2."
    assert "PYTHON=/path/to/python3.11" in refused.stderr
    assert not (bare[0] / "var").exists()


def test_a_newer_one_is_found_beside_an_old_one(bare):
    put(bare[1], "python3", SAYS_OLD)
    put(bare[1], "python3.11", TELLS)
    found = bootstrap(bare)
    assert found.stderr.startswith(f"took {bare[1]}/python3.11")
    assert "PORT is '0'" in found.stderr


def test_the_one_that_is_named_is_taken_and_no_other(bare):
    put(bare[1], "python3.11", TELLS)
    named = put(bare[1], "mine", TELLS)
    assert f"took {named}" in bootstrap(bare, PYTHON=named).stderr
    put(bare[1], "mine", SAYS_OLD)
    assert f"{named} is Python 3.9.2." in bootstrap(bare, PYTHON=named).stderr


@pytest.mark.parametrize("name", ["server", "test", "manage", "lock", "bootstrap"])
def test_every_script_can_be_run(bare, name):
    assert os.access(bare[0] / "script" / name, os.X_OK)


def test_manage_says_what_comes_first(bare):
    refused = subprocess.run([bare[0] / "script" / "manage", "shell"], capture_output=True, text=True)
    assert (refused.returncode, refused.stderr) == (1, "Nothing is installed yet: run script/server first.\n")
