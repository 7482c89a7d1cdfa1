"""manage.py prove_backup DIR"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from violence_plan.backup import BackupError
from violence_plan.backup.restoring import prove


class Command(BaseCommand):
    """Restores a backup aside, compares every table, sequence and definition with its manifest, and drops it again."""

    help = "Prove a backup: restore it into a database that is dropped afterwards, and compare. Needs CREATEDB."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("directory", type=Path, metavar="DIR", help="a backup, or the folder of all: the newest")

    def handle(self, *, directory, **options):
        try:
            folder, manifest, problems = prove(directory=directory)
        except (BackupError, OSError) as problem:
            raise CommandError(f"The backup is not proved. {problem}") from None
        if problems:
            told = "\n".join(f"  {problem}" for problem in problems)
            raise CommandError(f"{folder} does not hold what was saved.\n{told}")
        rows = sum(table["rows"] for table in manifest["tables"].values())
        self.stdout.write(
            f"Proved {folder}: {rows} rows of {len(manifest['tables'])} tables, {len(manifest['sequences'])} sequences "
            f"and {len(manifest['definitions'])} definitions came back as they were saved."
        )
