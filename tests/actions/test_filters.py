"""What a reader may ask of actions and strategies, and what comes of asking otherwise."""

import datetime
from itertools import combinations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import QueryDict
from django.test import RequestFactory

from actions.filters import ActionFilter, StrategyFilter
from actions.models import Action, ProgressUpdate, Strategy
from tests.factories import (
    make_action,
    make_alignment,
    make_framework,
    make_known,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_theme,
)

pytestmark = pytest.mark.django_db

PARAMETERS = (
    "plan, strategy, theme, no_theme, partner, principle, principle_kind, basis, at, status, no_lead, no_alignment, "
    "access, exempt_paragraph, handling, q, updated_since, ordering"
)


def asked(query, user=None, filters=ActionFilter, rows=Action, **options):
    """The filters as `user`, a stranger by default, asks them in the query string."""
    request = RequestFactory().get("/", query_params=None)
    request.user = user or AnonymousUser()
    queryset = rows.objects.visible_to(request.user).as_printed()
    if rows is Action:
        queryset = queryset.with_status()
    return filters(QueryDict(query), queryset=queryset, request=request, **options)


def found(query, user=None):
    """The numbers of the actions that the query string leaves, in their order."""
    chosen = asked(query, user)
    assert chosen.errors == {}
    assert chosen.is_valid()
    return [action.ref for action in chosen.qs]


@pytest.fixture
def world():
    """Two open plans with a framework each, a draft plan, and the links between them."""
    ours, theirs = make_framework(code="ours"), make_framework(code="theirs")
    plan = make_plan(slug="plan-a", title="A", framework=ours)
    other = make_plan(slug="plan-b", title="B", framework=theirs)
    make_plan(slug="draft", title="C", publication="draft", framework=make_framework(code="drafted"))
    four = make_principle(framework=ours, kind="strategic", number=4)
    seven = make_principle(framework=ours, kind="enabling", number=7)
    foreign = make_principle(framework=theirs, kind="strategic", number=4)
    knives, homes = make_strategy(plan=plan, ref="5.1", title="Knives"), make_strategy(plan=plan, ref="5.2")
    far = make_strategy(plan=other, ref="5.1")
    theme = make_theme(strategy=knives, title="On the street")
    first = make_action(theme=theme, ref="5.1.1", position=1, text="Patrol the hotspots.")
    second = make_action(theme=theme, ref="5.1.2", printed_ref="5.12", position=2, text="Search for weapons.")
    third = make_action(
        strategy=homes, ref="5.2.1", position=3, text="Visit hotspots of the borough.", expected_outcome="Fewer harms"
    )
    idle = make_action(strategy=homes, ref="5.2.2", position=4, text="Report.")
    abroad = make_action(strategy=far, ref="5.1.10", position=1, text="Teach at school.")
    police = make_partner(code="mps")
    inspector = make_partner(code="inspector", kind="post", parent=police)
    make_known(make_partner(code="idle"))
    make_lead(action=first, partner=police)
    make_lead(action=third, partner=inspector, role="support")
    make_alignment(action=first, principle=four)
    make_alignment(action=second, principle=four, basis="inherited", inherited_from=first)
    make_alignment(action=second, principle=seven)
    make_alignment(action=abroad, principle=foreign)
    make_alignment(action=third, principle=foreign, basis="assessed")
    ProgressUpdate.objects.create(
        action=second, reported_on=datetime.date(2026, 3, 1), status="on_track", publication="published"
    )
    ProgressUpdate.objects.create(action=third, reported_on=datetime.date(2026, 3, 1), status="closed")
    for day, action in enumerate([abroad, idle, third, second, first], start=1):
        Action.objects.filter(pk=action.pk).update(updated_at=datetime.datetime(2026, 5, day, 12, tzinfo=datetime.UTC))


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("colour=red", {"colour": [f"There is no parameter “colour”. Known here: {PARAMETERS}."]}),
        ("colour=", {"colour": [f"There is no parameter “colour”. Known here: {PARAMETERS}."]}),
        ("page=2", {"page": [f"There is no parameter “page”. Known here: {PARAMETERS}."]}),
        ("partner=mps&partner=idle", {"partner": ["Give this parameter once; it takes one value."]}),
        ("plan=nowhere", {"plan": ["There is no plan “nowhere”."]}),
        ("strategy=9.9", {"strategy": ["There is no strategy “9.9”."]}),
        ("plan=plan-b&strategy=5.2", {"strategy": ["There is no strategy “5.2”."]}),
        ("theme=On the roof", {"theme": ["There is no theme “On the roof”."]}),
        ("plan=plan-b&theme=On the street", {"theme": ["There is no theme “On the street”."]}),
        ("partner=nobody", {"partner": ["There is no partner “nobody”."]}),
        (
            "basis=guessed",
            {"basis": ["Choose one of: stated, inherited, assessed."]},
        ),
        (
            "status=done",
            {"status": ["Choose one of: not_reported, not_started, on_track, at_risk, off_track, completed, closed."]},
        ),
        ("no_lead=yes", {"no_lead": ["Choose one of: true, false."]}),
        ("no_theme=x", {"no_theme": ["Choose one of: true, false."]}),
        ("principle_kind=x", {"principle_kind": ["Choose one of: strategic, enabling, aim, step."]}),
        ("no_alignment=1", {"no_alignment": ["Choose one of: true, false."]}),
        (
            "ordering=text",
            {"ordering": ["Choose one of: position, updated_at, -position, -updated_at."]},
        ),
        ("q=a%00b", {"q": ["Null characters are not allowed."]}),
        ("plan=%00", {"plan": ["Null characters are not allowed."]}),
        ("q=" + "a" * 10_000, {"q": ["Ensure this value has at most 200 characters (it has 10000)."]}),
        ("theme=" + "a" * 201, {"theme": ["Ensure this value has at most 200 characters (it has 201)."]}),
    ],
)
def test_what_nothing_answers_to_is_refused_by_name(world, query, errors):
    chosen = asked(query)

    assert chosen.errors == errors
    assert not chosen.is_valid()


