"""Who brings which row to which mark, through which door: every role, every door, every mark, in both directions.

The doors are found, not listed: the addresses that take what is sent, the entries of the admin's menus, the commands.
Each is sent what its own page sends for an officer, with one mark after the other forged into it, and nothing stays.
Rows are open, so that a door could close them, or closed, so that it could open them; their past says otherwise.
"""

import re
from collections import defaultdict
from datetime import UTC, datetime

import pytest
from django.contrib import admin
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import CommandError
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import URLResolver, get_resolver

from access.roles import Role
from actions.models import Action, Plan, ProgressUpdate, Strategy
from tests.browser_form import every_field
from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy, make_theme, make_user
from tests.small_plan import PLAN, write_files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uncounted")]

MOMENT = datetime(2026, 5, 3, 9, 5, tzinfo=UTC)
OPEN = {"publication": "published", "access": "open", "exempt_paragraph": None, "handling": "official"}
CLOSED = {"publication": "withdrawn", "access": "exempt", "exempt_paragraph": 3, "handling": "official_sensitive"}
ALONG = {
    "open": {"exempt_paragraph": "", "handling": "official"},
    "exempt": {"exempt_paragraph": "3"},
    "official_sensitive": {"exempt_paragraph": "3", "access": "exempt"},
}
NAMES = {
    "publication",
    "access",
    "exempt_paragraph",
    "handling",
    "ref",
    "printed_ref",
    "position",
    "owner",
    "strategy",
    "plan",
}
MARKED = (Plan, Strategy, Action, ProgressUpdate)
A, O, S, R, B, U = Role.values  # noqa: E741  # administrator, officer, strategy lead, reporter, board member, auditor
STAFF = (A, O, S, U)
PUBLISHERS = (A, O)
# What forwards, signs in or out, or is about people: no plan data is written there.
ELSEWHERE = re.compile(r"/admin/(autocomplete|jsi18n|login|logout|password_change|auth|accounts|r)/|\(\?P<|/admin/$")
APPS = ("violence_plan", "accounts", "actions", "partners", "principles", "tables", "history")
# Commands that write no plan data, or, as whoever owns the database, all of it; any other takes --as.
AS_NOBODY = {
    "audit_visibility", "back_up", "bill_of_materials", "change_secret_key", "check_inconsistencies", "check_plan",
    "enrol_link", "export_plan", "list_redactions", "prepare", "promise_api", "prove_backup", "purge",
    "reapply_redactions", "restore",
}  # fmt: skip


def doors(patterns=None, prefix="/"):
    """Every address that takes what is sent: all of the admin, and the pages that say so, as patterns are written."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from doors(pattern.url_patterns, route) if route != "/accounts/" else ()
        elif route.startswith("/admin/") or getattr(pattern.callback, "writes", False):
            yield from () if ELSEWHERE.search(route) else (route,)


class World:
    """A plan with a row of each kind, open or closed, and a browser for each kind of person."""

    def __init__(self, now, dated):
        before = CLOSED if now is OPEN else OPEN
        with dated(MOMENT):
            self.plan = make_plan(**before)
            self.strategy = make_strategy(plan=self.plan, publication=before["publication"], ref="1.1")
            self.action = make_action(theme=make_theme(strategy=self.strategy), ref="1.1.1", **before)
            self.lead = make_lead(action=self.action)
            said = {"action": self.action, "reported_on": "2026-03-01", "status": "on_track"}
            self.update = ProgressUpdate.objects.create(**said, **before)
            gone = make_action(strategy=self.strategy, ref="1.1.2", **before)
        self.gone, _ = gone.pk, gone.delete()
        for row in (self.plan, self.strategy, self.action, self.update):
            for name, value in now.items():
                setattr(row, name, value)
            row.save(update_fields=[name for name in now if hasattr(type(row), name)])
        self.forged = {
            "publication": ["published", "withdrawn", "draft", "in_review"],
            "access": ["open", "exempt"],
            "handling": ["official", "official_sensitive"],
            "ref": ["9.9"],
            "printed_ref": ["9.9"],
            "position": ["99"],
            "owner": [make_partner().pk],
            "strategy": [make_strategy(plan=self.plan, ref="1.2").pk],
            "plan": [make_plan().pk],
        }
        self.browsers = {"stranger": Client(raise_request_exception=False)}
        for role in [*Role.values, "nobody"]:
            person = make_user(role if role in Role.values else None, is_staff=role in STAFF, username=role)
            self.browsers[role] = Client(raise_request_exception=False)
            self.browsers[role].force_login(person)
            if role == S:
                self.strategy.people.create(user=person)
            if role == R:
                self.lead.partner.memberships.create(user=person)

    def address(self, route):
        """The address that `route` makes with rows of this plan; of a table without any, with a key of nothing."""
        rows = {"plan": self.plan, "strategy": self.strategy, "action": self.action, "progressupdate": self.update}
        values = {"plan": self.plan.slug, "ref": self.action.ref, "partner": self.lead.partner.code}
        if found := re.match(r"/admin/(\w+)/(\w+)/", route):
            row = rows.get(found[2]) or first_of(*found.groups())
            key = self.gone if route.endswith("history/undo/") else getattr(row, "pk", 1)
            values = dict.fromkeys(("object_id", "pk", "id"), key)
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda name: str(values.get(name[1], "x")), route)

    def sent(self, route):
        """What may be sent to a door: pairs of what was forged and the fields, as an officer's page has them."""
        asked = {"version": MOMENT.isoformat()} if "restore" in route else {}
        page = self.browsers[A].get(self.address(route), asked)
        is_page = page.status_code == 200 and "html" in page.headers["Content-Type"]
        fields = every_field(page) if is_page else {}
        fields |= asked | {"_save": "Save", "post": "yes", "confirmed": "yes", "why": "Because.", "_why": "Because."}
        yield "nothing", fields
        for name in fields:
            field = name.rpartition("-")[2]
            for value in self.forged.get(field, ()):
                along = ALONG.get(value, {}) if field in ("access", "handling") else {}
                prefix = name.removesuffix(field)
                yield field, fields | {f"{prefix}{key}": each for key, each in along.items()} | {name: value}

    def menu(self):
        """What the menus of the admin's lists send: pairs of a list's address and the fields, twice where they ask."""
        request = RequestFactory().get("/")
        request.user = make_user(is_superuser=True, is_staff=True)
        for row in (self.plan, self.strategy, self.action, self.update):
            model = type(row)
            for name in admin.site.get_model_admin(model).get_actions(request):
                address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
                yield name, address, {"action": name, "_selected_action": row.pk, "index": 0, "post": "yes"}


