"""The proof: whoever reads, whatever is asked, nothing says or counts what the reader may not know of.

Over plans that a seed grows, every reader asks every address. A canary in an answer names a row that this reader may
know of; and once everything hidden from the reader is deleted, or changed where something seen hangs on it, every
answer is the same to the byte. Who may know of what is told by `tests/who_sees.py`, not by the querysets.
"""

import re
from dataclasses import replace
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from access.roles import READERS_OF_NAMES, Role
from accounts.keys import make_key
from actions.models import Action, Alignment
from tests.crawling import CHANGING, answer_of
from tests.factories import make_user
from tests.hidden_plan import swap_names, text_columns
from tests.scattered_plan import CANARY, Scattered
from tests.violence_plan.test_visibility import asked
from tests.who_sees import HANGS_ON, Reader, sees

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uncounted")]

READERS = {
    "stranger": None,
    "partner reporter": Role.PARTNER_REPORTER,
    "board member": Role.BOARD_MEMBER,
    "strategy lead": Role.STRATEGY_LEAD,
    "officer": Role.OFFICER,
    "auditor": Role.AUDITOR,
}
# How many of the lists' parameters, of the tables, and of the addresses of one row each example asks.
QUERIES, FILES, DETAILS = 40, 20, 80
DETAIL = re.compile(r"/api/v1/\w+/.+/$|/plans/[^/]+/actions/.+/$")

KEY = "partner's key"
SEEDS = [*READERS, KEY]


@pytest.fixture(params=SEEDS)
def example(request):
    """A Scattered world, its Reader, and that reader's client; every reader has a world of its own."""
    name = request.param
    role, world = READERS.get(name), Scattered(seed=name)
    client, user = Client(), None
    if name == KEY:
        said = {"name": "Pull", "scope": "shared", "expires_on": timezone.localdate()}
        _, token = make_key(by=make_user(password=None), partner=world.partners[0], **said)
        client = Client(headers={"authorization": f"Bearer {token}"})
    if role:
        user = {Role.PARTNER_REPORTER: world.reporter, Role.STRATEGY_LEAD: world.leading}.get(role)
        user = user or make_user(role, password=None)
        client.force_login(user)
    led = user.led_strategies.values_list("strategy", flat=True) if role == Role.STRATEGY_LEAD else ()
    of = {world.partners[0].pk, world.reporting.pk} if role == Role.PARTNER_REPORTER or name == KEY else ()
    return world, Reader(name, role, user.pk if user else 0, frozenset(led), frozenset(of)), client


def chosen(seed):
    """Every page, and some of the questions and tables, of the world as it stands."""
    plain, queries, files, details = [], [], [], []
    for address in asked():
        kind = queries if "?" in address else files if address.endswith(".csv") else plain
        (details if DETAIL.match(address) and kind is plain else kind).append(address)
    some = Random(seed)  # noqa: S311 - it chooses what to ask and guards nothing
    if seed == KEY:  # elsewhere a key is nothing
        of_api = ([each for each in found if each.startswith("/api/")] for found in (plain, queries, details))
        plain, queries, details = of_api
        files, most = [], 3 * QUERIES
    else:
        most = QUERIES
    for several, many in ((queries, most), (files, FILES), (details, DETAILS)):
        plain += some.sample(several, min(many, len(several)))
    return plain


def may_read(reader, given_away):
    """Whether a canary may reach this reader: it gives away a row, a person's name, or a partner's answer."""
    if given_away == "a name":
        return reader.role in READERS_OF_NAMES
    if isinstance(given_away, tuple):
        lead = given_away[1]
        leads = lead.action.strategy_id in reader.strategies
        works_for = reader.role and lead.partner_id in reader.partners
        return sees(reader, lead) and (reader.all or leads or works_for)
    return sees(reader, given_away)


def remove_hidden(reader):
    """Delete every row that this reader may not know of; an action that something seen is inherited from is changed."""
    seen = [alignment for alignment in Alignment.objects.exclude(inherited_from=None) if sees(reader, alignment)]
    kept = {alignment.inherited_from_id for alignment in seen if not sees(reader, alignment.inherited_from)}
    hidden = [(model, [row.pk for row in model.objects.all() if not sees(reader, row)]) for model in HANGS_ON]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("actions_progressupdate", "actions_evidence"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")  # which forbids to delete
    for model, keys in hidden:
        model.objects.filter(pk__in=keys).exclude(pk__in=kept if model is Action else ()).delete()
    words = {field.name: "changed" for field in text_columns(Action) if field.name not in ("ref",)}
    Action.objects.filter(pk__in=kept).update(**words, position=9999)
    return sum(len(keys) for _, keys in hidden)


def plainly(answer):
    """An Answer less what differs each time it is given."""
    headers = tuple(pair for pair in answer.headers if pair[0] not in ("Set-Cookie",))
    return replace(answer, headers=headers, body=CHANGING.sub(b"", answer.body))


def test_nothing_says_or_counts_what_its_reader_may_not_know_of(example):
    world, reader, client = example
    addresses = chosen(reader.name)
    told = {address: answer_of(client, address) for address in addresses}
    allowed = {name for name, given_away in world.canaries.items() if may_read(reader, given_away)}
    assert {address: said for address in told if (said := canaries(told[address], address) - allowed)} == {}
    rows = {name for name in allowed if type(world.canaries[name]).__name__ in ("Plan", "Strategy", "Action")}
    everywhere = set().union(*(canaries(answer, address) for address, answer in told.items()))
    assert rows - everywhere == set()
    if reader.all:
        return
    assert remove_hidden(reader) > 10
    if reader.role not in READERS_OF_NAMES:
        swap_names()
    again = {address: plainly(answer_of(client, address)) for address in addresses}
    assert [address for address in addresses if again[address] != plainly(told[address])] == []


def canaries(answer, address):
    """The canaries in an answer, other than those in the address that was asked for."""
    said = f"{answer.headers} {answer.body.decode(errors='replace')}".casefold()
    echoed = set(CANARY.findall(address))
    return {f"zq{name}qz" for name in CANARY.findall(said) if name not in echoed}
