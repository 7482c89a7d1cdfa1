"""Addresses of the library that signs people in: only those stand that the portal names itself."""

import pytest
from allauth import urls as library
from django.urls import URLPattern

from accounts.urls import urlpatterns
from tests.factories import make_user
from tests.violence_plan.test_who_may import address_of

pytestmark = pytest.mark.django_db


def patterns(resolver, before=""):
    """Each pattern of a resolver and what is in it, with its route from the beginning."""
    for pattern in resolver:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield pattern.name, route
        else:
            yield from patterns(pattern.url_patterns, route)


def closed():
    """Addresses of the library that the portal does not name."""
    ours = {address_of(f"accounts/{pattern.pattern}", {}) for pattern in urlpatterns}
    found = {name: address_of(f"accounts/{route}", {}) for name, route in patterns(library.urlpatterns)}
    return {name: address for name, address in found.items() if address not in ours}


@pytest.mark.parametrize(("name", "address"), closed().items())
def test_what_the_library_offers_besides_is_closed(client, name, address):
    client.force_login(make_user("administrator", is_staff=True))
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_among_what_is_closed_are_signing_up_and_linking():
    names = {"account_signup", "account_email", "socialaccount_signup", "socialaccount_connections"}
    assert names < set(closed())
