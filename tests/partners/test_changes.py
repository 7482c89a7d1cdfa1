"""Partners called otherwise or followed by another: nothing printed is lost."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from partners.changes import keep_alias, rename_partner, succeed_partner
from partners.models import Alias, Partner
from tests.factories import make_lead, make_partner

pytestmark = pytest.mark.django_db

WHY = "The board says so."


@pytest.mark.parametrize(
    ("name", "sentence"), [("", "cannot be blank"), ("x" * 201, "at most 200"), (" Police ", "called so already")]
)
def test_what_cannot_be_a_name_is_refused(name, sentence):
    police = make_partner(name="Police")
    with pytest.raises(ValidationError) as refused:
        rename_partner(partner=police, name=name, why=WHY)
    assert sentence in str(refused.value)
    assert (Partner.objects.get().name, Alias.objects.count()) == ("Police", 0)


def test_a_partner_is_called_otherwise_and_its_old_name_is_still_found():
    lead = make_lead(partner=make_partner(name="Police"), printed="The Old Bill")
    rename_partner(partner=lead.partner, name=" Metropolitan Police ", why=WHY)
    assert (lead.partner.name, [alias.name for alias in lead.partner.aliases.all()]) == (
        "Metropolitan Police",
        ["Police"],
    )
    lead.refresh_from_db()
    assert lead.printed == "The Old Bill"
    assert lead.partner.events.last().pgh_context.metadata["why"] == WHY
    rename_partner(partner=lead.partner, name="METROPOLITAN POLICE", why=WHY)
    assert [alias.name for alias in lead.partner.aliases.all()] == ["Police"]


@pytest.mark.parametrize("name", ["", "met", "PARTNER"])
def test_no_alias_twice(name):
    partner = make_partner(name="Partner")
    Alias.objects.create(partner=make_partner(), name="Met")
    keep_alias(partner=partner, name=name)
    assert [alias.name for alias in Alias.objects.all()] == ["Met"]


def test_nobody_follows_itself_or_who_came_after(db):
    first, second = make_partner(name="CCG"), make_partner(name="ICB")
    succeed_partner(partner=first, by=second, why=WHY)
    for partner, by in ((second, first), (first, first)):
        with pytest.raises(ValidationError, match="cannot be its own successor"):
            succeed_partner(partner=partner, by=by, why=WHY)
    with pytest.raises(ValidationError, match="needs a successor"):
        succeed_partner(partner=first, by=None, on=datetime.date(2022, 7, 1), why=WHY)


def test_one_follows_another_from_a_day():
    first, second = make_partner(name="CCG"), make_partner(name="ICB")
    succeed_partner(partner=first, by=second, on=datetime.date(2022, 7, 1), why=WHY)
    assert (first.succeeded_by, first.succeeded_on) == (second, datetime.date(2022, 7, 1))
    assert first.events.last().pgh_context.metadata["why"] == WHY
    succeed_partner(partner=first, by=None, why="It was not so.")
    assert (first.succeeded_by, first.succeeded_on) == (None, None)
