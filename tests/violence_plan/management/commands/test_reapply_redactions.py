"""manage.py list_redactions and reapply_redactions: an older backup is restored, and the words are found nowhere."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from history.models import Redaction
from history.redaction.asking import ask, confirm
from tests.every_text import every_text
from tests.factories import make_action, make_plan, make_theme, make_user
from violence_plan.backup.server import throwaway_database

WHY = "A child was named."


def redact(row, field, passage, people):
    ann, ben = people
    asked = ask(row=row, field=field, passage=passage, whole=False, why=WHY, user=ann)
    confirm(redaction=asked, user=ben)
    return Redaction.objects.get(pk=asked.pk)


def listed(capsys):
    call_command("list_redactions")
    return json.loads(capsys.readouterr().out)


@pytest.mark.django_db
@pytest.mark.parametrize("content", [None, "", "[]", '{"key": null}', "\0"])
def test_what_is_no_list_is_refused(tmp_path, content):
    file = tmp_path / "redactions.json"
    if content is not None:
        file.write_text(content)
    with pytest.raises(CommandError, match="Give what list_redactions wrote"):
        call_command("reapply_redactions", str(file))


@pytest.mark.django_db
def test_a_list_of_nothing_says_nothing(tmp_path, capsys):
    assert listed(capsys) == {"key": None, "redactions": []}
    file = tmp_path / "redactions.json"
    file.write_text('{"key": null, "redactions": []}')
    call_command("reapply_redactions", str(file))
    assert capsys.readouterr().out == ""


@pytest.mark.django_db
def test_the_list_of_another_portal_is_refused(tmp_path, capsys):
    people = make_user("officer"), make_user("administrator")
    redact(make_action(text="Ask Zoë Kowalska."), "text", "Zoë Kowalska", people)
    file = tmp_path / "redactions.json"
    file.write_text(json.dumps(listed(capsys) | {"key": "00" * 128}))
    with pytest.raises(CommandError, match="Nothing was redacted. The list is of another portal"):
        call_command("reapply_redactions", str(file))


@pytest.mark.django_db(transaction=True)
def test_an_older_backup_is_restored_without_the_words(tmp_path, capsys, monkeypatch, settings):
    settings.BASE_DIR = tmp_path
    backups, people = tmp_path / "backups", (make_user("officer"), make_user("administrator"))
    plan = make_plan(title="A plan for Zoë Kowalska")
    theme = make_theme(title="Zoë Kowalska")
    action = make_action(text="Ask Zoe\u0308\nKOWALSKA.")
    action.text = "Ask somebody."
    action.save()
    waiting = ask(row=theme, field="title", passage="", whole=True, why=WHY, user=people[0])
    call_command("back_up", str(backups))
    assert json.loads((backups / "redactions.json").read_text()) == {"key": None, "redactions": []}
    confirm(redaction=waiting, user=people[1])
    capsys.readouterr()
    found = listed(capsys)
    assert "Kowalska" not in json.dumps(found, ensure_ascii=False)
    assert [each["words"] for each in found["redactions"]] == [2]
    assert "kowalska" not in every_text()
    (backups / "redactions.json").write_text(json.dumps(found))
    with throwaway_database() as restored, monkeypatch.context() as elsewhere:
        connections.close_all()
        elsewhere.setitem(connection.settings_dict, "NAME", restored)
        call_command("restore", str(backups))
        assert "Redacted again in " in capsys.readouterr().out
        plan.refresh_from_db()
        assert plan.title == f"A plan for {found['redactions'][0]['marker']}"
        assert "kowalska" not in every_text()
        assert listed(capsys)["key"] == found["key"]
        call_command("reapply_redactions", str(backups / "redactions.json"))
        assert "Redacted again in 0 places, by 1 redactions." in capsys.readouterr().out
        connections.close_all()
