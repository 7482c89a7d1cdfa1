"""README and docs tell the truth: what they name exists, and what can be set is named."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.urls import Resolver404, resolve

from violence_plan.variables import SETTINGS

ROOT = Path(settings.BASE_DIR)
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# What the shell, the machine or the runner sets by itself; nobody sets these for the portal.
FOREIGN = {"PATH", "HOME", "CI", "EUID", "PROMETHEUS_MULTIPROC_DIR"}


def commands_named(text):
    """Script names, and names of management commands, in the commands that a text shows."""
    scripts = set(re.findall(r"\bscript/([a-z_]+)", text))
    managed = set(re.findall(r"(?:script/manage|manage\.py) ([a-z_]+)", text))
    return scripts, managed


def addresses_named(text):
    """Local addresses between backticks or in links to the served portal, examples' names filled in."""
    named = re.findall(r"`(/[a-z0-9<>/._-]*)`", text)
    named += [found or "/" for found in re.findall(r"<http://127\.0\.0\.1:8000(/?[a-z0-9/._-]*)>", text)]
    return sorted({address.replace("<plan>", "a-plan").replace("<", "").replace(">", "") for address in named})


def test_every_test_that_security_rests_on_is_there():
    named = set(re.findall(r"`([\w/]+\.py)`", (ROOT / "docs" / "security.md").read_text(encoding="utf-8")))
    there = [path.as_posix() for path in (ROOT / "tests").rglob("test_*.py")]
    assert {name for name in named if not any(path.endswith(f"/{name}") for path in there)} == set()
    assert len(named) > 30


def settings_read():
    """Names of environment variables that the portal's own code and scripts read."""
    found = set(SETTINGS)
    for path in (ROOT / "script" / name for name in ("bootstrap", "server", "test", "manage")):
        found |= set(re.findall(r"\$\{?([A-Z_]{3,})", path.read_text(encoding="utf-8")))
    for path in [*ROOT.glob("violence_plan/**/*.py"), *ROOT.glob("script/*.py")]:
        source = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"""(?:environ|environment)(?:\.get)?[\[(]["']([A-Z_]{3,})["']""", source))
    return found - FOREIGN


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_command_exists(document):
    scripts, managed = commands_named(document.read_text(encoding="utf-8"))
    assert {name for name in scripts if not (ROOT / "script" / name).is_file()} == set()
    assert managed - set(get_commands()) == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_address_answers(document):
    def answered(address):
        try:
            return resolve(address)
        except Resolver404:
            return None

    assert [address for address in addresses_named(document.read_text(encoding="utf-8")) if not answered(address)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_link_and_picture_is_there(document):
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [target for target in targets if not (document.parent / target).is_file()] == []


def test_every_setting_is_in_readme_or_docs():
    told = "\n".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
    assert {name for name in settings_read() if f"`{name}`" not in told} == set()


def test_every_setting_in_readme_exists():
    table = README.split("## Settings")[1].split("\n## ")[0]
    told = {
        name
        for row in table.splitlines()
        if row.startswith("| `")
        for name in re.findall(r"`([A-Z_]+)`", row.split("|")[1])
    }
    assert told - settings_read() == set()
    assert set(SETTINGS) - told == set()


def test_readme_is_short():
    assert len(README.splitlines()) <= 120


def test_the_readers_of_this_test_find_what_is_there():
    assert commands_named("script/server, `script/manage load_plan x`, manage.py check") == (
        {"server", "manage"},
        {"load_plan", "check"},
    )
    assert addresses_named("`/plans/<plan>/gaps/` <http://127.0.0.1:8000> `/admin/`") == [
        "/",
        "/admin/",
        "/plans/a-plan/gaps/",
    ]
    assert {"DATABASE_URL", "SECRET_KEY", "HOST", "PORT"} <= settings_read()
