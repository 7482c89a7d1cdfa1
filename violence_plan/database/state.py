"""The state of the portal as a whole: what it runs on, part by part, in a word each and in sentences."""

import json
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from violence_plan.database.trouble import AWAY, trouble_of

READY, NOT_KNOWN = "ready", "not known"
OLDER = "The database's tables are older than this release: run script/manage prepare."
NEWER = "The database's tables are newer than this release: run the newer one, or restore the backup made before it."
READS_ONLY = "The database only reads: pages are served, nothing can be saved."
NO_STATIC = (
    "The static files were not collected, so that pages come unstyled: run script/manage prepare, then start again."
)
# With these the portal serves: pages are read, saves are refused in words.
SERVES = {"database": {READY, "read only"}, "migrations": {READY}, "static": {READY}}


@dataclass
class PortalState:
    """`parts` by name, each "ready" or a word for what it is; `sentences` say what to do of all that are not."""

    parts: dict
    sentences: list = field(default_factory=list)

    @property
    def serves(self):
        """Whether pages can be served."""
        return all(self.parts[name] in words for name, words in SERVES.items())

    @property
    def starts(self):
        """Whether the portal may begin to serve: not on tables of another release. What passes is waited for."""
        return self.parts["migrations"] in (READY, NOT_KNOWN)

    @property
    def told(self):
        """As JSON says it."""
        return self.parts | ({"detail": " ".join(self.sentences)} if self.sentences else {})

    def amiss(self, part, word, sentence):
        """Note that a part is not ready."""
        self.parts[part] = word
        self.sentences.append(sentence)


def state_of_portal():
    """The PortalState as of now; a database that does not answer is one, no exception."""
    state = PortalState({"database": READY, "migrations": READY, "static": READY})
    if not has_static_files():
        state.amiss("static", "not collected", NO_STATIC)
    try:
        if connection.is_read_only:
            state.amiss("database", "read only", READS_ONLY)
        if words := schema_amiss():
            state.amiss("migrations", *words)
    except Error as error:
        trouble = trouble_of(error) or AWAY
        state.amiss("database", "not reachable" if trouble is AWAY else "busy", trouble.detail)
        state.parts["migrations"] = NOT_KNOWN
    return state


def schema_amiss():
    """How the database's tables differ from what this release knows, as a word and a sentence; None where not."""
    executor = MigrationExecutor(connection)
    known = executor.loader
    replaced = {key for migration in known.replacements.values() for key in migration.replaces}
    ours = {app for app, name in known.disk_migrations}
    unknown = known.applied_migrations.keys() - known.disk_migrations.keys() - replaced
    if any(app in ours for app, name in unknown):
        return "newer than the release", NEWER
    return ("not applied", OLDER) if executor.migration_plan(known.graph.leaf_nodes()) else None


def has_static_files():
    """Whether the static files that pages name were collected, where they are to be."""
    if "Manifest" not in settings.STORAGES["staticfiles"]["BACKEND"]:
        return True
    with suppress(OSError, ValueError):
        return bool(json.loads(Path(settings.STATIC_ROOT, "staticfiles.json").read_text())["paths"])
    return False
