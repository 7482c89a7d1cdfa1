"""The history of a row, as a person reads it."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import User

from actions.models import Action, Evidence, Lead, Plan, ProgressUpdate
from actions.progress import record_update
from history.differences import plain
from history.rows import events_of
from history.timeline import timeline
from history.words import Names, values_in_words
from partners.models import Membership, Partner
from tests.factories import make_action, make_lead, make_partner, make_plan, make_strategy, make_theme, make_user

MAY, JUNE, JULY = (datetime(2026, month, 3, 9, 5, tzinfo=UTC) for month in (5, 6, 7))

pytestmark = pytest.mark.django_db


def told(model, row, relations=()):
    """The history of a row as plain tuples: month, where, why, and what happened to which row."""
    changes = timeline(model, row.pk, relations, names=Names())
    return [
        (
            change.at.month,
            change.where,
            change.why,
            [
                (row.kind, row.name, row.verb, {field.label: plain(field.parts) for field in row.fields})
                for row in change.rows
            ],
        )
        for change in changes
    ]


def test_a_row_without_history_has_none():
    plan = make_plan()
    with pytest.raises(LookupError, match="User has no history"):
        events_of(User)
    assert timeline(Plan, plan.pk + 1, names=Names()) == []


def test_a_history_tells_the_last_change_first_word_by_word(dated):
    with dated(MAY, source="import"):
        partner = make_partner(code="police", name="Police", kind="organisation")
    with dated(JUNE, source="admin", why="They were renamed."):
        partner.name = "The Police"
        partner.save()
    assert told(Partner, partner) == [
        (6, "Admin", "They were renamed.", [("Partner", "", "changed", {"Name": "{+The +}Police"})]),
        (
            5,
            "Import",
            "",
            [("Partner", "", "added", {"Code": "police", "Kind": "Organisation", "Name": "Police"})],
        ),
    ]


def test_what_hangs_on_a_row_is_told_with_it_even_where_it_is_gone(dated):
    with dated(MAY, source="admin"):
        action = make_action()
        lead = make_lead(action=action, partner=make_partner(name="Police"), position=1, printed="MPS")
    with dated(JUNE, source="page"):
        lead.delete()
    [deleted, added] = told(Action, action, ["leads"])
    said = {"Action": f"{action}", "Partner": "Police", "Role": "Lead", "Printed": "MPS", "Position": "1"}
    assert deleted == (6, "Page", "", [("Lead", "Lead: Police", "deleted", said)])
    assert [row[:3] for row in added[3]] == [("Action", "", "added"), ("Lead", "Lead: Police", "added")]


def test_what_hangs_on_what_hangs_on_a_row_is_told_too(dated):
    with dated(MAY, source="command", command="load_plan"):
        action = make_action()
    with dated(JUNE, source="API"):
        day = date(2026, 6, 1)
        update = record_update(action=action, reported_on=day, status="on_track", publication="published")
        Evidence.objects.create(update=update, url="https://example.org/", title="Report", position=1)
    [reported, began] = told(Action, action, ["updates", "updates__evidence"])
    assert began[1] == "Command load_plan"
    assert [(row[0], row[2]) for row in reported[3]] == [("Progress update", "added"), ("Evidence", "added")]
    assert reported[3][0][3]["Reported on"] == "1 Jun 2026"


def test_a_change_of_what_nobody_is_shown_is_no_change(dated):
    with dated(MAY):
        action = make_action()
    with dated(JUNE):
        Action.objects.filter(pk=action.pk).update(uid="00000000-0000-4000-8000-000000000000")
    assert [change[0] for change in told(Action, action)] == [5]


def test_values_are_said_in_words():
    strategy = make_strategy(quick_exit=True, owner=make_partner(name="Community Safety"))
    said = values_in_words(type(strategy), strategy, Names())
    assert (said["Quick exit"], said["Owner"], said["Publication"]) == ("Yes", "Community Safety", "Published")
    assert said["Plan"] == "A plan"
    assert "Section" not in said
    assert values_in_words(type(strategy), make_strategy(), Names())["Quick exit"] == "No"


def test_a_row_that_is_gone_is_named_as_it_was():
    theme = make_theme(title="Knives")
    pk = theme.pk
    theme.delete()
    assert Names().of(type(theme), pk) == "Knives (deleted)"


def test_a_row_that_nobody_knows_is_a_number():
    assert Names().of(Action, 4711) == "Action 4711 (deleted)"


def test_a_row_whose_name_is_gone_is_a_number():
    membership = Membership.objects.create(partner=make_partner(), user=make_user())
    pk, user = membership.pk, membership.user
    user.delete()
    assert Names().of(Membership, pk) == f"Membership {pk} (deleted)"


def test_an_admin_may_name_rows_its_own_way():
    partner = make_partner(kind="person", name="Zoe Ash", public_name="A named officer")
    assert Names().of(Partner, partner.pk) == "A named officer"
    assert Names(lambda model: lambda row: row.name).of(Partner, partner.pk) == "Zoe Ash"


def test_the_names_of_many_rows_cost_one_query_for_each_table(django_assert_num_queries):
    action = make_action()
    for _ in range(5):
        make_lead(action=action)
    with django_assert_num_queries(7):  # two histories and the keys of one, plans, strategies, actions, partners
        timeline(Action, action.pk, ["leads"], names=Names())


def test_updates_are_told_though_nothing_of_them_changes(dated):
    with dated(MAY):
        action = make_action()
        update = record_update(action=action, reported_on=date(2026, 5, 1), status="on_track", publication="published")
    with dated(JUNE, why="Wrong action."):
        ProgressUpdate.objects.filter(pk=update.pk).update(publication="withdrawn")
    [change] = told(Action, action, ["updates"])[:1]
    assert change[2:] == (
        "Wrong action.",
        [("Progress update", str(update), "changed", {"Publication": "[-Published-]{+Withdrawn+}"})],
    )


def test_links_of_another_row_are_not_told():
    action, other = make_action(), make_lead()
    assert [row[0] for change in told(Action, action, ["leads"]) for row in change[3]] == ["Action"]
    assert Lead.objects.get() == other
