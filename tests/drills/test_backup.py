"""The database is lost: what was backed up while people wrote is proved, restored into an empty one, and served."""

import json
import subprocess
import time

import pytest

from tests.drills.asking import ask
from tests.drills.portal import Portal
from tests.drills.postgres import name_of
from tests.drills.saving import TERMS, Saver, saving
from violence_plan.backup.folders import DUMP, MANIFEST, digest_of

PAGES = ("/plans/hackney-single-violence-plan/alignment/", "/partners/", "/api/v1/actions/?page_size=200")
BOUND = 120  # seconds from an empty database to the first page
ALTERED = "UPDATE actions_glossaryterm SET expansion = 'Altered' WHERE id = (SELECT min(id) FROM actions_glossaryterm)"


@pytest.fixture
def saver(portal, ask_database):
    """An officer with a form open."""
    [(plan,)] = ask_database("SELECT id FROM actions_plan")
    made = Saver(portal, "ada", plan)
    yield made
    made.session.close()


def pages_of(portal):
    """What a stranger reads, whatever the port."""
    with portal.session() as session:
        answers = [ask(session, portal.address + page) for page in PAGES]
    assert {answer.status for answer in answers} == {200}
    return [answer.text.replace(portal.address, "") for answer in answers]


def test_what_is_saved_amid_writes_is_proved_and_served_again(postgres, portal, saver, serve, tmp_path):
    """The database is gone. Lost: what was written since the backup began. Read: nothing until it is restored."""
    backups = tmp_path / "backups"
    before = pages_of(portal)
    with saving(saver):
        time.sleep(1)
        acknowledged = set(saver.said)
        portal.manage("back_up", backups)
    portal.manage("prove_backup", backups)
    refused = portal.manage("restore", backups, check=False)
    assert (refused.returncode, "is not empty, and nothing is overwritten" in refused.stderr) == (1, True)
    empty = postgres.new_database()
    try:
        began = time.monotonic()
        Portal(postgres.url(empty), tmp_path).manage("restore", backups)
        restored = serve(postgres.url(empty))
        assert restored.status("/readyz") == 200
        assert pages_of(restored) == before
        assert time.monotonic() - began < BOUND
        there = {term for (term,) in postgres.execute(TERMS, database=empty)}
        assert acknowledged
        assert acknowledged <= there
        [(plan,)] = postgres.execute("SELECT id FROM actions_plan", database=empty)
        after = Saver(restored, "ada", plan)
        assert after.save("RPO").status_code == 302
        after.session.close()
        restored.stop()
    finally:
        postgres.drop(empty)


def test_a_copy_of_which_one_row_is_altered_is_not_proved(postgres, portal, database, tmp_path):
    """Somebody alters one row of a copy, and writes its digest anew. Lost: nothing, it is told; take another backup."""
    portal.manage("back_up", tmp_path / "backups")
    [folder] = (tmp_path / "backups").glob("*Z")
    aside = postgres.new_database()
    try:
        restore = [postgres.binaries / "pg_restore", "--dbname", postgres.url(aside), folder / DUMP]
        subprocess.run(restore, check=True)
        postgres.execute(f"SET session_replication_role = replica; {ALTERED}", database=aside)  # past the triggers
        dump = [postgres.binaries / "pg_dump", "--format=custom", "--file", folder / DUMP, postgres.url(aside)]
        subprocess.run(dump, check=True)
    finally:
        postgres.drop(aside)
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["dump"] = {"sha256": digest_of(folder / DUMP), "bytes": (folder / DUMP).stat().st_size}
    (folder / MANIFEST).write_text(json.dumps(manifest))
    proved = portal.manage("prove_backup", folder, check=False)
    assert proved.returncode == 1
    assert "actions_glossaryterm" in proved.stderr
    assert "expansion" in proved.stderr
    assert "actions_action" not in proved.stderr
    assert name_of(database) not in proved.stderr
