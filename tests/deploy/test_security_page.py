"""docs/security.md rests on tests: each that it names is there, and is one."""

import re
from collections import Counter

from tests.script.checkout import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text()
CHAPTERS = 17  # of the OWASP Application Security Verification Standard 5.0


def test_every_test_named_is_there_once():
    tests = [f"/{path.relative_to(ROOT)}" for path in (ROOT / "tests").rglob("test_*.py")]
    named = set(re.findall(r"`([a-z_/]*test_[a-z_]+\.py)`", PAGE))
    assert len(named) > 50
    assert {name: found for name in named if (found := sum(test.endswith(f"/{name}") for test in tests)) != 1} == {}


def test_every_chapter_has_its_paragraph():
    numbers = Counter(re.findall(r"^## V(\d+) ", PAGE, re.MULTILINE))
    assert numbers == Counter(str(number) for number in range(1, CHAPTERS + 1))
