"""Saving: a dump and the manifest of what is in it, both of one moment of the database."""

import json
from datetime import UTC, datetime

from django.core.management import call_command
from django.utils.crypto import salted_hmac

from violence_plan.backup import folders
from violence_plan.backup.manifest import contents, sequences
from violence_plan.backup.programs import program, run_program
from violence_plan.backup.server import connected, for_program, version_of

FORMAT = 1


def back_up(*, directory):
    """Save the database into a new folder of `directory`; returns the folder and its manifest. Raises BackupError.

    Writers go on meanwhile: pg_dump and the manifest read one snapshot. Sequences belong to no snapshot, so the
    manifest says where they stood before and after.
    """
    moment = datetime.now(UTC)
    with connected() as opened, opened.cursor() as cursor:
        server, major = version_of(opened)
        pg_dump = program("pg_dump", major=major)
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_database_size(current_database()), pg_export_snapshot()")
        size, snapshot = cursor.fetchone()
        with folders.new_backup(directory, moment, size=size) as folder:
            found = contents(cursor)
            dump = folder / folders.DUMP
            folders.write_alone(dump, "")
            address, hidden = for_program()
            run_program(
                pg_dump,
                ["--format=custom", "--no-unlogged-table-data", f"--snapshot={snapshot}", f"--file={dump.resolve()}",
                 f"--dbname={address}"],
                hidden=hidden,
            )  # fmt: skip
            for name, after in sequences(cursor).items():
                found["sequences"][name]["until"] = after["value"]
            about = {"format": FORMAT, "taken_at": moment.isoformat(), "server": server, "bytes": size,
                     "migrations": migrations(cursor), "grantees": grantees(cursor), "secret_key": key_digest(),
                     "dump": {"sha256": folders.digest_of(dump), "bytes": dump.stat().st_size}}  # fmt: skip
            list_redactions(folder)
            folders.write_alone(folder / folders.MANIFEST, json.dumps(about | found, indent=1))
    whole = folder.with_name(folder.name.removesuffix(folders.UNFINISHED))
    folders.note_last_backup(moment, whole)
    return whole, about | found


def migrations(cursor):
    """The migrations that were applied, as "app.name"; empty for a database that has none."""
    cursor.execute("SELECT to_regclass('public.django_migrations') IS NOT NULL")
    if not cursor.fetchone()[0]:
        return []
    cursor.execute("SELECT app || '.' || name FROM public.django_migrations ORDER BY 1")
    return [name for (name,) in cursor.fetchall()]


def grantees(cursor):
    """The roles that rights were granted to, other than the owner: they are not in the dump, but must be there."""
    cursor.execute(
        "SELECT DISTINCT a.grantee::regrole::text FROM ("
        "SELECT relacl AS acl, relowner AS owner FROM pg_class UNION ALL SELECT proacl, proowner FROM pg_proc) o, "
        "aclexplode(o.acl) a WHERE a.grantee NOT IN (0, 10, o.owner) AND o.owner <> 10 ORDER BY 1"
    )
    return [name for (name,) in cursor.fetchall()]


def key_digest():
    """What tells the SECRET_KEY of this portal from another, and nothing of it."""
    return salted_hmac("violence_plan.backup", "", algorithm="sha256").hexdigest()[:16]


def list_redactions(folder):
    """Put the list of redactions beside the dump, and the newest beside all backups."""
    path = folder / folders.REDACTIONS
    with path.open("w") as file:
        path.chmod(0o600)
        call_command("list_redactions", stdout=file)
    folders.write_alone(folder.parent / folders.REDACTIONS, path.read_text())
