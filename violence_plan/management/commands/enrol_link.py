"""manage.py enrol_link NAME"""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.urls import reverse

from accounts.enrolment import make_enrolment_link


class Command(BaseCommand):
    """Prints a link by which somebody without a second factor may set one up: once, within a day."""

    help = "Make a link by which somebody who has no second factor may set one up, once."

    def add_arguments(self, parser):
        parser.add_argument("name", help="their user name or e-mail address")
        parser.add_argument("--address", default="", help="where the portal is served, as https://plan.example.org")

    def handle(self, *, name, address, **options):
        try:
            user = get_user_model().objects.get(Q(username=name) | Q(email__iexact=name), is_active=True)
            token = make_enrolment_link(user=user)
        except (get_user_model().DoesNotExist, get_user_model().MultipleObjectsReturned):
            raise CommandError(f"No one active account is called {name}. Give its user name.") from None
        except ValidationError as refusal:
            raise CommandError(refusal.messages[0]) from None
        self.stdout.write(
            f"{user} signs in with the password and opens this address, once, within a day:\n\n"
            f"    {address.rstrip('/')}{reverse('enrol', args=[token])}"
        )
