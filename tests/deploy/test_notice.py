"""docs/NOTICE.md names every part that is shipped, with a licence."""

import json
import re

from tests.script.checkout import ROOT

NOTICE = (ROOT / "docs" / "NOTICE.md").read_text()
NAMED = dict(re.findall(r"^\| (\S+) \| (.+) \|$", NOTICE, re.MULTILINE))


def test_every_locked_part_is_named_with_its_licence():
    python = re.findall(r"^([\w.-]+)(?:\[.*?\])?==", (ROOT / "script" / "requirements.txt").read_text(), re.MULTILINE)
    npm = json.loads((ROOT / "script" / "package-lock.json").read_text())["packages"]
    parts = {*python, *(path.rpartition("node_modules/")[2] for path in npm if path)}
    assert len(parts) > 30
    assert parts - NAMED.keys() == set()
    assert [part for part in parts if not NAMED[part].strip()] == []


def test_what_no_lock_names_is_named_too():
    for part in ("PostgreSQL 16", "PostgreSQL 18", "Node.js", "libpq, OpenSSL"):
        assert f"| {part} | " in NOTICE
