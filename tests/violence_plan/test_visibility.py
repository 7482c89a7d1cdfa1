"""Nobody but officers learns of what is not published, nor any person's name: not by word, number, order or address."""

from dataclasses import replace

import pytest
from django.db import transaction
from django.db.models.functions import Coalesce
from django.test import Client
from django.utils import timezone

from actions.filters import ActionFilter
from actions.models import (
    Action,
    Alignment,
    FormerRef,
    FormerSlug,
    GlossaryTerm,
    Indicator,
    Lead,
    Measurement,
    Milestone,
    Period,
    Plan,
    ProgressUpdate,
    SourceNote,
    Strategy,
    Theme,
)  # fmt: skip
from partners.models import Alias, Partner
from principles.models import Framework, Principle
from tests.crawling import CHANGING, asked_with, crawl, filled, routes
from tests.factories import make_user
from tests.hidden_plan import MARK, hidden_uids, make_world, remove_hidden, swap_names
from violence_plan.alignment_panel import AlignmentFilter
from violence_plan.api.views import description
from violence_plan.due import LISTS
from violence_plan.gaps.every import KINDS
from violence_plan.progress_panel import ProgressFilter
from violence_plan.search.kinds import KINDS as FINDABLE
from violence_plan.source_tables import FILES
from violence_plan.views.search import PARAMETERS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uncounted")]

NOTHING = "zz-nothing"  # a value that no parameter takes
NOBODY = "00000000-0000-4000-8000-000000000000"
# Whose names an address holds, by the beginning of its route: a table, and its columns by their names in the address.
NAMED = {
    "plans/<slug:plan>/strategies/<str:ref>/themes/": (
        Theme,
        {"plan": "strategy__plan__slug", "ref": "strategy__ref", "theme": "slug"},
    ),
    "plans/<slug:plan>/strategies/": (Strategy, {"plan": "plan__slug", "ref": "ref"}),
    "plans/<slug:plan>/actions/<str:ref>/leads/": (
        Lead,
        {"plan": "action__plan__slug", "ref": "action__ref", "partner": "partner__code"},
    ),
    "plans/<slug:plan>/actions/<": (Action, {"plan": "plan__slug", "ref": "ref"}),
    "plans/": (Plan, {"plan": "slug"}),
    "data/": (Plan, {"plan": "slug"}),
    "partners/": (Partner, {"code": "code"}),
    "principles/": (Principle, {"framework": "framework__code", "code": "code"}),
    "api/v1/plans/": (Plan, {"slug": "slug"}),
    "api/v1/gaps/": (Plan, {"plan": "slug"}),
    "api/v1/strategies/": (Strategy, {"uid": "uid"}),
    "api/v1/actions/": (Action, {"uid": "uid"}),
    "api/v1/partners/": (Partner, {"code": "code"}),
    "api/v1/themes/": (Theme, {"uid": "uid"}),
    "api/v1/frameworks/": (Framework, {"code": "code"}),
    "api/v1/alignments/": (
        Alignment,
        {
            "uid": Coalesce("action__uid", "strategy__uid"),
            "framework": "principle__framework__code",
            "code": "principle__code",
        },
    ),
    "api/v1/milestones/": (Milestone, {"uid": "action__uid", "period": "period__code", "position": "position"}),
    "api/v1/indicators/": (Indicator, {"plan": "plan__slug", "code": "code"}),
    "api/v1/measurements/": (
        Measurement,
        {"plan": "plan__slug", "indicator": "indicator__code", "period": "period__code"},
    ),
    "api/v1/updates/": (ProgressUpdate, {"uid": "uid"}),
    "api/v1/notes/": (SourceNote, {"plan": "plan__slug", "number": "number"}),
    "api/v1/glossary/": (GlossaryTerm, {"plan": "plan__slug", "term": "term"}),
    "api/v1/principles/": (Principle, {"framework": "framework__code", "code": "code"}),
}
# Every list of the API reads these alike: one is asked every value, each other a good one and a bad one.
SHARED = {"fields", "ordering", "page", "page_size", "updated_since"}
# What else an address holds, by its name there.
LISTED = {
    "gap": [*KINDS, NOTHING],
    "table": [*(file.removesuffix(".csv") for file in FILES), NOTHING],
}
KEEP_NOT = {"private", "no-store"}
# What only officers may see, a word of each kind.
SECRETS = ["title", "text", "narrative", "label", "sentence", "note", "chief", "Zoe", "Zoe as printed"]


def addresses_of(route):
    """Every address of a route, those of hidden rows too, and one of nobody's; KeyError where it is not in NAMED."""
    if "<" not in route:
        return [filled(route, {})]
    model, names = next(of for beginning, of in NAMED.items() if route.startswith(beginning))
    rows = model.objects.order_by("pk").values_list(*names.values())
    nobody = [NOBODY if name == "uid" else NOTHING for name in names]
    named = [dict(zip(names, row, strict=True)) for row in [*rows, nobody]]
    for name, words in LISTED.items():
        if f":{name}>" in route:
            named = [names_of_row | {name: word} for names_of_row in named for word in words]
    return [filled(route, names_of_row) for names_of_row in named]


