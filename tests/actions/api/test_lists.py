"""Every list of what stands in a plan, over a small plan in which every table has rows: whole rows, who sees which."""

import csv
import io

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.api.indicators import EXAMPLE as INDICATOR
from actions.api.indicators import MEASURED
from actions.api.milestones import EXAMPLE as MILESTONE
from actions.api.updates import EXAMPLE as UPDATE
from tests.factories import make_user
from tests.small_plan import PLAN, write_files
from violence_plan.api.lists import LISTS

pytestmark = pytest.mark.django_db

KNIVES = {"uid": "00000000-0000-4000-8000-000000000001", "ref": "1.1", "title": "Knife crime"}
OPEN = {"access": "open", "exempt_paragraph": None, "handling": "official"}
PATROL = {"uid": "00000000-0000-4000-8000-000000000011", "ref": "1.1.1"} | OPEN
PAGES = "http://testserver/plans/anytown-plan/"
THEME = {
    "uid": "00000000-0000-4000-8000-000000000003",
    "plan": PLAN,
    "strategy": KNIVES,
    "title": "Enforcement",
    "text": "",
    "objective": "To enforce.",
    "position": 1,
    "action_count": 1,
    **OPEN,
    "url": f"{PAGES}strategies/1.1/themes/enforcement/",
}
ALIGNMENT = {
    "plan": PLAN,
    "subject": "action",
    "strategy": KNIVES,
    "action": PATROL,
    "framework": "anytown-principles",
    "principle": "enabling-1",
    "kind": "enabling",
    "number": 1,
    "basis": "assessed",
    "printed": "",
    "inherited_from": None,
    "reason": "Two partners lead.",
    **OPEN,
    "url": f"{PAGES}actions/1.1.1/",
}
NOTE = {
    "plan": PLAN,
    "strategy": None,
    "action": PATROL,
    "subject": "",
    "number": 1,
    "kind": "numbering",
    "printed": "1.11",
    "note": "Read as 1.1.1.",
    **OPEN,
    "url": f"{PAGES}actions/1.1.1/",
}
TERM = {
    "plan": PLAN,
    "term": "GSVB",
    "expansion": "",
    "basis": "unexpanded",
    "note": "A board.",
    **OPEN,
    "url": f"{PAGES}glossary/#term-GSVB",
}
# By list: what names one row of it, and that row.
ROWS = {
    "themes": (THEME["uid"], THEME),
    "alignments": (f"{PATROL['uid']}/anytown-principles/enabling-1", ALIGNMENT),
    "milestones": (f"{PATROL['uid']}/2016-17/1", MILESTONE),
    "indicators": (f"{PLAN}/knives", INDICATOR),
    "measurements": (f"{PLAN}/knives/2016-17", MEASURED),
    "updates": (UPDATE["uid"], UPDATE),
    "notes": (f"{PLAN}/1", NOTE),
    "glossary": (f"{PLAN}/GSVB", TERM),
}
MOMENTS = ("updated_at", "recorded_at")
# By list: a field, its values as a stranger reads them, and as an officer does.
SEEN = {
    "themes": ("title", ["Enforcement"], ["Enforcement"]),
    "alignments": (
        "principle",
        ["strategic-1", "enabling-1"],
        ["strategic-1", "enabling-1", "strategic-1", "strategic-2"],
    ),
    "milestones": ("text", ["Buy boots.", "Walk.", "Run."], ["Buy boots.", "Walk.", "Run."]),
    "indicators": ("code", ["knives", "fear"], ["knives", "fear"]),
    "measurements": ("period", ["2016-17", "2017-18", "2016-17"], ["2016-17", "2017-18", "2016-17"]),
    "updates": ("status", ["at_risk"], ["completed", "at_risk"]),
    "notes": ("number", [1, 3], [1, 2, 3]),
    "glossary": ("term", ["CST", "GSVB"], ["CST", "GSVB"]),
}


@pytest.fixture(scope="module", autouse=True)
def anytown(django_db_setup, django_db_blocker, tmp_path_factory):
    """The small plan, loaded once for these tests, which only read."""
    folder = write_files(tmp_path_factory.mktemp("plan") / PLAN)
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_plan", folder, verbosity=0)
        yield
        transaction.set_rollback(True)


def get(client, address):
    """What the API answers there."""
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200, response.content
    return response.json()


