"""Lists come in numbered pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_action, make_strategy

pytestmark = pytest.mark.django_db

WHOLE = ["Give a whole number, 1 or more."]


@pytest.fixture
def seven():
    """Seven actions, numbered 1 to 7."""
    strategy = make_strategy()
    for number in range(1, 8):
        make_action(strategy=strategy, ref=str(number), position=number)


@pytest.mark.parametrize("name", ["page", "page_size"])
@pytest.mark.parametrize("value", ["0", "-1", "abc", "1.5", "1e3", "last", "%00", "٣", "+1", "%201", "0x1", "9" * 5000])
def test_what_is_no_number_is_refused_by_name(client, seven, name, value):
    response = client.get(f"/api/v1/actions/?{name}={value}")

    assert (response.status_code, response.json()["errors"]) == (400, {name: WHOLE})


def test_a_page_of_more_than_a_thousand_rows_is_refused(client, seven):
    assert client.get("/api/v1/actions/?page_size=1000").status_code == 200

    response = client.get("/api/v1/actions/?page_size=1001")

    assert (response.status_code, response.json()["errors"]) == (400, {"page_size": ["Give 1000 or less."]})


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("page=2", "There is no page 2: this list has 1 page."),
        ("page=4&page_size=3", "There is no page 4: this list has 3 pages."),
        ("page=999999999", "There is no page 999999999: this list has 1 page."),
    ],
)
def test_a_page_that_is_not_there_is_not_found(client, seven, query, message):
    response = client.get(f"/api/v1/actions/?{query}")

    assert (response.status_code, response.json()["errors"]) == (404, {"page": [message]})


def test_pages_lead_to_each_other_with_the_same_filters(client, seven):
    address = "http://testserver/api/v1/actions/?no_lead=true&page_size=3"
    seen = []
    for page, previous, following in [
        (address, None, f"{address}&page=2"),
        (f"{address}&page=2", address, f"{address}&page=3"),
        (f"{address}&page=3", f"{address}&page=2", None),
    ]:
        answer = client.get(page).json()
        assert list(answer) == ["count", "next", "previous", "results", "closed"]
        assert answer["count"] == 7
        assert [unordered(answer["next"]), unordered(answer["previous"])] == [unordered(following), unordered(previous)]
        seen += [action["ref"] for action in answer["results"]]

    assert seen == ["1", "2", "3", "4", "5", "6", "7"]


def test_each_page_has_the_same_rows_from_whichever_end_it_is_read(client, seven):
    for order, refs in (("-position", "7654321"), ("updated_at", "1234567"), ("-updated_at", "7654321")):
        pages = [
            client.get(f"/api/v1/actions/?ordering={order}&page_size=2&page={page}").json() for page in range(1, 5)
        ]
        assert "".join(action["ref"] for page in pages for action in page["results"]) == refs


def unordered(address):
    """An address as its path and the set of its parameters."""
    path, _, query = (address or "").partition("?")
    return path, set(query.split("&"))


def test_a_page_has_fifty_rows_unless_asked_otherwise(client):
    strategy = make_strategy()
    for _ in range(51):
        make_action(strategy=strategy)

    assert len(client.get("/api/v1/actions/?page=&page_size=").json()["results"]) == 50
    assert len(client.get("/api/v1/actions/?page_size=51").json()["results"]) == 51


@pytest.mark.parametrize(
    ("query", "queries", "page"),
    [
        ("page_size=6", 2, (7, 6, True, False)),
        ("page_size=7", 2, (7, 7, False, False)),
        ("page_size=8", 1, (7, 7, False, False)),
        ("page_size=6&page=2", 2, (7, 1, False, True)),
    ],
)
def test_rows_are_counted_where_the_page_does_not_tell_how_many_there_are(client, seven, query, queries, page):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/api/v1/actions/?fields=ref&{query}").json()

    told = answer["count"], len(answer["results"]), bool(answer["next"]), bool(answer["previous"])
    assert (told, len(asked)) == (page, queries)


def test_a_list_without_rows_has_one_empty_page(client):
    assert client.get("/api/v1/actions/").json() == {
        **{"count": 0, "next": None, "previous": None},
        **{"results": [], "closed": []},
    }
