"""manage.py restore DIR"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.crypto import constant_time_compare

from violence_plan.backup import BackupError
from violence_plan.backup.restoring import kept_key, restore, same_key
from violence_plan.nodes.secret_key import digest

OTHER_KEY = (
    "SECRET_KEY is not the one that the portal had, and the portal does not start with another. Set the former one, on "
    "every node, and start. Where it is lost, run script/manage change_secret_key once, with the new one set on every "
    "node, and start: links in mails and invitations that were sent before no longer work."
)
VOID_LINKS = (
    "SECRET_KEY is not the one that the portal had: links in mails and invitations no longer work. "
    "Set the former one where you have it, then start the portal."
)


class Command(BaseCommand):
    """Brings a backup back into an empty database, all or nothing, and compares it with what was saved."""

    help = "Restore a backup into an empty database; anything else is refused. Nobody stays signed in."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("directory", type=Path, metavar="DIR", help="a backup, or the folder of all: the newest")
        parser.add_argument("--without-grants", action="store_true", help="leave rights of other roles out")

    def handle(self, *, directory, without_grants, **options):
        try:
            folder, manifest = restore(directory=directory, grants=not without_grants)
        except (BackupError, OSError) as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"Restored {folder}: {len(manifest['tables'])} tables, as they were saved.")
        self.stdout.write("Whom you deactivated since then, and keys you revoked, work again: look.")
        self.stdout.write(what_next(manifest))


def what_next(manifest):
    """What is to be done now, by whether the portal starts with this SECRET_KEY, and what that makes void."""
    kept = kept_key()
    if kept and not constant_time_compare(kept, digest()):
        return OTHER_KEY
    return "Start the portal." if kept or same_key(manifest) else VOID_LINKS
