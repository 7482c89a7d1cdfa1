"""manage.py reapply_redactions FILE"""

import json
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from history.redaction.asking import CannotRedactError
from history.redaction.listing import KEY, REDACTIONS, reapply


class Command(BaseCommand):
    """Redacts again, in a database restored from an older backup, what the list in FILE says was redacted since."""

    help = "Redact again what list_redactions wrote into FILE. Brings an older release's database up to date first."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="the newest list that list_redactions wrote")

    def handle(self, *, file, **options):
        found = self.read(file)
        if not found[REDACTIONS]:
            return
        call_command("migrate", verbosity=0)
        try:
            places = reapply(found)
        except CannotRedactError as error:
            raise CommandError(f"Nothing was redacted. {error}") from error
        self.stdout.write(f"Redacted again in {places} places, by {len(found[REDACTIONS])} redactions.")

    def read(self, file):
        """The list in `file`."""
        try:
            found = json.loads(file.read_text())
        except (OSError, ValueError) as error:
            raise CommandError(f"{file} cannot be read: {error}. Give what list_redactions wrote.") from error
        if not isinstance(found, dict) or not {KEY, REDACTIONS} <= found.keys():
            raise CommandError(f"{file} is no list of redactions. Give what list_redactions wrote.")
        return found
