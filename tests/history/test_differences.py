"""Two texts compared word by word."""

from history.differences import Part, differences, marked, plain, shortened


def test_nothing_differs_from_nothing():
    assert differences("", "") == ()


def test_the_same_text_is_one_part():
    assert differences("Do it.", "Do it.") == (Part("same", "Do it."),)


def test_a_word_is_taken_out_or_put_in_as_a_whole():
    assert differences("Do it by May.", "Do it by March.") == (
        Part("same", "Do it by "),
        Part("removed", "May"),
        Part("added", "March"),
        Part("same", "."),
    )


def test_more_words_than_there_are_signs_below_the_surrogates_are_told_apart():
    before = " ".join(str(number) for number in range(60_000))
    parts = differences(before, before.replace(" 59999", " last"))
    assert [part for part in parts if part.kind != "same"] == [Part("removed", "59999"), Part("added", "last")]
    assert "".join(part.text for part in parts if part.kind != "added") == before


def test_long_unchanged_stretches_are_shortened_to_what_is_near_a_change():
    words = " ".join(f"w{number}" for number in range(100))
    parts = shortened(differences(f"{words} old {words}", f"{words} new {words}"))
    assert parts[0].text.startswith("… w88 ")
    assert parts[0].text.endswith("w99 ")
    assert parts[-1].text.startswith(" w0 ")
    assert parts[-1].text.rstrip().endswith("…")


def test_short_texts_stay_whole():
    parts = differences("a b c", "a b d")
    assert shortened(parts) == parts


def test_marks_are_words_and_shapes_and_the_texts_are_escaped():
    hidden = '<span class="visually-hidden govuk-visually-hidden">'
    assert marked(differences("<b> x", "<b> y")) == (
        f"&lt;b&gt; <del>{hidden}[removed: </span>x{hidden}]</span></del>"
        f"<ins>{hidden}[added: </span>y{hidden}]</span></ins>"
    )


def test_marks_of_a_plain_text_are_brackets():
    assert plain(differences("by May", "by March")) == "by [-May-]{+March+}"
