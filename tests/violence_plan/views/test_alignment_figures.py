"""Each figure of the alignment page leads to exactly the actions it counts, and the file holds what the page shows."""

import csv
import io
import re
from html import unescape

import pytest

from actions.progress import record_update
from tests.factories import (
    make_action,
    make_alignment,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_theme,
)

pytestmark = pytest.mark.django_db

URL = "/plans/anytown/alignment/"
FIGURE = re.compile(r'<td class="matrix__(?:aligned|cell|total).*?</td>', re.DOTALL)
LINK = re.compile(r'<a href="([^"]*)">(?:<[^>]*>|[^<\d])*(\d+)')
SHOWN = re.compile(r'<h2 class="results" id="results">(?:All )?(\d+) ')
QUERIES = [
    "",
    "basis=inherited&basis=assessed",
    "kind=strategic&basis=stated",
    "rows=partner",
    "rows=partner&basis=stated&kind=strategic",
    "rows=partner&partner=police",
    "rows=partner&strategy=5.1&status=not_reported",
    "rows=theme",
    "rows=theme&partner=council&basis=stated&basis=inherited",
    "rows=strategy&partner=police&kind=enabling",
    "strategy=5.1",
    "strategy=5.1&partner=police&basis=assessed",
    "strategy=5.2",
    "strategy=5.1&rows=action&kind=strategic",
]


@pytest.fixture(autouse=True)
def plan():
    """Themes of one title in two strategies, loose actions, joint leads, posts, every basis, a foreign principle."""
    plan = make_plan(slug="anytown")
    principles = [
        make_principle(framework=plan.framework, kind=kind, number=number)
        for kind, number in (("strategic", 1), ("strategic", 2), ("enabling", 1), ("enabling", 2))
    ]
    knives, gangs = (make_strategy(plan=plan, ref=ref, position=n) for n, ref in enumerate(("5.1", "5.2"), 1))
    make_alignment(strategy=make_strategy(plan=plan, ref="3.1", position=9), principle=principles[3])
    police = make_partner(code="police", name="=Police")
    inspector = make_partner(code="inspector", kind="post", parent=police)
    council, person = make_partner(code="council"), make_partner(kind="person", name="Zoe", public_name="An officer")
    leads = [(police,), (inspector, council), (council, person), (police, inspector), ()]
    bases = ["stated", "inherited", "assessed"]
    themes = [make_theme(strategy=knives, title=title) for title in ("Sweeps & more", "Schools")]
    places = [{"theme": theme} for theme in (*themes, make_theme(strategy=gangs, title="Schools"))]
    places += [{"strategy": knives}, {"strategy": gangs}]
    first = None
    for n in range(20):
        action = make_action(**places[n % 5], ref=f"9.{n}")
        first = first or action
        for partner in leads[n % 4 if n < 16 else 4]:
            make_lead(action=action, partner=partner)
        for at, principle in enumerate(principles[:3]):
            if n % (at + 2) == 0:
                basis = bases[(n + at) % 3] if action != first else "stated"
                make_alignment(
                    action=action,
                    principle=principle,
                    basis=basis,
                    inherited_from=first if basis == "inherited" else None,
                )
        if n % 7 == 1:
            make_alignment(action=action, principle=make_principle(number=1))
            record_update(
                action=action, reported_on="2026-01-01", status="on_track", narrative="So.", publication="published"
            )
    return plan


def answered(client, address):
    """How many actions a page holds: a list says it, an action's own page is one."""
    page = client.get(unescape(address))
    assert page.status_code == 200, address
    said = SHOWN.search(page.content.decode())
    return int(said[1]) if said else 1


@pytest.mark.parametrize("query", QUERIES)
def test_every_figure_leads_to_what_it_counts(client, query):
    page = client.get(f"{URL}?{query}").content.decode()
    found = [(address, int(figure)) for cell in FIGURE.findall(page) for address, figure in LINK.findall(cell)]
    assert len(found) > 5
    assert [(address, figure) for address, figure in found if answered(client, address) != figure] == []


