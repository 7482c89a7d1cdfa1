"""A whole plan as it is loaded has nothing to find but partners that no public row names."""

import pytest

from violence_plan.audits.findings import Finding, found
from violence_plan.audits.inconsistencies import check_inconsistencies
from violence_plan.audits.visibility import audit_visibility

pytestmark = pytest.mark.django_db


def test_names_come_in_order_and_nothing_is_no_finding():
    assert found("rule", "It is so", [2, 10, "b"]) == [Finding("rule", "It is so", ("10", "2", "b"))]
    assert found("rule", "It is so", []) == []


def test_the_first_plan_breaks_no_rule_and_tells_strangers_nothing_that_is_not_theirs(hackney):
    assert check_inconsistencies() == []
    assert {each.rule for each in audit_visibility()} <= {"partners-of-nothing"}
