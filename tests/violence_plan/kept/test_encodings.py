"""Which form of an answer is chosen, and how it is made."""

import gzip
from hashlib import sha256

import brotli
import pytest

from violence_plan.kept.encodings import chosen, compressed

TEXT = b"Work with schools. " * 50
NOISE = b"".join(sha256(bytes([n])).digest() for n in range(100))


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("", ""),
        ("identity", ""),
        ("deflate", ""),
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br", "br"),
        ("GZIP", "gzip"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0.5,gzip;q=0.9", "gzip"),
        ("gzip; q=0.4, identity; q=0.5", ""),
        ("gzip;q=0", ""),
        ("br;q=0, *", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("gzip, *;q=0", "gzip"),
        ("identity;q=0, gzip;q=0.001", "gzip"),
        ("br;q=zz", ""),
        ("gzip;q=1.1, br;q=", ""),
        ("gzip;level=9", ""),
        (";;,=,\xff" + "x" * 5000, ""),
    ],
)
def test_the_form_that_a_reader_likes_best_is_chosen(header, name):
    assert chosen(header) == name


def test_each_form_can_be_read_again_and_is_the_same_each_time():
    assert gzip.decompress(compressed(TEXT, "gzip")) == TEXT
    assert brotli.decompress(compressed(TEXT, "br")) == TEXT
    for name in ("gzip", "br"):
        assert compressed(TEXT, name) == compressed(TEXT, name)
        assert len(compressed(TEXT, name)) < len(TEXT) / 5


@pytest.mark.parametrize("name", ["gzip", "br"])
@pytest.mark.parametrize("content", [b"", b"short" * 30, NOISE])
def test_what_gets_no_shorter_is_left_as_it_is(name, content):
    assert compressed(content, name) is None


def test_what_nobody_wants_compressed_is_left_as_it_is():
    assert compressed(TEXT, "") is None
