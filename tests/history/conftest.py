"""What tests of the history share: changes with a context of their own."""

import pghistory
import pytest


@pytest.fixture
def in_context():
    """A block whose changes have this context, as a request or a command gives it."""
    return pghistory.context
