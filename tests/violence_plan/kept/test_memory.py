"""Memory has an end: in entries and in bytes."""

import pytest

from violence_plan.kept.answers import Answer
from violence_plan.kept.memory import BoundedMemory


@pytest.fixture
def memory():
    """Memory of ten entries and a hundred thousand bytes."""
    memory = BoundedMemory("test", {"OPTIONS": {"MAX_ENTRIES": 10, "MAX_BYTES": 100_000}})
    yield memory
    memory.clear()


def answer(size):
    """An answer of so many bytes."""
    return Answer({}, b"x" * size)


def names(memory):
    """What of a to z is found."""
    return [name for name in "abcdefghijklmnopqrstuvwxyz" if memory.get(name)]


def test_what_was_not_asked_for_longest_goes_first(memory):
    for name in "abc":
        memory.set(name, answer(30_000))
    assert memory.get("a")
    memory.set("d", answer(30_000))
    assert names(memory) == ["a", "c", "d"]


def test_what_is_kept_is_found_until_it_is_too_old(memory):
    kept = answer(1)
    memory.set("a", kept)
    memory.set("b", kept, timeout=-1)
    assert memory.get("a") is kept
    assert memory.get("b", "none") == "none"
    assert memory.get("c") is None


def test_what_is_too_large_is_not_kept_at_all(memory):
    memory.set("a", answer(30_000))
    memory.set("b", answer(300_000))
    assert names(memory) == []


def test_there_are_no_more_entries_than_there_may_be(memory):
    for name in "abcdefghijklmnopqrstuvwxyz":
        memory.set(name, answer(1))
    assert len(names(memory)) <= 10
    assert "z" in names(memory)
