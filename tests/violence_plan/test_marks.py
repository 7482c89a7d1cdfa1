"""Whatever can be closed to the public says so, in every list, table and file there is: none can be forgotten."""

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.db.models import ForeignKey
from django.utils import timezone

from accounts.keys import make_key
from actions.models import (
    MARKS,
    Action,
    Alignment,
    GlossaryTerm,
    Indicator,
    Milestone,
    Period,
    ProgressUpdate,
    SourceNote,
)
from actions.models.marks import Marked
from tests.crawling import filled, routes
from tests.factories import (
    make_action,
    make_framework,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_theme,
    make_user,
)
from violence_plan.api.lists import LISTS
from violence_plan.api.views import description
from violence_plan.source_tables import OPEN_TABLES

pytestmark = pytest.mark.django_db

HEADER = "Content-Handling"
OPEN = {"access": "open", "exempt_paragraph": None, "handling": "official"}
EXEMPT = {"access": "exempt", "exempt_paragraph": 3, "handling": "official"}
SHARED_BY_ALL = {"partners", "frameworks", "principles"}  # they stand in no plan
# Addresses that tell of the API or of one row; a row says so by its own marks.
NOTHING_OF_PLANS = {"/api/v1/", "/api/v1/schema/"}
# These are read by nobody's right but the public's, whoever asks: no closed row is ever in them.
PUBLIC_ONLY = ("data/",)
NAMES = {
    "plan": "anytown",
    "slug": "anytown",
    "gap": "no-update",
    "uid": "",
    "code": "",
    "ref": "1.1",
    "table": "plan",
}


def closable(model, above=()):
    """Whether rows of a model have marks, or stand in a row that has."""
    parents = {field.related_model for field in model._meta.concrete_fields if isinstance(field, ForeignKey)}
    return issubclass(model, Marked) or any(closable(each, (*above, model)) for each in parents - {*above, model})


CLOSABLE = [name for name, (viewset, _) in LISTS.items() if closable(viewset.filterset_class._meta.model)]


@pytest.fixture(autouse=True)
def police(dated):
    """The police lead an open action and an exempt one, on which all hangs that can; both changed since."""
    with dated(timezone.now() - timedelta(days=7)):
        police = make_all()
    with dated(timezone.now() - timedelta(days=1)):
        Action.objects.update(text="Do it twice.")
    return police


def make_all():
    """The police, and all that they lead."""
    framework = make_framework(code="ours")
    plan = make_plan(slug="anytown", framework=framework)
    theme = make_theme(strategy=make_strategy(plan=plan, ref="1"), title="Sweeps")
    police = make_partner(code="police")
    shown, exempt = make_action(theme=theme, ref="1.1"), make_action(theme=theme, ref="1.2", **EXEMPT)
    for action in (shown, exempt):
        make_lead(action=action, partner=police)
        period, _ = Period.objects.get_or_create(
            plan=plan, code="2026", title="2026", starts_on="2026-01-01", ends_on="2026-12-31"
        )
        Milestone.objects.create(plan=plan, action=action, period=period, text="Half.", position=1)
        said = {
            "reported_on": date(2026, 1, 1),
            "status": "on_track",
            "publication": "published",
            "next_update_due": date(2026, 2, 1),
        }
        ProgressUpdate.objects.create(action=action, narrative="Done.", **said)
        SourceNote.objects.create(plan=plan, action=action, number=action.pk, kind="text", note="Odd.")
    principle = make_principle(framework=framework, number=1)
    for action in (shown, exempt):
        Alignment.objects.create(action=action, principle=principle, basis="stated", printed="1")
    indicator = Indicator.objects.create(plan=plan, code="knives", title="Knives", position=1)
    indicator.measurements.create(plan=plan, period=period, target=1)
    GlossaryTerm.objects.create(plan=plan, term="MPS", expansion="", basis="unexpanded")
    make_principle(framework=framework, number=2)
    return police


