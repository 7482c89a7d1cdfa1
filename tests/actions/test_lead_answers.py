"""A partner accepts or disputes being named lead."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from actions.lead_answers import accept_lead, dispute_lead
from actions.models import Lead
from tests.factories import make_lead

pytestmark = pytest.mark.django_db


def answer(lead):
    """What the database holds of the partner's answer."""
    return Lead.objects.values_list("response", "response_reason", "responded_on").get(pk=lead.pk)


@pytest.mark.parametrize("reason", ["", " \n"])
def test_who_disputes_says_why(reason):
    lead = make_lead()
    with pytest.raises(ValidationError) as error:
        dispute_lead(lead=lead, reason=reason)
    assert error.value.messages == [
        "A partner accepts, or disputes with a reason, on a day; else all are empty.",
    ]
    assert answer(lead) == ("", "", None)


def test_a_lead_is_accepted_today():
    lead = make_lead()
    assert accept_lead(lead=lead) == lead
    assert answer(lead) == ("accepted", "", timezone.localdate())


def test_a_lead_is_disputed_with_a_reason_and_accepted_after_all():
    lead = make_lead()
    assert dispute_lead(lead=lead, reason=" Not ours. ").response == "disputed"
    assert answer(lead) == ("disputed", "Not ours.", timezone.localdate())
    accept_lead(lead=lead)
    assert answer(lead) == ("accepted", "", timezone.localdate())


def test_the_same_answer_once_more_changes_nothing():
    lead = make_lead(response="accepted", responded_on="2021-01-31")
    assert accept_lead(lead=lead).responded_on.isoformat() == "2021-01-31"
    assert lead.events.count() == 1
