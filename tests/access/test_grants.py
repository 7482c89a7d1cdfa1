"""What the groups are granted: each permission is one that exists, and each table of ours is thought of."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from access.grants import GRANTS, PEOPLE_TABLES, PLAN_TABLES
from access.roles import Role
from accounts.groups import make_groups
from actions.models import SearchEntry
from history.tracking import is_of_history

OURS = ("actions", "partners", "principles")


def test_every_table_of_a_plan_is_granted_to_somebody():
    models = {model for app in OURS for model in apps.get_app_config(app).get_models() if not is_of_history(model)}
    named = {name for name in PLAN_TABLES + PEOPLE_TABLES if name.partition(".")[0] in OURS}
    assert named == {model._meta.label_lower for model in models - {SearchEntry}}


def test_every_role_is_thought_of():
    assert set(GRANTS) == set(Role)


@pytest.mark.django_db
def test_every_permission_exists_and_its_group_has_it():
    make_groups(apps, None)  # as the migration does; a test that emptied the database took its groups
    known = {
        f"{of.content_type.app_label}.{of.codename}": of for of in Permission.objects.select_related("content_type")
    }
    for role, permissions in GRANTS.items():
        assert permissions <= known.keys()
        given = Group.objects.get(name=role.value).permissions.select_related("content_type")
        assert {f"{of.content_type.app_label}.{of.codename}" for of in given} == permissions


def test_nobody_but_an_administrator_touches_people():
    writing = {name for role, names in GRANTS.items() if role != Role.ADMINISTRATOR for name in names}
    people = {model.partition(".")[2] for model in PEOPLE_TABLES}
    touching = {name for name in writing for model in people if name.endswith(f"_{model}") and ".view_" not in name}
    assert touching == set()
