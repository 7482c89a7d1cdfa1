"""Pages of themes, the measures that pages show, and the way to leave pages of violence at home at once."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import Indicator, Measurement, Period
from actions.progress import record_update
from tests.factories import make_action, make_alignment, make_lead, make_plan, make_strategy, make_theme
from tests.page_reading import links, read

pytestmark = pytest.mark.django_db
EXIT = 'href="https://www.bbc.co.uk/weather"'


@pytest.fixture
def plan():
    return make_plan(slug="anytown", title="A safer town", area="Anytown")


@pytest.fixture
def knives(plan):
    return make_strategy(plan=plan, ref="5.1", title="Knife crime", position=5)


@pytest.fixture
def streets(knives):
    return make_theme(strategy=knives, title="On the streets", text="We walk.", objective="Safe streets.", position=2)


def test_a_theme_without_actions(client, streets):
    page = read(client.get("/plans/anytown/strategies/5.1/themes/on-the-streets/"))
    assert page.endswith("0 actions This theme has no actions. Strategy 5.1 Knife crime All of 5.1")
    assert "Measures" not in page


def test_a_theme_whole(client, officer, plan, knives, streets):
    make_theme(strategy=knives, title="At school", position=1)
    make_theme(strategy=knives, title="Online", position=3)
    action = make_action(theme=streets, ref="5.1.1", text="Patrol.")
    make_action(theme=streets, ref="5.1.2", publication="draft")
    record_update(
        action=action, reported_on=datetime.date(2021, 6, 1), status="on_track", publication=action.publication
    )
    period = Period.objects.create(
        plan=plan, code="2021-22", title="FY2021/22", starts_on="2021-04-01", ends_on="2022-03-31"
    )
    indicator = Indicator.objects.create(
        plan=plan,
        strategy=knives,
        theme=streets,
        code="patrols",
        title="Patrols",
        unit="walks",
        direction="increase",
        baseline="12 in 2020",
        note="By log.",
        position=1,
    )
    Measurement.objects.create(plan=plan, indicator=indicator, period=period, target=Decimal(20), note="By March")
    response = client.get("/plans/anytown/strategies/5.1/themes/on-the-streets/")
    page = read(response)
    assert page.startswith("Theme of strategy 5.1 On the streets We walk. Objective Safe streets. 1 action Principles:")
    assert "Action 5.1.1 Patrol. No lead named ● On track Serves no principle Measures Patrols Better if it" in page
    assert "Better if it increases. Measured against: 12 in 2020 By log. Patrols: targets and actuals by period" in page
    assert "Period Target Actual FY2021/22 20 walks Not reported yet By March" in page
    assert "Strategy 5.1 Knife crime Actions 1 action Filter these actions Progress ● On track 1" in page
    assert "Status on another day Show the status on this day ‹" in page
    assert page.endswith("‹ Previous: At school All of 5.1 Next: Online ›")
    assert "/plans/anytown/actions/?strategy=5.1&theme=On%20the%20streets" in links(response)
    client.force_login(officer)
    page = read(client.get("/plans/anytown/strategies/5.1/themes/on-the-streets/"))
    assert "2 actions" in page
    assert "For officers edit" in page


def test_a_hidden_strategy_hides_its_themes(client, officer, knives, streets):
    knives.publication = "draft"
    knives.save()
    address = "/plans/anytown/strategies/5.1/themes/on-the-streets/"
    assert client.get(address).status_code == 404
    client.force_login(officer)
    assert client.get(address).status_code == 200


def test_each_measure_stands_on_the_page_of_what_it_is_of(client, plan, knives, streets):
    for position, (title, of) in enumerate(
        [
            ("Of all", {}),
            ("Of knives", {"strategy": knives, "direction": "maintain"}),
            ("Of streets", {"strategy": knives, "theme": streets}),
        ],
        start=1,
    ):
        Indicator.objects.create(plan=plan, code=f"i-{position}", title=title, position=position, **of)
    assert "Measures Of all No target and no actual" in read(client.get("/plans/anytown/"))
    assert (
        "Measures Of knives Better if it stays as it is. No target and no actual "
        "Of streets Of “On the streets”. No target and no actual" in read(client.get("/plans/anytown/strategies/5.1/"))
    )


def test_a_strategy_leads_to_its_themes_and_tells_its_progress_and_former_number(client, officer, knives, streets):
    make_action(theme=streets)
    make_action(strategy=knives)
    knives.ref = "5.2"
    knives.save()
    response = client.get("/plans/anytown/strategies/5.2/")
    assert "/plans/anytown/strategies/5.2/themes/on-the-streets/" in links(response)
    page = read(response)
    assert "Progress ○ Not reported yet 2 Numbered before 5.1 Last changed here" in page
    assert f"/api/v1/strategies/{knives.uid}/" in links(response)
    assert "JSON · edit" not in page
    client.force_login(officer)
    assert "JSON · edit" in read(client.get("/plans/anytown/strategies/5.2/"))


def test_pages_of_violence_at_home_show_a_way_to_leave_at_once(client, plan, knives, streets):
    home = make_strategy(plan=plan, ref="5.3", quick_exit=True)
    make_action(theme=make_theme(strategy=home, title="At home"), ref="5.3.1")
    make_action(theme=streets, ref="5.1.1")
    shown = ["/help/", *(f"/plans/anytown/{page}/" for page in ("strategies/5.3", "actions/5.3.1"))]
    shown.append("/plans/anytown/strategies/5.3/themes/at-home/")
    unshown = [f"/plans/anytown/{page}" for page in ("", "actions/", "strategies/5.1/", "actions/5.1.1/")]
    unshown += ["/", "/plans/anytown/strategies/5.1/themes/on-the-streets/"]
    for address in shown:
        html = client.get(address).content.decode()
        assert html.count(EXIT) == html.count('rel="nofollow noreferrer"') == 2, address
        assert html.count("<script") == html.count('<script type="module" src="/static/exit-this-page.js">') == 1
    for address in unshown:
        html = client.get(address).content.decode()
        assert EXIT not in html, address
        assert "<script" not in html, address


def test_thirty_actions_of_a_theme_cost_as_many_queries_as_three(client, streets, django_assert_num_queries):
    address = "/plans/anytown/strategies/5.1/themes/on-the-streets/"

    def grow(count):
        for _ in range(count):
            make_theme(strategy=streets.strategy)
            action = make_action(theme=streets)
            make_lead(action=action)
            make_alignment(action=action)

    grow(3)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    grow(27)
    with django_assert_num_queries(len(few)):
        client.get(address)
