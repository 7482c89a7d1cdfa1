"""Every answer that the response cache could have had a part in says whether it had."""

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from violence_plan.kept import middleware
from violence_plan.kept.middleware import KeptAnswers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keeping")]


def asked(path, method="get", **headers):
    """What a request is told of the cache, twice."""
    kept = KeptAnswers(lambda request: HttpResponse("made"))
    answers = [kept(getattr(RequestFactory(), method)(path, headers=headers)) for _ in range(2)]
    return [answer.headers.get("Cache-Status") for answer in answers]


@pytest.mark.parametrize(
    ("request_made", "said"),
    [
        ({"path": "/plans/", "method": "post"}, "violence-plan; fwd=bypass; detail=method"),
        ({"path": "/plans/", "cookie": "sessionid=a"}, "violence-plan; fwd=bypass; detail=session"),
        ({"path": "/plans/", "authorization": "Bearer a"}, "violence-plan; fwd=bypass; detail=authorization"),
        ({"path": "/healthz"}, None),
    ],
)
def test_what_the_cache_has_no_part_in_says_why(request_made, said):
    assert asked(**request_made) == [said, said]


def test_what_is_made_is_kept_and_then_a_hit():
    assert asked("/plans/") == ["violence-plan; fwd=uri-miss; stored", "violence-plan; hit"]


def test_without_a_database_the_cache_is_not_to_be_had(monkeypatch):
    def away(request):
        raise OperationalError

    monkeypatch.setattr(middleware, "reader_and_revision_of", away)
    assert asked("/plans/") == ["violence-plan; fwd=bypass; detail=unavailable"] * 2


def test_pages_made_anew_are_counted_for_each_address_and_kept_ones_are_not(settings):
    settings.PAGE_LIMIT = 2
    kept = KeptAnswers(lambda request: HttpResponse(request.path))

    def get(path, comes_from="203.0.113.77"):
        return kept(RequestFactory().get(path, REMOTE_ADDR=comes_from)).status_code

    assert [get("/partners/a/"), get("/partners/b/"), get("/partners/c/")] == [200, 200, 429]
    assert [get("/partners/a/"), get("/partners/c/", "203.0.113.78"), get("/partners/c/")] == [200] * 3
