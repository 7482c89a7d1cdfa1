"""Numbers that rows had before: kept by the database itself, whoever renumbers."""

import pytest
from django.db import IntegrityError, connection, transaction

from actions.models import Action, FormerRef, Strategy
from tests.factories import make_action, make_plan, make_strategy

pytestmark = pytest.mark.django_db


def former():
    """Every number that any row had, and which it has now, in the order in which they were lost."""
    return [str(one) for one in FormerRef.objects.order_by("pk")]


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"ref": ""}, "actions_formerref_ref_not_empty"),
        ({"action": None}, "actions_formerref_one_subject"),
        ({"strategy": "its own"}, "actions_formerref_one_subject"),
        ({"plan": "another"}, "actions_formerref_action_of_same_plan"),
        ({"action": None, "strategy": "its own", "plan": "another"}, "actions_formerref_strategy_of_same_plan"),
    ],
)
def test_refused_by_the_database(fields, constraint):
    action = make_action()
    rows = {"its own": action.strategy, "another": make_plan()}
    values = {"plan": action.plan, "action": action, "ref": "1.1"} | {
        name: rows.get(value, value) for name, value in fields.items()
    }
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        FormerRef.objects.create(**values)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_number_is_kept_when_a_row_is_saved_updated_or_changed_by_raw_sql():
    action = make_action(ref="5.1.1")
    action.text = "Another."
    action.save()
    assert former() == []
    action.ref = "5.1.2"
    action.full_clean()
    action.save()
    Action.objects.update(ref="5.1.3")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE actions_strategy SET ref = '6.1', title = 'Another'")
    assert former() == ["5.1.1, now 5.1.3", "5.1.2, now 5.1.3", f"{action.strategy.ref}, now 6.1"]
    assert {one.plan for one in FormerRef.objects.all()} == {action.plan}


def test_a_number_had_twice_is_kept_once_and_counts_as_the_last():
    strategy = make_strategy(ref="1")
    for ref in ("2", "1", "3"):
        Strategy.objects.update(ref=ref)
    assert former() == ["2, now 3", "1, now 3"]
    strategy.delete()
    assert former() == []
