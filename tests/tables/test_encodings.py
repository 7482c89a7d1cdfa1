"""In which encoding a file is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tables.encodings import UTF_8, WINDOWS, WITH_MARK, decoded

WORDS = "name,partner\nCafé – “unit” £5,mps\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (WORDS.encode("utf-16"), "The file is not UTF-8 but UTF-16. Save the sheet as “CSV UTF-8 (comma delimited)”"),
        (WORDS.encode("utf-16-be"), "The file is not UTF-8 but UTF-16, it seems."),
        (b"\x00\x01\x02", "The file is not UTF-8 but UTF-16, it seems."),
        (b"a\nCaf\x81", "The file is neither whole UTF-8 nor Windows-1252 (the first odd sign is in line 2)."),
        (
            WORDS.encode() + b"\xa3",
            "The file is neither whole UTF-8 nor Windows-1252 (the first odd sign is in line 3",
        ),
    ],
)
def test_what_is_none_of_them_is_refused_with_the_mend(content, words):
    with pytest.raises(ValueError, match="Save the sheet as “CSV UTF-8") as refused:
        decoded(content)
    assert str(refused.value).startswith(words)


@pytest.mark.parametrize(("encoding", "name"), [("utf-8", UTF_8), ("utf-8-sig", WITH_MARK), ("cp1252", WINDOWS)])
def test_the_encoding_is_recognised_and_named(encoding, name):
    assert decoded(WORDS.encode(encoding)) == (WORDS, name)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufeff")))
def test_any_utf_8_is_read_as_it_is(text):
    assert decoded(text.encode()) == (text, UTF_8)