@pytest.fixture
def ask(client, police):
    """Asks as a reader: a stranger, the police's shared key, or an officer."""
    said = {"name": "Pull", "scope": "shared", "expires_on": timezone.localdate()}
    token = make_key(by=make_user(), partner=police, **said)[1]

    def ask(reader, address):
        if reader == "officer":
            client.force_login(make_user("officer"))
        answer = client.get(address, headers={"Authorization": f"Bearer {token}"} if reader == "key" else {})
        client.logout()
        return answer

    return ask


def collections():
    """The described addresses of the API that tell of plans, and of more than one row; what each takes."""
    for path, way in description()["paths"].items():
        taken = {each["name"] for each in way["get"].get("parameters", ()) if each["in"] == "query"}
        one_row = "{" in path and not path.startswith(("/api/v1/gaps/", "/api/v1/plans/{slug}/plan"))
        if path not in NOTHING_OF_PLANS and not one_row:
            yield path.replace("{slug}", "anytown").replace("{plan}", "anytown").replace("{gap}", "no-lead"), taken


COLLECTIONS = dict(collections())


def header_of(table):
    """The names of the columns of an answer that is a CSV file."""
    return next(csv.reader(io.StringIO(table.content.decode())))


def test_only_what_stands_in_no_plan_can_not_be_closed():
    assert set(LISTS) - set(CLOSABLE) == SHARED_BY_ALL


@pytest.mark.parametrize("name", CLOSABLE)
def test_each_list_tells_and_takes_the_three_marks(name):
    viewset, _ = LISTS[name]

    assert set(MARKS) <= viewset.serializer_class().fields.keys()
    assert set(MARKS) <= viewset.filterset_class.base_filters.keys()


@pytest.mark.parametrize("name", CLOSABLE)
def test_strangers_are_told_nothing_of_what_is_closed(ask, name):
    every, closed, paragraph = (ask("stranger", f"/api/v1/{name}/{query}") for query in
                                ("", "?access=exempt", "?exempt_paragraph=3"))  # fmt: skip

    rows = every.json()["results"]
    assert [{mark: row[mark] for mark in MARKS} for row in rows] == [OPEN] * len(rows)
    assert (len(rows), HEADER in every.headers, every.json()["closed"]) == (1, False, [])
    assert (closed.json()["count"], paragraph.json()["count"]) == (0, 0)


@pytest.mark.parametrize("name", CLOSABLE)
def test_what_stands_in_an_exempt_plan_is_exempt(ask, police, name):
    plan = police.leads.first().action.plan
    plan.access, plan.exempt_paragraph = "exempt", 5
    plan.save()
    for query, found in (("access=exempt", True), ("exempt_paragraph=5", True), ("access=open", False),
                         ("handling=official", True), ("handling=official_sensitive", False)):  # fmt: skip
        answer = ask("officer", f"/api/v1/{name}/?{query}")
        assert bool(answer.json()["count"]) == found, query
        assert {row["access"] for row in answer.json()["results"]} == ({"exempt"} if found else set())
        assert answer.json()["closed"] == (["exempt"] if found else [])


@pytest.mark.parametrize("name", ["actions", "milestones", "alignments", "notes", "updates"])
def test_what_hangs_on_an_exempt_action_is_exempt(ask, name):
    answer = ask("officer", f"/api/v1/{name}/")

    told = [tuple(row[mark] for mark in MARKS) for row in answer.json()["results"]]
    assert sorted(told, key=str) == [("exempt", 3, "official"), ("open", None, "official")]
    assert ask("officer", f"/api/v1/{name}/?exempt_paragraph=3").json()["count"] == 1
    assert ask("officer", f"/api/v1/{name}/?access=open").json()["count"] == 1


@pytest.mark.parametrize("address", COLLECTIONS)
def test_each_answer_of_the_api_says_in_itself_and_in_its_header_whether_anything_is_closed(ask, address):
    stranger, key, officer = (ask(reader, address) for reader in ("stranger", "key", "officer"))

    assert HEADER not in stranger.headers
    assert [answer.status_code for answer in (stranger, key, officer)] == [200, 200, 200]
    if address.endswith(".xlsx"):
        assert key.headers[HEADER] == "exempt"
        return
    assert stranger.json()["closed"] == []
    for answer in (key, officer):
        assert answer.headers.get(HEADER, "") == ", ".join(answer.json()["closed"])
    if address.strip("/").rpartition("/")[2] in ("actions", "alignment", "gaps", "plan.json", "changes"):
        assert key.json()["closed"] == ["exempt"]


