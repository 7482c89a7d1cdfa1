"""Access and handling: what is exempt names its paragraph, what is sensitive is exempt."""

import pytest
from django.db import IntegrityError

from actions.models import ProgressUpdate
from tests.factories import make_action, make_plan


def make_update(**fields):
    """A progress update of an action of its own."""
    return ProgressUpdate.objects.create(action=make_action(), reported_on="2026-01-31", status="on_track", **fields)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "prefix"),
    [(make_plan, "actions_plan"), (make_action, "actions_action"), (make_update, "actions_progressupdate")],
)
@pytest.mark.parametrize(
    ("marks", "rule"),
    [
        ({"access": "secret", "exempt_paragraph": None}, "access_known|exempt_has_paragraph"),
        ({"access": "exempt", "exempt_paragraph": None}, "exempt_has_paragraph"),
        ({"access": "exempt", "exempt_paragraph": 0}, "exempt_has_paragraph"),
        ({"access": "exempt", "exempt_paragraph": 8}, "exempt_has_paragraph"),
        ({"access": "open", "exempt_paragraph": 3}, "exempt_has_paragraph"),
        ({"access": "exempt", "exempt_paragraph": 7, "handling": "secret"}, "handling_known"),
        ({"access": "open", "handling": "official_sensitive"}, "sensitive_is_exempt"),
    ],
)
def test_refuses_marks_that_do_not_fit(make, prefix, marks, rule):
    with pytest.raises(IntegrityError, match=f"{prefix}_({rule})"):
        make(**marks)


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_plan, make_action, make_update])
@pytest.mark.parametrize(
    "marks",
    [
        {},
        {"access": "exempt", "exempt_paragraph": 1},
        {"access": "exempt", "exempt_paragraph": 7, "handling": "official_sensitive"},
    ],
)
def test_takes_marks_that_fit(make, marks):
    row = make(**marks)
    row.refresh_from_db()
    found = {"access": row.access, "exempt_paragraph": row.exempt_paragraph, "handling": row.handling}
    assert found == {"access": "open", "exempt_paragraph": None, "handling": "official"} | marks
