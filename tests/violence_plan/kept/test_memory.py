"""Memory has an end: in entries and in bytes."""

import pytest

from violence_plan.kept.memory import BoundedMemory


@pytest.fixture
def memory():
    """Memory of ten entries and a thousand bytes."""
    memory = BoundedMemory("test", {"OPTIONS": {"MAX_ENTRIES": 10, "MAX_BYTES": 1000}})
    yield memory
    memory.clear()


def names(memory):
    """What of a to z is found."""
    return [name for name in "abcdefghijklmnopqrstuvwxyz" if memory.get(name)]


def test_what_was_not_asked_for_longest_goes_first(memory):
    for name in "abc":
        memory.set(name, b"x" * 300)
    assert memory.get("a")
    memory.set("d", b"x" * 300)
    assert names(memory) == ["a", "c", "d"]


def test_what_is_too_large_is_not_kept_at_all(memory):
    memory.set("a", b"x" * 300)
    memory.set("b", b"x" * 3000)
    assert names(memory) == []


def test_there_are_no_more_entries_than_there_may_be(memory):
    for name in "abcdefghijklmnopqrstuvwxyz":
        memory.set(name, b"x")
    assert len(names(memory)) <= 10
    assert "z" in names(memory)
