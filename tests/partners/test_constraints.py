"""A chain that never comes back, even when two writers each add one half of the circle."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from partners.constraints import NoCircle, Remembers
from partners.models import FormerCode, Partner
from tests.factories import make_partner


@pytest.mark.django_db(transaction=True)
def test_two_writers_cannot_close_a_circle_together():
    first, second = make_partner(), make_partner()
    written, outcomes = threading.Event(), []

    def add_the_other_half():
        written.wait(timeout=30)
        try:
            Partner.objects.filter(pk=second.pk).update(succeeded_by=first)
        except IntegrityError as error:
            outcomes.append(error.__cause__.diag.constraint_name)
        else:
            outcomes.append("written")
        finally:
            connection.close()

    other = threading.Thread(target=add_the_other_half)
    other.start()
    with transaction.atomic():
        Partner.objects.filter(pk=first.pk).update(succeeded_by=second)
        written.set()
        wait_until_someone_waits_for_a_lock()
    other.join(timeout=30)
    assert outcomes == ["partners_partner_succession_no_circle"]


def wait_until_someone_waits_for_a_lock():
    """Return once another session of this database stands in the queue for the advisory lock."""
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    with connection.cursor() as cursor:
        for _ in range(100_000):
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
    pytest.fail("The other writer never came to the lock.")


def test_equal_when_alike():
    rule = NoCircle(name="no_circle", field="parent", violation_error_message="No.")
    assert rule == NoCircle(name="no_circle", field="parent", violation_error_message="No.")
    assert rule != NoCircle(name="no_circle", field="succeeded_by", violation_error_message="No.")
    assert rule != "no_circle"
    assert len({rule, rule}) == 1


@pytest.mark.django_db
def test_it_can_be_removed_and_made_again():
    rule = next(rule for rule in Partner._meta.constraints if rule.name == "partners_partner_parent_no_circle")
    first = make_partner()
    second = make_partner(parent=first)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Partner, rule)
    Partner.objects.filter(pk=first.pk).update(parent=second)
    Partner.objects.filter(pk=first.pk).update(parent=None)
    with connection.schema_editor() as editor:
        editor.add_constraint(Partner, rule)
    with pytest.raises(IntegrityError, match="comes back to it"):
        Partner.objects.filter(pk=first.pk).update(parent=second)


@pytest.mark.django_db
def test_remembering_can_be_removed_and_made_again():
    [rule] = (rule for rule in Partner._meta.constraints if isinstance(rule, Remembers))
    assert rule == Remembers(**rule.deconstruct()[2])
    assert rule != "remembers"
    partner = make_partner(code="mps")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Partner, rule)
    Partner.objects.filter(pk=partner.pk).update(code="met")
    assert not FormerCode.objects.exists()
    with connection.schema_editor() as editor:
        editor.add_constraint(Partner, rule)
    Partner.objects.filter(pk=partner.pk).update(code="police")
    assert [former.code for former in FormerCode.objects.all()] == ["met"]


@pytest.mark.django_db
def test_it_stands_with_a_table_made_whole():
    with connection.schema_editor() as editor:
        editor.delete_model(Partner)
        editor.create_model(Partner)
    first = make_partner()
    second = make_partner(parent=first)
    with pytest.raises(IntegrityError, match="comes back to it"):
        Partner.objects.filter(pk=first.pk).update(parent=second)
