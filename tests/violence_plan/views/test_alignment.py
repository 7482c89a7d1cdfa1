"""The page of the matrix: what it refuses, what it says, and where each figure leads."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

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

URL = "/plans/anytown/alignment/"
FIXTURES = Path(__file__).parents[3] / "fixtures"


@pytest.fixture
def plan():
    """Strategy 5.1 with three actions, 3.1 in prose; two strategic principles and an enabling one nobody serves."""
    plan = make_plan(slug="anytown", title="A safer town", area="Anytown")
    first, second, third = (
        make_principle(
            framework=plan.framework, kind=kind, number=number, short_title=title, text=f"We {title}, whole."
        )
        for kind, number, title in (
            ("strategic", 1, "Causes"),
            ("strategic", 2, "System"),
            ("enabling", 7, "Communicate"),
        )
    )
    knives = make_strategy(plan=plan, ref="5.1", title="Knife crime <b>", position=2)
    prose = make_strategy(plan=plan, ref="3.1", title="Anti-racism", position=1)
    stating, inheriting, _ = (make_action(strategy=knives, ref=f"5.1.{n}", text="Patrol.") for n in (1, 2, 3))
    make_alignment(action=stating, principle=first)
    make_alignment(action=inheriting, principle=first, basis="inherited", inherited_from=stating)
    make_alignment(action=inheriting, principle=second, basis="assessed")
    make_alignment(strategy=prose, principle=third)
    return plan


def words(html):
    """What of a piece of HTML is read, white space folded."""
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def table(page):
    """The rows of the page's table, each a list of what its cells read."""
    rows = re.findall(r"<tr.*?</tr>", page.content.decode(), re.DOTALL)
    return [[words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]


def test_a_plan_that_is_not_there(client):
    assert client.get("/plans/elsewhere/alignment/").status_code == 404


def test_a_plan_that_is_not_public(client, plan, officer):
    plan.publication = "draft"
    plan.save()
    assert client.get(URL).status_code == 404
    client.force_login(officer)
    assert client.get(URL).status_code == 200


@pytest.mark.parametrize("path", [URL, f"{URL}csv/"])
@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("?basis=printed", "Choose one of: stated, inherited, assessed."),
        ("?basis=%3Cb%3E", "Choose one of: stated, inherited, assessed."),
        ("?rows=principle", "Choose one of: strategy, partner, theme, action."),
        ("?rows=theme&rows=partner", "Give this parameter once; it takes one value."),
        ("?rows=action", "Choose a strategy too: actions are shown row by row within one strategy only."),
        ("?strategy=9.9", "There is no strategy “9.9”."),
        ("?strategy=%3Cb%3E", "There is no strategy “&lt;b&gt;”."),
        ("?strategy=%00", "Null characters are not allowed."),
        (f"?strategy={'x' * 10_000}", "Ensure this value has at most 200 characters (it has 10000)."),
        ("?partner=nobody", "There is no partner “nobody”."),
        ("?status=fine", "Choose one of: not_reported, not_started, on_track"),
        ("?kind=tactical", "Choose one of: strategic, enabling, aim, step."),
        ("?kind=aim", "This plan has no principle of the kind “aim”."),
    ],
)
def test_what_the_page_does_not_know_is_named_and_no_table_shown(client, plan, path, query, problem):
    page = client.get(path + query)
    assert page.status_code == 400
    assert problem in page.content.decode()
    assert "<table" not in page.content.decode()
    assert 'aria-current="true"' not in page.content.decode()
    assert f'<a href="{URL}?basis=stated">Stated only</a>' in page.content.decode()


def test_a_wrong_choice_leads_to_its_field_and_what_was_right_stays_chosen(client, plan):
    page = client.get(f"{URL}?strategy=9.9&kind=enabling").content.decode()
    assert '<a href="#filter-strategy">There is no strategy “9.9”.</a>' in page
    assert '<option value="enabling" selected>' in page
    assert '<option value="9.9" selected>' in page
    assert '<details class="govuk-details switches__more" open>' in page


