"""Programs with a key: known, but without any role."""

from django.contrib.auth.models import AnonymousUser

from access.key_holders import KeyHolder, partner_shared_with
from access.roles import Role, has_role, reads_all, reads_names, reads_unpublished, roles_of


def test_a_holder_has_no_role_and_reads_no_names():
    holder = KeyHolder("abcd1234", "police", shared=True)
    assert roles_of(holder) == frozenset()
    assert not has_role(holder, *Role)
    assert not any(reads(holder) for reads in (reads_all, reads_names, reads_unpublished))
    assert (holder.is_authenticated, holder.is_active, holder.is_staff) == (True, False, False)


def test_only_a_key_that_is_for_it_shows_what_is_shared():
    assert partner_shared_with(KeyHolder("abcd1234", "police", shared=True)) == "police"
    assert partner_shared_with(KeyHolder("abcd1234", "police", shared=False)) is None
    assert partner_shared_with(AnonymousUser()) is None
