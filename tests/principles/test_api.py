"""Principles as JSON, with how many actions serve each."""

import datetime

import pytest

from principles.models import Principle
from tests.factories import make_action, make_alignment, make_framework, make_plan, make_principle, make_strategy

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("framework=nowhere", {"framework": ["There is no such framework."]}),
        ("framework=%00", {"framework": ["Null characters are not allowed."]}),
        ("framework=1", {"framework": ["There is no such framework."]}),
        ("kind=virtue", {"kind": ["Choose one of: strategic, enabling, aim, step."]}),
        ("kind=aim&kind=step", {"kind": ["Give this parameter once; it takes one value."]}),
        (
            "code=aim-1",
            {
                "code": [
                    "There is no parameter “code”. Known here: framework, kind, q, updated_since, ordering, "
                    "fields, format, page, page_size."
                ]
            },
        ),
    ],
)
def test_what_means_nothing_is_refused_by_name(client, query, errors):
    make_framework(code="ours")

    response = client.get(f"/api/v1/principles/?{query}")

    assert (response.status_code, response.json()["errors"]) == (400, errors)


@pytest.mark.parametrize("address", ["ours/strategic-9/", "theirs/strategic-4/", "ours/", "ours:strategic-4/"])
def test_a_principle_that_is_not_there_is_a_problem(client, address):
    make_principle(framework=make_framework(code="ours"), number=4)

    assert client.get(f"/api/v1/principles/{address}").status_code == 404


def test_one_principle_takes_no_parameter(client):
    make_principle(framework=make_framework(code="ours"), number=4)

    assert client.get("/api/v1/principles/ours/strategic-4/?kind=aim").status_code == 400


def test_a_principle(client):
    framework = make_framework(code="ours", title="Our principles")
    principle = make_principle(
        framework=framework, kind="enabling", number=7, short_title="Tell", text="We tell everyone."
    )
    make_principle(framework=make_framework(), kind="enabling", number=7)
    strategy = make_strategy(plan=make_plan(framework=framework))
    make_alignment(strategy=strategy, principle=principle)
    first = make_action(strategy=strategy)
    make_alignment(action=first, principle=principle)
    for _ in range(2):
        make_alignment(
            action=make_action(strategy=strategy), principle=principle, basis="inherited", inherited_from=first
        )
    make_alignment(action=make_action(strategy=strategy, publication="draft"), principle=principle)
    make_alignment(action=make_action(strategy=strategy), principle=principle, basis="assessed")
    Principle.objects.update(updated_at=datetime.datetime(2026, 7, 1, 9, 30, tzinfo=datetime.UTC))

    assert client.get("/api/v1/principles/ours/enabling-7/").json() == {
        "framework": "ours",
        "framework_title": "Our principles",
        "code": "enabling-7",
        "kind": "enabling",
        "number": 7,
        "short_title": "Tell",
        "text": "We tell everyone.",
        "action_counts": {"stated": 1, "inherited": 2, "assessed": 1},
        "updated_at": "2026-07-01T09:30:00Z",
        "url": "http://testserver/principles/ours/enabling-7/",
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["a:strategic-1", "a:strategic-2", "a:enabling-1", "b:strategic-1", "b:aim-1"]),
        ("?framework=&kind=", ["a:strategic-1", "a:strategic-2", "a:enabling-1", "b:strategic-1", "b:aim-1"]),
        ("?framework=b", ["b:strategic-1", "b:aim-1"]),
        ("?kind=strategic", ["a:strategic-1", "a:strategic-2", "b:strategic-1"]),
        ("?framework=a&kind=enabling", ["a:enabling-1"]),
        ("?framework=a&kind=aim", []),
        ("?q=stepping early&kind=aim", ["b:aim-1"]),
        ("?q=late", []),
        ("?updated_since=2999-01-01", []),
        ("?ordering=-position", ["b:aim-1", "b:strategic-1", "a:enabling-1", "a:strategic-2", "a:strategic-1"]),
    ],
)
def test_principles_stand_as_printed_framework_after_framework(client, query, found):
    b, a = make_framework(code="b", title="Same"), make_framework(code="a", title="Same")
    for framework, kind, number in [(b, "aim", 1), (a, "enabling", 1), (a, "strategic", 2), (a, "strategic", 1)]:
        make_principle(framework=framework, kind=kind, number=number)
    make_principle(framework=b, kind="strategic", number=1)

    results = client.get(f"/api/v1/principles/{query}").json()["results"]

    assert [f"{principle['framework']}:{principle['code']}" for principle in results] == found