@pytest.mark.parametrize("value", ["strategic-9", "enabling-4", ":strategic-4", "mine:strategic-4", "ours:", "a:b:c"])
def test_a_principle_that_is_not_there_is_refused(world, value):
    assert asked(f"principle={value}").errors == {
        "principle": [
            f"There is no principle “{value}”. Write strategic-4 for one of the plan's own, "
            "hackney-violence-reduction:strategic-4 for one of any framework."
        ]
    }


def test_a_bare_code_is_of_the_frameworks_of_the_plans_asked_for(world):
    make_principle(framework=make_plan(publication="draft").framework, kind="aim", number=1)

    assert asked("plan=plan-b&principle=enabling-7").errors.keys() == {"principle"}
    assert asked("principle=aim-1").errors.keys() == {"principle"}


@pytest.mark.parametrize(
    "value", ["yesterday", "2026-13-01", "2026-01-31T25:00", "0", "2026-01-31T09:00:00 00:00", "%00", "1" * 300]
)
def test_a_time_that_is_none_is_refused_with_how_to_write_it(world, value):
    assert asked(f"updated_since={value}").errors == {
        "updated_since": [
            "Write a time as 2026-01-31T09:00:00Z, or a day as 2026-01-31. In an address, + is written %2B."
        ]
    }


@pytest.mark.parametrize(
    ("value", "number"),
    [("0001-01-01", 5), ("0001-01-01T00:00%2B14:00", 5), ("9999-12-31", 0), ("9999-12-31T23:59-12:00", 0)],
)
def test_times_at_the_ends_of_the_calendar_are_only_times(world, value, number):
    assert len(found(f"updated_since={value}")) == number


