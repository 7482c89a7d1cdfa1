"""The first page: five figures, strategies, biggest gaps, who leads most, what is late, and each with its way on."""

import gzip
import re
from datetime import date

import pytest
from django.conf import settings

from actions.progress import record_update
from tests.factories import (
    make_action,
    make_alignment,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """5.1 with four actions, one of them led; 5.2 with one, led; 3.1 in prose. Nobody serves Enabling Principle 7."""
    plan = make_plan(slug="anytown", title="A safer town", area="Anytown", source_title="A paper of 2021")
    first, _ = (
        make_principle(framework=plan.framework, kind=kind, number=number, short_title=title)
        for kind, number, title in (("strategic", 1, "Causes"), ("enabling", 7, "Communicate"))
    )
    knives = make_strategy(plan=plan, ref="5.1", title="Knife crime", position=2)
    gangs = make_strategy(plan=plan, ref="5.2", title="Gangs", position=3)
    make_strategy(plan=plan, ref="3.1", title="In words", position=1)
    stating, inheriting, *_ = (make_action(strategy=knives) for _ in range(4))
    make_alignment(action=stating, principle=first)
    make_alignment(action=inheriting, principle=first, basis="inherited", inherited_from=stating)
    make_lead(action=stating)
    make_lead(action=make_action(strategy=gangs))
    return plan


def content(client):
    page = client.get("/")
    assert page.status_code == 200
    return page.content.decode()


def words(html):
    """What of a piece of HTML is read, white space folded."""
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def test_no_plan_a_stranger_may_see(client):
    make_plan(publication="draft")
    page = content(client)
    assert "<h1>No plan is published yet</h1>" in page
    assert 'Officers can <a href="/admin/login/">sign in</a> and publish one.' in page


def test_no_plan_at_all_for_an_officer(client, officer):
    client.force_login(officer)
    assert 'There is no plan yet: <a href="/admin/">load one</a>.' in content(client)


def test_a_plan_that_holds_nothing_yet(client):
    make_plan(area="Anytown")
    page = words(content(client))
    assert "One plan to end violence in Anytown See what the partnership has promised" in page
    assert "0 actions in 0 strategies" in page
    assert "Biggest gaps The plan has no actions yet." in page


def test_each_of_the_five_figures_leads_to_what_it_counts(client, plan):
    figures = re.search(r'<ul class="figures">.*?</ul>', content(client), re.DOTALL)[0]
    assert [(address, words(figure)) for address, figure in re.findall(r'<a href="(.*?)">(.*?)</a>', figures)] == [
        ("/plans/anytown/actions/", "5 actions in 2 strategies"),
        ("/partners/", "2 lead partners"),
        ("/plans/anytown/actions/?no_alignment=false", "2 serve a principle, 1 says so itself"),
        ("/plans/anytown/alignment/#unserved", "1 principle nobody serves"),
        ("/plans/anytown/actions/?no_lead=true", "3 actions without a lead"),
    ]
    assert figures.count('class="figures__gap"') == 2


def test_the_strategies_with_a_bar_each_and_the_figures_in_words(client, plan):
    page = content(client)
    assert [
        words(line) for line in re.findall(r'<li>\s*<a href="/plans/anytown/strategies.*?</li>', page, re.DOTALL)
    ] == [
        "5.1 Knife crime 4 actions, 3 without a lead",
        "5.2 Gangs 1 action",
    ]
    bars = re.findall(r'<rect class="bar__\w+".*?/>', page)
    assert bars == [
        '<rect class="bar__led" width="25%" height="22" rx="3"/>',
        '<rect class="bar__unled" x="25%" width="75%" height="22" rx="3" fill="url(#hatch)"/>',
        '<rect class="bar__led" width="25%" height="22" rx="3"/>',
    ]
    assert "In prose, without actions: 3.1 In words." in words(page)


def test_what_it_is_in_one_sentence(client, plan):
    page = words(content(client))
    assert "One plan to end violence in Anytown Two action plans, one page. See what the partnership" in page
    assert "Where it comes from A safer town, Anytown. Source: A paper of 2021." in page


def test_one_action_plan(client):
    make_action(strategy=make_strategy(plan=make_plan()))
    assert "One action plan, one page." in words(content(client))


def test_a_plan_in_prose_only(client):
    plan = make_plan()
    make_strategy(plan=plan, ref="3.1", title="Words")
    make_strategy(plan=plan, ref="3.2", title="More words")
    assert "The strategies In prose: 3.1 Words, 3.2 More words. Biggest gaps" in words(content(client))


def test_the_biggest_gaps_each_with_its_way_on(client, plan):
    page = content(client)
    assert (
        "Biggest gaps Communicate. Enabling Principle 7 is served by no action. See Enabling Principle 7 "
        "Causes. Strategic Principle 1 hangs on one strategy, 5.1, with 2 actions. See the 2 actions "
        "Knife crime. 3 of its 4 actions name no lead. See the 3 actions "
        "No principle. 3 actions serve none of the plan’s principles. See the 3 actions "
        "All gaps · All principles, strategy by strategy"
    ) in words(page)
    assert '<a href="/plans/anytown/actions/?strategy=5.1&amp;no_lead=true">See the 3 actions</a>' in page


def test_no_gaps(client):
    alignment = make_alignment()
    make_lead(action=alignment.action)
    assert "Biggest gaps We found none. All gaps" in words(content(client))


def test_a_stranger_sees_no_figure_of_what_is_hidden(client, plan, officer):
    make_action(strategy=plan.strategies.get(ref="5.1"), publication="draft")
    assert "5 actions in 2 strategies" in words(content(client))
    client.force_login(officer)
    assert "6 actions in 2 strategies" in words(content(client))


def test_other_plans_are_listed_below(client, plan):
    assert "Other plans" not in content(client)
    make_plan(slug="elsewhere", title="Another plan", area="Elsewhere")
    make_plan(title="Hidden", publication="draft")
    page = content(client)
    assert '<a href="/plans/elsewhere/">Another plan, Elsewhere</a>' in page
    assert "Hidden" not in page


def test_the_data_is_one_step_away_and_nothing_breaks_the_content_policy(client, plan):
    page = content(client)
    assert '<a href="/data/">Tables (CSV)</a>' in page
    assert '<a href="/api/v1/docs/">REST API</a>' in page
    assert '<a href="/plans/anytown/updates.atom">Follow progress</a>' in page
    assert "style=" not in page
    assert "<script" not in page


def test_ten_times_the_rows_take_as_many_queries(client, plan, django_assert_num_queries):
    with django_assert_num_queries(13):
        client.get("/")
    for _ in range(10):
        make_lead(action=make_alignment(action=make_action(strategy=make_strategy(plan=plan))).action)
    with django_assert_num_queries(13):
        client.get("/")


def test_who_leads_most_with_a_way_to_each(client, plan):
    knives = plan.strategies.get(ref="5.1")
    police = make_partner(code="police", name="Police")
    for _ in range(2):
        make_lead(action=make_action(strategy=knives), partner=police)
    page = content(client)
    assert "Who leads most Each by itself, without its teams and posts. Police 2 actions Partner" in words(page)
    assert '<a href="/partners/police/">Police</a>' in page


def test_nobody_leads_and_nothing_is_reported(client):
    make_action(strategy=make_strategy(plan=make_plan()))
    page = words(content(client))
    assert "Who leads most" not in page
    assert "What is late No progress has been reported yet. Use the data" in page


def test_what_is_late_with_a_way_to_each(client, plan):
    first, second, third, *_ = plan.actions.order_by("pk")
    for action, status, direction in ((first, "off_track", ""), (second, "at_risk", "worsening")):
        record_update(
            action=action,
            reported_on=date(2021, 6, 1),
            status=status,
            direction=direction,
            publication="published",
        )
    third.due_on = date(2021, 3, 1)
    third.save()
    page = content(client)
    assert (
        "What is late 2 of 5 actions have reported progress. "
        "Past its date 1 action Off track 1 action At risk 1 action Use the data" in words(page)
    )
    for address in ("gaps/#past-date", "actions/?status=off_track", "actions/?status=at_risk"):
        assert f'href="/plans/anytown/{address}"' in page


def test_nothing_is_late(client):
    action = make_action(strategy=make_strategy(plan=make_plan()))
    record_update(action=action, reported_on=date(2021, 6, 1), status="completed", publication="published")
    assert "What is late 1 of 1 action has reported progress. Nothing is late. Use the data" in words(content(client))


def test_the_gap_of_anti_racism_is_two_clicks_away(client, hackney):
    link = re.search(r"<p><strong>Anti-racism\.</strong>.*?<a href=\"(.*?)\">", content(client))
    assert "No action serves this principle." in client.get(link[1]).content.decode()


def test_it_is_light(client, hackney):
    sheet = (settings.BASE_DIR / "var" / "assets" / "site.css").read_bytes()
    assert len(gzip.compress(content(client).encode())) + len(gzip.compress(sheet)) < 50_000