@pytest.mark.parametrize("address", [address for address, taken in COLLECTIONS.items() if "format" in taken])
def test_each_table_of_the_api_has_the_three_marks(ask, address):
    if address.strip("/").rpartition("/")[2] in SHARED_BY_ALL:
        return
    stranger, officer = (ask(reader, f"{address}?format=csv") for reader in ("stranger", "officer"))

    assert HEADER not in stranger.headers
    assert (header_of(stranger), header_of(officer)) == (header_of(officer), header_of(stranger))
    assert set(MARKS) <= set(header_of(officer))
    rows = list(csv.DictReader(io.StringIO(officer.content.decode())))
    assert (HEADER in officer.headers) == any(row["access"] == "exempt" for row in rows)


@pytest.mark.parametrize(
    "route",
    [each for each in routes() if each.endswith(("csv/", ".csv", ".atom")) and not each.startswith(PUBLIC_ONLY)],
)
def test_each_table_of_a_page_has_the_three_marks_and_says_so_in_its_header(ask, route):
    day = timezone.localdate() - timedelta(days=30)
    address = filled(route, NAMES) + (f"?since={day}" if "changes" in route else "")
    stranger, officer = ask("stranger", address), ask("officer", address)

    assert officer.status_code == 200
    assert HEADER not in stranger.headers
    assert officer.headers[HEADER] == "exempt"
    if route.endswith(".atom"):
        assert officer.content.count(b'<category term="exempt"') == 1
    else:
        assert set(MARKS) <= set(header_of(officer))
        assert b",exempt,3,official" in officer.content


def test_each_sheet_of_a_plan_has_the_three_marks_of_its_rows(ask):
    book = openpyxl.load_workbook(io.BytesIO(ask("officer", "/api/v1/plans/anytown/plan.xlsx").content))
    of_plan = {table.file.removesuffix(".csv") for table in OPEN_TABLES.values() if not table.shared}
    told = {}
    for name in of_plan & set(book.sheetnames):
        header, *rows = book[name].iter_rows(values_only=True)
        told[name] = sorted({tuple(row[header.index(mark)] for mark in MARKS) for row in rows}, key=str)

    closed, open_ = ("exempt", "3", "official"), ("open", None, "official")
    assert told == dict.fromkeys(["plan", "strategies", "themes", "periods", "indicators", "measurements", "glossary"],
                                 [open_]) | dict.fromkeys(["actions", "leads", "alignments", "milestones", "updates",
                                                           "source_notes"], [closed, open_])  # fmt: skip


@pytest.mark.parametrize(
    ("query", "refs"),
    [("access=exempt", ["1.2"]), ("access=open", ["1.1"]), ("exempt_paragraph=3", ["1.2"]), ("exempt_paragraph=4", []),
     ("handling=official", ["1.1", "1.2"]), ("", ["1.1", "1.2"])],
)  # fmt: skip
def test_the_rows_of_a_gap_are_narrowed_to_their_marks(ask, query, refs):
    address = "/api/v1/gaps/anytown/no-update/?" + query

    assert [row["action"]["ref"] for row in ask("officer", address).json()["results"]] == refs


@pytest.mark.parametrize("query", ["access=secret", "exempt_paragraph=8", "handling=x"])
def test_a_mark_that_there_is_not_is_refused(ask, query):
    answer = ask("officer", f"/api/v1/gaps/anytown/no-update/?{query}")

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [query.partition("=")[0]])


def test_a_row_of_the_matrix_has_the_strictest_marks_of_what_it_counts(ask):
    strict, lax = (ask(reader, "/api/v1/alignment/?strategy=1&rows=action").json() for reader in ("key", "stranger"))

    assert [row["access"] for row in strict["rows"]] == ["open", "exempt"]
    assert {mark: strict["totals"][mark] for mark in MARKS} == EXEMPT
    assert [row["access"] for row in lax["rows"]] == ["open"]
    assert {mark: lax["totals"][mark] for mark in MARKS} == OPEN
