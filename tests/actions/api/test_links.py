"""What hangs on actions and strategies never tells a reader more than the rows themselves."""

import pytest

from actions.models import SourceNote
from tests.factories import make_action, make_alignment, make_lead, make_partner, make_strategy

pytestmark = pytest.mark.django_db


def first(client, name):
    """The first row of a list."""
    return client.get(f"/api/v1/{name}/").json()["results"][0]


@pytest.fixture
def jane():
    """A private person."""
    return make_partner(code="named-officer", kind="person", name="Jane Doe", public_name="A named officer")


def test_a_stranger_never_reads_a_persons_name(client, jane):
    action = make_action(strategy=make_strategy(owner=jane), printed_leads="Jane Doe")
    make_lead(action=action, partner=jane, printed="Jane Doe, HCVS")

    assert first(client, "actions")["leads"] == [
        {"partner": "named-officer", "name": "A named officer", "printed": "A named officer", "role": "lead"}
    ]
    assert first(client, "strategies")["owner"] == {"partner": "named-officer", "name": "A named officer"}
    for name in ("plans", "strategies", "actions", "partners"):
        assert b"Jane" not in client.get(f"/api/v1/{name}/").content


def test_an_officer_reads_a_persons_name(client, officer, jane):
    make_lead(action=make_action(strategy=make_strategy(owner=jane)), partner=jane, printed="Jane Doe, HCVS")
    client.force_login(officer)

    assert first(client, "actions")["leads"] == [
        {"partner": "named-officer", "name": "Jane Doe", "printed": "Jane Doe, HCVS", "role": "lead"}
    ]
    assert first(client, "strategies")["owner"] == {"partner": "named-officer", "name": "Jane Doe"}


def test_a_draft_that_an_action_inherits_from_is_named_to_officers_only(client, officer):
    action = make_action()
    draft = make_action(strategy=action.strategy, ref="9.9.9", publication="draft")
    make_alignment(action=action, basis="inherited", inherited_from=draft)

    assert [link["inherited_from"] for link in first(client, "actions")["alignments"]] == [None]

    client.force_login(officer)
    assert [link["inherited_from"] for link in first(client, "actions")["alignments"]] == ["9.9.9"]


def test_a_note_on_a_draft_is_for_officers_only(client, officer):
    action = make_action()
    draft = make_strategy(plan=action.plan, publication="draft", position=99)
    SourceNote.objects.create(
        plan=action.plan, number=1, kind="text", note="Moved here.", action=action, strategy=draft
    )

    assert first(client, "actions")["source_notes"] == []

    client.force_login(officer)
    assert len(first(client, "actions")["source_notes"]) == 1
