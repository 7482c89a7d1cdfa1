"""What every test of the admin's pages may ask for."""

import pytest


@pytest.fixture
def signed_in(client, officer):
    """A signed-in officer's browser."""
    client.force_login(officer)
    return client
