"""What is kept is given to those whom it was made for: strangers, a partner's programs, and nobody who signed in."""

import gzip

import pytest
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.keys import make_key, revoke_key
from accounts.models import Session
from actions.models import Action
from partners.models import Partner
from tests.factories import make_action, make_lead, make_partner, make_user
from tests.violence_plan.kept.test_middleware import LIST, PAGE, VARY, answers, plan, run, words

__all__ = ["answers", "plan"]

pytestmark = pytest.mark.usefixtures("keeping")


def test_an_officer_is_given_nothing_that_is_kept(plan, client, officer):
    strangers = client.get(PAGE)
    client.force_login(officer)
    for _ in range(2):
        response = client.get(PAGE, headers={"if-none-match": "*", "accept-encoding": "gzip, br"})
        assert response.status_code == 200
        assert {"private", "no-store"} <= words(response.headers["Cache-Control"])
        assert not {"ETag", "Last-Modified", "Content-Encoding"} & set(response.headers)
        assert response.content != strangers.content
    Session.objects.all().delete()
    assert "no-store" in client.get(PAGE).headers["Cache-Control"]
    assert Client().get(PAGE).content == strangers.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (PAGE, {"cookie": "sessionid=any"}),
        (PAGE, {"cookie": "a=b; messages=c"}),
        ("/admin/", {}),
        ("/accounts/login/", {}),
        ("/healthz", {}),
        ("/readyz", {}),
    ],
)
def test_what_is_one_person_s_or_one_moment_s_is_left_alone(answers, django_assert_num_queries, address, headers):
    middleware, asked = answers(HttpResponse("any"))
    with django_assert_num_queries(0):
        for _ in range(2):
            response = middleware(RequestFactory().get(address, headers=headers))
            said = {"Cache-Status": "violence-plan; fwd=bypass; detail=session"} if headers else {}
            assert response.headers == {"Content-Type": "text/html; charset=utf-8"} | said
    assert len(asked) == 2


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_what_is_sent_is_left_alone(answers, method):
    middleware, asked = answers(HttpResponse("any"))
    assert "ETag" not in middleware(getattr(RequestFactory(), method)(PAGE)).headers


@pytest.mark.django_db
def test_cookies_that_no_page_reads_change_nothing(answers):
    middleware, asked = answers(HttpResponse("any"))
    for cookie in ("", "csrftoken=any", "_ga=1; theme=dark"):
        middleware(RequestFactory().get(PAGE, headers={"cookie": cookie}))
    assert len(asked) == 1


@pytest.fixture
def with_key(plan):
    """A function that makes a program's browser, with a key of a partner of that code and scope; and the key."""

    def made(code, scope="shared"):
        partner = Partner.objects.filter(code=code).first() or make_partner(code=code)
        said = {"name": "Pull", "scope": scope, "expires_on": timezone.localdate()}
        key, token = make_key(by=make_user(password=None), partner=partner, **said)
        return Client(headers={"authorization": f"Bearer {token}"}), key

    return made


def test_what_is_kept_for_a_key_takes_one_query_too(plan, with_key, django_assert_num_queries):
    program, _ = with_key("police")
    cold = program.get(LIST)
    with django_assert_num_queries(1):
        kept = program.get(LIST)
    with django_assert_num_queries(1):
        had = program.get(LIST, headers={"if-none-match": kept.headers["ETag"]})
    assert kept.content == cold.content
    assert dict(kept.headers) == dict(cold.headers) | {"Cache-Status": "violence-plan; hit"}
    assert (had.status_code, had.content) == (304, b"")
    for answer in (cold, kept, had):
        assert words(answer.headers["Cache-Control"]) == {"private", "no-cache"}
        assert words(answer.headers["Vary"]) == VARY | {"Accept"}


def test_what_is_kept_for_a_key_is_told_to_nobody_else_and_ends_with_it(plan, with_key):
    shared = make_action(strategy=plan.strategies.get(), ref="5.1.2", publication="in_review")
    (police, key), (other, _), (open_to_all, _) = (
        with_key("police"), with_key("school"), with_key("police", scope="open"),
    )  # fmt: skip
    make_lead(action=shared, partner=key.partner)
    told = [each.get(LIST).json()["count"] for each in (police, other, open_to_all, Client(), police, other)]
    assert told == [2, 1, 1, 1, 2, 1]
    another, _ = with_key("police")
    with CaptureQueriesContext(connection) as queries:
        assert another.get(LIST).json()["count"] == 2
    assert len(queries) == 2  # it is noted that the key was used today
    Action.objects.filter(pk=shared.pk).update(publication="draft")
    run("UPDATE history_revision SET number = number + 1")
    assert police.get(LIST).json()["count"] == 1
    revoke_key(key=key, by=make_user(password=None))
    with CaptureQueriesContext(connection) as queries:
        refused = police.get(LIST)
    assert (refused.status_code, "ETag" in refused.headers, len(queries)) == (401, False, 1)


@pytest.mark.parametrize("address", [PAGE, LIST])
def test_who_shows_what_is_no_key_is_answered_alone(answers, address):
    own = HttpResponse("own " * 100, headers={"Cache-Control": "private"})
    middleware, asked = answers(own)
    shown = {"authorization": "Bearer any", "accept-encoding": "gzip"}
    first = middleware(RequestFactory().get(address, headers=shown))
    had = middleware(RequestFactory().get(address, headers=shown | {"if-none-match": first.headers["ETag"]}))
    assert (first.status_code, had.status_code, len(asked)) == (200, 304, 2)
    assert gzip.decompress(first.content) == b"own " * 100
    assert "HTTP_IF_NONE_MATCH" in asked[1].META
    for response in (first, had):
        assert words(response.headers["Cache-Control"]) == {"private", "no-cache"}
        assert words(response.headers["Vary"]) >= VARY


@pytest.mark.parametrize(
    ("response", "caching"),
    [
        (HttpResponse("secret", headers={"Cache-Control": "private, no-store"}), {"private", "no-store"}),
        (HttpResponse("wrong", status=401), {"private", "no-cache"}),
        (StreamingHttpResponse(["long"]), {"private", "no-cache"}),
    ],
)
def test_what_is_no_whole_answer_to_a_key_has_no_tag(answers, response, caching):
    middleware, _ = answers(response)
    found = middleware(RequestFactory().get(LIST, headers={"authorization": "Bearer any"}))
    assert found is response
    assert (words(found.headers["Cache-Control"]), "ETag" in found.headers) == (caching, False)
