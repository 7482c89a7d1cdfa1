"""Every address of the portal, asked by everybody: who may read it and who may send to it, in one table.

A new address without a rule fails, and so does a rule without an address. What is asked are rows that stand and forms
that are empty, so nothing is written; a strategy lead leads nothing here (their own: tests/actions/admin/test_own.py).
"""

import re
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client

from access.roles import Role
from accounts import urls
from tests.crawling import routes
from tests.factories import make_action, make_theme, make_user
from tests.violence_plan.test_admin_site import addresses, filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uncounted")]

A, O, S, R, B, U = Role.values  # noqa: E741  # administrator, officer, strategy lead, reporter, board member, auditor
SOMEBODY = "somebody without a role"
EVERYBODY = {"stranger", SOMEBODY, A, O, S, R, B, U}
SIGNED_IN = EVERYBODY - {"stranger"}
ADMIN = {A, O, S, U}
OFFICERS = {A, O}
NOBODY = set()
ENDS = ("stranger", SOMEBODY, A)  # who may least and most: of a page that is for all or for nobody, these are asked
NO_STAFF = (SOMEBODY, R, B)  # the admin's one door stops them all, so that one of them by turns knocks at each page
# Tables of the plan, of those a strategy lead changes the own, and of people.
PLAN = r"(actions|partners|principles)/\w+"
OWN = r"actions/(lead|alignment|alignmentrejection|milestone|theme)"
UPDATE = r"actions/(progressupdate|evidence)"
ROW = "<path:object_id>"
# Route, as a regular expression: who may read it, who may send to it. The first that fits counts.
TABLE = {
    # Signing in
    r"accounts/(login|password/reset)/": (EVERYBODY, EVERYBODY),
    r"accounts/logout/": (EVERYBODY, EVERYBODY),
    r"accounts/invitations/<str:token>/": (EVERYBODY, EVERYBODY),  # whoever has the token
    r"accounts/\^password/reset/key/.*": (EVERYBODY, EVERYBODY),
    r"accounts/oidc/login/": (NOBODY, EVERYBODY),  # by a form of ours alone
    r"accounts/oidc/callback/": (EVERYBODY, NOBODY),
    r"accounts/keys/": ({R}, {R}),
    r"accounts/keys/<slug:prefix>/": ({R}, {R}),  # 404 where not their partner's
    r"accounts/(inactive|password/reset/(key/)?done|oidc/cancelled)/": (EVERYBODY, NOBODY),
    r"accounts/end-sessions/": (NOBODY, SIGNED_IN),
    r"accounts/2fa/(recovery-codes/|passkeys/)?": (SIGNED_IN, NOBODY),
    r"accounts/((reauthenticate|signed-in|password/(change|set))/)?": (SIGNED_IN, SIGNED_IN),
    r"accounts/2fa/(authenticate|passkeys/login)/": (EVERYBODY, EVERYBODY),  # on the way in
    r"accounts/2fa/enrol/<str:token>/": (SIGNED_IN, SIGNED_IN),  # 404 where the link is not theirs
    r"accounts/2fa/(reauthenticate|totp/(de)?activate)/": (SIGNED_IN, SIGNED_IN),
    r"accounts/2fa/recovery-codes/(generate|download)/": (SIGNED_IN, SIGNED_IN),
    r"accounts/2fa/passkeys/(add|reauthenticate|<int:pk>/(remove|edit))/": (SIGNED_IN, SIGNED_IN),
    # People
    r"admin/auth/user/<id>/password/": ({A}, {A}),
    r"admin/auth/user/<path:object_id>/change/": ({A, U}, {A}),
    r"admin/auth/user/(add|<path:object_id>/delete)/": (NOBODY, NOBODY),
    r"admin/auth/user/(<path:object_id>/history/)?": ({A, U}, {A, U}),
    r"admin/accounts/invitation/add/": ({A}, {A}),
    r"admin/accounts/invitation/<path:object_id>/change/": ({A, U}, NOBODY),
    r"admin/accounts/invitation/<path:object_id>/delete/": (NOBODY, NOBODY),
    r"admin/accounts/invitation/(<path:object_id>/history/)?": ({A, U}, {A, U}),
    r"admin/accounts/partnerkey/add/": (OFFICERS, OFFICERS),
    r"admin/accounts/partnerkey/<path:object_id>/change/": ({A, O, U}, NOBODY),
    r"admin/accounts/partnerkey/<path:object_id>/delete/": (NOBODY, NOBODY),
    r"admin/accounts/partnerkey/(<path:object_id>/history/)?": ({A, O, U}, {A, O, U}),
    # Words taken back
    rf"admin/{PLAN}/{ROW}/redact/": (OFFICERS, OFFICERS),
    r"admin/redactions/(<int:pk>/)?": ({A, O, U}, {A, O, U}),  # who may decide: tests/tables/test_redaction_pages.py
    # The plan in the admin
    rf"admin/{UPDATE}/{ROW}/delete/": (NOBODY, NOBODY),
    rf"admin/actions/evidence/{ROW}/history/(restore|undo)/": (NOBODY, NOBODY),
    rf"admin/actions/evidence/{ROW}/change/": (ADMIN, NOBODY),
    rf"admin/{PLAN}/<int:pk>/(merge|rename|renumber|succeed)/": (OFFICERS, OFFICERS),
    r"admin/actions/progressupdate/add/": ({A, O, S}, {A, O, S}),
    rf"admin/{OWN}/add/": ({A, O, S}, {A, O, S}),
    rf"admin/{PLAN}/(add|import|{ROW}/delete|{ROW}/history/restore)/": (OFFICERS, OFFICERS),
    rf"admin/{PLAN}/{ROW}/history/undo/": (NOBODY, OFFICERS),
    rf"admin/{PLAN}/{ROW}/change/": (ADMIN, OFFICERS),
    rf"admin/({OWN}|actions/(action|strategy))/deleted/": (ADMIN, ADMIN),
    rf"admin/{PLAN}/(deleted|{ROW}/history)/": ({A, O, U}, {A, O, U}),
    rf"admin/{PLAN}/(export/|{ROW}/)?": (ADMIN, ADMIN),
    # The admin itself
    r"admin/load/": (OFFICERS, OFFICERS),
    r"admin/load/<uuid:token>/": (ADMIN, ADMIN),  # each their own uploads; to anybody else's it leads to admin/load/
    r"admin/load/<slug:plan>\.xlsx": ({A, O, U}, {A, O, U}),
    r"admin/autocomplete/": (NOBODY, NOBODY),  # each field asks for the right to view its rows
    r"admin/(jsi18n|password_change/done)/": (ADMIN, NOBODY),
    r"admin/logout/": ({"stranger"}, ADMIN | {"stranger"}),
    r"admin/(login/|password_change/)?": (ADMIN, ADMIN),
    r"admin/(auth/user|accounts/(invitation|partnerkey)|r/<path:content_type_id>)/<path:object_id>/": (
        ADMIN,
        ADMIN,
    ),  # lead on
    r"admin/\^\(\?P<app_label>.*|admin/\(\?P<url>.*": (ADMIN, ADMIN),  # an app's tables; no such address
    # Pages that write
    r"plans/<slug:plan>/progress/": (SIGNED_IN - {SOMEBODY}, OFFICERS),
    r"plans/<slug:plan>/progress/csv/": (SIGNED_IN - {SOMEBODY}, NOBODY),
    r"plans/<slug:plan>/alignment/review/": (OFFICERS, OFFICERS),
    r"plans/<slug:plan>/actions/<str:ref>/report/": (OFFICERS, OFFICERS),  # and whose action it is
    r"plans/<slug:plan>/actions/<str:ref>/leads/<slug:partner>/": (SIGNED_IN, SIGNED_IN),  # 404 where not theirs
    # What everybody reads
    r"(help|accessibility|search)/|healthz|readyz|sitemap\.xml|robots\.txt|": (EVERYBODY, NOBODY),
    r"plans/(<slug:plan>/)?": (EVERYBODY, NOBODY),
    r"plans/<slug:plan>/strategies/<str:ref>/(themes/<slug:theme>/)?": (EVERYBODY, NOBODY),
    r"plans/<slug:plan>/actions/(<str:ref>/)?": (EVERYBODY, NOBODY),
    r"plans/<slug:plan>/(alignment|partners)/(csv/)?": (EVERYBODY, NOBODY),
    r"plans/<slug:plan>/changes/(csv/)?": (EVERYBODY, NOBODY),
    r"plans/<slug:plan>/(gaps/(<str:gap>\.csv)?|updates\.atom|glossary/)": (EVERYBODY, NOBODY),
    r"partners/(<slug:code>/)?": (EVERYBODY, NOBODY),
    r"principles/(<slug:framework>/<slug:code>/)?": (EVERYBODY, NOBODY),
    r"data/(<slug:plan>/.*)?": (EVERYBODY, NOBODY),
    r"api/v1/\^\.\*/\$": (EVERYBODY, EVERYBODY),  # no such address: 404
    r"api/v1/.*": (EVERYBODY, NOBODY),
}


