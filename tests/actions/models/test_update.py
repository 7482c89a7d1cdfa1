"""Progress updates: added, never changed or deleted."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from actions.models import Evidence, ProgressUpdate
from tests.factories import make_action

pytestmark = pytest.mark.django_db


def make_update(**fields):
    values = {"reported_on": "2022-01-31", "status": "on_track", "narrative": "Well under way."} | fields
    return ProgressUpdate.objects.create(action=fields.pop("action", None) or make_action(), **values)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"status": "not_reported"}, "actions_progressupdate_status_known"),
        ({"status": "at_risk"}, "actions_progressupdate_direction_when_at_risk"),
        ({"status": "on_track", "direction": "improving"}, "actions_progressupdate_direction_when_at_risk"),
        ({"next_update_due": "2022-01-31"}, "actions_progressupdate_next_after_report"),
        ({"publication": "secret"}, "actions_progressupdate_publication_known"),
    ],
)
def test_refused_by_the_database(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        make_update(**fields)


@pytest.mark.parametrize("change", [{"narrative": "All is lost."}, {"status": "closed"}, {"reported_on": "2022-02-01"}])
def test_what_was_reported_never_changes(change):
    make_update()
    with pytest.raises(IntegrityError, match="added, never changed or deleted"):
        ProgressUpdate.objects.update(**change)


def test_an_update_is_never_deleted():
    make_update()
    with pytest.raises(IntegrityError, match="added, never changed or deleted"):
        ProgressUpdate.objects.all()._raw_delete("default")


def test_its_action_is_protected():
    update = make_update()
    with pytest.raises(models.ProtectedError):
        update.action.delete()


def test_full_clean_says_to_add_a_new_one():
    update = make_update()
    update.narrative = "All is lost."
    with pytest.raises(ValidationError) as error:
        update.full_clean()
    assert error.value.messages == ["A progress update stays as it was reported. Add a new one instead."]


def test_publication_may_change():
    update = make_update()
    update.publication = "published"
    update.full_clean()
    update.save()
    assert list(ProgressUpdate.objects.published()) == [update]


def test_the_public_sees_published_updates_only(public, officer):
    draft, published = make_update(), make_update(publication="published")
    assert set(ProgressUpdate.objects.visible_to(public)) == {published}
    assert set(ProgressUpdate.objects.visible_to(officer)) == {draft, published}


def test_it_reads_as_status_and_day():
    assert str(ProgressUpdate(status="on_track", reported_on="2022-01-31")) == "On track on 2022-01-31"


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"title": ""}, "title_not_empty"),
        ({"url": "javascript:alert(1)"}, "url_is_web"),
        ({"url": "https://example.org/a b"}, "url_is_web"),
        ({"url": "ftp://example.org"}, "url_is_web"),
        ({"position": 2}, "position_unique"),
    ],
)
def test_refuses_evidence(fields, rule):
    update = ProgressUpdate.objects.create(action=make_action(), reported_on="2026-01-31", status="on_track")
    good = {"update": update, "title": "Minutes", "url": "https://example.org/minutes?of=1"}
    Evidence.objects.create(**good, position=2)
    with pytest.raises(IntegrityError, match=f"actions_evidence_{rule}"):
        Evidence.objects.create(**good | {"position": 3} | fields)


def test_evidence_stays_as_it_was_given():
    update = ProgressUpdate.objects.create(action=make_action(), reported_on="2026-01-31", status="on_track")
    evidence = Evidence.objects.create(update=update, title="Minutes", url="https://example.org", position=1)
    assert str(evidence) == "Minutes"
    with pytest.raises(IntegrityError, match="added, never changed or deleted"), transaction.atomic():
        Evidence.objects.update(title="Other minutes")
    with pytest.raises(IntegrityError, match="added, never changed or deleted"), transaction.atomic():
        evidence.delete()
