"""Lists are read past the serializer, and tell what it tells: to every reader, of every field, in every order."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from rest_framework.test import APIRequestFactory

from access.key_holders import KeyHolder
from access.roles import Role
from actions.api.reading import action_rows
from actions.api.serializers import ActionSerializer
from actions.models import Action
from tests.factories import make_user
from tests.scattered_plan import Scattered

pytestmark = pytest.mark.django_db

READERS = ["stranger", "no role", "reporter", "lead", "key", "key for what is shared", *Role]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Plans with rows of every kind, and a user by the name of each reader."""
    with django_db_blocker.unblock(), transaction.atomic():
        grown = Scattered(seed=5)
        own = {"stranger": AnonymousUser(), "no role": make_user(), "reporter": grown.reporter, "lead": grown.leading}
        keys = {"key": KeyHolder("a", "police", False), "key for what is shared": KeyHolder("b", "police", True)}
        yield own | keys | {role: make_user(role) for role in Role}
        transaction.set_rollback(True)


def request_of(user):
    """A request by `user` to another host than usual."""
    request = APIRequestFactory().get("/api/v1/actions/", headers={"host": "localhost:8000"})
    request.user = user
    return request


def visible(user):
    """The actions that `user` may see, with their status, as printed."""
    return Action.objects.visible_to(user).with_status().as_printed()


def serialized(actions, user):
    """The rows of `actions` as the serializer tells them, as one JSON text."""
    found = actions.with_links(user).with_updates(user)
    return json.dumps(ActionSerializer(found, many=True, context={"request": request_of(user)}).data, indent=1)


def read(actions, user, **fields):
    """The same rows as they are read here, as one JSON text."""
    return json.dumps(action_rows(actions, user=user, absolute=request_of(user).build_absolute_uri, **fields), indent=1)


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_is_told_what_the_serializer_tells(world, reader):
    user = world[reader]
    assert visible(user).exists()
    assert read(visible(user), user) == serialized(visible(user), user)


def test_strangers_and_readers_of_everything_are_each_told_their_own_twice(world):
    for _ in range(2):
        for reader in ("stranger", Role.OFFICER, Role.AUDITOR):
            assert read(visible(world[reader]), world[reader]) == serialized(visible(world[reader]), world[reader])


def test_hidden_things_are_there_to_be_left_out(world):
    told = {reader: read(visible(world[reader]), world[reader]) for reader in READERS}
    assert len(set(told.values())) > 5
    assert "A named officer" in told["stranger"]
    assert '"inherited_from": null' in told["stranger"]
    every = {name for action in json.loads(told[Role.OFFICER]) for name, value in action.items() if value}
    assert {"leads", "alignments", "updates", "milestones", "source_notes"} <= every


def test_rows_come_in_the_order_of_the_queryset_and_no_more_than_it_has(world):
    officer = world[Role.OFFICER]
    for part in (visible(officer).reverse(), visible(officer).order_by("text")[2:5], visible(officer).none()):
        uids = [str(uid) for uid in part.values_list("uid", flat=True)]
        rows = action_rows(part, user=officer, absolute=str)
        assert [row["uid"] for row in rows] == uids


def test_the_day_of_the_status_is_the_queryset_s(world):
    for day in ("2026-01-01", "2026-01-04"):
        actions = visible(world["stranger"]).with_status(day)
        assert read(actions, world["stranger"]) == serialized(actions, world["stranger"])


def test_all_rows_take_two_queries_and_one_where_nothing_hangs_on_them(world, django_assert_num_queries):
    stranger, officer = world["stranger"], world[Role.OFFICER]
    with django_assert_num_queries(2):
        action_rows(visible(officer), user=officer, absolute=str)
    with django_assert_num_queries(1):
        action_rows(visible(stranger), user=stranger, absolute=str, fields=["ref", "text"])
    with django_assert_num_queries(1):
        action_rows(visible(stranger).none() | visible(stranger).filter(ref="none"), user=stranger, absolute=str)


def test_a_third_query_tells_of_sources_that_are_not_among_the_rows_or_hidden(world, django_assert_num_queries):
    stranger = world["stranger"]
    whole = json.loads(read(visible(stranger), stranger))
    inheriting = [row["uid"] for row in whole if any(each["inherited_from"] for each in row["alignments"])]
    assert inheriting
    with django_assert_num_queries(3):
        action_rows(visible(stranger), user=stranger, absolute=str)
    with django_assert_num_queries(3):
        rows = action_rows(visible(stranger).filter(uid=inheriting[0]), user=stranger, absolute=str)
    assert [row["alignments"] for row in rows] == [row["alignments"] for row in whole if row["uid"] == inheriting[0]]


def test_only_the_fields_that_are_wanted_are_told_in_their_order(world):
    stranger = world["stranger"]
    whole = json.loads(read(visible(stranger), stranger))
    for fields in (["text", "ref"], ["updates"], ["alignments", "uid"], ["leads", "milestones", "source_notes", "url"]):
        some = json.loads(read(visible(stranger), stranger, fields=fields))
        assert [list(row.items()) for row in some] == [[(name, row[name]) for name in fields] for row in whole]
