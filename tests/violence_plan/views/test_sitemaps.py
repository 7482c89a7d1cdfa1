"""Search engines are led to every public page and to nothing else."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.factories import (
    make_action,
    make_framework,
    make_known,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_theme,
    make_user,
)

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def listed(client):
    """When each page that the sitemap lists last changed, by its address; None where that is not said."""
    found = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own answer
    return {
        url.findtext(f"{SITEMAP}loc").removeprefix("http://testserver"): url.findtext(f"{SITEMAP}lastmod")
        for url in found
    }


@pytest.fixture
def plan():
    """A plan of which some parts are hidden, led by an organisation and a private person."""
    framework = make_framework(code="anytown")
    make_principle(framework=framework, number=1)
    plan = make_plan(slug="anytown", framework=framework)
    strategy = make_strategy(plan=plan, ref="5.1")
    make_theme(strategy=strategy, title="Safe streets")
    make_action(strategy=strategy, ref="5.1.1")
    make_action(strategy=strategy, ref="5.1.2", publication="draft")
    make_theme(strategy=make_strategy(plan=plan, ref="5.2", publication="draft"))
    make_plan(slug="hidden", publication="draft")
    make_known(make_partner(code="police"))
    make_known(make_partner(code="officer-1", kind="person", name="Jane Doe", public_name="A named officer"))
    return plan


def test_every_public_page_and_no_other(client, plan):
    found = listed(client)
    assert found.keys() >= {
        "/",
        "/help/",
        "/plans/",
        "/data/",
        "/partners/",
        "/principles/",
        "/plans/anytown/",
        "/plans/anytown/actions/",
        "/plans/anytown/alignment/",
        "/plans/anytown/gaps/",
        "/plans/anytown/strategies/5.1/",
        "/plans/anytown/strategies/5.1/themes/safe-streets/",
        "/plans/anytown/actions/5.1.1/",
        "/partners/police/",
        "/principles/anytown/strategic-1/",
    }
    hidden = (
        "5.1.2",
        "5.2",
        "hidden",
        "officer-1",
        "/admin",
        "/accounts",
        "/review",
        "/progress",
        "/api",
        "/healthz",
        "/search",
        ".atom",
        "csv",
        "<",
    )
    assert [address for address in found if any(word in address for word in hidden)] == []
    assert {client.get(address).status_code for address in found} == {200}


def test_it_is_the_same_for_officers(client, plan):
    officer = Client()
    officer.force_login(make_user("officer", is_staff=True))
    assert listed(officer) == listed(client)


def test_pages_say_when_they_changed(client, plan):
    found, day = listed(client), f"{plan.updated_at:%Y-%m-%d}"
    assert found["/plans/anytown/strategies/5.1/"] == day
    assert found["/plans/anytown/strategies/5.1/themes/safe-streets/"] == day
    assert found["/plans/anytown/alignment/"] == day
    assert found["/help/"] is None


def test_there_is_no_second_page(client, plan):
    for page in ("2", "x"):
        answer = client.get("/sitemap.xml", {"p": page})
        assert (answer.status_code, "There is no parameter “p”." in answer.content.decode()) == (400, True)


def test_more_rows_take_no_more_queries(client, plan, django_assert_num_queries):
    with django_assert_num_queries(14):
        client.get("/sitemap.xml")
    for _ in range(10):
        make_action(theme=make_theme(strategy=plan.strategies.first()))
        make_action(strategy=make_strategy(plan=make_plan()))
    with django_assert_num_queries(14):
        client.get("/sitemap.xml")


def test_programs_are_told_what_to_leave_alone(client):
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == (
        "User-agent: *\nDisallow: /admin/\nDisallow: /api/v1/*?\nDisallow: /search/\n"
        "Sitemap: http://testserver/sitemap.xml\n"
    )