def test_what_is_repeated_to_the_reader_is_short_and_printable(world):
    name = "<b>" + "x" * 100 + "\x1b"

    chosen = asked(f"{name}=1&plan=%1b[31m{'y' * 100}")

    assert chosen.errors == {
        "plan": [f"There is no plan “�[31m{'y' * 55}…”."],
        f"<b>{'x' * 57}…": [f"There is no parameter “<b>{'x' * 57}…”. Known here: {PARAMETERS}."],
    }


def test_a_stranger_is_told_of_a_draft_what_is_told_of_nothing(world, officer):
    hidden = make_strategy(plan=make_plan(slug="secret", publication="draft"), ref="7.1")
    make_theme(strategy=hidden, title="Hidden")
    make_theme(strategy=make_strategy(publication="draft", ref="8.1"), title="Unready")

    queries = ["plan=secret", "strategy=7.1", "strategy=8.1", "theme=Hidden", "theme=Unready"]

    assert [list(asked(query).errors) for query in queries] == [
        ["plan"],
        ["strategy"],
        ["strategy"],
        ["theme"],
        ["theme"],
    ]
    assert [asked(query, officer).errors for query in queries] == [{}] * 5


def test_parameters_that_others_read_are_known_and_still_given_once(world):
    assert asked("page=2", also_known={"page"}).errors == {}
    assert asked("page=2&page=3", also_known={"page"}).errors == {
        "page": ["Give this parameter once; it takes one value."]
    }


def test_without_a_query_all_actions_stand_as_printed(world):
    everything = ["5.1.1", "5.1.2", "5.2.1", "5.2.2", "5.1.10"]
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    assert found("") == everything
    assert [
        action.ref for action in ActionFilter(queryset=Action.objects.as_printed(), request=request).qs
    ] == everything


def test_empty_values_are_not_given(world):
    empty = "&".join(f"{name}=" for name in PARAMETERS.split(", "))

    assert found(empty) == ["5.1.1", "5.1.2", "5.2.1", "5.2.2", "5.1.10"]
    assert found("partner=&partner=mps&q= ") == ["5.1.1", "5.2.1"]


