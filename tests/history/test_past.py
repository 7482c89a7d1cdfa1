"""Tables read from their history are the tables themselves, as they stood; nothing is written, nothing stays behind."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from actions.models import Action, Plan, StrategyLead
from history.past import ReadOnlyPastError, Telling, in_the_past, table_at, told_from, with_history
from partners.models import Membership, Partner
from tests.factories import make_action, make_lead, make_partner, make_plan, make_theme
from tests.past import happened_on, noon

pytestmark = pytest.mark.django_db


def everything_at(moment):
    return {model._meta.db_table: table_at(model, moment) for model in with_history()}


@pytest.mark.parametrize(
    "write",
    [
        lambda: Action.objects.update(text="Rewritten."),
        lambda: Action.objects.all()._raw_delete("default"),
        lambda: Partner.objects.create(code="new", kind="organisation", name="New"),
        lambda: list(Action.objects.select_for_update()),
    ],
    ids=["change", "delete", "add", "lock"],
)
def test_nothing_is_written_to_the_past(write):
    make_action()
    with told_from(everything_at(timezone.now())), transaction.atomic(), pytest.raises(ReadOnlyPastError) as refused:
        write()
    assert str(refused.value).startswith("This reads the past, and was to write: ")


def test_before_the_first_change_there_is_nothing():
    with happened_on("2026-03-02"):
        make_action()
    with told_from(everything_at(noon("2026-03-01"))):
        assert [model for model in with_history() if model.objects.exists()] == []


def test_a_row_is_as_it_was_left_last_before_the_moment():
    with happened_on("2026-03-01"):
        action = make_action(text="First.")
    with happened_on("2026-03-03"):
        Action.objects.update(text="Twice, ")
        Action.objects.update(text="Second.")
    with happened_on("2026-03-05"):
        Action.objects.get(pk=action.pk).delete()

    def read(day):
        with told_from(everything_at(noon(day))):
            return list(Action.objects.values_list("pk", "text"))

    assert read("2026-02-28") == []
    assert read("2026-03-01") == read("2026-03-02") == [(action.pk, "First.")]
    assert read("2026-03-03") == read("2026-03-04") == [(action.pk, "Second.")]
    assert read("2026-03-05") == []


def test_what_was_written_later_counts_although_its_transaction_began_earlier():
    with happened_on("2026-03-02"):
        make_action(text="Began later.")
    with happened_on("2026-03-01"):
        Action.objects.update(text="Waited for the other.")
    with told_from(everything_at(noon("2026-03-02"))):
        assert Action.objects.get().text == "Waited for the other."


def test_who_may_do_what_is_a_matter_of_today():
    assert {Membership, StrategyLead} & set(with_history()) == set()
    assert {Action, Plan, Partner} <= set(with_history())


def test_queries_within_queries_and_counts_read_the_past():
    with happened_on("2026-03-01"):
        council = make_partner(code="council")
        team = make_partner(parent=council)
        action = make_action(theme=make_theme())
        make_lead(action=action, partner=team)
    Partner.objects.filter(pk=team.pk).update(parent=None)
    with told_from(everything_at(noon("2026-03-01"))):
        led = Action.objects.filter(leads__partner__in=Partner.objects.within("council"))
        assert led.count() == 1
        assert led.union(Action.objects.none()).count() == 1
        assert Action.objects.select_related("theme").get().theme == action.theme
    assert not Action.objects.filter(leads__partner__in=Partner.objects.within("council")).exists()


def test_a_telling_leaves_rows_out_and_says_something_else():
    kept, left_out = make_plan(title="Kept"), make_plan(title="Left out")
    telling = Telling(only=(f"past.id <> {left_out.pk}",), instead={"title": "upper(past.title)"})
    with told_from({"actions_plan": table_at(Plan, timezone.now(), telling)}):
        assert list(Plan.objects.values_list("pk", "title")) == [(kept.pk, "KEPT")]


def test_nothing_of_it_stays_with_the_connection_after_a_failure():
    with happened_on("2026-03-01"):
        plan = make_plan(title="Then")
    Plan.objects.update(title="Now", version=F("version"))
    before = list(connection.execute_wrappers)
    with pytest.raises(ZeroDivisionError), told_from(everything_at(noon("2026-03-01"))):
        assert Plan.objects.get().title == "Then"
        raise ZeroDivisionError
    assert Plan.objects.get(pk=plan.pk).title == "Now"
    assert connection.execute_wrappers == before
    assert not in_the_past()


@pytest.mark.django_db(transaction=True)
def test_another_thread_reads_today_meanwhile():
    with happened_on("2026-03-01"):
        make_plan(title="Then")
    Plan.objects.update(title="Now")

    def read():
        try:
            return Plan.objects.get().title
        finally:
            connection.close()

    with told_from(everything_at(noon("2026-03-01"))), ThreadPoolExecutor(1) as other:
        assert (Plan.objects.get().title, other.submit(read).result()) == ("Then", "Now")
        assert (in_the_past(), other.submit(in_the_past).result()) == (True, False)