def values():
    """What every parameter of page and API may be asked, by name, hidden words too."""

    def of(model, name):
        return sorted(set(model.objects.values_list(name, flat=True)))

    yes_or_no = ["true", "false"]
    return {
        "plan": of(Plan, "slug"),
        "strategy": of(Strategy, "ref"),
        "ref": of(Strategy, "ref"),
        "theme": of(Theme, "title"),
        "partner": of(Partner, "code"),
        "principle": [*of(Principle, "code"), "framework:strategic-1"],
        "framework": of(Framework, "code"),
        "owner": of(Partner, "code")[:3],
        "parent": of(Partner, "code")[:3],
        "action": of(Action, "ref")[:6],
        "subject": ["action", "strategy"],
        "period": of(Period, "code"),
        "indicator": of(Indicator, "code"),
        "direction": ["increase"],
        "basis": Alignment.Basis.values,
        "at": ["2026-01-02", "2026-01-31", "2999-01-01"],
        "status": ["not_reported", "on_track", "completed"],
        "rows": ["strategy", "partner", "theme", "action"],
        "no_theme": yes_or_no,
        "principle_kind": Principle.Kind.values,
        "no_lead": yes_or_no,
        "no_alignment": yes_or_no,
        "access": ["exempt", "open"],
        "exempt_paragraph": ["3", "7"],
        "handling": ["official_sensitive", "official"],
        "kind": [*Partner.Kind.values, *Principle.Kind.values, *FINDABLE],
        "q": [
            "plain",
            "plane textt",
            "officer",
            "police",
            MARK,
            *of(Partner, "name"),
            *of(Alias, "name")[-1:],
            *of(Action, "ref")[:2],
        ],
        "updated_since": ["2000-01-01", "2999-01-01"],
        "ordering": ["position", "-position", "updated_at", "-updated_at", "title", "-code"],
        "fields": ["uid,ref,plan", "code,name,url"],
        "as_at": [f"{timezone.localdate()}", "2000-01-01", "2999-01-01"],
        "show": [name for name, _ in LISTS],
        "days": ["1", "3650", "0"],
        "since": ["2000-01-01", "2999-01-01"],
        "until": ["2000-01-01", timezone.now().isoformat(timespec="seconds")],
        "parts": ["shown"],
        "format": ["json", "csv"],
        "page": ["2", "1", "3", "0"],
        "page_size": ["1", "2", "1001"],
    }


def described():
    """The parameters of each list of the API by name, with the first value where only some may be asked, else None."""
    lists = {path.lstrip("/"): way["get"] for path, way in description()["paths"].items() if "{" not in path}
    return {
        route: {
            parameter["name"]: parameter["schema"].get("items", parameter["schema"]).get("enum", [None])[0]
            for parameter in way.get("parameters", ())
        }
        for route, way in lists.items()
    }


def parameters():
    """The names of the parameters that each route takes."""
    return {route: [*named] for route, named in described().items()} | {
        "": ["at"],
        "plans/<slug:plan>/": ["as_at"],
        "plans/<slug:plan>/strategies/<str:ref>/": ["at", "as_at"],
        "plans/<slug:plan>/strategies/<str:ref>/themes/<slug:theme>/": ["at", "as_at"],
        "plans/<slug:plan>/actions/<str:ref>/": ["at", "as_at"],
        "plans/<slug:plan>/actions/": [*ActionFilter.base_filters, "page", "as_at"],
        "plans/<slug:plan>/alignment/": [*AlignmentFilter.base_filters, "as_at"],
        "plans/<slug:plan>/alignment/csv/": [*AlignmentFilter.base_filters, "as_at"],
        "api/v1/strategies/<uuid:uid>/": ["as_at"],
        "api/v1/actions/<uuid:uid>/": ["as_at"],
        "api/v1/gaps/<slug:plan>/<slug:gap>/": ["days", "format", "page", "page_size"],
        "plans/<slug:plan>/gaps/": ["days"],
        "plans/<slug:plan>/progress/": [*ProgressFilter.base_filters],
        "plans/<slug:plan>/progress/csv/": [*ProgressFilter.base_filters],
        "plans/<slug:plan>/changes/": ["since", "until", "page"],
        "plans/<slug:plan>/changes/csv/": ["since", "until"],
        "search/": PARAMETERS,
        "plans/<slug:plan>/partners/": ["parts"],
        "plans/<slug:plan>/partners/csv/": ["parts"],
    }


