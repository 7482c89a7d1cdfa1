"""What the database cannot do just now is told from what was wrong with the question."""

import pytest
from django.db import IntegrityError, InterfaceError, InternalError, OperationalError

from history.rehearsing import RehearsalBusyError
from violence_plan.database.trouble import AWAY, BUSY, FULL, READ_ONLY, trouble_of


class DriverError(Exception):
    """What the driver raised, with PostgreSQL's code."""

    def __init__(self, code):
        super().__init__()
        self.pgcode = code


def raised(kind, code=None):
    """Django's error of that `kind`, raised from the driver's of that `code`."""
    error = kind("secret of the house")
    error.__cause__ = DriverError(code)
    return error


def test_an_error_of_our_own_is_told_in_its_own_words():
    trouble = trouble_of(RehearsalBusyError("Somebody else is at it."))
    assert (trouble.sentence, trouble.wait) == ("Somebody else is at it.", 10)
    assert trouble.detail == "Somebody else is at it. Try again in ten seconds."


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (ZeroDivisionError(), None),
        (None, None),
        (raised(IntegrityError, "23505"), None),
        (raised(InternalError, "P0001"), None),
        (OperationalError("could not connect"), AWAY),
        (InterfaceError("connection already closed"), AWAY),
        (raised(OperationalError, "57P01"), AWAY),
        (raised(OperationalError, "57014"), BUSY),
        (raised(OperationalError, "55P03"), BUSY),
        (raised(OperationalError, "40P01"), BUSY),
        (raised(InternalError, "25P03"), BUSY),
        (raised(OperationalError, "53100"), FULL),
        (raised(InternalError, "25006"), READ_ONLY),
    ],
)
def test_an_error_is_a_state_or_none(error, trouble):
    assert trouble_of(error) is trouble
