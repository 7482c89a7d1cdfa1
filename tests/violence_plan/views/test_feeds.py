"""The feed of updates is a valid one, steady, and of what may be seen."""

from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest

from actions.models import ProgressUpdate
from tests.factories import make_action, make_plan, make_strategy
from violence_plan.views.feeds import LENGTH

pytestmark = pytest.mark.django_db

URL = "/plans/anytown/updates.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def action():
    """A published action of a published plan."""
    plan = make_plan(slug="anytown", title="A safer <town>", area="Anytown", licence="Ours.")
    return make_action(strategy=make_strategy(plan=plan, ref="5.1"), ref="5.1.1")


def report(action, **fields):
    """A published update."""
    values = {"reported_on": date(2026, 1, 9), "status": "on_track", "publication": "published"}
    return ProgressUpdate.objects.create(action=action, **values | fields)


def entries(answer):
    """The entries of a feed, each its texts by name."""
    found = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314 - our own answer
    return [{part.tag.removeprefix(ATOM): part.text or part.get("href") for part in entry} for entry in found]


def test_no_such_plan(client):
    assert client.get(URL).status_code == 404


def test_a_hidden_plan_has_no_feed(client, action):
    action.plan.access, action.plan.exempt_paragraph = "exempt", 7
    action.plan.save()
    assert client.get(URL).status_code == 404


def test_no_part_of_it_can_be_asked_for(client, action):
    assert client.get(f"{URL}?status=late").status_code == 400


def test_only_officers_read_what_is_not_published(client, action, officer):
    report(action, publication="draft", narrative="Secret")
    report(make_action(strategy=action.strategy, publication="draft"), narrative="Secret")
    report(make_action(), narrative="Elsewhere")
    assert entries(client.get(URL)) == []
    client.force_login(officer)
    assert len(entries(client.get(URL))) == 2


def test_without_updates_it_is_valid_and_as_old_as_the_plan(client, action):
    type(action.plan).objects.update(updated_at=datetime(2026, 1, 31, 9, tzinfo=UTC))
    answer = client.get(URL)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.content)  # noqa: S314 - our own answer
    said = [(part.tag.removeprefix(ATOM), part.text or part.attrib) for part in feed]
    assert said == [
        ("title", "Progress updates: A safer <town>, Anytown"),
        ("link", {"rel": "alternate", "href": "http://testserver/plans/anytown/"}),
        ("link", {"rel": "self", "href": "http://testserver/plans/anytown/updates.atom"}),
        ("id", "http://testserver/plans/anytown/"),
        ("updated", "2026-01-31T09:00:00+00:00"),
        ("author", {}),
        ("subtitle", "What the partners report of their actions, as it is published."),
        ("rights", "Ours."),
    ]
    assert feed.find(f"{ATOM}author/{ATOM}name").text == "A safer <town>, Anytown"


def test_an_update_is_an_entry(client, action):
    update = report(action, narrative="We <swept> & found\n\n- knives")
    [entry] = entries(client.get(URL))
    recorded = update.recorded_at.isoformat()
    assert {name: text for name, text in entry.items() if name not in ("published", "updated")} == {
        "title": "Action 5.1.1: on track",
        "link": "http://testserver/plans/anytown/actions/5.1.1/",
        "id": f"urn:uuid:{update.uid}",
        "summary": "<p>Reported on 9 January 2026.</p>"
        "<p>We &lt;swept&gt; &amp; found</p>\n<ul>\n<li>knives</li>\n</ul>\n",
    }
    assert entry["updated"] == entry["published"]
    assert entry["updated"][:19] == recorded[:19]


def test_signs_that_no_feed_can_hold_are_replaced(client, action):
    report(action, narrative="a\x08b\x0bc\ufffed")
    [entry] = entries(client.get(URL))
    assert "a�b�c�d" in entry["summary"]


def test_the_last_recorded_come_first_and_not_all(client, action, django_assert_num_queries):
    first = report(action)
    with django_assert_num_queries(2):
        client.get(URL)
    last = [report(action) for _ in range(LENGTH)]
    with django_assert_num_queries(2):
        found = entries(client.get(URL))
    assert [entry["id"] for entry in found] == [update.uid.urn for update in reversed(last)]
    assert first.uid.urn not in [entry["id"] for entry in found]


def test_a_plan_without_a_licence_claims_no_rights(client, action):
    action.plan.licence = ""
    action.plan.save()
    assert b"<rights" not in client.get(URL).content
