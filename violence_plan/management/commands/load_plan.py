"""manage.py load_plan FOLDER"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from violence_plan.imports import LoadError, load_folder
from violence_plan.management.acting import add_person_argument, done_by


class Command(BaseCommand):
    """Loads the tables of one plan, all or none, and says what became of each; loading again changes nothing."""

    help = "Load a plan from the folder of its tables. Rows are added and changed, never deleted."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="such as fixtures/hackney-single-violence-plan")
        add_person_argument(parser)

    def handle(self, *, folder, person, **options):
        self.tables = []
        try:
            with done_by(person, "import"):
                slug = load_folder(folder=folder, report=self.tell)
        except LoadError as error:
            problems = "\n".join(f"  {problem}" for problem in error.problems)
            raise CommandError(f"Nothing was loaded.\n{problems}") from error
        added, changed, unchanged = (
            sum(getattr(table, name) for table in self.tables) for name in ("added", "changed", "unchanged")
        )
        if added or changed:
            self.stdout.write(f"Loaded {slug}: {added} added, {changed} changed, {unchanged} unchanged.")
        else:
            self.stdout.write(f"Nothing changed: the database already holds all {unchanged} rows of {slug}.")

    def tell(self, table):
        """Say in one line what became of a table."""
        self.tables.append(table)
        line = f"{table.file:20} {table.added:4} added {table.changed:4} changed {table.unchanged:4} unchanged"
        if table.left_over:
            line += f"; {table.left_over} more in the database, which the file does not hold: they stay"
        self.stdout.write(line)
        self.stdout.flush()
