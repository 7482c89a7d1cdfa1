"""The portal's own settings, but for what measuring needs: further addresses, and nothing kept where KEPT is off.

Nothing else differs from what script/server serves.
"""

import os
from pathlib import Path

from violence_plan.settings import *  # noqa: F403 - they are these settings
from violence_plan.settings import CACHES, TEMPLATES

ROOT_URLCONF = "tests.benchmarks.urls"
RATE_LIMIT = RATE_LIMIT_WITH_KEY = 1_000_000_000  # every answer is counted as always, and none is refused
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
PLAIN = {"libraries": {"matrix": "tests.benchmarks.plain_tags"}}  # what quick tags write, by templates
TEMPLATES.append(TEMPLATES[0] | {"NAME": "plain", "OPTIONS": TEMPLATES[0]["OPTIONS"] | PLAIN})
if os.environ.get("KEPT") == "off":
    CACHES = {name: {"BACKEND": "django.core.cache.backends.dummy.DummyCache"} for name in CACHES}
