"""manage.py list_redactions"""

import json

from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder

from history.redaction.listing import listed


class Command(BaseCommand):
    """Prints one JSON object: the key of the digests, and every redaction that was carried out, without the words."""

    help = "List what was redacted, to keep beside a backup: restoring an older one needs it. As secret as the backup."

    def handle(self, **options):
        self.stdout.write(json.dumps(listed(), cls=DjangoJSONEncoder, indent=2))