def without_moments(row):
    """A row less the moments of its load, which are at hand; its pages at the test's own host."""
    assert row.get("recorded_at", "Z")[-1] == row.get("updated_at", "Z")[-1] == "Z"
    kept = {name: value for name, value in row.items() if name not in MOMENTS}
    return kept | {"url": row["url"].replace("https://violence-plan.example/", "http://testserver/")}


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("themes/?strategy=1.2", {"strategy": ["There is no strategy “1.2”."]}),
        ("alignments/?action=1.1.2", {"action": ["There is no action “1.1.2”."]}),
        ("alignments/?subject=plan", {"subject": ["Choose one of: action, strategy."]}),
        ("alignments/?principle=aim-1&basis=guessed", {
            "principle": ["There is no principle “aim-1”. Write strategic-4 for one of the plan's own, "
                          "hackney-violence-reduction:strategic-4 for one of any framework."],
            "basis": ["Choose one of: stated, inherited, assessed."]}),
        ("milestones/?period=2018&plan=nowhere", {
            "plan": ["There is no plan “nowhere”."], "period": ["There is no period “2018”."]}),
        ("indicators/?direction=up", {"direction": ["Choose one of: increase, decrease, maintain."]}),
        ("measurements/?indicator=guns", {"indicator": ["There is no indicator “guns”."]}),
        ("measurements/?q=a", {"q": ["There is no parameter “q”. Known here: plan, strategy, updated_since, ordering, "
                                     "indicator, period, access, exempt_paragraph, handling, fields, format, page, "
                                     "page_size."]}),
        ("updates/?status=late&partner=nobody", {
            "status": ["Choose one of: not_started, on_track, at_risk, off_track, completed, closed."],
            "partner": ["There is no partner “nobody”."]}),
        ("updates/?ordering=position", {"ordering": [
            "Choose one of: reported_on, updated_at, -reported_on, -updated_at."]}),
        ("notes/?kind=odd", {"kind": ["Choose one of: numbering, label, lead, text, layout, placeholder."]}),
        ("glossary/?strategy=1.1", {"strategy": ["There is no parameter “strategy”. Known here: plan, updated_since, "
                                                 "ordering, basis, access, exempt_paragraph, handling, q, fields, "
                                                 "format, page, page_size."]}),
        ("glossary/?fields=word", {"fields": ["There is no field “word”. Fields here: plan, term, expansion, basis, "
                                              "note, access, exempt_paragraph, handling, updated_at, url."]}),
    ],
)  # fmt: skip
def test_what_means_nothing_is_refused_by_name(client, query, errors):
    response = client.get(f"/api/v1/{query}")

    assert (response.status_code, response.json()["errors"]) == (400, errors)


@pytest.mark.parametrize(
    "address",
    [
        f"themes/{KNIVES['uid']}/",
        f"alignments/{PATROL['uid']}/anytown-principles/strategic-2/",
        f"alignments/{PATROL['uid']}/other/enabling-1/",
        "alignments/00000000-0000-4000-8000-000000000002/anytown-principles/strategic-2/",  # of a draft
        f"milestones/{PATROL['uid']}/2016-17/3/",
        f"milestones/{PATROL['uid']}/2016-17/{'9' * 30}/",
        f"indicators/{PLAN}/guns/",
        f"measurements/{PLAN}/fear/2017-18/",
        "updates/00000000-0000-4000-8000-000000000022/",  # a draft
        f"notes/{PLAN}/2/",  # on a draft
        "notes/elsewhere/1/",
        f"glossary/{PLAN}/ABC/",
        f"glossary/{PLAN}/%00/",
    ],
)
def test_what_is_not_there_is_a_problem(client, address):
    response = client.get(f"/api/v1/{address}")

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("name", ROWS)
def test_a_row(client, name):
    key, row = ROWS[name]
    answer = get(client, f"{name}/{key}/")

    assert without_moments(answer) == without_moments(row)
    assert list(answer)[-2:] == ["updated_at", "url"]
    assert answer["updated_at"][:10] == f"{timezone.now():%Y-%m-%d}"
    assert answer in get(client, f"{name}/?plan={PLAN}")["results"]
    assert LISTS[name][0].key_of(answer) == key


@pytest.mark.parametrize("name", SEEN)
def test_each_reader_sees_the_rows_there_are_for_him_or_her(client, name):
    field, stranger, officer = SEEN[name]

    assert [row[field] for row in get(client, f"{name}/")["results"]] == stranger
    client.force_login(make_user("officer"))
    assert [row[field] for row in get(client, f"{name}/")["results"]] == officer


