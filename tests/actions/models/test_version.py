"""A row that two people edit: the later save is refused by the database, whatever the way."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from actions.constraints import CHANGED_SINCE
from actions.models import Action, Plan, Strategy
from tests.factories import make_action, make_plan, make_strategy

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("make", "column", "rule"),
    [
        (make_action, "text", "actions_action_version"),
        (make_strategy, "title", "actions_strategy_version"),
        (make_plan, "title", "actions_plan_version"),
    ],
)
def test_the_later_save_is_refused_and_nothing_is_lost(make, column, rule):
    row = make()
    first, second = (type(row).objects.get(pk=row.pk) for _ in range(2))
    setattr(first, column, "The first officer's words")
    first.save()
    setattr(second, column, "The second officer's words")
    with pytest.raises(ValidationError, match=CHANGED_SINCE):
        second.validate_constraints()
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        second.save()
    assert getattr(type(row).objects.get(pk=row.pk), column) == "The first officer's words"


def test_raw_sql_cannot_set_a_version():
    action = make_action()
    with (
        pytest.raises(IntegrityError, match="was changed since it was read"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE actions_action SET version = 7 WHERE id = %s", [action.pk])


@pytest.mark.parametrize(("make", "model"), [(make_action, Action), (make_strategy, Strategy), (make_plan, Plan)])
def test_each_change_is_counted_whatever_the_way(make, model):
    row = make()
    assert row.version == 1
    row.save()
    row.save()
    assert row.version == model.objects.get().version == 3
    row.validate_constraints()
    model.objects.update(publication="draft")
    assert model.objects.get().version == 4
    row.refresh_from_db()
    row.save()
    assert model.objects.get().version == 5


def test_a_new_row_is_compared_with_none():
    Plan(slug="new", title="New", area="Anytown").validate_constraints()
