"""Pages as at a past moment: what they say, where they lead, and what they refuse."""

import re

import pytest
from django.db import connection
from django.utils import timezone

from actions.models import Action, Strategy
from tests.factories import make_action, make_alignment, make_plan, make_principle, make_strategy, make_theme
from tests.page_reading import links, read
from tests.past import happened_on

pytestmark = pytest.mark.django_db

THEN = "2026-03-01"
PAGES = [
    "/plans/anytown/",
    "/plans/anytown/strategies/5.1/",
    "/plans/anytown/strategies/5.1/themes/patrols/",
    "/plans/anytown/actions/",
    "/plans/anytown/actions/5.1.1/",
    "/plans/anytown/alignment/",
]
TABLE = "/plans/anytown/alignment/csv/"


@pytest.fixture(autouse=True)
def action():
    """An action as it was on 1 March 2026; everything that has words has others now."""
    with happened_on(THEN):
        plan = make_plan(slug="anytown", title="Old plan")
        strategy = make_strategy(plan=plan, ref="5.1", title="Old strategy")
        theme = make_theme(strategy=strategy, title="Patrols", text="Old theme.")
        action = make_action(theme=theme, ref="5.1.1", text="Old text.")
        principle = make_principle(framework=plan.framework, kind="strategic", number=1, short_title="Early")
        make_alignment(action=action, principle=principle)
    for row, words in (
        (plan, {"title": "New plan"}),
        (strategy, {"title": "New strategy"}),
        (action, {"text": "New."}),
    ):
        type(row).objects.filter(pk=row.pk).update(**words)
    return action


@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_as_at_what_moment_it_is_and_leads_to_today(client, address):
    today, past = client.get(address), client.get(f"{address}?as_at={THEN}")
    said = past.content.decode()
    assert (past.status_code, "New" in read(past), "Old" in said) == (200, False, True)
    assert "As it stood on 1 March 2026 at 23:59." in said
    assert f'<a href="{address}" data-as-it-is>See it as it is now</a>' in said
    assert re.search(r"<title>[^<]*, as at 1 March 2026 – Old plan, Anytown</title>", said) or address == PAGES[0]
    assert '<meta name="robots" content="noindex">' in said
    assert f'<link rel="canonical" href="http://testserver{address}">' in said
    assert "As it stood" not in today.content.decode()
    assert "noindex" not in today.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_every_page_asks_which_day(client, address):
    for query, value in (("", ""), (f"?as_at={THEN}", THEN), (f"?as_at={THEN}T13:00", THEN)):
        said = client.get(address + query).content.decode()
        [form] = re.findall(r'(?s)<form class="as-at" method="get" action="([^"]*)".*?</form>', said)
        [field] = re.findall(r'<input class="govuk-input[^>]* id="as-at"[^>]*>', said)
        assert form == address
        assert f'max="{timezone.localdate()}" value="{value}"' in field


def test_what_else_is_asked_stays_when_a_day_is_asked_and_when_it_is_left(client):
    said = client.get(f"{PAGES[5]}?basis=stated&basis=assessed&as_at={THEN}&kind=").content.decode()
    [form] = re.findall(r'(?s)<form class="as-at".*?</form>', said)
    assert re.findall('type="hidden" name="([^"]*)" value="([^"]*)"', form) == [
        ("basis", "stated"),
        ("basis", "assessed"),
    ]
    assert f'href="{PAGES[5]}?basis=stated&amp;basis=assessed&amp;kind=" data-as-it-is' in said
    assert f'<link rel="canonical" href="http://testserver{PAGES[5]}?basis=assessed&amp;basis=stated">' in said


