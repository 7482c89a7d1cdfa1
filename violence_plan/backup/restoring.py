"""Restoring: a dump back into an empty database, and aside into one that is dropped, to prove it."""

from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from violence_plan.backup import BackupError, folders
from violence_plan.backup.comparing import differences
from violence_plan.backup.manifest import OURS, contents
from violence_plan.backup.programs import program, run_program
from violence_plan.backup.saving import key_digest
from violence_plan.backup.server import connected, for_program, parameters, throwaway_database, version_of

ANYTHING = f"""
SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OURS}
"""  # noqa: S608


def prove(*, directory):
    """Restore the backup aside and compare; returns its folder, manifest and the differences, as sentences.

    Raises BackupError where it cannot be restored at all.
    """
    folder, manifest = opened_backup(directory)
    problems = damage(folder, manifest)
    with throwaway_database() as database:
        load(folder, database=database, grants=False)
        problems += compared(manifest, database=database)
    return folder, manifest, problems


def restore(*, directory, grants=True):
    """Restore the backup into the empty database of DATABASE_URL; returns its folder and manifest. Raises BackupError.

    All or nothing. Nobody stays signed in: whom somebody signed out since then would be in again.
    """
    folder, manifest = opened_backup(directory)
    check_empty()
    check_known(manifest)
    if problems := damage(folder, manifest):
        raise BackupError("\n".join(problems))
    if grants:
        check_grantees(manifest)
    load(folder, database=parameters()["dbname"], grants=grants)
    if problems := compared(manifest, database=parameters()["dbname"]):
        raise BackupError("The database was restored, but differs from what was saved:\n" + "\n".join(problems))
    with connected() as opened, opened.cursor() as cursor:
        cursor.execute("DELETE FROM public.django_session")
        opened.commit()
    reapply_redactions(folder)
    return folder, manifest


def opened_backup(directory):
    """The folder and the manifest of the backup that `directory` means."""
    folder = folders.chosen(directory)
    return folder, folders.read_manifest(folder)


def damage(folder, manifest):
    """A sentence each where the dump is not the one that was written, and where no list of redactions lies beside."""
    problems = []
    if folders.digest_of(folder / folders.DUMP) != manifest["dump"]["sha256"]:
        problems.append(f"{folder / folders.DUMP} is not the file that was saved: its digest is another.")
    if not (folder / folders.REDACTIONS).is_file():
        problems.append(
            f"{folder} has no {folders.REDACTIONS}: what was redacted might come back. Copy the whole folder again."
        )
    return problems


def check_empty():
    """Raises BackupError where the database holds anything."""
    with connected() as opened, opened.cursor() as cursor:
        cursor.execute(ANYTHING)
        if cursor.fetchone()[0]:
            raise BackupError(
                f"The database {opened.info.dbname} is not empty, and nothing is overwritten. "
                "Make an empty one (createdb), or move var/postgres away while the portal is stopped, and try again."
            )


def check_known(manifest):
    """Raises BackupError where the backup is of a newer release than this code."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, replace_migrations=False).disk_migrations}
    ours = {app.partition(".")[0] for app in known}
    newer = [name for name in manifest["migrations"] if name.partition(".")[0] in ours and name not in known]
    if newer:
        raise BackupError(
            f"The backup is of a newer release: this code does not know {newer[-1]}. Fetch that release, then restore."
        )


def check_grantees(manifest):
    """Raises BackupError where a role is not there that rights were granted to."""
    with connected() as opened, opened.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles")
        lacking = set(manifest["grantees"]) - {name for (name,) in cursor.fetchall()}
    if lacking:
        raise BackupError(
            f"Rights were granted to {', '.join(sorted(lacking))}, and this server has no such role. "
            "Make it first (CREATE ROLE), or restore with --without-grants and grant anew."
        )


def load(folder, *, database, grants):
    """Run pg_restore, in one transaction that the first error ends."""
    with connected(database) as opened:
        server, major = version_of(opened)
    saved = int(folders.read_manifest(folder)["server"].split(".")[0])
    if saved > major:
        raise BackupError(
            f"The backup is of PostgreSQL {saved}, this server is {server}: an older one can't take it. "
            f"Set DATABASE_URL to a server of PostgreSQL {saved} or newer."
        )
    address, hidden = for_program(database)
    rights = [] if grants else ["--no-privileges"]
    run_program(
        program("pg_restore", major=major),
        ["--exit-on-error", "--single-transaction", "--no-owner", *rights, f"--dbname={address}",
         folder.resolve() / folders.DUMP],
        hidden=hidden,
    )  # fmt: skip


def compared(manifest, *, database):
    """How that database differs from the manifest, as sentences."""
    with connected(database) as opened, opened.cursor() as cursor:
        return differences(manifest, contents(cursor) | {"server": version_of(opened)[0]})


def reapply_redactions(folder):
    """Redact again what was redacted, since the backup was taken too: the newest list beside it says what."""
    newest = folder.parent / folders.REDACTIONS
    call_command("reapply_redactions", str(newest if newest.is_file() else folder / folders.REDACTIONS))


def same_key(manifest):
    """Whether this portal signs with the SECRET_KEY that it signed with when the backup was taken."""
    return manifest["secret_key"] == key_digest()


def kept_key():
    """The digest of the SECRET_KEY that every node of the restored portal has to have; None where it keeps none yet."""
    with connected() as opened, opened.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.violence_plan_secretkeydigest') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return None
        cursor.execute("SELECT max(digest) FROM public.violence_plan_secretkeydigest")
        return cursor.fetchone()[0]
