"""What of an answer is closed is found at whatever depth, and in JSON as in rows."""

import pytest

from access.handling import handling_in, handling_of, said_in_header

SENSITIVE = {"access": "exempt", "handling": "official_sensitive"}


@pytest.mark.parametrize(
    ("rows", "marks"),
    [
        ([], []),
        ([{"access": "open", "handling": "official", "text": "exempt"}], []),
        ([{"updates": [{"access": "exempt"}]}], ["exempt"]),
        ([{"action": {"uid": "a"} | SENSITIVE}, {"access": "open"}], ["exempt", "official_sensitive"]),
    ],
)
def test_marks_are_found_at_any_depth(rows, marks):
    assert handling_of(rows) == marks


def test_words_of_a_text_are_no_marks():
    assert handling_in(r'{"text":"\"access\":\"exempt\"","access":"open"}') == []
    assert handling_in('{"access":"exempt","handling":"official"}') == ["exempt"]


def test_the_header_is_there_only_where_something_is_closed():
    assert said_in_header([]) == {}
    assert said_in_header(["exempt", "official_sensitive"]) == {"Content-Handling": "exempt, official_sensitive"}
