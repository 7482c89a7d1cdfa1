"""What every test may ask for."""

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.factories import make_user


@pytest.fixture
def public():
    """A reader who has not signed in."""
    return AnonymousUser()


@pytest.fixture
def officer(db):
    """A signed-in officer with every right."""
    return make_user(is_staff=True, is_superuser=True)
