"""So many pages are made at once, so many wait, and one more is refused at once."""

from threading import Event, Thread

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from tests.page_reading import read
from violence_plan.gunicorn_settings import threads
from violence_plan.http import page_queue
from violence_plan.http.page_queue import PageQueue, QueueFullError
from violence_plan.kept import middleware
from violence_plan.kept.middleware import KeptAnswers

pytestmark = pytest.mark.usefixtures("keeping")
COLLAPSED = "violence-plan; fwd=uri-miss; collapsed"


def busy(queue, threads):
    """Fill the queue: `threads` that make a page, or wait to; a function that lets them end."""
    begun, end = [Event() for _ in range(threads)], Event()

    def make(mine):
        with queue.place_for(mine):
            mine.set()
            end.wait()

    running = [Thread(target=make, args=(each,)) for each in begun]
    for each in running:
        each.start()

    def finish():
        end.set()
        for each in running:
            each.join()
        return all(each.is_set() for each in begun)

    return begun, finish


def test_one_more_than_there_is_room_for_is_refused_at_once():
    queue = PageQueue(at_once=1, waiting=0)
    [first], finish = busy(queue, 1)
    first.wait()
    with pytest.raises(QueueFullError), queue.place():
        raise AssertionError
    assert finish()


def test_whoever_waited_long_enough_is_refused():
    queue = PageQueue(at_once=1, waiting=1, patience=0.001)
    [first], finish = busy(queue, 1)
    first.wait()
    with pytest.raises(QueueFullError), queue.place():
        raise AssertionError
    with pytest.raises(QueueFullError), queue.place_for(first):  # the very page that is being made
        raise AssertionError
    assert finish()
    with queue.place():
        pass


def test_who_waits_is_served_once_there_is_a_place():
    queue = PageQueue(at_once=1, waiting=1)
    _, finish = busy(queue, 2)
    assert finish()


def test_a_page_that_breaks_leaves_its_place():
    queue = PageQueue(at_once=1, waiting=0)
    with pytest.raises(ZeroDivisionError), queue.place():
        raise ZeroDivisionError
    with queue.place():
        pass


@pytest.mark.django_db
def test_a_page_beyond_the_queue_is_a_503_that_says_when_to_come_again(monkeypatch):
    for name in ("regular_pages", "other_pages"):
        monkeypatch.setattr(middleware, name, PageQueue(at_once=0, waiting=0))
    kept = KeptAnswers(lambda request: HttpResponse("made"))
    page = kept(RequestFactory().get("/plans/"))
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    said = " ".join(page.content.decode().split())
    assert "More pages are asked for at this moment than the portal can make at once. Nothing is lost." in said
    assert "Wait five seconds, then load the page again." in said
    problem = kept(RequestFactory().get("/api/v1/plans/"))
    assert (problem.status_code, problem.headers["Content-Type"]) == (503, "application/problem+json")
    assert [int(each.headers["Content-Length"]) for each in (page, problem)] == [
        len(each.content) for each in (page, problem)
    ]


@pytest.mark.django_db
def test_what_is_kept_needs_no_place(monkeypatch):
    kept = KeptAnswers(lambda request: HttpResponse("made"))
    assert kept(RequestFactory().get("/plans/")).headers["Cache-Status"] == "violence-plan; fwd=uri-miss; stored"
    for name in ("regular_pages", "other_pages"):
        monkeypatch.setattr(middleware, name, PageQueue(at_once=0, waiting=0))
    page = kept(RequestFactory().get("/plans/"))
    assert (page.status_code, page.headers["Cache-Status"]) == (200, "violence-plan; hit")


@pytest.mark.django_db
def test_what_somebody_else_had_made_meanwhile_is_given(monkeypatch):
    kept, ordinary = KeptAnswers(lambda request: HttpResponse("made")), middleware.other_pages

    class Slow(PageQueue):
        def place_for(self, key):
            monkeypatch.setattr(middleware, "regular_pages", ordinary)
            kept(RequestFactory().get("/plans/"))
            return super().place_for(key)

    monkeypatch.setattr(middleware, "other_pages", Slow())
    page = kept(RequestFactory().get("/plans/"))
    assert (page.content, page.headers["Cache-Status"]) == (b"made", COLLAPSED)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_ask_for_the_same_page_one_has_it_made_and_the_others_are_given_it():
    made, first_is_asked, may_end = [], Event(), Event()

    def make(request):
        made.append(request.path)
        first_is_asked.set()
        may_end.wait()
        return HttpResponse("made")

    kept, answers = KeptAnswers(make), []

    def ask():
        answers.append(kept(RequestFactory().get("/plans/")))
        connection.close()

    asking = [Thread(target=ask) for _ in range(4)]
    asking[0].start()
    first_is_asked.wait()
    for each in asking[1:]:
        each.start()
    may_end.set()
    for each in asking:
        each.join()
    assert made == ["/plans/"]
    assert {answer.content for answer in answers} == {b"made"}
    said = [answer.headers["Cache-Status"] for answer in answers]
    assert said.count("violence-plan; fwd=uri-miss; stored") == 1
    # whoever had not asked yet as the first ended found the page kept
    assert {*said} <= {"violence-plan; fwd=uri-miss; stored", COLLAPSED, "violence-plan; hit"}


def test_the_same_page_is_not_made_in_another_queue_meanwhile():
    first, second = PageQueue(), PageQueue(patience=0.001)
    with first.place_for(1):
        with pytest.raises(QueueFullError), second.place_for(1):
            raise AssertionError
        with second.place_for(2):
            pass


@pytest.mark.django_db
def test_whoever_invents_addresses_keeps_nobody_from_the_pages_that_readers_come_back_to(monkeypatch):
    kept = KeptAnswers(lambda request: HttpResponse("made", headers={"Cache-Control": "no-store"}))  # each time anew
    assert kept(RequestFactory().get("/plans/")).status_code == 200
    monkeypatch.setattr(middleware, "other_pages", PageQueue(at_once=0, waiting=0))
    assert kept(RequestFactory().get("/search/?q=never-asked-before")).status_code == 503
    assert kept(RequestFactory().get("/plans/")).status_code == 200


@pytest.fixture
def nobody_else(monkeypatch):
    """As many people are being answered as may be."""
    monkeypatch.setattr(page_queue, "for_people", PageQueue(at_once=0, waiting=0))


@pytest.mark.django_db
def test_people_beyond_their_places_are_told_so_and_keep_what_they_typed(client, officer, nobody_else):
    client.force_login(officer)
    page = client.get("/admin/")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    form = {"name": "Typed before", "password": "three words apart"}
    saved = client.post("/admin/partners/alias/add/", form, headers={"origin": "http://testserver"})
    assert (saved.status_code, saved.headers["Retry-After"]) == (503, "5")
    assert "What you typed Name Typed before" in read(saved)
    assert "three words" not in saved.content.decode()


@pytest.mark.django_db
def test_probes_and_strangers_need_none_of_peoples_places(client, nobody_else):
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200
    assert client.get("/partners/").status_code == 200


@pytest.mark.django_db
def test_who_is_answered_leaves_the_place(client, officer, monkeypatch):
    monkeypatch.setattr(page_queue, "for_people", PageQueue(at_once=1, waiting=0))
    client.force_login(officer)
    assert [client.get("/accounts/").status_code for _ in range(2)] == [200, 200]


def test_some_threads_are_left_when_every_place_is_taken():
    waiting = page_queue.WAITING + page_queue.WAITING_FOR_REGULAR
    assert threads >= 2 * page_queue.MADE_AT_ONCE + waiting + page_queue.FOR_PEOPLE + 2
