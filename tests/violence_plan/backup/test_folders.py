"""Which folder a backup lies in, and which is whole."""

import pytest

from violence_plan.backup import BackupError, folders
from violence_plan.backup.folders import chosen, last_backup_at, read_manifest, unfinished_in

FIRST, SECOND = "2026-11-30T02-00-00.000000Z", "2026-12-01T02-00-00.000000Z"
KILLED = "2026-12-02T02-00-00.000000Z.unfinished"
NAMES = [FIRST, SECOND, KILLED, "notes"]


@pytest.fixture
def directory(tmp_path_factory):
    """Two whole backups, one that was killed, and something else."""
    tmp_path = tmp_path_factory.mktemp("backups")
    for name in NAMES:
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text("{}")
    (tmp_path / "2026-12-03T02-00-00.000000Z").mkdir()
    return tmp_path


def test_nothing_that_is_not_whole_is_taken_for_a_backup(directory):
    for name in (KILLED, "2026-12-03T02-00-00.000000Z", "nowhere"):
        with pytest.raises(BackupError, match="is no whole backup, and there is none in it"):
            chosen(directory / name)


def test_a_damaged_manifest_is_refused(directory):
    (directory / FIRST / "manifest.json").write_text("{")
    with pytest.raises(BackupError, match=r"manifest\.json is damaged"):
        read_manifest(directory / FIRST)


def test_of_many_the_newest_whole_one_is_meant(directory):
    assert chosen(directory) == directory / SECOND
    assert chosen(directory / FIRST) == directory / FIRST
    assert unfinished_in(directory) == [KILLED]


@pytest.mark.parametrize("text", ["", "{}", '{"at": "yesterday"}'])
def test_a_record_that_says_nothing_is_none(text, portal):
    (portal / "var").mkdir()
    folders.record().write_text(text)
    assert last_backup_at() is None
