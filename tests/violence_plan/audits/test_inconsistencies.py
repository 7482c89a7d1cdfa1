"""Each broken rule, planted by raw SQL where no constraint stops it, is found."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.models import Session
from actions.alignment import inherit_alignments
from actions.models import ProgressUpdate
from partners.models import Membership
from tests.factories import make_action, make_alignment, make_lead, make_partner, make_plan, make_strategy, make_user
from violence_plan.audits.inconsistencies import check_inconsistencies
from violence_plan.ledger.refreshing import up_to_date
from violence_plan.models import Entry, Ledger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("groups")]


def run(sql, *parameters):
    """Raw SQL, as nobody but whoever has the database can write it."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def findings():
    """Rows by rule."""
    return {each.rule: each.rows for each in check_inconsistencies()}


def test_progress_before_its_plan():
    action = make_action(strategy=make_strategy(plan=make_plan(period_start=date(2026, 1, 1))))
    said = {"action": action, "status": "on_track", "publication": "published"}
    ProgressUpdate.objects.create(reported_on=date(2026, 1, 1), **said)
    early = ProgressUpdate.objects.create(reported_on=date(2025, 12, 31), **said)
    assert findings() == {"update-before-plan": (str(early.uid),)}


def test_a_lead_of_a_partner_that_was_succeeded():
    gone = make_partner(succeeded_by=make_partner(), succeeded_on=date(2026, 7, 1))
    late = make_lead(action=make_action(starts_on=date(2026, 7, 1)), partner=gone).action
    make_lead(action=make_action(starts_on=date(2026, 6, 30)), partner=gone)
    make_lead(action=make_action(), partner=gone)
    assert findings() == {"lead-after-succession": (str(late.uid),)}


def test_a_number_of_another_strategy():
    one = make_strategy(ref="5.1")
    make_strategy(ref="5.2", plan=one.plan)
    make_action(strategy=one, ref="5.1.1")
    make_action(strategy=one, ref="A7")
    wrong = make_action(strategy=one, ref="5.2.1")
    assert findings() == {"number-of-another-strategy": (str(wrong.uid),)}


def test_people_who_left_or_have_nothing_to_do():
    left, reporter, lead = make_user(), make_user("partner-reporter"), make_user("strategy-lead")
    Membership.objects.create(partner=make_partner(), user=make_user("partner-reporter"))
    for user, ends in ((left, 1), (reporter, 1)):
        Session.objects.create(session_key=f"a{user.pk}", user=user, expire_date=timezone.now() + timedelta(hours=ends))
    run("UPDATE auth_user SET is_active = false WHERE id = %s", left.pk)
    assert findings() == {
        "session-of-nobody": (f"user {left.pk}",),
        "reporter-of-nobody": (f"user {reporter.pk}",),
        "lead-of-no-strategy": (f"user {lead.pk}",),
    }


def test_an_inherited_principle_that_follows_from_nothing_or_is_missing():
    above = make_action()
    below = make_action(strategy=above.strategy)
    make_alignment(action=above)
    assert findings() == {"merged-cells": (str(below.uid),)}
    inherit_alignments(plan=above.plan)
    assert findings() == {}


def test_words_that_a_search_does_not_know():
    action, other = make_action(), make_action()
    run("UPDATE actions_searchentry SET said = 'other'::tsvector WHERE kind = 'action' AND row_id = %s", action.pk)
    run("DELETE FROM actions_searchentry WHERE kind = 'action' AND row_id = %s", other.pk)
    assert findings() == {"search-entries": tuple(sorted((f"action {action.pk}", f"action {other.pk}")))}


def test_copies_that_are_told_otherwise():
    action = make_action()
    ledger = up_to_date("public", AnonymousUser())
    assert findings() == {}
    Entry.objects.filter(ledger=ledger, resource="actions", row_id=action.pk).delete()
    assert findings() == {"ledger": (f"actions {action.pk}",)}
    Ledger.objects.update(turn=None)  # it is behind, and mends itself before it tells anybody
    assert findings() == {}


def test_the_command_says_that_there_is_nothing():
    out = StringIO()
    call_command("check_inconsistencies", stdout=out)
    assert out.getvalue() == "No findings.\n"