def first_of(app, model):
    """A row of the table that an address of the admin is about; None where it has none, or is of no table."""
    found = (each for each in admin.site._registry if each._meta.label_lower == f"{app}.{model}")
    return next((each._base_manager.first() for each in found), None)


def marks():
    """The marks, numbers, owners and parents of every row that stands, by table and key."""
    return {
        (model.__name__, row["pk"]): row
        for model in MARKED
        for row in model.objects.order_by().values("pk", *NAMES & {field.name for field in model._meta.concrete_fields})
    }


def changed_by(client, address, fields):
    """Which marks come out otherwise where `client` sends `fields`; a page that asks once more is answered."""
    before = marks()
    with transaction.atomic():
        answer = client.post(address, fields)
        if answer.status_code == 200 and b"_confirm" in answer.content:
            client.post(address, fields | every_field(answer) | {"_confirm": "yes", "_asked": "yes"})
        after = marks()
        transaction.set_rollback(True)
    both = [(before[key], after[key]) for key in before.keys() & after.keys()]
    names = {name for was, row in both for name in row if row[name] != was[name]}
    names |= {f"new {row['publication']}" for key, row in after.items() if key not in before}
    return names - {"new draft", "new in_review"} | ({"gone"} if before.keys() - after.keys() else set())


def knocking(route, forged):
    """Who knocks at a door: all who may enter where it leads, an officer to show that it opens."""
    if not route.startswith("/admin/"):
        return O, S, R, B, U, "nobody", "stranger"
    if not re.match(r"/admin/(actions/(plan|strategy|action|progressupdate)|load)/", route):
        return (S,)
    return (O, S, U) if forged == "nothing" else (O, S)


@pytest.mark.parametrize("now", [OPEN, CLOSED], ids=["open", "closed"])
def test_nobody_but_officers_brings_a_row_to_another_mark_through_any_door(now, dated):
    world = World(now, dated)
    done = defaultdict(set)
    for route in doors():
        address = world.address(route)
        for forged, fields in world.sent(route):
            for role in knocking(route, forged):
                if changes := changed_by(world.browsers[role], address, fields):
                    done[role].add((route, forged, *sorted(changes)))
    for name, address, fields in world.menu():
        for role in (O, S, U):
            if changes := changed_by(world.browsers[role], address, fields):
                done[role].add((f"{address} {name}", "nothing", *sorted(changes)))
    assert set(done) == {O}
    doors_of_officers = {route for route, *_ in done[O]}
    assert {
        "/admin/actions/action/",
        "/admin/actions/action/<path:object_id>/change/",
        "/admin/actions/action/<path:object_id>/history/restore/",
        "/admin/actions/action/<path:object_id>/history/undo/",
        "/admin/actions/action/<int:pk>/renumber/",
        "/admin/actions/strategy/<path:object_id>/change/",
        "/admin/actions/strategy/<path:object_id>/history/restore/",
        "/admin/actions/plan/<path:object_id>/change/",
        "/admin/actions/progressupdate/<path:object_id>/change/",
    } <= doors_of_officers


def test_every_command_of_ours_writes_no_plan_data_or_as_whom_it_is_told():
    ours = {name for name, app in get_commands().items() if app in APPS} - AS_NOBODY
    parsers = {name: load_command_class(get_commands()[name], name).create_parser("manage.py", name) for name in ours}
    told = {name for name in ours if any("--as" in each.option_strings for each in parsers[name]._actions)}
    assert ours == told == {"load_plan"}


@pytest.mark.parametrize("role", [S, R, B, U, None])
def test_a_load_as_somebody_who_is_no_officer_changes_no_mark(role, tmp_path):
    folder = write_files(tmp_path)
    call_command("load_plan", str(folder), verbosity=0)
    Plan.objects.filter(slug=PLAN).update(**CLOSED)
    person, before = make_user(role), marks()
    with pytest.raises(CommandError, match="nobody else changes a plan"):
        call_command("load_plan", str(folder), person=person.username)
    assert marks() == before