def test_a_strategy_that_is_not_public_is_not_there(client, plan, officer):
    make_strategy(plan=plan, ref="9.1", publication="draft")
    assert client.get(f"{URL}?strategy=9.1").status_code == 400
    client.force_login(officer)
    assert client.get(f"{URL}?strategy=9.1").status_code == 200


def test_what_a_form_leaves_empty_is_not_asked(client, plan):
    page = client.get(f"{URL}?rows=&strategy=&partner=&kind=&basis=")
    assert table(page) == table(client.get(URL))
    assert f'<a href="{URL}?basis=stated">Stated only</a>' in page.content.decode()


def test_every_figure_is_read_with_its_word(client, plan):
    assert table(client.get(URL)) == [
        ["Strategy", "Aligned", "Strategic: what we are committed to", "Enabling: how we work"],
        ["Causes S1", "System S2", "Communicate E7"],
        [
            "5.1 Knife crime &lt;b&gt;",
            "2 aligned /of 3 actions",
            "2 actions, 1 stated",
            "1 action, 0 stated",
            "0 actions",
        ],
        ["Actions serving it", "2 aligned /of 3 actions", "2 actions", "1 action", "0 actions"],
        ["In prose: no actions"],
        ["3.1 Anti-racism", "–no actions", "0 actions", "0 actions", "0 actions Strategy 3.1 in words"],
    ]


def test_rows_are_chosen_in_the_address_and_the_rest_stays(client, plan):
    make_lead(action=plan.actions.first(), partner=make_partner(name="Police"))
    page = client.get(f"{URL}?rows=partner&basis=stated")
    assert [row[0] for row in table(page)] == ["Partner", "Causes S1", "Police", "Nobody", "Actions serving it"]
    assert re.findall(r'aria-current="true">(.*?)</a>', page.content.decode()) == ["Stated only", "By partner"]
    assert f'<a href="{URL}?basis=stated">By strategy</a>' in page.content.decode()
    assert f'<a href="{URL}?rows=theme&amp;basis=stated">By theme</a>' in page.content.decode()
    assert ">By action</a>" not in page.content.decode()
    assert "An action with several leads" not in page.content.decode()


def test_an_action_of_two_partners_is_told_of(client, plan):
    for _ in range(2):
        make_lead(action=plan.actions.first())
    page = words(client.get(f"{URL}?rows=partner").content.decode())
    assert "An action with several leads stands in the row of each, so the rows add up to more than the totals" in page


def test_within_a_partner_its_parts_are_told_of(client, plan):
    police = make_partner(code="police")
    make_lead(action=plan.actions.first(), partner=make_partner(parent=police))
    page = words(client.get(f"{URL}?rows=partner&partner=police").content.decode())
    assert "Teams and posts stand below the partner they belong to and are counted in it too." in page
    assert "hang on one partner" not in page


def test_within_one_strategy_and_how_to_take_it_back(client, plan):
    page = client.get(f"{URL}?strategy=5.1&basis=stated&kind=strategic")
    html = page.content.decode()
    assert [row[0] for row in table(page)][:3] == ["Action", "Causes S1", "5.1.1 Patrol."]
    assert "the actions of strategy 5.1 and the principles they serve; each figure leads" in words(html)
    assert f'href="{URL}?strategy=5.1&amp;basis=stated"><span class="govuk-visually-hidden">Take back: </span>' in html
    assert f'<a class="chosen__all" href="{URL}">Show the whole plan</a>' in html
    assert f'<a href="{URL}?basis=stated&amp;kind=strategic">By strategy</a>' in html
    csv = f'<a href="{URL}csv/?strategy=5.1&amp;basis=stated&amp;kind=strategic">Download as CSV</a>'
    assert csv in html


def test_where_actions_are_chosen_strategies_without_any_stand_apart(client, plan):
    make_action(strategy=make_strategy(plan=plan, ref="5.2", title="Idle", position=3))
    make_lead(action=plan.actions.first(), partner=make_partner(code="police"))
    page = client.get(f"{URL}?partner=police")
    assert [row[0] for row in table(page)][2:] == [
        "5.1 Knife crime &lt;b&gt;",
        "Actions serving it",
        "None of these actions",
        "5.2 Idle",
    ]
    assert "1 principle none of these actions serves" not in words(page.content.decode())
    assert "2 principles none of these actions serves" in words(page.content.decode())


