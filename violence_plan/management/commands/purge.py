"""manage.py purge"""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from violence_plan.purging import purge


class Command(BaseCommand):
    """Deletes what docs/privacy.md keeps for a while and that while is over; says in one line how much of what."""

    help = (
        "Delete what is past its time: ended sessions, uploads, old invitations, counts. Run it by a timer, each hour."
    )

    def handle(self, **options):
        if connection.is_read_only:
            raise CommandError("Nothing was purged: the database only reads. Run it where the portal writes.")
        self.stdout.write("Purged: " + ", ".join(f"{name} {number}" for name, number in purge().items()) + ".")
