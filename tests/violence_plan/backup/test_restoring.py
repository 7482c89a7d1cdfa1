"""A backup restored and proved: what is refused, what is found, what comes back."""

import json
import re
import shutil

import pytest
from django.core.management import CommandError, call_command

from violence_plan.backup import BackupError, folders, restoring
from violence_plan.backup.programs import program, run_program
from violence_plan.backup.restoring import prove, restore, same_key
from violence_plan.backup.saving import back_up
from violence_plan.backup.server import for_program
from violence_plan.nodes.secret_key import digest


@pytest.fixture
def saved(small, tmp_path):
    """The folder of a backup of the small database."""
    return back_up(directory=tmp_path / "backups")[0]


@pytest.fixture
def say(saved):
    """Make the manifest of the backup say something else."""

    def change(**others):
        path = saved / folders.MANIFEST
        path.write_text(json.dumps(json.loads(path.read_text()) | others))

    return change


def save_anew(saved):
    """Put a dump of the portal's database in the place of the one that was saved, as whoever alters a copy would."""
    address, hidden = for_program()
    run_program(
        program("pg_dump", major=18),
        ["--format=custom", f"--file={saved / folders.DUMP}", f"--dbname={address}"],
        hidden=hidden,
    )


ALTERED = {
    "UPDATE lead SET role = 'sponsor' WHERE partner = 2": [
        "lead: 3 rows as saved, but they say something else in role."
    ],
    "UPDATE partner SET name = 'Mayor', kind = 'team' WHERE id = 2": [
        "partner: 3 rows as saved, but they say something else in name, kind."
    ],
    "INSERT INTO lead VALUES (3, 'lead')": ["lead: 3 rows were saved, 4 are there."],
    "ALTER SEQUENCE partner_id_seq RESTART": ["partner_id_seq: the sequence stood at 3, it is at 0."],
    "SELECT nextval('turn')": ["turn: the sequence stood at 1, it is at 2."],
    "ALTER TABLE lead DISABLE TRIGGER append_only": ["The definition of trigger lead.append_only is another."],
    "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN OLD; END$$": [
        "The definition of function refuse() is another."
    ],
    "DROP TABLE lead; CREATE TABLE lost (id int)": [
        "Table lead lacks.",
        "Table lost is there, but was not saved.",
        "The definition of column lead.partner lacks.",
        "The definition of column lead.role lacks.",
        "The definition of constraint lead.lead_partner_fkey lacks.",
        "The definition of trigger lead.append_only lacks.",
        "The definition of column lost.id is there, but was not saved.",
    ],
    "ALTER TABLE partner DROP CONSTRAINT partner_kind_check": [
        "The definition of constraint partner.partner_kind_check lacks."
    ],
}


@pytest.mark.parametrize("sql_of_it", ALTERED)
def test_an_altered_copy_is_told_by_table_and_what_differs(saved, sql, sql_of_it):
    sql(sql_of_it)
    save_anew(saved)
    _, _, problems = prove(directory=saved)
    assert problems == [f"{saved}/dump is not the file that was saved: its digest is another.", *ALTERED[sql_of_it]]


def test_a_good_copy_is_proved_and_nothing_stays_of_it(saved, small, sql):
    folder, manifest, problems = prove(directory=saved.parent)
    assert (folder, problems) == (saved, [])
    assert {name: table["rows"] for name, table in manifest["tables"].items()} == {
        "django_session": 1, "lead": 3, "partner": 3,
    }  # fmt: skip
    assert small in {name for (name,) in sql("SELECT datname FROM pg_database")}
    assert len(sql("SELECT datname FROM pg_database WHERE datname LIKE 'violence_plan_proof_%'")) == 1


def test_a_dump_that_breaks_off_is_not_proved(saved):
    dump = saved / folders.DUMP
    dump.write_bytes(dump.read_bytes()[:-400])
    with pytest.raises(BackupError, match=r"^pg_restore failed: .*end of file"):
        prove(directory=saved)


def test_is_restored_into_an_empty_database_with_nobody_signed_in(saved, database, sql):
    name = database()
    folder, manifest = restore(directory=saved.parent)
    assert folder == saved
    assert sql("SELECT id, name FROM partner ORDER BY id") == [
        (1, "Öl\tund\\Gas"), (2, 'Mayor\'s "Office"'), (3, "None"),
    ]  # fmt: skip
    assert sql("SELECT count(*) FROM django_session") == [(0,)]
    assert sql("INSERT INTO partner (name) VALUES ('New') RETURNING id") == [(4,)]
    assert sql("SELECT nextval('turn')") == [(2,)]
    assert sql("SELECT current_database()") == [(name,)]
    assert same_key(manifest)


def test_a_database_that_holds_anything_is_refused(saved, small):
    with pytest.raises(BackupError, match=rf"^The database {small} is not empty, and nothing is overwritten\."):
        restore(directory=saved)


