"""manage.py bill_of_materials [--output FILE]"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from violence_plan.bill_of_materials import BillError, bill_of_materials


class Command(BaseCommand):
    """Prints what this release is made of, as CycloneDX JSON: the same each time, but for the moment it was made at."""

    help = "List every part of this release (SBOM, CycloneDX 1.7). SOURCE_DATE_EPOCH sets the moment it is made at."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--output", type=Path, metavar="FILE", help="write it there, instead of printing it")

    def handle(self, *, output, **options):
        try:
            bill = bill_of_materials(Path(settings.BASE_DIR), at=moment())
            text = json.dumps(bill, indent=2, ensure_ascii=False)
            if output:
                output.write_text(f"{text}\n", encoding="utf-8")
        except (BillError, OSError) as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"Wrote {len(bill['components'])} parts to {output}." if output else text)


def moment():
    """Now, or what SOURCE_DATE_EPOCH says. Raises CommandError."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError):
        raise CommandError(f"SOURCE_DATE_EPOCH is {given!r}. Set it to a whole number of seconds since 1970.") from None
