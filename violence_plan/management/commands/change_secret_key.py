"""manage.py change_secret_key"""

from django.core.management.base import BaseCommand

from violence_plan.nodes.secret_key import change_secret_key


class Command(BaseCommand):
    """Takes the SECRET_KEY that this command was given as the portal's from now on."""

    help = "Make the SECRET_KEY set now the one that every node has to have; run it once, while no node runs."

    def handle(self, **options):
        if change_secret_key():
            self.stdout.write(
                "Changed. Every node starts with this key alone. Who was signed in signs in again; links in mails "
                "that were sent before no longer work."
            )
        else:
            self.stdout.write("Nothing changed: it is the key that this portal has.")