def test_a_damaged_dump_is_not_restored(saved, database, sql):
    with (saved / folders.DUMP).open("ab") as file:
        file.write(b" ")
    database()
    with pytest.raises(BackupError, match="its digest is another"):
        restore(directory=saved)
    assert sql("SELECT count(*) FROM pg_class WHERE relname = 'partner'") == [(0,)]


def test_a_backup_of_a_newer_release_is_refused(saved, say, database):
    say(migrations=["axes.0001_initial", "actions.0001_initial", "actions.9999_of_tomorrow"])
    database()
    with pytest.raises(BackupError, match=r"newer release: this code does not know actions\.9999_of_tomorrow"):
        restore(directory=saved)


def test_a_backup_of_a_newer_server_is_refused(saved, say, database):
    say(server="99.1")
    database()
    with pytest.raises(BackupError, match=r"^The backup is of PostgreSQL 99, this server is 18\.\d+: an older one"):
        restore(directory=saved)


def test_rights_of_a_role_that_is_not_there_are_refused_unless_left_out(saved, say, database):
    say(grantees=["redactor"])
    database()
    with pytest.raises(BackupError, match=r"^Rights were granted to redactor, and this server has no such role\."):
        restore(directory=saved)
    restore(directory=saved, grants=False)


def test_what_came_back_otherwise_is_told(saved, say, database):
    tables = json.loads((saved / folders.MANIFEST).read_text())["tables"]
    say(tables=tables | {"lead": tables["lead"] | {"rows": 2}})
    database()
    with pytest.raises(BackupError, match=r"differs from what was saved:\nlead: 2 rows were saved, 3 are there\."):
        restore(directory=saved)


def test_what_was_redacted_since_is_redacted_again(saved, database, monkeypatch):
    (saved / folders.REDACTIONS).write_text("[]")
    (saved.parent / folders.REDACTIONS).write_text('["newer"]')
    called = []
    monkeypatch.setattr(restoring, "call_command", lambda *given: called.append(given))
    database()
    restore(directory=saved)
    assert called == [("reapply_redactions", str(saved.parent / folders.REDACTIONS))]


def test_a_backup_without_its_list_of_redactions_is_refused(saved, database, sql):
    (saved / folders.REDACTIONS).unlink()
    database()
    with pytest.raises(BackupError, match=r"has no redactions\.json: what was redacted might come back\. Copy"):
        restore(directory=saved)
    assert sql("SELECT count(*) FROM pg_class WHERE relname = 'partner'") == [(0,)]


def test_without_a_newer_list_that_of_the_backup_is_redacted_again(saved, database, monkeypatch):
    (saved.parent / folders.REDACTIONS).unlink()
    called = []
    monkeypatch.setattr(restoring, "call_command", lambda *given: called.append(given))
    database()
    restore(directory=saved)
    assert called == [("reapply_redactions", str(saved / folders.REDACTIONS))]


def test_the_commands_say_what_differs_and_that_the_key_is_another(saved, database, settings, capsys):
    settings.SECRET_KEY = "x" * 50
    database()
    call_command("restore", str(saved))
    assert capsys.readouterr().out.endswith(
        "\nSECRET_KEY is not the one that the portal had: links in mails and invitations no longer work. "
        "Set the former one where you have it, then start the portal.\n"
    )
    with (saved / folders.DUMP).open("ab") as file:
        file.write(b" ")
    with pytest.raises(CommandError) as refused:
        call_command("prove_backup", str(saved))
    assert str(refused.value) == (
        f"{saved} does not hold what was saved.\n  {saved}/dump is not the file that was saved: its digest is another."
    )


KEPT = 'CREATE TABLE violence_plan_secretkeydigest ("only" boolean PRIMARY KEY, digest text)'


@pytest.mark.parametrize(
    ("started_with", "last_words"),
    [
        ("y" * 50, r"\nSECRET_KEY is not the one .* run script/manage change_secret_key once, .* no longer work\.\n$"),
        ("x" * 50, r"\nStart the portal\.\n$"),
        (None, r"\nSECRET_KEY is not the one that the portal had: links in mails and invitations no longer work\. "),
    ],
)
def test_the_last_words_say_what_the_key_that_the_database_was_started_with_asks_for(
    small, sql, tmp_path, database, settings, capsys, started_with, last_words
):
    sql(KEPT)
    if started_with:
        settings.SECRET_KEY = started_with
        sql(f"INSERT INTO violence_plan_secretkeydigest VALUES (true, '{digest()}')")  # noqa: S608
    settings.SECRET_KEY = "y" * 50
    folder, _ = back_up(directory=tmp_path / "backups")
    settings.SECRET_KEY = "x" * 50
    database()
    call_command("restore", str(folder))
    assert re.search(last_words, capsys.readouterr().out)


def test_a_copied_backup_is_as_good_as_the_first(saved, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "a copy"
    shutil.copytree(saved, elsewhere)
    assert prove(directory=elsewhere)[2] == []
