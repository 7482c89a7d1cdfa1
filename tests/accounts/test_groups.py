"""The groups that the migration makes can be made again, and end as they are granted."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from access.grants import GRANTS
from access.roles import Role
from accounts.groups import make_groups


@pytest.mark.django_db
@pytest.mark.usefixtures("groups")
def test_groups_are_made_again_as_they_are_granted():
    Group.objects.get(name="officer").delete()
    Group.objects.get(name="board-member").permissions.add(Permission.objects.get(codename="delete_plan"))
    make_groups(apps, None)
    assert set(Group.objects.values_list("name", flat=True)) >= set(Role.values)
    assert Group.objects.get(name="officer").permissions.count() == len(GRANTS[Role.OFFICER])
    assert not Group.objects.get(name="board-member").permissions.exists()
