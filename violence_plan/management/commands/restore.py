"""manage.py restore DIR"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from violence_plan.backup import BackupError
from violence_plan.backup.restoring import restore, same_key


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
        if not same_key(manifest):
            self.stdout.write(
                "SECRET_KEY is not the one that the portal had: links in mails and invitations no longer work. "
                "Set the former one where you have it."
            )
        self.stdout.write("Start the portal. Whom you deactivated since then, and keys you revoked, work again: look.")
