"""The merged-cell rule, by hand, for any table, and on Hackney's own."""

import csv
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from actions.alignment import (
    Changes,
    Inherited,
    Label,
    PrintedLabel,
    Row,
    inherit_alignments,
    inherited,
    printed_labels,
    stated_rows,
)
from actions.models import Alignment
from tests.factories import make_action, make_alignment, make_plan, make_principle, make_strategy, make_theme

S1, S2, S4, E1, E3 = (
    Label("strategic", 1),
    Label("strategic", 2),
    Label("strategic", 4),
    Label("enabling", 1),
    Label("enabling", 3),
)
HACKNEY = Path(settings.BASE_DIR, "fixtures", "hackney-single-violence-plan")


@pytest.mark.parametrize(
    ("cell", "labels"),
    [
        ("", []),
        ("We step in early.", []),
        ("Strategic Principle 4", []),
        ("[Strategic Priority 4]", []),
        (
            "[Strategic Principle 4] Where violence has occurred.\n\n[enabling principle 12]  Use\nevidence. ",
            [
                PrintedLabel(
                    Label("strategic", 4),
                    "Where violence has occurred.",
                    "[Strategic Principle 4] Where violence has occurred.",
                ),
                PrintedLabel(Label("enabling", 12), "Use\nevidence.", "[enabling principle 12]  Use\nevidence."),
            ],
        ),
        ("Draft: [ STRATEGIC  PRINCIPLE 1 ]", [PrintedLabel(Label("strategic", 1), "", "[ STRATEGIC  PRINCIPLE 1 ]")]),
    ],
)
def test_labels_of_a_printed_cell(cell, labels):
    assert printed_labels(cell) == labels


def test_a_row_inherits_the_labels_printed_last_above_it_kind_by_kind():
    rows = [
        Row("5.1", "A", "1"),
        Row("5.1", "A", "2", (S4, E1)),
        Row("5.1", "A", "3"),
        Row("5.1", "A", "4", (S1, S2)),
        Row("5.1", "A", "5"),
        Row("5.1", "B", "6"),
        Row("5.1", "B", "7", (E3,)),
        Row("5.1", "B", "8"),
        Row("5.2", "", "9"),
        Row("5.2", "", "10", (S1,)),
        Row("5.2", "", "11"),
        Row("5.1", "A", "12"),
    ]
    assert inherited(rows) == [
        Inherited("3", S4, "2"),
        Inherited("3", E1, "2"),
        Inherited("4", E1, "2"),
        Inherited("5", S1, "4"),
        Inherited("5", S2, "4"),
        Inherited("5", E1, "2"),
        Inherited("8", E3, "7"),
        Inherited("11", S1, "10"),
        Inherited("12", S1, "4"),
        Inherited("12", S2, "4"),
        Inherited("12", E1, "2"),
    ]


LABELS = st.lists(st.builds(Label, st.sampled_from(["strategic", "enabling"]), st.integers(1, 3)), unique=True)
TABLES = st.lists(st.tuples(st.sampled_from(["5.1", "5.2"]), st.sampled_from(["", "A", "B"]), LABELS), max_size=12)


@effort(deadline=None)
@given(table=TABLES)
def test_in_any_table_each_row_serves_the_last_set_above_it(table):
    rows = [Row(strategy, theme, str(number), tuple(labels)) for number, (strategy, theme, labels) in enumerate(table)]
    found = inherited(rows)
    expected = set()
    for number, row in enumerate(rows):
        for kind in ("strategic", "enabling"):
            if any(label.kind == kind for label in row.labels):
                continue
            above = [
                other
                for other in rows[:number]
                if (other.strategy, other.theme) == (row.strategy, row.theme)
                and any(label.kind == kind for label in other.labels)
            ]
            if above:
                labels = [label for label in above[-1].labels if label.kind == kind]
                expected |= {Inherited(row.ref, label, above[-1].ref) for label in labels}
    assert set(found) == expected
    assert len(found) == len(expected)


