"""A backup taken: what it holds, who can read it, what it leaves where it fails."""

import json
import stat
from datetime import UTC, datetime, timedelta

import pytest

from violence_plan.backup import BackupError, folders, saving
from violence_plan.backup.folders import last_backup_at
from violence_plan.backup.programs import program
from violence_plan.backup.restoring import prove
from violence_plan.backup.saving import back_up


def test_only_its_owner_can_read_it(small, portal, tmp_path):
    before = datetime.now(UTC)
    folder, manifest = back_up(directory=tmp_path / "backups")
    modes = {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in folder.iterdir()}
    assert set(modes) >= {"dump", "manifest.json"}
    assert set(modes.values()) == {"0o600"}
    assert {oct(stat.S_IMODE(path.stat().st_mode)) for path in (folder, folder.parent)} == {"0o700"}
    assert json.loads((folder / "manifest.json").read_text()) == manifest
    assert before - timedelta(seconds=1) <= last_backup_at() <= datetime.now(UTC)
    assert json.loads((portal / "var" / "last_backup.json").read_text())["folder"] == str(folder)


def test_the_manifest_says_what_stood_there(small, tmp_path):
    manifest = back_up(directory=tmp_path)[1]
    assert manifest["tables"]["lead"]["rows"] == 3
    assert list(manifest["tables"]["partner"]["columns"]) == ["id", "name", "kind"]
    assert manifest["sequences"] == {
        "partner_id_seq": {"value": 3, "last": 3, "until": 3},
        "turn": {"value": 1, "last": 0, "until": 1},
    }
    assert [name for name in sorted(manifest["definitions"]) if "lead" in name or "refuse" in name] == [
        "column lead.partner", "column lead.role", "constraint lead.lead_partner_fkey", "function refuse()",
        "trigger lead.append_only",
    ]  # fmt: skip
    assert manifest["server"].startswith("18.")
    assert manifest["migrations"] == manifest["grantees"] == []


def test_dump_and_manifest_are_of_one_moment(small, tmp_path, sql, monkeypatch):
    real = saving.run_program

    def run_while_somebody_writes(*given, **named):
        sql("INSERT INTO partner (name) VALUES ('meanwhile'); DELETE FROM partner WHERE id = 3")
        real(*given, **named)

    monkeypatch.setattr(saving, "run_program", run_while_somebody_writes)
    folder, manifest = back_up(directory=tmp_path)
    assert manifest["sequences"]["partner_id_seq"] == {"value": 3, "last": 3, "until": 4}
    assert prove(directory=folder)[2] == []


def test_applied_migrations_and_whom_rights_were_granted_to_are_told(small, tmp_path, sql):
    sql(
        "CREATE TABLE django_migrations (app text, name text);"
        "INSERT INTO django_migrations VALUES ('b', '2'), ('a', '1');"
        "GRANT SELECT ON partner TO pg_monitor; GRANT SELECT ON lead TO PUBLIC"
    )
    manifest = back_up(directory=tmp_path)[1]
    assert (manifest["migrations"], manifest["grantees"]) == (["a.1", "b.2"], ["pg_monitor"])


def test_what_fails_leaves_nothing_behind(small, tmp_path, monkeypatch):
    monkeypatch.setattr(saving, "program", lambda name, major: program("pg_restore", major=major))
    with pytest.raises(BackupError, match=r"^pg_restore failed: .*unrecognized option"):
        back_up(directory=tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []
    assert last_backup_at() is None


def test_a_disk_without_room_is_refused(small, tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "SPARE", 10**18)
    with pytest.raises(BackupError, match=r"MB left; a backup may take \d+ MB\. Remove old backups"):
        back_up(directory=tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_the_list_of_redactions_lies_beside(small, tmp_path, monkeypatch):
    monkeypatch.setattr(saving, "call_command", lambda name, stdout: stdout.write(f'["{name}"]'))
    folder, _ = back_up(directory=tmp_path / "backups")
    lists = [folder / "redactions.json", folder.parent / "redactions.json"]
    assert [path.read_text() for path in lists] == ['["list_redactions"]'] * 2
    assert [oct(stat.S_IMODE(path.stat().st_mode)) for path in lists] == ["0o600"] * 2
