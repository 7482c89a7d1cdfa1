"""manage.py promise_api"""

from django.core.management.base import BaseCommand, CommandError

from violence_plan.api import promises
from violence_plan.api.views import description


class Command(BaseCommand):
    """Writes down what the API promises, after something was added to it; refuses where something was taken away."""

    help = "Write what the API promises to docs/api-promises.txt; refuse what would break a partner's program."

    def handle(self, **options):
        try:
            new = promises.promise(description())
        except promises.BrokenError as broken:
            raise CommandError(
                "/api/v1/ would break a partner's program. Bring back what it promised:\n" + "\n".join(broken.args[0])
            ) from None
        for sentence in new:
            self.stdout.write(f"+ {sentence}")
        self.stdout.write(f"{len(new)} new promises in {promises.FILE.name}.")