def fixture(name):
    with (HACKNEY / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_hackneys_stated_labels_give_exactly_its_inherited_ones():
    stated, expected = {}, set()
    for link in fixture("alignments"):
        if link["action"]:
            label = link["principle"].rsplit("-", 1)
            label = Label(label[0], int(label[1]))
            if link["basis"] == "stated":
                stated.setdefault(link["action"], []).append(label)
            else:
                assert link["basis"] == "inherited"
                expected.add(Inherited(link["action"], label, link["inherited_from"]))
    rows = [
        Row(action["strategy"], action["theme"], action["action_no"], tuple(stated.get(action["action_no"], ())))
        for action in sorted(fixture("actions"), key=lambda action: int(action["position"]))
    ]
    found = inherited(rows)
    assert len(expected) > 100
    assert set(found) == expected
    assert len(found) == len(expected)


def test_hackneys_printed_cells_hold_exactly_its_stated_labels():
    stated = {(link["action"], link["principle"]) for link in fixture("alignments") if link["basis"] == "stated"}
    printed = {
        (action["action_no"], f"{found.label.kind}-{found.label.number}")
        for action in fixture("actions")
        for cell in (action["strategic_principles"], action["enabling_principles"])
        for found in printed_labels(cell)
    }
    assert printed == {(action, principle) for action, principle in stated if action}


@pytest.fixture
def table(db):
    """A strategy of three actions of one theme; the first states Strategic 4."""
    plan = make_plan()
    theme = make_theme(strategy=make_strategy(plan=plan))
    first, second, third = (make_action(theme=theme, ref=f"5.1.{n}", position=n) for n in (1, 2, 3))
    s4, e1 = (
        make_principle(framework=plan.framework, kind=kind, number=n) for kind, n in (("strategic", 4), ("enabling", 1))
    )
    make_alignment(action=first, principle=s4)
    return plan, first, second, third, s4, e1


def stored(plan):
    links = Alignment.objects.filter(action__plan=plan, basis="inherited")
    return set(links.values_list("action__ref", "principle__code", "inherited_from__ref"))


def test_the_rows_of_a_plan_are_its_actions_in_printed_order(table):
    plan, first, second, third, s4, e1 = table
    loose = make_action(strategy=make_strategy(plan=plan, ref="5.2"), ref="5.2.1", position=4)
    make_alignment(action=third, principle=e1, basis="assessed")
    make_alignment(action=second, principle=make_principle(kind="strategic"))
    theme = first.theme.title
    assert stated_rows(plan) == [
        Row(first.strategy.ref, theme, "5.1.1", (S4,)),
        Row(first.strategy.ref, theme, "5.1.2"),
        Row(first.strategy.ref, theme, "5.1.3"),
        Row("5.2", "", loose.ref),
    ]


def test_inherits_what_the_rule_gives_and_again_nothing_changes(table):
    plan, first, *_ = table
    other = make_alignment().action
    assert inherit_alignments(plan=plan) == Changes(added=2, removed=0, unchanged=0)
    assert stored(plan) == {("5.1.2", "strategic-4", "5.1.1"), ("5.1.3", "strategic-4", "5.1.1")}
    assert inherit_alignments(plan=plan) == Changes(added=0, removed=0, unchanged=2)
    assert inherit_alignments(plan=other.plan) == Changes(added=0, removed=0, unchanged=0)


def test_takes_away_what_no_longer_follows_and_names_the_new_source(table):
    plan, first, second, third, s4, e1 = table
    inherit_alignments(plan=plan)
    second.alignments.all().delete()
    make_alignment(action=second, principle=s4)
    make_alignment(action=second, principle=e1)
    assert inherit_alignments(plan=plan) == Changes(added=2, removed=1, unchanged=0)
    assert stored(plan) == {("5.1.3", "strategic-4", "5.1.2"), ("5.1.3", "enabling-1", "5.1.2")}


def test_what_an_officer_assessed_stays(table):
    plan, first, second, third, s4, e1 = table
    assessed = make_alignment(action=second, principle=s4, basis="assessed")
    assert inherit_alignments(plan=plan) == Changes(added=1, removed=0, unchanged=0)
    assert stored(plan) == {("5.1.3", "strategic-4", "5.1.1")}
    assert second.alignments.get() == assessed


def test_a_plan_without_principles_inherits_nothing(db):
    plan = make_plan()
    plan.framework = None
    plan.save()
    make_action(strategy=make_strategy(plan=plan))
    assert inherit_alignments(plan=plan) == Changes(0, 0, 0)
