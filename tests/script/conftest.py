"""Checkouts that the script's tests share."""

import shutil
import tempfile
from pathlib import Path

import pytest

from tests.script.checkout import copy_checkout, started


@pytest.fixture(scope="session")
def served_once():
    """A checkout (with spaces in its path) that was served once and stopped: what later starts find."""
    place = Path(tempfile.mkdtemp(prefix="violence plan ", dir="/tmp"))
    place.chmod(0o755)
    checkout = copy_checkout(place / "a clone of it")
    with started(checkout) as start:
        pass
    yield checkout, start
    shutil.rmtree(place)
