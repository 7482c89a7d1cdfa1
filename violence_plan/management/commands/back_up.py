"""manage.py back_up DIR"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from violence_plan.backup import BackupError
from violence_plan.backup.folders import unfinished_in
from violence_plan.backup.saving import back_up


class Command(BaseCommand):
    """Saves the whole database into DIR/<moment>/ while the portal goes on; the files are their owner's alone."""

    help = "Save the whole database, with a manifest that prove_backup compares it with. Keep SECRET_KEY apart from it."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("directory", type=Path, metavar="DIR", help="where the backups are")

    def handle(self, *, directory, **options):
        try:
            folder, manifest = back_up(directory=directory)
        except (BackupError, OSError) as problem:
            raise CommandError(f"Nothing was saved. {problem}") from None
        rows = sum(table["rows"] for table in manifest["tables"].values())
        self.stdout.write(
            f"Saved {rows} rows of {len(manifest['tables'])} tables in {folder}, "
            f"{manifest['dump']['bytes'] / 1_000_000:.1f} MB."
        )
        for name in unfinished_in(directory):
            self.stdout.write(f"{directory / name} was never finished; remove it, unless it is being written.")