def asked():
    """Every address that can be asked for: all routes, and each list with every parameter, good and bad."""
    possible, taken, shared, own = values(), parameters(), set(), described()
    found = [f"/{MARK}/", f"/plans/{MARK}", f"/api/v1/{MARK}/"]
    for former in FormerRef.objects.select_related("plan").order_by("pk"):
        kind = "actions" if former.action_id else "strategies"
        found.append(f"/plans/{former.plan.slug}/{kind}/{former.ref}/")
    for former in FormerSlug.objects.select_related("theme__strategy__plan").order_by("pk"):
        strategy = former.theme.strategy
        found.append(f"/plans/{strategy.plan.slug}/strategies/{strategy.ref}/themes/{former.slug}/")
    for route in routes():
        if route != "api/v1/^.*/$":  # whatever else is asked of the API
            plain = addresses_of(route)
            given = {name: [*possible[name], NOTHING] for name in taken.get(route, ())} | {"nothing": [MARK]}
            if route.startswith("api/"):
                for name in SHARED & given.keys():
                    good = own.get(route, {}).get(name) or possible[name][0]
                    given[name] = [good, NOTHING] if name in shared else [good, *given[name]]
                shared |= SHARED & given.keys()
            found += plain + asked_with(plain[0], given)
    return found


def choosing_nothing(addresses):
    """Of `addresses` those that choose nothing."""
    return [address for address in addresses if "?" not in address]


def few(addresses):
    """Of `addresses` those without a query, and one with each parameter of each path."""
    first = {address.partition("=")[0]: address for address in reversed(addresses)}
    return [address for address in addresses if "?" not in address or first[address.partition("=")[0]] == address]


@pytest.fixture(scope="module")
def seen(django_db_setup, django_db_blocker):
    """What each reader sees, by address; what strangers see once names are swapped and hidden rows gone; the uids."""
    with django_db_blocker.unblock(), transaction.atomic():
        source = make_world()
        addresses, uids = asked(), hidden_uids()
        readers = {"stranger": Client(), "reader": Client(), "officer": Client()}
        readers["reader"].force_login(make_user())
        readers["officer"].force_login(make_user("officer", is_staff=True))
        # The stranger asks everything, as nobody knows less, and follows every choice; whoever has signed in without a
        # role is to be told the same. Of an officer what is looked at is what the pages show.
        answers = {
            "stranger": crawl(readers["stranger"], addresses),
            "reader": crawl(readers["reader"], few(addresses), choosing=False),
            "officer": crawl(readers["officer"], choosing_nothing(addresses), choosing=False),
        }
        swap_names()
        remove_hidden(but=source)
        answers["stranger without anything hidden"] = crawl(Client(), addresses)
        yield answers, uids
        transaction.set_rollback(True)


def test_every_address_is_visited_and_answers(seen):
    answers, _ = seen
    assert len(answers["stranger"]) > 500
    assert {answer.status for answer in answers["stranger"].values()} == {200, 301, 302, 400, 404}


def test_officers_see_what_is_hidden(seen):
    answers, uids = seen
    read = [answer.body.decode(errors="replace") for answer in answers["officer"].values()]
    assert [word for word in SECRETS if not any(f"{MARK} {word}" in body for body in read)] == []
    assert [uid for uid in uids if not any(uid in body for body in read)] == []


@pytest.mark.parametrize("reader", ["stranger", "reader"])
def test_no_hidden_word_is_said_to_anybody_else(seen, reader):
    answers, uids = seen
    words = [MARK, *uids]
    told = {}
    for address, answer in answers[reader].items():
        said = answer.said(asked=address)
        if found := [word for word in words if word.casefold() in said]:
            told[address] = found
    assert told == {}


@pytest.mark.parametrize("other", ["reader", "stranger without anything hidden"])
def test_nothing_hidden_makes_a_difference_to_a_stranger(seen, other):
    answers, _ = seen
    before, after = (uncached(answers[reader]) for reader in ("stranger", other))
    if other == "reader":  # a stranger is asked to sign in where whoever has signed in is refused
        both = {address for address, answer in before.items() if address in after and not is_sign_in(answer)}
        assert len(both) > 700
        before, after = ({address: each[address] for address in both} for each in (before, after))
    assert sorted(address for address in before.keys() | after if before.get(address) != after.get(address)) == []


def test_what_is_answered_to_a_session_is_kept_nowhere(seen):
    answers, _ = seen
    said = {address: dict(answer.headers).get("Cache-Control", "") for address, answer in answers["reader"].items()}
    kept = {address for address, words in said.items() if not set(words.split(", ")) >= KEEP_NOT}
    assert kept == set()


def is_sign_in(answer):
    """Whether an Answer leads to sign in, and says nothing of what is there."""
    return answer.status == 302 and "?next=" in dict(answer.headers)["Location"]


def uncached(answers):
    """The answers by address, less what differs by who asks or when, and says nothing of the plans."""
    return {
        address: replace(
            answer,
            headers=tuple(pair for pair in answer.headers if pair[0] not in ("Cache-Control", "Content-Length")),
            body=CHANGING.sub(b"", answer.body).replace(b">Your account<", b">Sign in<"),
        )
        for address, answer in answers.items()
    }
