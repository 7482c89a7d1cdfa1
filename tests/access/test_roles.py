"""Roles are groups; whoever has none reads what the public reads."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group

from access.roles import Role, has_role, reads_all, reads_history, reads_names, reads_unpublished, roles_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db

READING = (reads_unpublished, reads_names, reads_all, reads_history)


@pytest.mark.parametrize("who", ["stranger", "nobody", "other group", "left"])
def test_nobody_else_has_a_role(who):
    user = AnonymousUser() if who == "stranger" else make_user()
    if who == "other group":
        user.groups.add(Group.objects.create(name="cooks"))
    if who == "left":
        user = make_user("officer", is_active=False, is_superuser=True)
    assert roles_of(user) == frozenset()
    assert [may(user) for may in READING] == [False, False, False, False]


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("administrator", [True, True, True, True]),
        ("officer", [True, True, True, True]),
        ("auditor", [True, True, True, True]),
        ("strategy-lead", [True, True, False, False]),
        ("board-member", [True, False, False, False]),
        ("partner-reporter", [False, False, False, False]),
    ],
)
def test_what_each_role_reads(role, may):
    user = make_user(role)
    assert roles_of(user) == {Role(role)}
    assert [reads(user) for reads in READING] == may


def test_a_superuser_is_an_administrator():
    assert roles_of(make_user(is_superuser=True)) == {Role.ADMINISTRATOR}


def test_who_has_two_roles_has_what_either_gives_for_one_question(django_assert_num_queries):
    user = make_user("board-member")
    user.groups.add(Group.objects.get_or_create(name="partner-reporter")[0])
    with django_assert_num_queries(1):
        assert has_role(user, Role.PARTNER_REPORTER)
        assert reads_unpublished(user)
        assert not has_role(user, Role.OFFICER, Role.ADMINISTRATOR)
