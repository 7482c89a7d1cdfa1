"""What is kept is never stale, for strangers only, and says what others may do with it."""

import gzip
from datetime import UTC, datetime, timedelta

import brotli
import psycopg2
import pytest
from django.core.cache import caches
from django.db import OperationalError, connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.models import Plan
from history.models import Revision
from tests.factories import make_action, make_plan, make_strategy, make_user
from tests.page_reading import read
from violence_plan import limits
from violence_plan.kept.middleware import KeptAnswers
from violence_plan.leases import Leases

PAGE, LIST = "/plans/one/", "/api/v1/actions/?plan=one"
VARY = {"Accept-Encoding", "Cookie", "Authorization"}
YESTERDAY = "UPDATE history_revision SET changed_at = changed_at - interval '1 day'"

pytestmark = pytest.mark.usefixtures("keeping")


@pytest.fixture
def plan(db):
    """A plan with one action."""
    plan = make_plan(slug="one", title="First words")
    make_action(strategy=make_strategy(plan=plan, ref="5.1"), ref="5.1.1")
    return plan


@pytest.fixture
def answers():
    """A function that makes what the middleware is around: it notes each request and gives the responses in turn."""

    def made(*responses):
        asked = []

        def answer(request):
            asked.append(request)
            return responses[min(len(asked), len(responses)) - 1]

        return KeptAnswers(answer), asked

    return made


def words(header):
    """The words of a header's value."""
    return {word.strip() for word in header.split(",")}


def headers(response):
    """The headers by name, but for the one that says whether the answer was kept."""
    return {name: value for name, value in response.headers.items() if name != "Cache-Status"}