def test_a_strategy_in_prose_by_itself(client, plan):
    page = client.get(f"{URL}?strategy=3.1")
    assert [row[0] for row in table(page)][2:] == ["In prose: no actions", "3.1 Anti-racism"]
    knives = plan.strategies.get(ref="5.1")
    make_alignment(strategy=knives, principle=plan.framework.principles.get(code="enabling-7"))
    assert "The strategy’s own text" in [row[0] for row in table(client.get(f"{URL}?strategy=5.1"))]


def test_a_cell_leads_to_the_actions_it_counts(client, plan):
    page = client.get(f"{URL}?basis=stated&basis=inherited").content.decode()
    query = "strategy=5.1&amp;principle=strategic-1&amp;basis=stated&amp;basis=inherited"
    assert f'<a href="/plans/anytown/actions/?{query}">' in page
    assert '<a href="/plans/anytown/actions/?principle=strategic-1&amp;basis=stated&amp;basis=inherited">' in page
    assert "principle=strategic-2" not in page


@pytest.mark.parametrize(
    ("query", "current", "cells"),
    [
        ("", "All", ["2 aligned /of 3 actions", "2 actions, 1 stated", "1 action, 0 stated", "0 actions"]),
        (
            "?basis=stated&basis=inherited",
            "Stated and inherited",
            ["2 aligned /of 3 actions", "2 actions, 1 stated", "0 actions", "0 actions"],
        ),
        ("?basis=stated", "Stated only", ["1 aligned /of 3 actions", "1 action", "0 actions", "0 actions"]),
        ("?basis=assessed", "Assessed by officers", ["1 aligned /of 3 actions", "0 actions", "1 action", "0 actions"]),
        (
            "?basis=assessed&basis=inherited&basis=stated",
            "All",
            ["2 aligned /of 3 actions", "2 actions, 1 stated", "1 action, 0 stated", "0 actions"],
        ),
        ("?basis=inherited", None, ["1 aligned /of 3 actions", "1 action", "0 actions", "0 actions"]),
    ],
)
def test_the_switch_chooses_what_counts(client, plan, query, current, cells):
    page = client.get(URL + query)
    marked = re.findall(r'aria-current="true">(.*?)</a>', page.content.decode())
    assert marked == [*([current] if current else []), "By strategy"]
    assert table(page)[2][1:] == cells


def test_the_table_is_one_for_every_reader(client, plan):
    page = client.get(URL).content.decode()
    assert '<div class="matrix-region" role="region" aria-labelledby="matrix-caption" tabindex="0">' in page
    assert page.count("<caption") == 1
    assert len(re.findall(r'<th scope="colgroup" colspan="[12]"', page)) == 2
    assert len(re.findall(r'<th scope="col"', page)) == 5
    assert len(re.findall(r'<th scope="row"', page)) == 3
    assert len(re.findall(r'<th scope="rowgroup" colspan="5"', page)) == 1
    assert "style=" not in page
    assert "<script" not in page


def test_each_principle_is_one_step_away(client, plan):
    page = client.get(URL).content.decode()
    address = f"/principles/{plan.framework.code}/enabling-7/"
    assert page.count(f'href="{address}"') == 3  # the head of its column, the list of unserved ones, the key
    assert "We Communicate, whole." in page


def test_the_sentence_above_the_table(client, plan):
    page = words(client.get(URL).content.decode())
    assert (
        "2 of 3 actions serve at least one principle. No action serves Enabling Principle 7 (communicate). "
        "Strategy 3.1 states Enabling Principle 7 in words."
    ) in page
    assert "1 principle nobody serves Enabling 7: Communicate" in page
    assert "0 principles hang on one strategy" in page
    assert "1 action serves no principle See it in the list of actions" in page