@pytest.mark.parametrize("address", PAGES)
def test_links_keep_to_the_past_where_it_can_be_read_and_filters_too(client, address):
    found = links(client.get(f"{address}?as_at={THEN}"))
    today = ("/plans/anytown/partners/", "/plans/anytown/changes/")
    led = [link for link in found if link.startswith(("/plans/anytown/", "?")) and not link.startswith(today)]
    assert [link for link in led if f"as_at={THEN}" not in link] == []
    assert len(led) > 0
    assert [link for link in found if "as_at" in link and not link.startswith(("/plans/anytown/", "?"))] == []


@pytest.mark.parametrize("address", [PAGES[3], PAGES[5]])
def test_the_filters_keep_to_the_past(client, address):
    said = client.get(f"{address}?as_at={THEN}&strategy=5.1").content.decode()
    [form] = re.findall(r'(?s)<form class="filters".*?</form>', said)
    assert f'<input type="hidden" name="as_at" value="{THEN}">' in form
    assert "as_at" not in re.sub(r'(?s)<form.*?</form>|href="[^"]*"', "", re.search("(?s)<main.*</main>", said)[0])


@pytest.mark.parametrize(("query", "found"), [("q=old", False), ("q=new", True)])
def test_words_are_looked_for_among_those_of_the_past(client, query, found):
    now, then = (client.get(f"{PAGES[3]}?{query}{past}").content.decode() for past in ("", f"&as_at={THEN}"))
    assert ("/actions/5.1.1/" in now, "/actions/5.1.1/" in then) == (found, not found)


def test_the_matrix_and_its_table_count_what_was_there(client, action):
    make_action(strategy=Strategy.objects.get(), ref="5.1.2")
    past, now = client.get(f"{TABLE}?as_at={THEN}"), client.get(TABLE)
    assert past.content.decode().splitlines()[1] == "5.1 Old strategy,1,1,1,1,open,,official"
    assert now.content.decode().splitlines()[1] == "5.1 New strategy,1,2,1,1,open,,official"
    assert past["Content-Disposition"].endswith('-as-at-2026-03-01.csv"')
    assert "as-at" not in now["Content-Disposition"]


@pytest.mark.parametrize("address", [*PAGES, TABLE])
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("as_at=soon", "“soon” is not a day. Write a day as 2026-01-31, or a time as 2026-01-31T09:00:00Z."),
        ("as_at=2999-01-01", "2999-01-01 has not come yet. Choose a day up to today."),
        ("as_at=2026-02-28", "What is known here of this plan begins on 1 March 2026 at 12:00."),
        ("as_at=2026-03-01&as_at=2026-03-02", "Give this parameter once; it takes one value."),
        ("as_at=%00", "“�” is not a day."),
        ("as_at=%3Cscript%3E", "“<script>” is not a day."),
    ],
)
def test_what_is_no_past_moment_is_named_and_nothing_shown(client, address, query, sentence):
    response = client.get(f"{address}?{query}")
    assert response.status_code == 400
    assert sentence in read(response)
    assert links(response)[:2] == ["#as-at", address]
    assert "<title>Error: " in response.content.decode()
    assert 'id="as-at"' in response.content.decode()
    assert not {"Old", "New"} & set(read(response).split())


def test_what_was_typed_is_kept(client):
    said = client.get(f"{PAGES[3]}?as_at=2999-01-01&strategy=5.1").content.decode()
    assert 'value="2999-01-01" aria-describedby="as-at-error"' in said
    assert '<input type="hidden" name="strategy" value="5.1">' in said


@pytest.mark.parametrize(
    "address", ["/", "/plans/", "/partners/", "/principles/", "/help/", "/plans/anytown/glossary/"]
)
def test_other_pages_are_always_of_today_and_say_so(client, address):
    plain, asked = client.get(address), client.get(f"{address}?as_at={THEN}")
    assert (plain.status_code, asked.status_code) == (200, 400)
    assert "There is no parameter “as_at”." in asked.content.decode()
    assert 'class="as-at"' not in plain.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_what_reads_is_answered(client, method):
    assert getattr(client, method)(f"{PAGES[4]}?as_at={THEN}").status_code == 405


