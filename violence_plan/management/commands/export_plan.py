"""manage.py export_plan PLAN FOLDER"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from access.security_trail import Event, note
from violence_plan.exports import ExportError, write_plan
from violence_plan.management.plans import add_plan_argument, known_plan


class Command(BaseCommand):
    """Writes the tables of one plan; a plan that was loaded and not changed gives the same files, byte for byte."""

    help = "Write a plan's tables, and the shared ones, to a folder. They hold the names of private persons."

    def add_arguments(self, parser):
        add_plan_argument(parser)
        parser.add_argument("folder", type=Path, help="new, empty, or with earlier tables of the same plan")

    def handle(self, *, plan, folder, **options):
        try:
            tables = write_plan(slug=known_plan(plan).slug, folder=folder)
        except ExportError as error:
            raise CommandError(str(error)) from error
        note(Event.NAMES_EXPORTED, plan=plan)
        for file, rows in tables:
            self.stdout.write(f"{file:20} {rows:4} rows")
        self.stdout.write(f"Wrote {len(tables)} tables to {folder}.")