def run(sql):
    """Have the database do it."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


# Never stale


@pytest.mark.django_db(transaction=True)
def test_after_a_commit_by_anybody_nobody_is_told_what_was_before(plan, django_assert_num_queries):
    client, writer = Client(), psycopg2.connect(**connection.get_connection_params())
    first = client.get(PAGE)
    assert "First words" in read(first)
    try:
        with writer.cursor() as cursor:
            cursor.execute("UPDATE actions_plan SET title = 'Second words'")
        with django_assert_num_queries(1):
            assert client.get(PAGE).content == first.content
        writer.commit()
        second = client.get(PAGE, headers={"if-none-match": first.headers["ETag"]})
        assert "Second words" in read(second)
        assert second.headers["ETag"] != first.headers["ETag"]
        with writer.cursor() as cursor:
            cursor.execute("UPDATE actions_plan SET title = 'First words'")
        writer.commit()
        third = client.get(PAGE)
        assert "First words" in read(third)
    finally:
        writer.close()


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_while_a_page_is_made_is_not_hidden_by_it():
    plan = make_plan(slug="one", title="First words")

    def answer(request):
        title = Plan.objects.get(pk=plan.pk).title
        if title == "First words":
            Plan.objects.filter(pk=plan.pk).update(title="Second words")
        return HttpResponse(title)

    middleware, request = KeptAnswers(answer), RequestFactory().get(PAGE)
    assert middleware(request).content == b"First words"
    assert middleware(request).content == b"Second words"


@pytest.mark.django_db
def test_another_day_is_another_answer(answers, monkeypatch):
    middleware, asked = answers(HttpResponse("today"), HttpResponse("tomorrow"))
    now = timezone.localtime()
    assert middleware(RequestFactory().get(PAGE)).content == b"today"
    monkeypatch.setattr(timezone, "localtime", lambda: now + timedelta(days=1))
    assert middleware(RequestFactory().get(PAGE)).content == b"tomorrow"
    assert len(asked) == 2


# What it costs, and what it says


@pytest.mark.parametrize("address", [PAGE, LIST, "/", "/data/one/leads.csv", "/plans/one/changes/"])
def test_what_is_kept_and_what_a_reader_has_take_one_query(plan, client, django_assert_num_queries, address):
    cold = client.get(address)
    with django_assert_num_queries(1):
        kept = client.get(address)
    with django_assert_num_queries(1):
        had = client.get(address, headers={"if-none-match": kept.headers["ETag"]})
    assert (cold.status_code, kept.content, headers(kept)) == (200, cold.content, headers(cold))
    assert (had.status_code, had.content) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
        assert had.headers[name] == cold.headers[name]
    assert words(kept.headers["Cache-Control"]) == {"public", "no-cache"}
    assert words(kept.headers["Vary"]) == VARY | ({"Accept"} if address == LIST else set())


@pytest.mark.parametrize("address", [PAGE, LIST])
def test_each_reader_gets_the_form_that_it_likes(plan, client, django_assert_num_queries, address):
    plain = client.get(address)
    for name, read_again in {"gzip": gzip.decompress, "br": brotli.decompress}.items():
        for _ in ("made of what is kept", "kept"):
            with django_assert_num_queries(1):
                response = client.get(address, headers={"accept-encoding": name})
            assert response.headers["Content-Encoding"] == name
            assert response.headers["Content-Length"] == str(len(response.content))
            assert response.headers["ETag"].endswith(f'-{name}"')
            assert read_again(response.content) == plain.content
            assert len(response.content) < len(plain.content) * 0.7
    for refused in ("gzip;q=0", "identity, gzip;q=0.5"):
        assert headers(client.get(address, headers={"accept-encoding": refused})) == headers(plain)


def test_a_form_asked_for_first_is_made_at_once(plan, client):
    response = client.get(PAGE, headers={"accept-encoding": "gzip"})
    assert gzip.decompress(response.content) == client.get(PAGE).content


def test_head_says_what_get_would(plan, client):
    head, get = client.head(PAGE), client.get(PAGE)
    assert (head.status_code, head.content, headers(head)) == (200, b"", headers(get))


def test_a_description_in_another_format_is_another_answer(plan, client):
    for accepted in ("application/json", "application/yaml", "application/json"):
        response = client.get("/api/v1/schema/", headers={"accept": accepted})
        assert response.headers["Content-Type"].startswith(accepted)


def test_the_date_says_no_more_than_the_day(plan, client):
    assert "Last-Modified" not in client.get(PAGE).headers  # something was written today, a draft perhaps
    run(YESTERDAY)
    response = client.get(PAGE)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    said = datetime.strptime(response.headers["Last-Modified"], "%a, %d %b %Y %H:%M:%S GMT")
    assert said.replace(tzinfo=UTC) == midnight
    again = client.get(PAGE, headers={"if-modified-since": response.headers["Last-Modified"]})
    assert again.status_code == 304
    Revision.objects.all().delete()
    assert "Last-Modified" in client.get(PAGE).headers


def test_a_draft_changes_no_tag(plan, client):
    before = client.get(PAGE)
    make_action(strategy=plan.strategies.get(), publication="draft")
    run("UPDATE history_revision SET number = number + 1")
    caches["kept"].clear()
    after = client.get(PAGE)
    assert dict(after.headers) == dict(before.headers)


# What is not kept


@pytest.mark.django_db
@pytest.mark.parametrize(
    "response",
    [
        HttpResponse("none", status=404),
        HttpResponse("moved", status=301, headers={"Location": "/"}),
        HttpResponse("broken", status=500),
        StreamingHttpResponse(["long"]),
    ],
)
def test_what_is_no_whole_answer_is_asked_again_each_time(answers, response):
    middleware, asked = answers(response)
    for _ in range(2):
        found = middleware(RequestFactory().get(PAGE))
        assert "ETag" not in found.headers
        assert words(found.headers["Cache-Control"]) == {"public", "no-cache"}
    assert len(asked) == 2


@pytest.mark.django_db
def test_what_sets_a_cookie_or_says_who_may_keep_it_is_left_alone(answers):
    cookie, limited = HttpResponse("any"), HttpResponse("any", headers={"Cache-Control": "max-age=60"})
    cookie.set_cookie("a", "b")
    for response in (cookie, limited):
        middleware, asked = answers(response)
        before = dict(response.headers) | {"Cache-Status": "violence-plan; fwd=uri-miss"}
        for _ in range(2):
            assert middleware(RequestFactory().get(PAGE)).headers == before
        assert len(asked) == 2


@pytest.mark.django_db
def test_what_moves_with_the_clock_has_a_tag_and_no_date(answers):
    moving = [HttpResponse("09:05") for _ in range(2)]
    for response in moving:
        response.kept = False
    run(YESTERDAY)
    middleware, asked = answers(*moving)
    first = middleware(RequestFactory().get(PAGE))
    had = middleware(RequestFactory().get(PAGE, headers={"if-none-match": first.headers["ETag"]}))
    assert (had.status_code, len(asked), "Last-Modified" in first.headers) == (304, 2, False)


def test_a_page_as_at_today_says_the_time_and_is_not_kept(dated, client):
    before, today = timezone.now() - timedelta(days=3), timezone.localdate()
    with dated(before):
        make_plan(slug="one")
    taken = {}
    for day in (today, today - timedelta(days=1)):
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{PAGE}?as_at={day}").status_code == 200
            taken[day] = len(queries)
    assert taken[today] > taken[today - timedelta(days=1)] == 1


def test_no_page_is_kept_where_that_is_switched_off(settings, plan, django_assert_num_queries):
    settings.CACHES = settings.CACHES | {"kept": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    response = Client().get(PAGE)
    assert (response.status_code, "ETag" in response.headers) == (200, False)


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_refused(client):
    response = client.get(PAGE, headers={"host": "evil.example"})
    assert (response.status_code, "ETag" in response.headers) == (400, False)
    assert "Content-Security-Policy" in response.headers


def test_strangers_and_officers_of_one_browser_see_what_is_theirs(plan, client):
    before = client.get(PAGE).content
    client.force_login(make_user("officer"))
    assert client.get(PAGE).content != before
    client.logout()
    assert client.get(PAGE).content == before


# Above all others


def test_what_is_kept_is_counted_too_and_refused_where_too_much_was_asked(plan, client, settings, monkeypatch):
    settings.RATE_LIMIT = 3
    monkeypatch.setattr(limits, "leases", Leases())
    monkeypatch.setattr(limits, "now", lambda: 1_800_000_043.2)
    address = "/api/v1/actions/?plan=one&page_size=10"
    answers = [client.get(address) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["RateLimit"] for answer in answers] == [f'"address";r={left};t=17' for left in (2, 1, 0, 0)]
    assert answers[3].headers["Content-Security-Policy"] == answers[0].headers["Content-Security-Policy"]
    assert "ETag" not in answers[3].headers


def test_without_a_database_the_rest_of_the_portal_answers_as_it_can(answers, monkeypatch):
    def out_of_reach(request):
        raise OperationalError

    monkeypatch.setattr("violence_plan.kept.middleware.reader_and_revision_of", out_of_reach)
    response = HttpResponse("as it can")
    middleware, _ = answers(response)
    assert middleware(RequestFactory().get(PAGE)) is response
    assert headers(response) == {"Content-Type": "text/html; charset=utf-8"}
