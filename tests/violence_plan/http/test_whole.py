"""Where the whole is given, no part can be asked for."""

import pytest

from tests.factories import make_plan

pytestmark = pytest.mark.django_db

WHOLE = "/data/anytown/tables.zip"


@pytest.fixture(autouse=True)
def plan():
    """The plan that the whole is of."""
    return make_plan(slug="anytown")


@pytest.mark.parametrize("query", ["?status=late", "?status=", "?page=2", "?%00=1", "?<b>=1", f"?{'x' * 10_000}"])
def test_any_query_is_refused_in_words(client, query):
    page = client.get(f"{WHOLE}{query}")
    assert page.status_code == 400
    assert "None is known here." in page.content.decode()
    assert b"<b>" not in page.content
    assert len(page.content) < 10_000


def test_the_parameter_is_named(client):
    assert "There is no parameter “status”." in client.get(f"{WHOLE}?status=late").content.decode()


def test_the_whole_is_given(client):
    assert client.get(WHOLE).status_code == 200
    assert client.get(f"{WHOLE}?").status_code == 200