TRUTH = {
    "plan=plan-a": "p.slug = 'plan-a'",
    "strategy=5.1": "s.ref = '5.1'",
    "theme=on the STREET": "t.title = 'On the street'",
    "no_theme=true": "a.theme_id IS NULL",
    "no_theme=false": "a.theme_id IS NOT NULL",
    "partner=mps": "EXISTS (SELECT FROM actions_lead l JOIN partners_partner w ON w.id = l.partner_id"
    " WHERE l.action_id = a.id AND w.code IN ('mps', 'inspector'))",
    "partner=inspector": "EXISTS (SELECT FROM actions_lead l JOIN partners_partner w ON w.id = l.partner_id"
    " WHERE l.action_id = a.id AND w.code = 'inspector')",
    "partner=idle": "false",
    "principle=strategic-4": "EXISTS (SELECT FROM links WHERE action_id = a.id AND code = 'strategic-4'"
    " AND framework_id = p.framework_id)",
    "principle=theirs:strategic-4": "EXISTS (SELECT FROM links WHERE action_id = a.id AND code = 'strategic-4'"
    " AND framework = 'theirs')",
    "principle_kind=enabling": "EXISTS (SELECT FROM links WHERE action_id = a.id AND code LIKE 'enabling%%')",
    "principle_kind=strategic&basis=stated": "EXISTS (SELECT FROM links WHERE action_id = a.id"
    " AND code LIKE 'strategic%%' AND basis = 'stated')",
    "no_alignment=true&principle_kind=enabling": "NOT EXISTS (SELECT FROM links WHERE action_id = a.id"
    " AND code LIKE 'enabling%%')",
    "no_alignment=false&principle_kind=strategic&basis=stated": "EXISTS (SELECT FROM links WHERE action_id = a.id"
    " AND code LIKE 'strategic%%' AND basis = 'stated')",
    "basis=stated": "EXISTS (SELECT FROM links WHERE action_id = a.id AND basis = 'stated')",
    "basis=inherited&basis=assessed": "EXISTS (SELECT FROM links WHERE action_id = a.id AND basis <> 'stated')",
    "principle=strategic-4&basis=stated": "EXISTS (SELECT FROM links WHERE action_id = a.id AND code = 'strategic-4'"
    " AND framework_id = p.framework_id AND basis = 'stated')",
    "status=on_track": "a.ref = '5.1.2'",
    "status=not_reported&status=closed": "a.ref <> '5.1.2'",
    "no_lead=true": "NOT EXISTS (SELECT FROM actions_lead l WHERE l.action_id = a.id)",
    "no_lead=false": "EXISTS (SELECT FROM actions_lead l WHERE l.action_id = a.id)",
    "no_alignment=true": "NOT EXISTS (SELECT FROM links WHERE action_id = a.id)",
    "no_alignment=false": "EXISTS (SELECT FROM links WHERE action_id = a.id)",
    "no_alignment=true&basis=stated": "NOT EXISTS (SELECT FROM links WHERE action_id = a.id AND basis = 'stated')",
    "no_alignment=false&basis=stated": "EXISTS (SELECT FROM links WHERE action_id = a.id AND basis = 'stated')",
    "q=hotspot": "a.text ILIKE '%%hotspot%%'",
    "updated_since=2026-05-03T12:00:00Z": "a.updated_at >= '2026-05-03T12:00:00Z'",
    "updated_since=2026-05-03T13:00:01%2B01:00": "a.updated_at >= '2026-05-03T12:00:01Z'",
    "updated_since=2026-05-04": "a.updated_at >= '2026-05-03T23:00:00Z'",
}
PRINTED = """
WITH links AS (SELECT k.action_id, k.basis, r.code, r.framework_id, f.code AS framework FROM actions_alignment k
  JOIN principles_principle r ON r.id = k.principle_id JOIN principles_framework f ON f.id = r.framework_id)
SELECT a.ref FROM actions_action a JOIN actions_plan p ON p.id = a.plan_id
  JOIN actions_strategy s ON s.id = a.strategy_id
  LEFT JOIN actions_theme t ON t.id = a.theme_id WHERE {} ORDER BY p.title, a.position
"""


def truth(*queries):
    """What plain SQL finds for all of these queries together."""
    with connection.cursor() as cursor:
        cursor.execute(PRINTED.format(" AND ".join(TRUTH[query] for query in queries)), [])
        return [ref for (ref,) in cursor]


@pytest.mark.parametrize("query", TRUTH)
def test_each_filter_finds_what_plain_sql_finds(world, query):
    assert found(query) == truth(query)


def test_pairs_of_filters_find_what_plain_sql_finds(world):
    alone = [query for query in TRUTH if "basis" not in query and "&principle_kind" not in query]
    pairs = [
        (one, two)
        for one, two in combinations(alone, 2)
        if one.partition("=")[0] != two.partition("=")[0]  # each parameter once
        and {one.partition("=")[0], two.partition("=")[0]}
        != {"no_alignment", "principle_kind"}  # one narrows the other
    ]

    assert {pair: found("&".join(pair)) for pair in pairs} == {pair: truth(*pair) for pair in pairs}


