"""The page of what changed and its table: what they refuse, what they say, and what they keep to themselves."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import Indicator, Measurement, Milestone, Period, SourceNote
from actions.progress import record_update
from tests.factories import (
    make_action,
    make_alignment,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_term,
    make_theme,
    make_user,
)
from tests.page_reading import read

APRIL, MAY, JUNE = (datetime(2026, month, 3, 9, 5, tzinfo=UTC) for month in (4, 5, 6))
URL = "/plans/anytown/changes/"
STRETCH = "?since=2026-05-01&until=2026-06-30"

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(dated):
    """A plan of one strategy with one action, since April."""
    with dated(APRIL):
        plan = make_plan(slug="anytown", title="A safer town")
        strategy = make_strategy(plan=plan, ref="5.1", title="Knives", position=1)
        make_action(strategy=strategy, ref="5.1.1", text="Sweep the parks by May.", position=1)
    return plan


@pytest.fixture
def action(plan):
    return plan.actions.get()


def table(client, stretch=STRETCH):
    """The rows of the table."""
    response = client.get(f"{URL}csv/{stretch}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(response.content.decode())))[1:]


def told(client, stretch=STRETCH):
    """What the table tells, less addresses: what, happened, field, before, after."""
    return [tuple(row[1:6]) for row in table(client, stretch)]


@pytest.mark.parametrize("part", ["", "csv/"])
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=yesterday", "“yesterday” is not a day. Write a day as 2026-01-31"),
        ("until=2026-13-01", "“2026-13-01” is not a day."),
        ("until=2999-01-01", "2999-01-01 has not come yet. Choose a day up to today."),
        ("since=2026-06-02&until=2026-06-01", "The first day must come before the last."),
        ("since=2026-06-02&since=2026-06-01", "Give this parameter once; it takes one value."),
        ("until=9999-12-31", "9999-12-31 has not come yet."),
    ],
)
def test_what_it_cannot_know_is_refused_and_what_was_typed_stays(client, plan, part, query, sentence):
    response = client.get(f"{URL}{part}?{query}")
    assert response.status_code == 400
    assert sentence in read(response)
    if "yesterday" in query:
        assert 'value="yesterday"' in response.content.decode()


def test_a_plan_that_is_hidden_has_no_page(client):
    make_plan(slug="anytown", publication="draft")
    assert client.get(URL).status_code == 404


@pytest.mark.parametrize("number", ["0", "2", "x", "٣"])
def test_there_is_no_page_beyond_the_last(client, plan, number):
    response = client.get(f"{URL}?page={number}")
    assert (response.status_code, f"There is no page “{number}”." in read(response)) == (404, True)


def test_the_earliest_day_is_the_beginning_of_what_is_known(client, plan):
    assert "begins on 3 April 2026 at 10:05" in read(client.get(f"{URL}?since=0001-01-01"))


def test_where_nothing_changed_it_says_so(client, plan):
    words = read(client.get(f"{URL}{STRETCH}"))
    assert "Nothing changed in A safer town between 1 May 2026 and 30 June 2026." in words


def test_without_a_stretch_it_tells_of_the_last_30_days_and_where_knowledge_begins(client):
    make_plan(slug="anytown")
    assert "What is known here of this plan begins on" in read(client.get(URL))
    assert read(client.get(f"{URL}?until={datetime.now(UTC):%Y-%m-%d}"))


def test_net_differences_are_told_by_strategy_word_by_word(client, plan, action, dated):
    with dated(APRIL):
        police = make_partner(code="police", name="Police")
    with dated(MAY):
        action.text = "Sweep the parks."
        action.save()
    with dated(JUNE):
        action.text = "Sweep the parks by July."
        action.save()
        make_lead(action=action, partner=police)
    page = client.get(f"{URL}{STRETCH}")
    words = read(page)
    assert "1 change in A safer town between 1 May 2026 and 30 June 2026" in words
    assert "5.1 Knives Action 5.1.1 Changed" in words
    assert "Sweep the parks by [removed: May][added: July]." in words
    assert 'href="/plans/anytown/actions/5.1.1/"' in page.content.decode()
    assert table(client) == [
        [
            "5.1 Knives",
            "Action 5.1.1",
            "Changed",
            "Action",
            "Sweep the parks by May.",
            "Sweep the parks by July.",
            TO,
            *OPEN,
        ],
        ["5.1 Knives", "Action 5.1.1", "Changed", "Led by", "", "Police (lead)", TO, *OPEN],
    ]


OPEN = ("open", "", "official")
TO = "http://testserver/plans/anytown/actions/5.1.1/"


def test_what_was_changed_back_is_no_change(client, plan, action, dated):
    for moment, text in ((MAY, "Else."), (JUNE, "Sweep the parks by May.")):
        with dated(moment):
            action.text = text
            action.save()
    assert told(client, "?since=2026-05-01T09:00:00Z&until=2026-06-30") == []


def test_what_became_public_is_new_without_its_earlier_words(client, plan, dated):
    with dated(APRIL):
        draft = make_action(
            strategy=plan.strategies.get(), ref="5.1.2", text="Secret draft.", publication="draft", position=2
        )
    with dated(MAY):
        draft.text, draft.publication = "Open words.", "published"
        draft.save()
    assert ("Action 5.1.2", "New to the public", "Action", "", "Open words.") in told(client)
    assert "Secret" not in client.get(f"{URL}{STRETCH}").content.decode()
    client.force_login(make_user("officer"))
    assert ("Action 5.1.2", "Changed", "Action", "Secret draft.", "Open words.") in told(client)
    assert ("Action 5.1.2", "Changed", "Publication", "Draft", "Published") in told(client)


@pytest.mark.parametrize(
    "hidden",
    [
        {"publication": "withdrawn"},
        {"publication": "draft"},
        {"access": "exempt", "exempt_paragraph": 7},
    ],
)
def test_of_what_is_hidden_now_strangers_are_told_nothing(client, plan, action, dated, hidden):
    with dated(MAY):
        action.text = "Zebra."
        action.save()
    with dated(JUNE):
        for name, value in hidden.items():
            setattr(action, name, value)
        action.save()
    assert told(client) == []
    assert told(client, "?since=2026-05-01&until=2026-05-30") == []
    client.force_login(make_user("officer"))
    assert ("Action 5.1.1", "Changed", "Action", "Sweep the parks by May.", "Zebra.") in told(client)


def test_what_was_deleted_is_told_to_who_reads_everything(client, plan, action, dated):
    with dated(MAY, source="admin", why="It was twice in the plan."):
        action.delete()
    assert told(client) == []
    client.force_login(make_user("auditor"))
    row = next(row for row in table(client) if row[3] == "Action")
    assert row[1:6] == ["Action 5.1.1", "Taken out", "Action", "Sweep the parks by May.", ""]
    assert row[6:] == ["", "Nobody signed in · Admin · It was twice in the plan.", *OPEN]
    assert "Nobody signed in · Admin · It was twice in the plan." in read(client.get(f"{URL}{STRETCH}"))


def test_a_strategy_that_is_gone_still_heads_what_went_with_it(client, plan, dated):
    with dated(MAY):
        plan.strategies.get().delete()
    client.force_login(make_user("officer"))
    assert {row[0] for row in table(client)} == {"5.1 Knives"}


def test_only_who_reads_histories_is_told_who_and_why(client, plan, action, dated):
    ann = make_user("officer", username="ann-officer")
    with dated(MAY, user=ann.pk, source="page", why="The board asked."):
        action.text = "Else."
        action.save()
    line = "ann-officer · Page · The board asked."
    assert line not in read(client.get(f"{URL}{STRETCH}"))
    client.force_login(make_user("board-member"))
    assert line not in read(client.get(f"{URL}{STRETCH}"))
    client.force_login(ann)
    assert line in read(client.get(f"{URL}{STRETCH}"))
    assert table(client)[0][7] == line


def test_a_private_name_is_told_to_nobody_else(client, plan, action, dated):
    with dated(APRIL):
        zoe = make_partner(kind="person", name="Zoe Ash", public_name="A named officer")
    with dated(MAY):
        make_lead(action=action, partner=zoe, printed="Zoe Ash")
        action.printed_leads = "Zoe Ash"
        action.save()
    assert told(client) == [("Action 5.1.1", "Changed", "Led by", "", "A named officer (lead)")]
    client.force_login(make_user("officer"))
    assert told(client) == [("Action 5.1.1", "Changed", "Led by", "", "Zoe Ash (lead)")]


def test_everything_in_a_plan_is_told(client, plan, action, dated):
    strategy = plan.strategies.get()
    with dated(APRIL):
        early = make_principle(framework=plan.framework, kind="strategic", number=1, short_title="Early")
    with dated(MAY):
        plan.area = "Everytown"
        plan.save()
        plan.sections.create(ref="3", title="Causes", position=1)
        strategy.section, strategy.owner = plan.sections.get(), make_partner(name="Police")
        strategy.save()
        make_alignment(strategy=strategy, principle=early)
        theme = make_theme(strategy=strategy, title="Parks")
        action.theme = theme
        action.save()
        make_alignment(action=action, principle=early, basis="assessed", reason="It does.")
        days = {"starts_on": "2026-01-01", "ends_on": "2026-12-31"}
        period = Period.objects.create(plan=plan, code="2026", title="2026", **days)
        Milestone.objects.create(plan=plan, action=action, period=period, text="Ten")
        SourceNote.objects.create(plan=plan, action=action, number=1, kind="text", note="Odd.")
        SourceNote.objects.create(plan=plan, number=2, kind="text", note="Odder.")
        make_term(plan=plan, term="MPS")
        measured = {"plan": plan, "strategy": strategy, "code": "knives", "title": "Knives found", "position": 1}
        indicator = Indicator.objects.create(**measured)
        Measurement.objects.create(plan=plan, indicator=indicator, period=period, target=5)
        hidden = make_strategy(plan=plan, ref="5.9", publication="draft")
        Indicator.objects.create(**measured | {"strategy": hidden, "code": "hidden"})
        record_update(
            action=action, reported_on=date(2026, 5, 2), status="on_track", narrative="Well.", publication="published"
        )
    rows = told(client)
    assert {
        ("The plan", "Changed", "Area", "Anytown", "Everytown"),
        ("Section 3", "New to the public", "Title", "", "Causes"),
        ("Strategy 5.1", "Changed", "Owner", "", "Police"),
        ("Strategy 5.1", "Changed", "Section", "", "3 Causes"),
        ("Strategy 5.1", "Changed", "Serves", "", "Strategic 1: Early (stated)"),
        ("Theme “Parks”", "New to the public", "Title", "", "Parks"),
        ("Action 5.1.1", "Changed", "Theme", "", "Parks"),
        ("Action 5.1.1", "Changed", "Serves", "", "Strategic 1: Early (assessed)"),
        ("Action 5.1.1", "Changed", "Milestones", "", "2026: Ten"),
        ("Source note 1", "New to the public", "Note", "", "Odd."),
        ("Source note 2", "New to the public", "Note", "", "Odder."),
        ("Acronym MPS", "New to the public", "Term", "", "MPS"),
        ("Indicator knives", "New to the public", "2026, target", "", "5"),
        ("Progress of 5.1.1 on 2 May 2026", "New to the public", "Narrative", "", "Well."),
        ("Progress of 5.1.1 on 2 May 2026", "New to the public", "Status", "", "On track"),
    } <= set(rows)
    assert not [row for row in rows if "hidden" in row[0]]
    assert [row[0] for row in table(client)][0] == "The plan as a whole"


def test_what_was_not_public_for_a_while_is_said_so(client, plan, action, dated):
    with dated(MAY):
        action.publication = "withdrawn"
        action.save()
    with dated(JUNE):
        action.publication = "published"
        action.save()
    found = told(client, "?since=2026-05-01&until=2026-05-30")
    assert ("Action 5.1.1", "No longer public then", "Action", "Sweep the parks by May.", "") in found


def test_a_plan_that_was_not_public_then_has_nothing_to_tell(client, dated):
    with dated(APRIL):
        plan = make_plan(slug="anytown", publication="draft")
    with dated(MAY):
        plan.publication = "published"
        plan.save()
    assert told(client, "?since=2026-05-01&until=2026-06-01") == []
    assert told(client, "?since=2026-04-01&until=2026-04-30") == []


def test_a_thousand_changes_cost_no_more_queries_than_a_few(client, plan, dated):
    strategy = plan.strategies.get()

    def queries(number):
        with dated(MAY):
            for n in range(number):
                make_action(strategy=strategy, ref=f"5.1.{number}.{n}", position=number)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(f"{URL}{STRETCH}")
        assert response.status_code == 200
        return len(captured), response.content.decode().count('class="change"')

    queries(1)
    few, _ = queries(5)
    assert queries(1000) == (few, 50)
    assert few < 70


def test_a_day_of_today_is_as_much_of_it_as_has_been(client, plan, action):
    action.text = "Today."
    action.save()
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert ("Action 5.1.1", "Changed", "Action", "Sweep the parks by May.", "Today.") in told(client, f"?until={today}")
