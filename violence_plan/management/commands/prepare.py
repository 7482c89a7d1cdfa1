"""What is to be done before the first page is served; done again it changes nothing."""

import os
import secrets
from contextlib import suppress
from hashlib import sha256
from io import StringIO
from operator import itemgetter
from pathlib import Path
from time import sleep

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import InternalError, NotSupportedError, OperationalError, connection, transaction
from django.urls import reverse

from access.roles import Role
from accounts.enrolment import make_enrolment_link
from actions.models import Plan
from violence_plan.database.limits import MIGRATION
from violence_plan.database.state import NEWER, READS_ONLY, has_static_files, schema_amiss
from violence_plan.database.trouble import BUSY, trouble_of
from violence_plan.ledger.refreshing import forget_what_was_seen
from violence_plan.nodes.secret_key import OtherKeyError, hold_to_secret_key
from violence_plan.processes import explain

FIRST_PLAN = Path(settings.BASE_DIR, "fixtures", "hackney-single-violence-plan")
FIRST_OFFICER = "officer"
WAIT = 10  # seconds, for a database that starts beside the portal
TRIES = 10  # of two seconds each, where somebody holds a table


def fingerprint_of_static_files():
    """Changes when a static file, or the way they are stored, does."""
    whole = sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=itemgetter(0)):
            status = os.stat(storage.path(path))
            whole.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return whole.hexdigest()


class Command(BaseCommand):
    """Migrates, loads the first plan and makes the first officer where there is none, collects the static files."""

    help = "Make the portal ready to be served: tables, first plan, static files, checks, first officer."

    def add_arguments(self, parser):
        parser.add_argument("--address", default="", help="where it will be served, to tell the first officer")
        parser.add_argument(
            "--static-is-collected", action="store_true", help="leave the static files alone: they came with the image"
        )

    def handle(self, *, address, static_is_collected, **options):
        try:
            self.prepare(address, static_is_collected)
        except NotSupportedError as problem:
            raise CommandError(f"{problem} Set DATABASE_URL to a newer server.") from None
        except OperationalError as problem:
            raise CommandError(
                f"The database can't be used: {problem} If DATABASE_URL is set, start its server or correct it; "
                "without DATABASE_URL the portal uses a database of its own."
            ) from None
        except OtherKeyError as problem:
            raise CommandError(str(problem)) from None
        except OSError as problem:
            raise CommandError(explain(problem)) from None

    def prepare(self, address, static_is_collected):
        """Each step in its order; the officer comes last, when nothing can fail any more."""
        self.wait_for_database()
        amiss = schema_amiss()
        if amiss and NEWER in amiss:
            raise CommandError(NEWER)
        reads_only = connection.is_read_only
        if reads_only:
            self.hold_to_what_is_read(amiss)
        else:
            self.fill_database()
        if not static_is_collected:
            self.collect_static_files()
        self.say("Checks the settings")
        call_command("check", deploy=True, fail_level="WARNING", verbosity=0, stdout=StringIO())
        if not reads_only:
            self.make_first_officer(address)

    def wait_for_database(self):
        """Wait for a database that is just being started. Raises OperationalError where it is not there after WAIT."""
        for tried in range(WAIT):
            with suppress(OperationalError):
                return connection.ensure_connection()
            if not tried:
                self.say(f"Waits for the database, {WAIT} seconds at most")
            sleep(1)
        return connection.ensure_connection()

    def hold_to_what_is_read(self, amiss):
        """Serve from a database that only reads, as it is. Raises CommandError where its tables are older: `amiss`."""
        if amiss:
            raise CommandError(f"{READS_ONLY} {amiss[1]}")
        self.say(READS_ONLY)
        with suppress(InternalError):  # it has no key yet, and cannot be given one
            hold_to_secret_key()

    def fill_database(self):
        """The tables of this release, and a first plan in them."""
        self.say("Brings the database's tables up to date")
        self.migrate()
        hold_to_secret_key()
        forget_what_was_seen()
        if not Plan.objects.exists():
            self.say(f"Loads the plan of {FIRST_PLAN.relative_to(settings.BASE_DIR)}")
            call_command("load_plan", str(FIRST_PLAN))

    def migrate(self):
        """Migrate; where somebody holds a table for longer than a migration waits, try again, TRIES times in all.

        Raises CommandError with the mend, where nobody lets go.
        """
        for left in reversed(range(TRIES)):
            try:
                with connection.within(MIGRATION):
                    return call_command("migrate", verbosity=0, interactive=False)
            except OperationalError as problem:
                if trouble_of(problem) is not BUSY:
                    raise
            self.say(f"A table that is to be changed is in use; tries {left} more times")
        raise CommandError("The tables could not be changed: somebody uses them. Stop the portal, then start again.")

    def say(self, step):
        """Tell in one line what is being done."""
        self.stdout.write(step)
        self.stdout.flush()

    def collect_static_files(self):
        """Collect, hash and compress the static files where one of them changed: it takes a while."""
        root, inputs = Path(settings.STATIC_ROOT), fingerprint_of_static_files()
        stamp = root.with_name(f"{root.name}.collected")
        if root.is_dir() and has_static_files() and stamp.exists() and stamp.read_text() == inputs:
            return
        self.say("Collects and compresses the static files (the first time: half a minute)")
        stamp.unlink(missing_ok=True)
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(inputs)

    @transaction.atomic
    def make_first_officer(self, address):
        """Make the first officer, with a password that is told only here, where there is no user at all."""
        users = get_user_model()
        if users.objects.exists():
            return
        password = secrets.token_urlsafe(15)
        officer = users.objects.create_superuser(FIRST_OFFICER, password=password)
        officer.groups.add(Group.objects.get(name=Role.ADMINISTRATOR.value))
        self.say(
            f"Made the first officer, an administrator, who signs in at {address}/admin/ as {FIRST_OFFICER} "
            "with the password\n\n"
            f"    {password}\n\n"
            f"It is shown this once: keep it, or choose another at {address}/accounts/password/change/"
        )
        if settings.SECOND_FACTOR:
            link = reverse("enrol", args=[make_enrolment_link(user=officer)])
            self.say(
                f"Signed in, {FIRST_OFFICER} sets up a second factor here, once, within a day:\n\n    {address}{link}"
            )
