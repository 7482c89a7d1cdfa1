"""The plan's texts as HTML: what is markup, what stays as typed, and that nothing of it runs."""

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_plan, make_term
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


@pytest.fixture
def shown(rf, public):
    """A function: texts one after the other on a page of that plan, within the tag, and once more after it."""

    def render(*texts, plan=None, user=public):
        request = rf.get("/")
        request.user = user
        source = "{% load plan_text %}{% explaining %}{% for text in texts %}{{ text|plan_text }}{% endfor %}"
        page = Template(source + "{% endexplaining %}{{ texts.0|plan_text }}")
        return page.render(Context({"request": request, "texts": texts, "plan": plan}))

    return render


@pytest.mark.django_db
def test_an_acronym_is_explained_in_brackets_of_our_own_once_on_a_page(shown):
    plan = make_term(term="MPS", expansion="Metropolitan Police Service").plan
    assert shown("Ask the MPS.", "The MPS", plan=plan) == (
        '<p>Ask the MPS <span class="explained">[Metropolitan Police Service]</span>.</p>\n'
        "<p>The MPS</p>\n"
        "<p>Ask the MPS.</p>\n"
    )


@pytest.mark.django_db
def test_a_heading_is_left_as_it_is_and_lists_are_explained(shown):
    plan = make_term(term="MPS", expansion="Metropolitan Police Service").plan
    assert shown("## MPS\n- one\n- MPS", plan=plan).startswith(
        "<h3>MPS</h3>\n<ul>\n<li>one</li>\n"
        '<li>MPS <span class="explained">[Metropolitan Police Service]</span></li>\n</ul>\n'
    )


@pytest.mark.django_db
def test_a_hostile_glossary_is_shown_and_never_run(shown):
    plan = make_term(term="A&E", expansion="<script>alert(1)</script>").plan
    assert shown("An A&E <b>\nward", plan=plan).startswith(
        '<p>An A&amp;E <span class="explained">[&lt;script&gt;alert(1)&lt;/script&gt;]</span> &lt;b&gt;\nward</p>\n'
    )


@pytest.mark.django_db
def test_a_plan_explains_by_its_own_glossary_and_another_page_by_what_its_reader_may_see(shown, officer):
    here, elsewhere, draft = make_plan(), make_plan(), make_plan(publication="draft")
    make_term(plan=here, term="CRP", expansion="Community Resilience Partnership")
    make_term(plan=here, term="GSVB", expansion="", basis="unexpanded")
    make_term(plan=elsewhere, term="MPS", expansion="Metropolitan Police Service")
    make_term(plan=draft, term="YOT", expansion="Youth Offending Team")
    assert "MPS</p>" in shown("CRP, GSVB, MPS", plan=here)
    assert "[Metropolitan Police Service]" in shown("CRP, GSVB, MPS")
    assert "[Community Resilience Partnership]</span>, GSVB, MPS" in shown("CRP, GSVB, MPS")
    assert "[Youth" not in shown("YOT")
    assert "[Youth Offending Team]" in shown("YOT", user=officer)


@pytest.mark.django_db
def test_the_glossary_is_asked_for_once_and_only_for_a_text(shown, django_assert_num_queries):
    plan = make_term(term="MPS").plan
    with django_assert_num_queries(0):
        shown("", plan=plan)
    with django_assert_num_queries(1):
        shown("One", "MPS", "MPS", plan=plan)
