"""When rows last changed, as their history says."""

import datetime

import pytest

from actions.models import Theme
from history.rows import last_changed
from tests.factories import make_theme

pytestmark = pytest.mark.django_db


def day(number):
    """Noon of a day in March 2026."""
    return datetime.datetime(2026, 3, number, 12, tzinfo=datetime.UTC)


def test_a_row_last_changed_when_its_last_event_was_written(dated, client):
    with dated(day(1)):
        changed, left = make_theme(title="A"), make_theme(title="B")
    with dated(day(2)):
        Theme.objects.filter(pk=changed.pk).update(objective="Fewer knives.")
    with dated(day(3)):
        make_theme(title="C").delete()

    rows = Theme.objects.annotate(at=last_changed(Theme)).order_by("title")

    assert [(row.title, row.at) for row in rows] == [("A", day(2)), ("B", day(1))]
    answer = client.get("/api/v1/themes/?updated_since=2026-03-02&fields=uid,updated_at").json()["results"]
    assert answer == [{"uid": str(changed.uid), "updated_at": "2026-03-02T12:00:00Z"}]
    assert str(left.uid) in client.get("/api/v1/themes/?ordering=updated_at").content.decode().partition("}")[0]


def test_a_theme_keeps_its_uid_whatever_it_is_called(client):
    theme = make_theme(title="A")
    Theme.objects.filter(pk=theme.pk).update(title="Another")

    assert client.get(f"/api/v1/themes/{theme.uid}/").json()["title"] == "Another"