def test_the_truth_is_not_trivial(world):
    answers = {query: len(truth(query)) for query in TRUTH}

    assert {query for query, size in answers.items() if size == 0} == {"partner=idle"}
    assert {query for query, size in answers.items() if size == 5} == set()


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ("q=patrol hotspots", ["5.1.1"]),
        ("q=hotspots -borough", ["5.1.1"]),
        ('q="hotspots of the borough"', ["5.2.1"]),
        ("q=patrol or school", ["5.1.1", "5.1.10"]),
        ("q=knives", ["5.1.1", "5.1.2"]),
        ("q=street", ["5.1.1", "5.1.2"]),
        ("q=5.1.1", ["5.1.1"]),
        ("q=5.12", ["5.1.2"]),
        ("q=harm", ["5.2.1"]),
        ("q=the", []),
        ("q=' or 1=1 --", []),
        ("q=<script>alert(1)</script>", []),
        ("q=%26 | ! ( ) :* <->", []),
        ('q="', []),
        ("q=%25_%5C", []),
        ("q=\N{BLACK HEART SUIT}\N{ZERO WIDTH JOINER}", []),
    ],
)
def test_words_are_words_and_never_operators_of_the_database(world, query, refs):
    assert found(query) == refs


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ("ordering=position", ["5.1.1", "5.1.2", "5.2.1", "5.2.2", "5.1.10"]),
        ("ordering=-position", ["5.1.10", "5.2.2", "5.2.1", "5.1.2", "5.1.1"]),
        ("ordering=updated_at", ["5.1.10", "5.2.2", "5.2.1", "5.1.2", "5.1.1"]),
        ("ordering=-updated_at", ["5.1.1", "5.1.2", "5.2.1", "5.2.2", "5.1.10"]),
        ("ordering=updated_at,-position", ["5.1.10", "5.2.2", "5.2.1", "5.1.2", "5.1.1"]),
        ("ordering=,", ["5.1.1", "5.1.2", "5.2.1", "5.2.2", "5.1.10"]),
    ],
)
def test_actions_come_in_the_order_asked_for(world, query, refs):
    assert found(query) == refs


def test_actions_changed_at_the_same_time_stand_as_printed(world):
    Action.objects.update(updated_at=datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC))

    assert found("ordering=-updated_at") == ["5.1.1", "5.1.2", "5.2.1", "5.2.2", "5.1.10"]


def test_actions_of_plans_with_one_title_never_mix():
    refs = {slug: make_strategy(plan=make_plan(slug=slug, title="Same")) for slug in ("b", "a")}
    for slug, strategy in refs.items():
        for position in (1, 2):
            make_action(strategy=strategy, ref=f"{slug}{position}", position=position)

    assert found("") == ["a1", "a2", "b1", "b2"]


def test_an_officer_finds_drafts_and_a_stranger_does_not(officer):
    strategy = make_strategy()
    make_action(strategy=strategy, ref="1", text="Knives", publication="draft")
    make_action(strategy=strategy, ref="2", text="Knives")

    assert found("q=knives") == ["2"]
    assert found("q=knives", officer) == ["1", "2"]


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("plan=nowhere", {"plan": ["There is no plan “nowhere”."]}),
        ("ref=9", {"ref": ["There is no strategy “9”."]}),
        ("plan=plan-b&ref=5.2", {"ref": ["There is no strategy “5.2”."]}),
        (
            "title=Knives",
            {
                "title": [
                    "There is no parameter “title”. Known here: plan, ref, owner, access, exempt_paragraph, handling, "
                    "q, updated_since, ordering."
                ]
            },
        ),
    ],
)
def test_strategies_that_are_not_there_are_refused(world, query, errors):
    assert asked(query, filters=StrategyFilter, rows=Strategy).errors == errors


@pytest.mark.parametrize(
    ("query", "strategies"),
    [
        ("plan=plan-a", [("plan-a", "5.1"), ("plan-a", "5.2")]),
        ("ref=5.1", [("plan-a", "5.1"), ("plan-b", "5.1")]),
        ("plan=plan-b&ref=5.1", [("plan-b", "5.1")]),
    ],
)
def test_strategies_are_found_by_plan_and_number(world, query, strategies):
    chosen = asked(query, filters=StrategyFilter, rows=Strategy)

    assert chosen.errors == {}
    assert [(strategy.plan.slug, strategy.ref) for strategy in chosen.qs.as_printed()] == strategies
