"""Actions: what the database refuses, what each reader sees, and the readings of a list."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from actions.models import Action, Indicator, Milestone, Period
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


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"ref": ""}, "actions_action_ref_not_empty"),
        ({"text": ""}, "actions_action_ref_not_empty"),
        ({"kind": "wish"}, "actions_action_kind_known"),
        ({"publication": "secret"}, "actions_action_publication_known"),
        ({"starts_on": "2022-04-02", "due_on": "2022-04-01"}, "actions_action_due_after_start"),
    ],
)
def test_refused_by_the_database(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        make_action(**fields)


def test_a_number_is_unique_within_its_plan():
    action = make_action(ref="5.1.1")
    make_action(ref="5.1.1")
    with pytest.raises(IntegrityError, match="actions_action_ref_unique"):
        make_action(strategy=make_strategy(plan=action.plan), ref="5.1.1")


@pytest.mark.parametrize(
    ("field", "make", "constraint"),
    [
        ("strategy", make_strategy, "actions_action_strategy_of_same_plan"),
        ("theme", make_theme, "actions_action_theme_of_same_strategy"),
    ],
)
def test_a_stranger_as_parent_is_refused_by_raw_sql(field, make, constraint):
    action, stranger = make_action(), make()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(**{field: stranger})
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_full_clean_names_the_theme_of_another_strategy():
    action = make_action()
    action.theme = make_theme()
    with pytest.raises(ValidationError) as error:
        action.full_clean()
    assert error.value.message_dict == {"theme": ["The theme belongs to another strategy."]}


def test_a_missing_strategy_is_named_once():
    action = Action(plan=make_plan(), ref="1", text="Do.", position=1)
    with pytest.raises(ValidationError) as error:
        action.full_clean()
    assert error.value.message_dict == {"strategy": ["This field cannot be null."]}


def test_the_public_sees_published_actions_of_published_parents_only(public, officer):
    shown = make_action()
    hidden = [
        make_action(publication="draft"),
        make_action(strategy=make_strategy(publication="withdrawn")),
        make_action(strategy=make_strategy(plan=make_plan(publication="in_review"))),
        make_action(strategy=make_strategy(plan=make_plan(access="exempt"))),
    ]
    assert set(Action.objects.visible_to(public)) == {shown}
    assert set(Action.objects.visible_to(officer)) == {shown, *hidden}


def test_status_is_that_of_the_latest_published_update():
    action = make_action()

    def report(day, status, **fields):
        record_update(action=action, reported_on=datetime.date(2022, 1, day), status=status, **fields)

    def status(at=None):
        return Action.objects.with_status(at).get().status

    assert status() == "not_reported"
    report(1, "on_track", publication="published")
    report(9, "completed", publication="published")
    report(5, "not_started", publication="published")
    report(5, "off_track", publication="published")
    report(20, "closed", publication="draft")
    assert status() == "completed"
    assert status(datetime.date(2021, 12, 31)) == "not_reported"
    assert status(datetime.date(2022, 1, 1)) == "on_track"
    assert status(datetime.date(2022, 1, 8)) == "off_track"


def test_with_and_without_a_lead():
    led, leaderless = make_lead().action, make_action()
    assert list(Action.objects.no_lead()) == [leaderless]
    assert list(Action.objects.with_lead()) == [led]


def test_aligned_by_basis():
    stated, assessed = make_alignment().action, make_alignment(basis="assessed").action
    unaligned = make_action()
    assert set(Action.objects.aligned()) == {stated, assessed}
    assert set(Action.objects.aligned(["stated"])) == {stated}
    assert set(Action.objects.no_alignment()) == {unaligned}
    assert set(Action.objects.no_alignment(["stated"])) == {assessed, unaligned}


def test_aligned_by_kind_of_principle():
    strategic = make_alignment().action
    enabling = make_action(strategy=strategic.strategy)
    make_alignment(
        action=enabling, principle=make_principle(framework=strategic.plan.framework, kind="enabling"), basis="assessed"
    )
    assert set(Action.objects.aligned(kind="strategic")) == {strategic}
    assert set(Action.objects.no_alignment(kind="strategic")) == {enabling}
    assert set(Action.objects.aligned(["stated"], "enabling")) == set()


def test_led_by_a_partner_or_a_part_of_it():
    police, council = make_partner(code="police"), make_partner(code="council")
    inspector = make_partner(parent=police)
    led, supported, other = (
        make_lead(partner=partner, role=role).action
        for partner, role in ((police, "lead"), (inspector, "support"), (council, "lead"))
    )
    make_lead(action=led, partner=inspector)
    assert list(Action.objects.led_within("police").order_by("pk")) == [led, supported]
    assert list(Action.objects.led_within("council")) == [other]


def test_of_some_status():
    reported, silent = make_action(), make_action()
    record_update(action=reported, reported_on="2026-01-01", status="closed", narrative="So.", publication="published")
    assert list(Action.objects.with_status().reported(["closed"])) == [reported]
    assert set(Action.objects.with_status().reported(["closed", "not_reported"])) == {reported, silent}


def test_with_links_costs_the_same_for_any_number_of_rows(public, django_assert_num_queries):
    def read():
        return [
            (
                action.plan.framework.code,
                action.strategy.title,
                action.theme.title,
                [lead.partner.name for lead in action.leads.all()],
                [(link.principle.framework.code, link.inherited_from) for link in action.alignments.all()],
                [milestone.period for milestone in action.milestones.all()],
                list(action.source_notes.all()),
            )
            for action in Action.objects.with_links(public)
        ]

    for _ in range(3):
        action = make_action(theme=make_theme())
        make_lead(action=action)
        make_alignment(action=action)
        make_alignment(action=action, basis="inherited", inherited_from=make_action(theme=action.theme))
        queries = 6  # actions, leads, alignments, the actions they are inherited from, milestones, source notes
        with django_assert_num_queries(queries):
            assert read()


def test_it_reads_as_number_and_beginning():
    assert str(Action(ref="5.1.6", text="Knife crime amnesty")) == "5.1.6 Knife crime amnesty"


def test_address():
    action = make_action(strategy=make_strategy(plan=make_plan(slug="hackney")), ref="5.1.10")
    assert action.get_absolute_url() == "/plans/hackney/actions/5.1.10/"


def test_a_link_leads_only_where_the_reader_may_go(public, officer):
    hidden = make_action(publication="draft")
    make_alignment(action=make_action(), basis="inherited", inherited_from=hidden)

    def source(user):
        [action] = Action.objects.published().with_links(user)
        return action.alignments.all()[0].inherited_from

    assert source(public) is None
    assert source(officer) == hidden


def test_an_action_is_known_by_what_is_printed_where_that_is_one():
    plan = make_plan()
    strategy = make_strategy(plan=plan)
    hate = make_action(strategy=strategy, ref="5.9.7", printed_ref="5.97")
    for ref in ("5.2.1", "5.3.1"):
        make_action(strategy=strategy, ref=ref, printed_ref="5.1.1")
    assert plan.actions.known_as("5.97") == hate
    assert plan.actions.known_as("5.1.1") is None
    assert plan.actions.known_as("") is None
    renumbered = make_action(strategy=strategy, ref="5.9.8")
    for ref in ("5.97", "5.9.9"):
        Action.objects.filter(pk=renumbered.pk).update(ref=ref)
    assert plan.actions.known_as("5.97") == renumbered
    real = make_action(strategy=strategy, ref="5.1.1")
    assert plan.actions.known_as("5.1.1") == real


def test_which_rows_a_printed_cell_covers():
    action = make_action()
    other, covered = (make_action(strategy=action.strategy) for _ in range(2))
    for number in (1, 2):
        principle = make_principle(framework=action.plan.framework, number=number)
        make_alignment(action=covered, principle=principle, basis="inherited", inherited_from=action)
    assert list(Action.objects.covered_by(action)) == [covered]
    assert list(Action.objects.covered_by(other)) == []


DAY = datetime.date(2026, 3, 31)


def report(action, day, status="on_track", publication="published"):
    """Report that status of an action on a day of March 2026."""
    reported_on = datetime.date(2026, 3, day)
    record_update(action=action, reported_on=reported_on, status=status, publication=publication)


def test_when_an_action_was_last_reported_on():
    action = make_action()
    for day, publication in ((2, "published"), (1, "published"), (3, "draft"), (9, "published")):
        report(action, day, publication=publication)
    assert Action.objects.with_last_report(datetime.date(2026, 3, 8)).get().last_reported_on == datetime.date(
        2026, 3, 2
    )
    assert Action.objects.with_last_report(datetime.date(2026, 2, 28)).get().last_reported_on is None


def test_actions_not_reported_on_of_late():
    never, drafted, before, on, ahead = (make_action() for _ in range(5))
    report(drafted, 20, publication="draft")
    report(before, 9)
    report(on, 10)
    report(ahead, 31)
    found = Action.objects.not_reported_since(datetime.date(2026, 3, 10), at=datetime.date(2026, 3, 30))
    assert list(found.order_by("pk")) == [never, drafted, before, ahead]


def make_milestone(action, year):
    """A milestone of an action in a calendar year of its plan."""
    year = {"code": year, "title": year, "starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31"}
    period, _ = Period.objects.get_or_create(plan=action.plan, **year)
    return Milestone.objects.create(plan=action.plan, action=action, period=period, text="Ten sweeps")


def test_an_action_ends_on_its_own_day_or_with_the_period_of_its_last_milestone():
    endless, dated, both = make_action(), make_action(), make_action(due_on="2026-06-30")
    for action in (dated, both):
        for year in ("2025", "2024"):
            make_milestone(action, year)
    ends = dict(Action.objects.with_end().values_list("pk", "ends_on"))
    assert ends == {endless.pk: None, dated.pk: datetime.date(2025, 12, 31), both.pk: datetime.date(2026, 6, 30)}


@pytest.mark.parametrize(
    ("due_on", "status", "is_past"),
    [
        ("2026-03-30", None, True),
        ("2026-03-31", None, False),
        (None, None, False),
        ("2026-03-30", "off_track", True),
        ("2026-03-30", "completed", False),
        ("2026-03-30", "closed", False),
    ],
)
def test_actions_past_their_end(due_on, status, is_past):
    action = make_action(due_on=due_on)
    if status:
        report(action, 31, status)
    assert Action.objects.past_end(DAY).exists() == is_past


def test_what_is_completed_later_was_late_before():
    action = make_action(due_on="2026-03-01")
    report(action, 31, "completed")
    assert Action.objects.past_end(datetime.date(2026, 3, 30)).exists()


def test_actions_without_a_measure():
    bare = make_action()
    reached = make_action(expected_outcome="Fewer knives")
    make_milestone(make_action(), "2026")
    theme = make_theme(strategy=bare.strategy)
    beside = make_action(theme=make_theme(strategy=bare.strategy))
    make_action(theme=theme)
    make_action(strategy=reached.strategy)
    rest = {"title": "Knives found", "position": 1}
    Indicator.objects.create(plan=bare.plan, strategy=bare.strategy, theme=theme, code="theme", **rest)
    Indicator.objects.create(plan=reached.plan, strategy=reached.strategy, code="strategy", **rest)
    Indicator.objects.create(plan=bare.plan, code="plan", **rest)
    assert list(Action.objects.no_measure().order_by("pk")) == [bare, beside]