def every_route():
    """Every route of the portal, as its pattern is written, without the leading slash."""
    signing_in = [f"accounts/{route.pattern}" for route in urls.urlpatterns]
    return [*routes(but=()), *signing_in, *(address.lstrip("/") for address in addresses())]


def rule_of(route):
    """The first rule that fits a route; None where there is none."""
    return next((rule for rule in TABLE if re.fullmatch(rule, route)), None)


def address_of(route, values):
    """An address of that route: of a row that stands, where one is known, and of nothing elsewhere."""
    if route.startswith("admin/") and "load/" not in route:
        return filled(f"/{route}")
    plain = re.sub(r"\(\?P<\w+>[^)]*\)", "a", route).strip("^$").replace("/^", "/").replace("/$", "/")
    return "/" + re.sub(r"<\w+:(\w+)>", lambda name: str(values.get(name[1], 1)), plain)


def outcome(response):
    """What came of asking: whether it was answered at all, and if not, how it was refused."""
    leads_to = urlsplit(response.headers.get("Location", ""))
    if leads_to.path in ("/accounts/login/", "/admin/login/") and leads_to.query.startswith("next="):
        return "sign in"
    return {403: "refused", 405: "read only"}.get(response.status_code, "answered")


@pytest.fixture
def browsers():
    """A browser of each kind of person."""
    found = {"stranger": Client()}
    for role in [SOMEBODY, *Role.values]:
        found[role] = Client(raise_request_exception=False)
        found[role].force_login(make_user(None if role == SOMEBODY else role, is_staff=role in ADMIN))
    return found


