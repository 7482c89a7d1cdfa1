"""How a query string is read, whoever asks."""

import django_filters
import pytest
from django.http import QueryDict

from tables.parameters import Choices, MomentField, given, refused, shown

COLOURS = {"colour": Choices(choices=[("red", "Red")]), "size": django_filters.CharFilter()}


@pytest.mark.parametrize(
    ("query", "messages"),
    [
        ("shape=round", {"shape": ["There is no parameter “shape”. Known here: colour, size, page."]}),
        ("size=1&size=2", {"size": ["Give this parameter once; it takes one value."]}),
        ("page=1&page=1", {"page": ["Give this parameter once; it takes one value."]}),
        ("shape=&shape=", {"shape": ["There is no parameter “shape”. Known here: colour, size, page."]}),
        ("%00=1", {"�": ["There is no parameter “�”. Known here: colour, size, page."]}),
        ("size=1&size=&colour=red&colour=red&page=2", {}),
        ("", {}),
    ],
)
def test_what_is_unknown_or_given_twice_is_refused_by_name(query, messages):
    assert refused(QueryDict(query), filters=COLOURS, also_known=["page"]) == messages


def test_where_nothing_is_known_the_message_says_so():
    assert refused(QueryDict("a=1"), filters={}) == {"a": ["There is no parameter “a”. None is known here."]}


def test_what_is_empty_is_not_given():
    assert dict(given(QueryDict("a=&b=1&b=&c=&c=&d=+&e=%0A&e=%E2%80%A8"))) == {"b": ["1"]}


@pytest.mark.parametrize(
    ("text", "repeated"),
    [("plain", "plain"), ("x" * 60, "x" * 60), ("x" * 61, "x" * 60 + "…"), ("a\x00b\u202ec", "a�b�c")],
)
def test_what_is_repeated_is_short_and_printable(text, repeated):
    assert shown(text) == repeated


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31", "2026-01-31T00:00:00+00:00"),
        ("2026-07-31", "2026-07-31T00:00:00+01:00"),
        (" 2026-01-31T09:00 ", "2026-01-31T09:00:00+00:00"),
        ("2026-01-31 09:00:05.25Z", "2026-01-31T09:00:05.250000+00:00"),
        ("2026-01-31T09:00:05-0330", "2026-01-31T09:00:05-03:30"),
    ],
)
def test_a_moment_is_in_the_portals_time_where_it_does_not_say(text, moment):
    assert MomentField().clean(text).isoformat() == moment


def test_no_moment_is_asked_for_where_none_is_given():
    assert MomentField(required=False).clean("") is None
