"""Why something is changed: said by the history, all reasons of one request together."""

import pghistory
import pytest

from history.reasons import because
from partners.models import Partner
from tests.factories import make_partner

pytestmark = pytest.mark.django_db


def whys():
    """What the history of partners says why, by the name that each had then."""
    events = Partner.events.rel.related_model.objects.order_by("pgh_id")
    return [(event.name, event.pgh_context and event.pgh_context.metadata) for event in events]


def test_each_change_by_itself_has_its_own_reason():
    make_partner(name="One")
    with because("It is new."):
        make_partner(name="Two")
    with because(""):
        make_partner(name="Three")
    assert whys() == [("One", None), ("Two", {"why": "It is new."}), ("Three", {})]


def test_the_reasons_of_one_request_stand_together_each_once():
    with pghistory.context(source="page"):
        for why in ("First.", "Second.", "First."):
            with because(why):
                make_partner(name=why)
    assert {said["why"] for _, said in whys()} == {"First.; Second."}
    assert {said["source"] for _, said in whys()} == {"page"}
