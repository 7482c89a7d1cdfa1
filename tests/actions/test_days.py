"""The status of a past day, wherever one is shown: on the action, its strategy and theme, the list, the first page."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from actions.models import Action
from actions.progress import record_update
from tests.factories import make_action, make_plan, make_strategy, make_theme
from tests.page_reading import links, read

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/plans/anytown/strategies/5.1/",
    "/plans/anytown/strategies/5.1/themes/streets/",
    "/plans/anytown/actions/5.1.1/",
]
LIST = "/plans/anytown/actions/"


@pytest.fixture
def action():
    """An action on track from March, off track from May; what was exempt, in review or withdrawn never counts."""
    plan = make_plan(slug="anytown")
    theme = make_theme(strategy=make_strategy(plan=plan, ref="5.1"), title="Streets")
    action = make_action(theme=theme, ref="5.1.1")
    told = [
        (date(2022, 5, 1), "off_track", {"publication": "published", "narrative": "Second."}),
        (date(2022, 3, 1), "on_track", {"publication": "published", "narrative": "First."}),
        (date(2022, 3, 2), "completed", {"publication": "in_review", "narrative": "Hidden."}),
        (date(2022, 3, 3), "closed", {"publication": "withdrawn", "narrative": "Hidden."}),
        (
            date(2022, 3, 4),
            "completed",
            {"publication": "published", "access": "exempt", "exempt_paragraph": 3, "narrative": "Hidden."},
        ),
    ]
    for day, status, said in told:
        evidence = [(f"{said['narrative']} paper", "https://example.org/paper")]
        record_update(action=action, reported_on=day, status=status, evidence=evidence, **said)
    return action


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("at=1.3.2022", "Write a day as 2026-01-31."),
        ("at=%00", "Write a day as 2026-01-31."),
        ("at=2022-02-30", "Write a day as 2026-01-31."),
        ("at=2999-01-01", "That day is still to come. Write today, or a day before it."),
        ("at=2022-03-01&at=2022-03-02", "Give this parameter once; it takes one value."),
    ],
)
def test_a_bad_day_is_named(client, action, address, query, message):
    page = client.get(f"{address}?{query}")
    assert page.status_code == 400
    assert message in read(page)
    assert address in links(page)


@pytest.mark.parametrize("query", ["at=", "at=%20", "utm_source=mail"])
def test_what_asks_for_no_day_is_today(client, action, query):
    page = read(client.get(f"/plans/anytown/actions/5.1.1/?{query}"))
    assert "Status ■ Off track" in page
    assert "Back to today" not in page


def test_the_list_refuses_a_bad_day_at_its_field(client, action):
    page = client.get(f"{LIST}?at=zebra")
    assert page.status_code == 400
    assert read(page).startswith("There is a problem Write a day as 2026-01-31. Actions")
    assert 'value="zebra" aria-describedby="filter-at-error"' in page.content.decode()


@pytest.mark.parametrize(
    ("day", "shown", "told"),
    [
        ("2022-02-28", "○ Not reported yet", "Progress up to 28 February 2022 Nothing had been reported by then."),
        ("2022-03-01", "● On track", "● On track 1 March 2022 First. Evidence: First. paper"),
        ("2022-04-30", "● On track", "● On track 1 March 2022 First. Evidence: First. paper"),
        ("2022-05-01", "■ Off track", "■ Off track 1 May 2022 Second."),
    ],
)
def test_an_action_as_it_stood_on_a_day(client, action, day, shown, told):
    response = client.get(f"/plans/anytown/actions/5.1.1/?at={day}")
    page = read(response)
    spoken = date.fromisoformat(day).strftime("%-d %B %Y")
    assert f"Status on {spoken}. What was reported later does not count." in page
    assert f"Status on {spoken} {shown}" in page
    assert told in page
    assert "Hidden." not in page
    assert "/plans/anytown/actions/5.1.1/" in links(response)


@pytest.mark.parametrize("address", PAGES[1:3])
def test_a_strategy_and_a_theme_as_they_stood_on_a_day(client, action, address):
    response = client.get(f"{address}?at=2022-04-01")
    page = read(response)
    assert "Status on 1 April 2022." in page
    assert "No lead named ● On track" in page
    assert "Progress ● On track 1" in page
    assert "/plans/anytown/actions/5.1.1/?at=2022-04-01" in links(response)
    assert "No lead named ○ Not reported yet" in read(client.get(f"{address}?at=2022-01-01"))


def test_the_list_as_it_stood_on_a_day(client, action):
    response = client.get(f"{LIST}?at=2022-04-01&status=on_track")
    assert "Status on 1 April 2022." in read(response)
    assert "5.1.1" in read(response)
    assert {"?status=on_track", f"{LIST}5.1.1/?at=2022-04-01"} <= set(links(response))
    assert "No action matches" in read(client.get(f"{LIST}?at=2022-04-01&status=off_track"))


def test_the_first_page_as_it_stood_on_a_day(client, action):
    Action.objects.filter(pk=action.pk).update(due_on="2022-05-31")
    early, late = client.get("/?at=2022-04-01"), client.get("/?at=2022-06-01")
    assert "What was late on 1 April 2022 Status on 1 April 2022." in read(early)
    assert "1 of 1 action has reported progress. Nothing is late." in read(early)
    assert "Past its date 1 action Off track 1 action" in read(late)
    assert f"{LIST}?status=off_track&at=2022-06-01" in links(late)
    assert "What is late 1 of 1 action has reported progress. Past its date" in read(client.get("/"))


@pytest.mark.parametrize(
    ("former", "now"),
    [("actions/5.9.9/", "actions/5.1.1/"), ("strategies/5.9/", "strategies/5.1/")],
)
def test_an_old_number_leads_on_with_its_day(client, action, former, now):
    Action.objects.filter(pk=action.pk).update(ref="5.9.9")
    Action.objects.filter(pk=action.pk).update(ref="5.1.1")
    strategy = type(action.strategy).objects.filter(pk=action.strategy_id)
    strategy.update(ref="5.9")
    strategy.update(ref="5.1")
    assert client.get(f"/plans/anytown/{former}?at=2022-04-01").url == f"/plans/anytown/{now}?at=2022-04-01"


def test_today_can_be_asked_for_and_tomorrow_cannot(client, action):
    today = timezone.localdate()
    assert client.get(f"/?at={today}").status_code == 200
    assert client.get(f"/?at={today + timedelta(days=1)}").status_code == 400


def test_whoever_may_read_what_is_not_public_is_told_that_it_is_not(client, officer, action):
    client.force_login(officer)
    page = read(client.get("/plans/anytown/actions/5.1.1/"))
    assert "✓ Completed 4 March 2022 § Exempt: paragraph 3 Hidden." in page
    assert "– Closed 3 March 2022 ⊘ Withdrawn Hidden." in page
    assert "✓ Completed 2 March 2022 ◐ In review Hidden." in page
    assert "● On track 1 March 2022 First." in page
    assert "Status ■ Off track" in page


@pytest.mark.parametrize(
    "hidden",
    [
        {"publication": "in_review"},
        {"publication": "withdrawn"},
        {"publication": "published", "access": "exempt", "exempt_paragraph": 3},
    ],
)
def test_what_is_hidden_is_neither_shown_nor_counted(client, hidden):
    strategy = make_strategy(plan=make_plan(slug="anytown"), ref="5.1")
    action = make_action(strategy=strategy, ref="5.1.1")
    said = {"status": "off_track", "narrative": "Zebras.", "evidence": [("Zebra paper", "https://example.org/zebra")]}
    record_update(action=action, reported_on=date(2022, 3, 1), next_update_due=date(2022, 4, 1), **said | hidden)
    assert "No progress has been reported yet." in read(client.get("/"))
    assert "Progress ○ Not reported yet 1" in read(client.get("/plans/anytown/strategies/5.1/"))
    assert "No action matches" in read(client.get(f"{LIST}?status=off_track"))
    assert client.get("/api/v1/actions/?status=off_track").json()["count"] == 0
    for address in (
        "/",
        f"{LIST}5.1.1/",
        f"{LIST}?at=2022-03-02",
        "/plans/anytown/updates.atom",
        "/search/?q=progress",
    ):
        shown = client.get(address).content.decode()
        for word in ("Zebra", "example.org/zebra", "Off track"):
            assert word not in shown.replace(">Off track</label>", "").replace("Off track</option>", ""), (
                address,
                word,
            )
    assert "Zebra" not in client.get("/plans/anytown/gaps/").content.decode()
