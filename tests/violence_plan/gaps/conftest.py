"""The ground that the lists of gaps stand on."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from violence_plan.gaps.ground import Ground

TODAY = datetime.date(2026, 3, 31)


@pytest.fixture
def ground_of():
    """A function: the Ground of a plan on 31 March 2026, for a stranger and 90 days where nothing else is asked."""

    def ground(plan, *, user=None, today=TODAY, days=90):
        return Ground(plan=plan, user=user or AnonymousUser(), today=today, days=days)

    return ground
