"""The plan's texts as HTML: what is markup, what stays as typed, and that nothing of it runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.page_reading import Reading
from violence_plan.templatetags.plan_text import plan_text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ('<img src=x onerror="alert(1)">', "<p>&lt;img src=x onerror=&quot;alert(1)&quot;&gt;</p>\n"),
        ("- <b>bold</b>", "<ul>\n<li>&lt;b&gt;bold&lt;/b&gt;</li>\n</ul>\n"),
        ("## <i>x</i>", "<h3>&lt;i&gt;x&lt;/i&gt;</h3>\n"),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>\n"),
        ("![a](x.png)", "<p>![a](x.png)</p>\n"),
        ("<https://example.org>", "<p>&lt;https://example.org&gt;</p>\n"),
        ("&lt;b&gt; A&E &amp;", "<p>&amp;lt;b&amp;gt; A&amp;E &amp;amp;</p>\n"),
    ],
)
def test_hostile_text_is_shown_and_never_run(text, html):
    assert plan_text(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "*you* _and_ `me`",
        "# one",
        "* star",
        "+ plus",
        "1) bracket",
        "-5 degrees",
        "---",
        "\\*",
        "| a | b |",
        "~~~",
        "##x",
    ],
)
def test_what_is_no_mark_of_the_house_stays_as_typed(text):
    assert plan_text(text) == f"<p>{text}</p>\n"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("One\nand the same.\n\nTwo.", "<p>One\nand the same.</p>\n<p>Two.</p>\n"),
        ("Items:\n- one\n- two", "<p>Items:</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        ("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>\n"),
        ("- one\n* not two", "<ul>\n<li>one\n* not two</li>\n</ul>\n"),
        ("## Aims\nText", "<h3>Aims</h3>\n<p>Text</p>\n"),
        ("### Deeper", "<h4>Deeper</h4>\n"),
    ],
)
def test_paragraphs_lists_and_headings(text, html):
    assert plan_text(text) == html


@pytest.mark.parametrize(("top", "tags"), [(2, ["h2", "h3"]), (4, ["h4", "h5"]), (6, ["h6", "h6"])])
def test_headings_fit_the_page(top, tags):
    assert plan_text("## A\n### B", top) == f"<{tags[0]}>A</{tags[0]}>\n<{tags[1]}>B</{tags[1]}>\n"


def test_a_list_nested_too_deep_keeps_its_words():
    assert plan_text("- " * 40 + "deep").count("<li>") == 5
    assert "- " * 35 + "deep" in plan_text("- " * 40 + "deep")


@given(st.text(alphabet="ab<>&\"'-#1. \n*[]()`\\", max_size=60))
def test_no_letter_is_lost_and_no_tag_gets_in(text):
    reading = Reading()
    reading.depth = 1
    tags = set()
    reading.handle_starttag = lambda tag, attributes: tags.add(tag)
    reading.feed(plan_text(text))
    assert [letter for letter in "".join(reading.pieces) if letter in "ab<>&"] == [
        letter for letter in text if letter in "ab<>&"
    ]
    assert tags <= {"p", "ul", "ol", "li", "h3", "h4", "h5", "h6"}
