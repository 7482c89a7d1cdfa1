"""The plan that the navigation leads through."""

import pytest
from django.test import RequestFactory
from django.urls import resolve

from tests.factories import make_plan
from violence_plan.context_processors import addresses, current_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def context(public):
    def at(address, user=public, **match):
        request = RequestFactory().get(address)
        request.user = user
        request.resolver_match = resolve(address) if match.get("found", True) else None
        return current_plan(request)

    return at


def test_nothing_where_nobody_asked_yet_who_it_is():
    assert current_plan(RequestFactory().get("/")) == {}


def test_no_plan_where_the_reader_may_see_none(context):
    make_plan(publication="draft")
    assert not context("/partners/")["current_plan"]


def test_the_plan_of_the_address_and_its_own_first_page(context):
    first, second = make_plan(slug="first"), make_plan(slug="second")
    assert context("/plans/second/actions/")["current_plan"] == second
    assert context("/plans/second/actions/")["current_plan_home"] == "/plans/second/"
    assert context("/plans/first/")["current_plan"] == first
    assert context("/plans/first/")["current_plan_home"] == "/"


def test_the_first_plan_elsewhere_and_where_nothing_was_found(context, officer):
    draft, first = make_plan(publication="draft"), make_plan()
    assert context("/partners/")["current_plan"] == first
    assert context("/plans/no-such-plan/")["current_plan"] == first
    assert context("/plans/", found=False)["current_plan"] == first
    assert context("/partners/", user=officer)["current_plan"] == draft


def test_a_page_that_shows_no_navigation_asks_nothing(context, django_assert_num_queries):
    make_plan()
    with django_assert_num_queries(0):
        found = context("/partners/")
    with django_assert_num_queries(1):
        assert found["current_plan"].title == "A plan"
        assert found["current_plan_home"] == "/"


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/partners/?utm_source=mail", "http://testserver/partners/"),
        ("/?utm_source=mail", "http://testserver/"),
        ("/plans/p/actions/5.1.1/?utm_source=mail&at=2022-03-01", "http://testserver/plans/p/actions/5.1.1/?at=2022-03-01"),
        ("/plans/p/actions/?strategy=5.1&q=&page=1&basis=stated", "http://testserver/plans/p/actions/?basis=stated&strategy=5.1"),
        ("/plans/p/actions/?basis=stated&strategy=5.1&page=2", "http://testserver/plans/p/actions/?basis=stated&page=2&strategy=5.1"),
        ("/plans/p/actions/?q=a+b%26%22%3Cb%3E", "http://testserver/plans/p/actions/?q=a+b%26%22%3Cb%3E"),
    ],
)  # fmt: skip
def test_one_content_has_one_address(asked, canonical):
    request = RequestFactory().get(asked)
    request.resolver_match = resolve(request.path)
    found = addresses(request)
    assert str(found["canonical"]) == canonical
    assert str(found["origin"]) == "http://testserver"


def test_where_nothing_was_found_the_query_is_nothing():
    request = RequestFactory().get("/nowhere/?q=x")
    request.resolver_match = None
    assert str(addresses(request)["canonical"]) == "http://testserver/nowhere/"