@pytest.mark.parametrize(
    ("query", "field", "found"),
    [
        ("themes/?strategy=1.1&q=enforcing", "position", [1]),
        ("themes/?q=prevention", "position", []),
        ("themes/?updated_since=2999-01-01", "position", []),
        ("alignments/?strategy=1.1", "number", [1, 1]),
        ("alignments/?action=1.1.1&subject=action&basis=stated", "principle", ["strategic-1"]),
        ("alignments/?subject=strategy", "principle", []),
        ("alignments/?principle=enabling-1", "principle", ["enabling-1"]),
        ("alignments/?principle=anytown-principles:strategic-1", "principle", ["strategic-1"]),
        ("alignments/?principle_kind=strategic&ordering=updated_at", "principle", ["strategic-1"]),
        ("alignments/?q=partners leading", "principle", ["enabling-1"]),
        ("alignments/?ordering=-position", "principle", ["enabling-1", "strategic-1"]),
        ("milestones/?period=2017-18", "text", ["Run."]),
        ("milestones/?action=1.1.1&strategy=1.1&q=boot", "text", ["Buy boots."]),
        ("milestones/?ordering=-position", "text", ["Run.", "Walk.", "Buy boots."]),
        ("indicators/?strategy=1.1", "code", ["knives"]),
        ("indicators/?direction=increase&q=knives", "code", ["knives"]),
        ("indicators/?ordering=-position", "code", ["fear", "knives"]),
        ("measurements/?indicator=fear", "actual", [13.0]),
        ("measurements/?strategy=1.1&period=2017-18", "target_printed", ["Tbc"]),
        ("updates/?partner=anytown&status=at_risk&status=closed&q=boots", "direction", ["improving"]),
        ("updates/?partner=police", "direction", []),
        ("updates/?ordering=reported_on", "direction", ["improving"]),
        ("notes/?action=1.1.1&kind=numbering&q=read", "number", [1]),
        ("notes/?ordering=-number", "number", [3, 1]),
        ("glossary/?basis=public&q=safety", "term", ["CST"]),
        ("glossary/?ordering=-term", "term", ["GSVB", "CST"]),
    ],
)
def test_rows_are_found(client, query, field, found):
    assert [row[field] for row in get(client, query)["results"]] == found


def test_a_strategys_own_alignments_are_found_with_it_and_what_is_inherited_says_from_where(client):
    client.force_login(make_user("officer"))
    [own] = get(client, "alignments/?strategy=1.2")["results"]

    assert (own["subject"], own["action"], own["strategy"]["ref"]) == ("strategy", None, "1.2")
    assert own["url"] == f"{PAGES}strategies/1.2/"
    assert [row["inherited_from"] for row in get(client, "alignments/?basis=inherited")["results"]] == ["1.1.1"]
    key = "00000000-0000-4000-8000-000000000002/anytown-principles/strategic-2"
    assert get(client, f"alignments/{key}/") == own


def test_what_is_of_a_whole_plan_leads_to_its_page(client):
    fear, cover = get(client, f"indicators/{PLAN}/fear/"), get(client, f"notes/{PLAN}/3/")

    assert (fear["strategy"], fear["theme"], fear["theme_uid"], fear["url"]) == (None, "", None, PAGES)
    assert (cover["strategy"], cover["action"], cover["subject"], cover["url"]) == (None, None, "Cover", PAGES)
    assert get(client, f"measurements/{PLAN}/fear/2016-17/")["url"] == PAGES


@pytest.mark.parametrize("name", ROWS)
def test_every_list_is_a_table_in_the_same_few_queries(name):
    with CaptureQueriesContext(connection) as asked:
        response = Client().get(f"/api/v1/{name}/?format=csv&plan={PLAN}")
    head, *rows = csv.reader(io.StringIO(response.content.decode()))

    assert response["Content-Disposition"] == f'attachment; filename="{PLAN}-{name}-{timezone.localdate()}.csv"'
    assert len(rows) == len(SEEN[name][1])
    assert {len(row) for row in rows} == {len(head)}
    assert len(asked) <= 5


def test_measurements_and_evidence_stand_in_one_cell():
    def cells(address):
        return list(csv.reader(io.StringIO(Client().get(f"/api/v1/{address}").content.decode())))

    assert cells("indicators/?format=csv&fields=code,strategy,measurements") == [
        ["code", "strategy.uid", "strategy.ref", "strategy.title", "measurements"],
        [
            "knives",
            *KNIVES.values(),
            "2016-17: target 100.0, actual -0.5; 2017-18: target Tbc",
        ],
        ["fear", "", "", "", "2016-17: target 12.25, actual 13.0"],
    ]
    assert cells("updates/?format=csv&fields=action,evidence") == [
        ["action.uid", "action.ref", "action.access", "action.exempt_paragraph", "action.handling", "evidence"],
        [PATROL["uid"], "1.1.1", "open", "", "official", "Minutes of June (https://example.org/minutes)"],
    ]