def test_a_page_that_was_not_there_yet_says_as_at_when(client):
    make_action(strategy=Strategy.objects.get(), ref="5.1.2")
    response = client.get(f"/plans/anytown/actions/5.1.2/?as_at={THEN}")
    assert response.status_code == 404
    assert "Old plan has no action 5.1.2." in read(response)
    assert "As it stood on 1 March 2026 at 23:59." in response.content.decode()
    assert '<a href="/plans/anytown/actions/5.1.2/" data-as-it-is>' in response.content.decode()


def test_a_renumbered_row_is_found_by_todays_number_and_led_back_to_it(client, action):
    Action.objects.filter(pk=action.pk).update(ref="5.1.9")
    Strategy.objects.update(ref="5.2")
    by_now = client.get(f"/plans/anytown/actions/5.1.9/?as_at={THEN}")
    assert (by_now.status_code, by_now["Location"]) == (302, f"/plans/anytown/actions/5.1.1/?as_at={THEN}")
    assert 'href="/plans/anytown/actions/5.1.9/" data-as-it-is' in client.get(by_now["Location"]).content.decode()
    theme = client.get(f"/plans/anytown/strategies/5.2/themes/patrols/?as_at={THEN}")
    assert theme["Location"] == f"/plans/anytown/strategies/5.1/themes/patrols/?as_at={THEN}"


def test_a_former_number_of_then_leads_on_within_the_past(client, action):
    with happened_on("2026-03-02"):
        Action.objects.filter(pk=action.pk).update(ref="5.1.9")
    response = client.get("/plans/anytown/actions/5.1.1/?as_at=2026-03-03")
    assert (response.status_code, response["Location"]) == (301, "/plans/anytown/actions/5.1.9/?as_at=2026-03-03")


def test_what_is_no_more_is_told_to_officers_only(client, officer, action):
    Action.objects.get(pk=action.pk).delete()
    assert client.get(f"{PAGES[4]}?as_at={THEN}").status_code == 404
    client.force_login(officer)
    said = client.get(f"{PAGES[4]}?as_at={THEN}").content.decode()
    assert "Old text." in said
    assert "It is no longer in the plan." in said
    assert "data-as-it-is" not in said
    assert f'<link rel="canonical" href="http://testserver{PAGES[4]}">' in said


def test_an_answer_to_a_session_is_kept_nowhere_in_the_past_either(client, officer):
    client.force_login(officer)
    assert client.get(f"{PAGES[4]}?as_at={THEN}")["Cache-Control"] == "private, no-store"


def test_nothing_of_the_past_stays_after_an_answer(client, monkeypatch):
    monkeypatch.setattr(client, "raise_request_exception", False)
    before = [*connection.execute_wrappers]
    client.get(f"{PAGES[4]}?as_at={THEN}")
    client.get(f"/plans/anytown/actions/9.9/?as_at={THEN}")
    assert connection.execute_wrappers == before
    assert "New." in read(client.get(PAGES[4]))


@pytest.mark.parametrize("address", ["actions/{0.uid}/?", "strategies/{0.strategy.uid}/?", "alignment/?plan=anytown&"])
def test_the_api_reads_the_past(client, action, address):
    address = f"/api/v1/{address.format(action)}"
    assert "Old" in client.get(f"{address}as_at={THEN}").content.decode()
    assert "Old" not in client.get(address).content.decode()
    refused = client.get(f"{address}as_at=soon")
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")
    assert refused.json()["errors"]["as_at"][0].startswith("“soon” is not a day.")
    assert client.get(f"{address}as_at={THEN}&as_at={THEN}").status_code == 400
    assert client.get(f"{address}as_at=2026-02-28").status_code in (400, 404)


def test_lists_of_the_api_are_always_of_today(client):
    refused = client.get(f"/api/v1/actions/?as_at={THEN}")
    assert refused.status_code == 400
    assert refused.json()["errors"]["as_at"][0].startswith("There is no parameter “as_at”.")