@pytest.mark.parametrize("query", QUERIES)
def test_every_figure_but_nought_is_a_link(client, query):
    cells = FIGURE.findall(client.get(f"{URL}?{query}").content.decode())
    nought = [cell for cell in cells if not re.search(r">\s*/?[1-9]", cell)]
    assert [cell for cell in cells if cell not in nought and "<a href" not in cell] == []
    assert [cell for cell in nought if "principle=" in cell] == []


@pytest.mark.parametrize("query", QUERIES)
def test_the_file_holds_what_the_page_shows(client, query):
    page = client.get(f"{URL}?{query}").content.decode()
    answer = client.get(f"{URL}csv/?{query}")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    head, *lines = csv.reader(io.StringIO(answer.content.decode()))
    columns = len(re.findall(r'class="matrix__principle', page))
    read = re.sub(r"<tr>\s*<th scope=.rowgroup.*?</tr>", "", page, flags=re.DOTALL)
    rows = [FIGURE.findall(row) for row in re.findall(r"<tr.*?</tr>", read, re.DOTALL)]
    shown = [[count(cell) for cell in cells[1:]] for cells in rows if cells]
    assert sorted(line[3 : 3 + columns] for line in lines) == sorted(shown)
    assert head[1:3] == ["Aligned", "Actions"]
    assert all(len(line) == len(head) for line in lines)


def count(cell):
    """The large figure of a cell."""
    return re.search(r">\s*(\d+)", cell)[1]


def test_the_whole_file_whose_cells_no_spreadsheet_runs(client):
    strategy = make_strategy(plan=make_plan(slug="elsewhere"), ref="1")
    stating, other = make_action(strategy=strategy), make_action(strategy=strategy)
    early = make_principle(framework=strategy.plan.framework, number=1, short_title="Early, then")
    make_principle(framework=strategy.plan.framework, kind="enabling", number=1)
    make_alignment(action=stating, principle=early)
    for action, name in ((stating, "=Police"), (stating, "Council"), (other, "Wardens")):
        make_lead(action=action, partner=make_partner(name=name))
    answer = client.get("/plans/elsewhere/alignment/csv/?rows=partner&kind=strategic")
    disposition = 'attachment; filename="elsewhere-alignment-by-partner-strategic.csv"'
    assert answer.headers["Content-Disposition"] == disposition
    assert answer.content.decode() == (
        """Partner,Aligned,Actions,"Strategic 1: Early, then","Strategic 1, stated",access,exempt_paragraph,handling
'=Police,1,1,1,1,open,,official
Council,1,1,1,1,open,,official
Wardens,0,1,0,0,open,,official
Actions serving it,1,2,1,1,open,,official
"""
    )


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "anytown-alignment-by-strategy.csv"),
        ("basis=stated&strategy=5.1", "anytown-alignment-by-theme-5.1-stated.csv"),
        ("strategy=5.2&rows=action&status=on_track", "anytown-alignment-by-action-5.2-on_track.csv"),
        ("rows=partner&partner=police", "anytown-alignment-by-partner-police.csv"),
    ],
)
def test_the_file_is_named_for_what_was_asked(client, query, name):
    answer = client.get(f"{URL}csv/?{query}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_the_file_says_what_strategies_state_in_words(client):
    head, first, *_ = csv.reader(io.StringIO(client.get(f"{URL}csv/?basis=stated").content.decode()))
    assert head[3:] == [
        "Strategic 1: Early intervention",
        "Strategic 2: Early intervention",
        "Enabling 1: Early intervention",
        "Enabling 2: Early intervention",
        "Strategic 1, the strategy as a whole",
        "Strategic 2, the strategy as a whole",
        "Enabling 1, the strategy as a whole",
        "Enabling 2, the strategy as a whole",
        *("access", "exempt_paragraph", "handling"),
    ]
    assert first[0] == "5.1 A strategy"
    last = client.get(f"{URL}csv/?basis=stated").content.decode().splitlines()[-2]
    assert last == "3.1 A strategy,0,0,0,0,0,0,,,,stated,open,,official"


def test_a_plan_that_is_not_there_has_no_file(client):
    assert client.get("/plans/elsewhere/alignment/csv/").status_code == 404
