"""The write gate of each table: refused and let through below every door, whoever the history says writes."""

import pghistory
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from access.roles import Role
from actions.models import Action, Alignment, Lead, ProgressUpdate, Strategy, Theme
from history.rows import tracked_models
from history.write_gate import SENTENCE, WriteGate, acting_as, gate_of, is_refusal, officers_only
from partners.models import Partner
from principles.models import Principle
from tests.factories import (
    make_action,
    make_alignment,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_theme,
    make_user,
)

pytestmark = pytest.mark.django_db
# Tables with a history that no gate stands before: who works for whom is the administrators' page alone, and the
# names a row once had are written by the database itself.
UNGATED = {"Membership", "StrategyLead", "FormerRef", "FormerSlug", "FormerCode"}
OTHERS = [Role.PARTNER_REPORTER, Role.BOARD_MEMBER, Role.AUDITOR, None]


def test_it_is_made_with_a_new_table_and_taken_away():
    with connection.schema_editor(collect_sql=True) as editor:
        editor.deferred_sql.clear()
        assert gate_of(Theme).constraint_sql(Theme, editor) is None
        [made] = [str(statement) for statement in editor.deferred_sql]
        editor.deferred_sql.clear()
        gone = str(gate_of(Theme).remove_sql(Theme, editor))
    assert "CREATE TRIGGER actions_theme_write_gate" in made
    assert gone == 'DROP TRIGGER actions_theme_write_gate ON "actions_theme"; DROP FUNCTION actions_theme_write_gate();'


@pytest.fixture
def own():
    """A strategy with a theme and an action, all published, and the strategy lead who leads it."""
    strategy, user = make_strategy(plan=make_plan()), make_user(Role.STRATEGY_LEAD)
    strategy.people.create(user=user)
    make_action(theme=make_theme(strategy=strategy))
    strategy.lead = user
    return strategy


def refused(user, write):
    """Whether the gate refuses what `write` does as `user`; nothing of it stays where it does."""
    try:
        with transaction.atomic(), acting_as(user, source="page"):
            write()
    except IntegrityError as error:
        return is_refusal(error)
    return False


def changes(row):
    """Pairs of a name and a function that writes another value: for each mark, number, owner and parent of a row."""
    other = make_strategy(plan=row.plan)
    values = {
        "publication": ["withdrawn", "draft", "in_review"],
        "access": ["exempt"],
        "handling": ["official_sensitive"],
        "ref": ["9.9.9"],
        "printed_ref": ["9.9.9"],
        "position": [9999],
        "owner": [make_partner()],
        "strategy": [other],
        "plan": [make_plan()],
    }
    names = {field.name for field in row._meta.concrete_fields}
    for name, several in values.items():
        for value in several if name in names else ():
            along = {"exempt_paragraph": 7, "access": "exempt"} if name in ("access", "handling") else {}
            written = along | {name: value}
            yield name, lambda written=written: type(row).objects.filter(pk=row.pk).update(**written)


@pytest.mark.parametrize("model", [model for model in tracked_models() if model.__name__ not in UNGATED])
def test_every_table_of_plan_data_has_a_gate(model):
    assert isinstance(gate_of(model), WriteGate)


def test_a_table_without_one_is_left_out_by_name():
    assert {model.__name__ for model in tracked_models() if gate_of(model) is None} == UNGATED
    assert officers_only(apps.get_model("actions", "FormerRef")) == ()


@pytest.mark.parametrize("role", OTHERS)
def test_whoever_is_no_officer_and_leads_nothing_writes_no_plan_data(own, role):
    user, action, theme = make_user(role), Action.objects.get(), Theme.objects.get()
    writes = [
        lambda: Action.objects.update(text="Mine."),
        lambda: Strategy.objects.update(title="Mine."),
        lambda: Theme.objects.update(title="Mine."),
        action.delete,
        lambda: make_theme(strategy=own),
        lambda: make_action(theme=theme, publication="draft"),
        lambda: make_lead(action=action),
        lambda: Partner.objects.create(code="mine", kind="organisation", name="Mine"),
        lambda: make_plan(publication="draft"),
        lambda: Principle.objects.update(text="Mine."),
    ]
    make_partner(), make_principle()
    assert [refused(user, write) for write in writes] == [True] * 9 + [True]


def test_a_stranger_writes_nothing():
    action = make_action()
    with pytest.raises(IntegrityError, match="nobody else changes a plan"), pghistory.context(user=None):
        Action.objects.filter(pk=action.pk).update(text="Mine.")


def test_a_strategy_lead_brings_no_own_row_to_another_mark_number_owner_or_parent(own):
    for row in (own, Action.objects.get()):
        assert {name: refused(own.lead, write) for name, write in changes(row)} == {
            name: True for name, _ in changes(row)
        }


def test_a_strategy_lead_does_not_take_back_what_an_officer_withdrew_or_marked(own):
    Action.objects.update(publication="withdrawn", access="exempt", exempt_paragraph=3, handling="official_sensitive")
    own.publication = "withdrawn"
    own.save()
    for values in (
        {"publication": "published"},
        {"publication": "draft"},
        {"access": "open", "exempt_paragraph": None, "handling": "official"},
        {"exempt_paragraph": 4},
        {"handling": "official"},
    ):
        assert refused(own.lead, lambda values=values: Action.objects.update(**values)), values
    assert refused(own.lead, lambda: Strategy.objects.filter(pk=own.pk).update(publication="published"))


