"""manage.py back_up, prove_backup and restore, on the whole of the portal's own database."""

import json
import re
import shutil

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from tests.copies import Copy
from tests.factories import make_action
from violence_plan.backup.server import throwaway_database


@pytest.fixture
def said(capsys):
    """Call a command; what it says."""

    def call(*words, **options):
        call_command(*map(str, words), **options)
        return capsys.readouterr().out

    return call


@pytest.mark.django_db(transaction=True)
def test_a_portal_is_saved_proved_and_restored_elsewhere(client, said, tmp_path, settings, monkeypatch):
    settings.BASE_DIR = tmp_path
    backups = tmp_path / "backups"
    action = make_action()
    copy = Copy(client)
    copy.poll()
    killed = backups / "2026-11-30T02-00-00.000000Z.unfinished"
    killed.mkdir(parents=True)
    assert re.fullmatch(
        r"Saved \d+ rows of \d+ tables in \S+/backups/\S+Z, \d\.\d MB\.\n"
        rf"{killed} was never finished; remove it, unless it is being written\.\n",
        said("back_up", backups),
    )
    shutil.rmtree(killed)
    [folder] = backups.glob("*Z")
    tables = json.loads((folder / "manifest.json").read_text())["tables"]
    assert tables["actions_actionevent"]["rows"] == 1
    assert re.fullmatch(
        rf"Proved {folder}: \d+ rows of {len(tables)} tables, \d+ sequences and \d+ definitions came back as they were "
        r"saved\.\n",
        said("prove_backup", backups),
    )
    with pytest.raises(CommandError, match=r"is not empty, and nothing is overwritten\."):
        said("restore", backups)
    with throwaway_database() as restored, monkeypatch.context() as elsewhere:
        connections.close_all()
        elsewhere.setitem(connection.settings_dict, "NAME", restored)
        assert said("restore", backups) == (
            f"Restored {folder}: {len(tables)} tables, as they were saved.\n"
            "Whom you deactivated since then, and keys you revoked, work again: look.\nStart the portal.\n"
        )
        assert client.get(action.get_absolute_url()).status_code == 200
        assert client.get("/readyz").status_code == 200
        assert client.get(f"/api/v1/changes/?since={copy.cursor}").status_code == 410  # a copy begins again
        assert make_action().pk > action.pk
        with connection.cursor() as cursor, pytest.raises(Exception, match="append_only|Cannot"):
            cursor.execute("DELETE FROM actions_actionevent")
        connections.close_all()


def test_trouble_is_told_by_the_command(db, said, tmp_path):
    with pytest.raises(CommandError, match=r"^The backup is not proved\. \S+ is no whole backup"):
        said("prove_backup", tmp_path)
    with pytest.raises(CommandError, match=r"^Nothing was saved\. .*File exists"):
        said("back_up", __file__)
    with pytest.raises(CommandError, match="is no whole backup"):
        said("restore", tmp_path)
