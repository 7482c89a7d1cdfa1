"""Each leak, planted by raw SQL behind the back of all rules, is found and named by uid."""

import json
from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection

from actions.models import ProgressUpdate
from partners.models import Alias, PartnerQuerySet
from principles.models import FrameworkQuerySet
from tests.factories import make_action, make_framework, make_lead, make_partner, make_plan, make_strategy
from violence_plan.audits import visibility
from violence_plan.audits.visibility import audit_visibility
from violence_plan.ledger.refreshing import up_to_date
from violence_plan.models import Entry

pytestmark = pytest.mark.django_db


def run(sql, *parameters):
    """Raw SQL, as nobody but whoever has the database can write it."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def findings():
    """Rows by rule."""
    return {each.rule: each.rows for each in audit_visibility()}


@pytest.fixture
def drafted():
    """A draft action of a published plan, led by a partner."""
    return make_lead(action=make_action(publication="draft", text="Nothing.")).action


def test_nothing_is_found_where_nothing_is_wrong(drafted):
    assert findings() == {}


def test_an_entry_that_strangers_find_and_should_not(drafted):
    run("UPDATE actions_searchentry SET is_public = true WHERE kind = 'action' AND row_id = %s", drafted.pk)
    assert findings() == {"search-action": (str(drafted.uid),)}


def test_a_list_that_shows_what_is_not_public(drafted, monkeypatch):
    # The two tellings of the rule differ: here the second one is made to know of no published plan.
    monkeypatch.setitem(visibility.PUBLIC, "plans", ("actions_plan", "false"))
    assert findings() == {
        "list-plans": (f"actions_plan {drafted.plan_id}",),
        "search-plan": (f"actions_plan {drafted.plan_id}",),
    }


def test_a_row_that_copies_are_told_of_and_should_not(drafted):
    ledger = up_to_date("public", AnonymousUser())
    row = {"resource": "actions", "key": str(drafted.uid), "plan": drafted.plan.slug, "row_id": drafted.pk, "row": "{}"}
    Entry.objects.create(ledger=ledger, **row)
    found = findings()
    assert found.pop("ledger-actions") == (str(drafted.uid),)
    assert found == {}


def test_a_name_of_a_private_person_in_a_public_text():
    person = make_partner(kind="person", name="Jo Bloggs", public_name="A named officer")
    Alias.objects.create(partner=person, name="Joanna B.")
    shown, hidden = make_action(text="Ask JO BLOGGS."), make_action(text="Ask Jo Bloggs.", publication="draft")
    update = ProgressUpdate.objects.create(
        action=shown,
        reported_on=date(2026, 1, 1),
        status="on_track",
        narrative="joanna b. did.",
        publication="published",
    )
    assert findings() == {"names-actions": (str(shown.uid),), "names-updates": (str(update.uid),)}
    assert str(hidden.uid) not in repr(findings())


def test_partners_and_frameworks_that_no_public_row_names(monkeypatch):
    whole, later = make_partner(code="whole"), make_partner(code="later")
    make_lead(action=make_action(), partner=make_partner(code="part", parent=whole, succeeded_by=later))
    make_strategy(owner=make_partner(code="owner"))
    make_framework(code="for-any-plan")
    draft = make_strategy(plan=make_plan(publication="draft", framework=make_framework(code="of-a-draft")))
    make_lead(action=make_action(strategy=draft), partner=make_partner(code="of-a-draft"))
    assert findings() == {}
    for model in (PartnerQuerySet, FrameworkQuerySet):
        monkeypatch.setattr(model, "visible_to", lambda rows, user: rows)
    assert findings() == {"partners-of-nothing": ("of-a-draft",), "frameworks-of-nothing": ("of-a-draft",)}


def test_the_command_prints_findings_and_fails(drafted):
    run("UPDATE actions_searchentry SET is_public = true WHERE kind = 'action' AND row_id = %s", drafted.pk)
    for flags, read in (([], str), (["--json"], json.loads)):
        out = StringIO()
        with pytest.raises(SystemExit) as end:
            call_command("audit_visibility", *flags, stdout=out)
        assert end.value.code == 1
        said = read(out.getvalue())
        assert str(drafted.uid) in str(said)
        assert "Nothing." not in str(said)


def test_the_command_says_that_there_is_nothing():
    out = StringIO()
    call_command("audit_visibility", stdout=out)
    assert out.getvalue() == "No findings.\n"