def test_a_strategy_lead_writes_no_other_strategys_rows_nor_puts_rows_there(own):
    other = make_action(theme=make_theme())
    link = make_lead(action=other)
    writes = [
        lambda: Action.objects.filter(pk=other.pk).update(text="Mine."),
        lambda: Strategy.objects.filter(pk=other.strategy_id).update(title="Mine."),
        make_theme(strategy=other.strategy).delete,
        lambda: Lead.objects.filter(pk=link.pk).delete(),
        lambda: make_lead(action=other),
        lambda: Theme.objects.filter(strategy=own).update(strategy=other.strategy),
        lambda: Theme.objects.filter(strategy=other.strategy).update(strategy=own),
        lambda: make_alignment(action=other, principle=make_principle(framework=other.plan.framework)),
        lambda: ProgressUpdate.objects.create(action=other, reported_on="2026-03-01", status="on_track"),
    ]
    make_principle()
    assert [refused(own.lead, write) for write in writes] == [True] * len(writes)


def test_a_strategy_lead_adds_and_deletes_no_strategy_action_or_source_note(own):
    action = Action.objects.get()
    writes = [
        lambda: make_action(strategy=own, publication="draft"),
        action.delete,
        lambda: make_strategy(plan=own.plan, publication="draft"),
        lambda: own.plan.source_notes.create(number=1, kind="text", note="Odd.", action=action),
    ]
    assert [refused(own.lead, write) for write in writes] == [True] * len(writes)


def test_a_strategy_lead_publishes_no_report_and_marks_none_that_stands(own):
    action = Action.objects.get()
    said = {"action": action, "reported_on": "2026-03-01", "status": "on_track"}
    assert refused(own.lead, lambda: ProgressUpdate.objects.create(**said, publication="published"))
    update = ProgressUpdate.objects.create(**said, publication="in_review")
    rows = ProgressUpdate.objects.filter(pk=update.pk)
    assert refused(own.lead, lambda: rows.update(publication="published"))
    assert refused(own.lead, lambda: rows.update(access="exempt", exempt_paragraph=3))
    assert not refused(own.lead, lambda: rows.update(publication="draft"))


def test_what_a_strategy_lead_does_for_a_living_goes_through(own):
    action, theme = Action.objects.get(), Theme.objects.get()
    principle, partner = make_principle(framework=own.plan.framework), make_partner()
    writes = [
        lambda: Action.objects.update(text="Better.", expected_outcome="Much."),
        lambda: Strategy.objects.filter(pk=own.pk).update(title="Better."),
        lambda: Theme.objects.update(title="Better."),
        lambda: make_lead(action=action, partner=partner),
        lambda: Lead.objects.filter(partner=partner).delete(),
        lambda: make_alignment(action=action, principle=principle),
        lambda: Alignment.objects.all().delete(),
        lambda: Action.objects.update(theme=None),
        theme.delete,
        lambda: ProgressUpdate.objects.create(action=action, reported_on="2026-03-01", status="on_track"),
    ]
    assert [refused(own.lead, write) for write in writes] == [False] * len(writes)
    Action.objects.update(publication="draft")
    assert not refused(own.lead, lambda: Action.objects.update(publication="in_review"))


def test_a_reporter_reports_as_nobody_else_and_answers_for_being_named_and_that_is_all():
    lead = make_lead()
    user = make_user(Role.PARTNER_REPORTER)
    lead.partner.memberships.create(user=user)
    said = {"action": lead.action, "reported_on": "2026-03-01", "status": "on_track"}
    assert refused(user, lambda: ProgressUpdate.objects.create(**said, recorded_by=user, publication="published"))
    assert refused(user, lambda: ProgressUpdate.objects.create(**said, recorded_by=make_user("officer")))
    assert refused(user, lambda: Lead.objects.update(role="support"))
    assert refused(user, lead.delete)
    assert not refused(user, lambda: ProgressUpdate.objects.create(**said, recorded_by=user, publication="in_review"))
    assert not refused(user, lambda: Lead.objects.update(response="accepted", responded_on="2026-03-01"))


def test_who_saves_without_a_change_is_refused_nothing(own):
    other = make_action()
    assert not refused(own.lead, lambda: Action.objects.get(pk=other.pk).save())


@pytest.mark.parametrize("fields", [{"is_superuser": True}, {"role": "officer"}, {"role": "administrator"}])
def test_an_officer_writes_everything(own, fields):
    user = make_user(**fields)
    for row in (own, Action.objects.get()):
        for name, write in changes(row):
            with transaction.atomic():
                assert not refused(user, write), name
                transaction.set_rollback(True)


@pytest.mark.parametrize("fields", [{"is_superuser": True}, {"role": "officer"}])
def test_who_is_not_active_any_more_writes_nothing(fields):
    user, action = make_user(**fields, is_active=False), make_action()
    assert refused(user, lambda: Action.objects.filter(pk=action.pk).update(text="Mine."))


def test_raw_sql_and_a_command_write_everything():
    action = make_action()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE actions_action SET publication = 'draft' WHERE id = %s", [action.pk])
    with pghistory.context(source="import"):
        Action.objects.filter(pk=action.pk).update(publication="published")
    assert Action.objects.get().publication == "published"


def test_another_refusal_is_none_of_the_gates(own):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Action.objects.update(ref="")
    assert not is_refusal(error.value)
    assert not is_refusal(ValueError(SENTENCE))