def test_a_strategy_that_only_an_officer_says_serves_a_principle(client, plan):
    principle = plan.framework.principles.get(code="strategic-1")
    make_alignment(strategy=plan.strategies.get(ref="3.1"), principle=principle, basis="assessed")
    assert table(client.get(URL))[5][2:4] == ["0 actions Strategy 3.1 assessed", "0 actions"]


def test_a_strategy_whose_actions_serve_nothing(client, plan):
    make_action(strategy=make_strategy(plan=plan, ref="5.2", title="Idle", position=3))
    assert table(client.get(URL))[3][:3] == ["5.2 Idle", "0 aligned /of 1 action", "0 actions"]


def test_a_principle_on_one_strategy_of_several_is_listed(client, plan):
    make_action(strategy=make_strategy(plan=plan, ref="5.2", position=3))
    page = words(client.get(URL).content.decode())
    assert "2 principles hang on one strategy Strategic 1: Causes, on 5.1 Strategic 2: System, on 5.1" in page
    assert "2 actions serve no principle See them in the list of actions" in page


def test_a_plan_where_nothing_is_missing(client):
    plan = make_plan(slug="anytown")
    make_alignment(action=make_action(strategy=make_strategy(plan=plan)))
    page = words(client.get(URL).content.decode())
    assert "The plan’s one action serves at least one principle. Every principle is served" in page
    assert "0 principles nobody serve" in page
    assert "0 actions serve no principle" in page
    assert "See" not in page.partition("0 actions serve no principle")[2].partition("The principles in full")[0]


def test_a_plan_without_principles(client):
    plan = make_plan(slug="anytown")
    plan.framework = None
    plan.save()
    page = client.get(URL)
    assert "This plan names no principles yet" in page.content.decode()
    assert "<table" not in page.content.decode()


def test_a_plan_without_strategies(client):
    make_principle(framework=make_plan(slug="anytown").framework)
    page = client.get(URL)
    assert "This plan has no strategies yet" in page.content.decode()
    assert "<table" not in page.content.decode()


def test_a_plan_in_prose_only_has_no_totals(client):
    plan = make_plan(slug="anytown")
    make_principle(framework=plan.framework, kind="aim", number=1, short_title="Safety")
    make_strategy(plan=plan, ref="3.1", title="Words")
    page = client.get(URL)
    assert "No strategy of this plan has actions yet" in page.content.decode()
    assert table(page) == [
        ["Strategy", "Aligned", "Aim"],
        ["Safety A1"],
        ["In prose: no actions"],
        ["3.1 Words", "–no actions", "0 actions"],
    ]


def test_a_plan_whose_actions_serve_nothing(client):
    plan = make_plan(slug="anytown")
    make_principle(framework=plan.framework, kind="strategic", number=1, short_title="Causes")
    make_action(strategy=make_strategy(plan=plan, ref="5.1", title="Idle"))
    assert table(client.get(URL))[3] == ["Actions serving it", "0 aligned /of 1 action", "0 actions"]


def test_ten_times_the_rows_take_as_many_queries(client, plan, django_assert_num_queries):
    with django_assert_num_queries(8):
        client.get(URL)
    for _ in range(10):
        make_alignment(action=make_action(strategy=make_strategy(plan=plan)))
        make_alignment(strategy=make_strategy(plan=plan))
    with django_assert_num_queries(8):
        client.get(reverse("alignment", args=["anytown"]))


def test_hackneys_plan_says_nought_for_anti_racism_and_communication_in_every_row(client):
    call_command("load_plan", FIXTURES / "hackney-single-violence-plan", stdout=StringIO())
    page = client.get("/plans/hackney-single-violence-plan/alignment/")
    rows = [row for row in table(page) if len(row) == 16]
    assert len(rows) == 23  # 22 strategies and the totals
    assert {tuple(cells[at].split()[0] for at in (7, 13)) for cells in rows} == {("0", "0")}
    assert [cells[0] for cells in rows if "in words" in cells[7]] == ["6.1 Serious violence communications plan"]
    assert "No action serves Strategic Principle 6 (anti-racism) or Enabling Principle 7 (communicate)." in words(
        page.content.decode()
    )