@pytest.fixture
def values():
    """What an address may name, by its name there."""
    action = make_action(theme=make_theme())
    plan = action.plan.slug
    return {
        "plan": plan,
        "slug": plan,
        "ref": action.ref,
        "theme": action.theme.slug,
        "uid": action.uid,
        "token": action.uid,
    }


def test_every_route_has_a_rule_and_every_rule_a_route():
    found = {route: rule_of(route) for route in every_route()}
    assert [route for route, rule in found.items() if rule is None] == []
    assert [rule for rule in TABLE if rule not in found.values()] == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_gets_further_than_the_table_says(browsers, values, method):
    wrong = {}
    for turn, route in enumerate(every_route()):
        may = TABLE[rule_of(route)][method == "post"]
        address = address_of(route, values)
        asked = ENDS if may in (EVERYBODY, NOBODY) else browsers
        if route.startswith("admin/"):
            asked = {*browsers} - {*NO_STAFF} | {NO_STAFF[turn % len(NO_STAFF)]}
        for person, browser in ((person, browsers[person]) for person in asked):
            signed_in = browser.cookies.copy()
            with transaction.atomic():
                came = outcome(getattr(browser, method)(address))
                transaction.set_rollback(True)  # whatever an empty form does, such as signing out
            browser.cookies = signed_in
            if (came == "answered") is not (person in may):
                wrong.setdefault(route, {})[person] = came
    assert wrong == {}
