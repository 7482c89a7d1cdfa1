"""The public's view of any page, for whoever sees more."""

import re

import pytest
from django.test import Client

from tests.factories import make_action, make_plan, make_strategy, make_user

pytestmark = pytest.mark.django_db

BAR = re.compile(r'<aside class="reader-bar[^"]*".*?</aside>', re.DOTALL)
BACK = "Back to your own view"
SWITCH = "See this page as the public sees it"


@pytest.fixture
def plan():
    """A public plan with a public action, a draft one, one with a former number, and a strategy nobody may see."""
    plan = make_plan(slug="anytown", title="Anytown plan")
    strategy = make_strategy(plan=plan, ref="1")
    make_action(strategy=strategy, ref="1.1", text="Patrol more streets.")
    make_action(strategy=strategy, ref="1.2", text="A secret patrol.", publication="draft")
    moved = make_action(strategy=strategy, ref="1.9", text="Walk.")
    moved.ref = "1.3"
    moved.save()
    make_strategy(plan=plan, ref="2", publication="withdrawn")
    return plan


@pytest.fixture
def board(client):
    """A signed-in client of somebody who sees more than the public."""
    client.force_login(make_user("board-member", password=None))
    return client


def said(response):
    """The answer as text less the bar that says whose view it is, and whether the bar was there."""
    text = response.getvalue().decode()
    return BAR.sub("", text), bool(BAR.search(text))


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/plans/",
        "/plans/anytown/",
        "/plans/anytown/strategies/1/",
        "/plans/anytown/strategies/2/",
        "/plans/anytown/actions/",
        "/plans/anytown/actions/?q=patrol&ordering=-position",
        "/plans/anytown/actions/?basis=nothing",
        "/plans/anytown/actions/1.1/",
        "/plans/anytown/actions/1.2/",
        "/plans/anytown/alignment/",
        "/plans/anytown/alignment/csv/",
        "/plans/anytown/gaps/",
        "/plans/anytown/updates.atom",
        "/partners/",
        "/search/?q=secret+patrol",
        "/nowhere/",
        "/api/v1/actions/?page_size=1",
        "/api/v1/nowhere/",
        "/data/",
        "/sitemap.xml",
        "/healthz",
    ],
)
def test_the_public_view_is_the_strangers_own_page_under_a_banner(plan, board, address):
    stranger = Client().get(address)
    shown = board.get(f"{address}{'&' if '?' in address else '?'}see=public")
    words, banner = said(shown)
    assert (shown.status_code, words) == (stranger.status_code, said(stranger)[0])
    assert shown.headers.get("Content-Type") == stranger.headers.get("Content-Type")
    assert banner == (shown.headers["Content-Type"].startswith("text/html"))
    assert "no-store" in shown.headers["Cache-Control"]


def test_only_a_reader_who_sees_more_is_offered_the_public_view(plan, board):
    signed_in = Client()
    signed_in.force_login(make_user(password=None))
    offers = [SWITCH in client.get("/plans/").getvalue().decode() for client in (Client(), signed_in, board)]
    assert offers == [False, False, True]


def test_the_way_there_and_back_keeps_the_filters(plan, board):
    address = "/plans/anytown/actions/?q=patrol&status=not_reported"
    own = board.get(address).content.decode()
    assert 'href="/plans/anytown/actions/?q=patrol&amp;status=not_reported&amp;see=public"' in own
    assert "Counts include what is not public." in own
    public = board.get(f"{address}&see=public").content.decode()
    assert f'<a href="/plans/anytown/actions/?q=patrol&amp;status=not_reported" rel="nofollow">{BACK}</a>' in public


def test_a_stranger_gets_the_same_page_with_and_without_it(plan, client):
    for address in ("/plans/anytown/actions/?q=patrol", "/search/?q=patrol", "/plans/anytown/alignment/?rows=strategy"):
        assert client.get(f"{address}&see=public").content == client.get(address).content


def test_another_value_is_refused_like_any_unknown_parameter(plan, board):
    response = board.get("/plans/anytown/actions/?see=everything")
    assert response.status_code == 400
    assert "There is no parameter “see”." in response.content.decode()


def test_a_redirect_leads_to_the_public_view_of_its_target(plan, board):
    response = board.get("/plans/anytown/actions/1.9/?see=public")
    assert (response.status_code, response.headers["Location"]) == (301, "/plans/anytown/actions/1.3/?see=public")
    slash = board.get("/plans/anytown?see=public")
    assert (slash.status_code, slash.headers["Location"]) == (301, "/plans/anytown/?see=public")


def test_where_the_public_would_have_to_sign_in_the_page_says_so(board, settings):
    settings.ROOT_URLCONF = "tests.violence_plan.signed_in_addresses"
    response = board.get("/signed-in/?see=public")
    assert response.status_code == 200
    text = response.content.decode()
    assert "whoever is not signed in is asked to sign in" in text
    assert BACK in text
    elsewhere = board.get("/elsewhere/?see=public")
    assert elsewhere.headers["Location"] == "https://example.org/"


def test_the_admin_has_no_public_view(client):
    client.force_login(make_user("officer", is_staff=True, password=None))
    assert client.get("/admin/?see=public").status_code == 200
