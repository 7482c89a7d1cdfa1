"""How a ledger is brought up to date before anybody is told of it."""

import uuid
from contextlib import contextmanager
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from access.key_holders import partner_shared_with
from actions.models import Plan
from history.models import Revision
from history.revisions import SHARED, of_plan
from violence_plan.api.lists import LISTS
from violence_plan.ledger.comparing import compare, take_out
from violence_plan.ledger.ordering import give_numbers
from violence_plan.ledger.pulling import Pull
from violence_plan.ledger.sharing import plans_that_name
from violence_plan.models import Ledger

KEPT = timedelta(days=400)  # what is gone
PATIENCE = "5s"  # of who waits until the ledger has been brought up to date


def audience_of(user):
    """The name of those who read what `user` reads by a key, and one of them; everybody else reads what is public."""
    partner = partner_shared_with(user)
    return (f"partner {partner}", user) if partner else ("public", AnonymousUser())


def up_to_date(audience, reader):
    """The Ledger of an `audience`, that of `reader`, as of now: one query where nothing was written since.

    Raises OperationalError where somebody else brings one up to date, and takes longer than PATIENCE.
    """
    ledger = Ledger.objects.beside_the_data().filter(audience=audience).first()
    if ledger is None or ledger.is_behind:
        with at_one_moment():
            Ledger.objects.get_or_create(audience=audience)
            ledger = Ledger.objects.beside_the_data().get(audience=audience)
            if ledger.is_behind:
                refresh(ledger, reader)
    return ledger


@contextmanager
def at_one_moment():
    """A transaction that reads all of the database as it stands at one commit, the only one that writes to a ledger.

    Where another is open already, it is that one. Raises OperationalError as `up_to_date` does.
    """
    begins = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if begins:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        # A lock on a table comes before the moment: who waited for it reads what the other wrote.
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        cursor.execute("LOCK TABLE violence_plan_ledger IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
        yield


def refresh(ledger, reader):
    """Write into `ledger`, one with what is beside the data, all that differs from what `reader` could pull now."""
    if ledger.place != ledger.place_now:
        ledger.uid, ledger.turn, ledger.seen = uuid.uuid4(), None, {}
    numbers = dict(Revision.objects.values_list("scope", "number"))
    plans = set(Plan.objects.values_list("slug", flat=True)) | of_scopes(numbers)
    counted = {SHARED: 0} | {of_plan(slug): 0 for slug in plans} | numbers
    moved = {slug for slug in plans if ledger.seen.get(of_plan(slug)) != counted[of_plan(slug)]}
    if ledger.turn is not None and ledger.seen[SHARED] != counted[SHARED]:
        moved |= plans_that_name(since=ledger.turn)
    # What plans share comes before what names it.
    pulls = sorted((Pull(name, reader) for name in LISTS), key=lambda pull: pull.is_of_plan)
    compare_all(ledger, pulls, moved, reader)
    give_numbers(ledger, {pull.name: pull.model for pull in pulls}, since=ledger.turn)
    forget(ledger)
    ledger.turn, ledger.seen, ledger.place = ledger.turn_now, counted, ledger.place_now
    ledger.save()


def of_scopes(scopes):
    """The slugs of the plans that some of the revisions' `scopes` are of."""
    prefix = of_plan("")
    return {scope.removeprefix(prefix) for scope in scopes if scope.startswith(prefix)}


def compare_all(ledger, pulls, moved, reader):
    """Compare the plans with the slugs `moved`, and what is of no plan, whose counts any plan may move."""
    visible = set(Plan.objects.visible_to(reader).filter(slug__in=moved).values_list("slug", flat=True))
    for slug in sorted(visible):
        for pull in pulls:
            if pull.is_of_plan:
                compare(ledger, pull, slug)
    take_out(ledger.entries.filter(plan__in=moved - visible))
    for pull in pulls:
        if not pull.is_of_plan:
            compare(ledger, pull)


def forget(ledger):
    """Forget what is gone since long, and up to which number that was."""
    old = ledger.entries.filter(gone=True, numbered_at__lt=timezone.now() - KEPT)
    ledger.forgotten = old.aggregate(last=Max("number", default=ledger.forgotten))["last"]
    old.delete()


def forget_what_was_seen():
    """Let every ledger look at everything again, when it is next asked: the code that tells the rows is another."""
    Ledger.objects.update(turn=None, seen={})
