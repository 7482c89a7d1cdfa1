"""What was found, marked as HTML: nothing of the texts runs or is lost."""

import pytest
from django.db.models import F

from tests.factories import make_action
from violence_plan.search.kinds import KINDS
from violence_plan.search.marks import as_html, marked, with_ellipses
from violence_plan.search.words import read


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("a < b & c", "a &lt; b &amp; c"),
        ("\x02<b>\x03 <i>", "<mark>&lt;b&gt;</mark> &lt;i&gt;"),
        ("\x04script>\x02x\x03", "&lt;script&gt;<mark>x</mark>"),
        ("Do:\n- this\n2. that\n## End", "Do:\nthis\nthat\nEnd"),
        ("'\"", "&#x27;&quot;"),
    ],
)
def test_all_but_our_own_marks_is_escaped(text, html):
    assert as_html(text) == html


@pytest.mark.parametrize(
    ("excerpt", "text", "shown"),
    [
        ("All of it", " All of it.\n", "All of it."),
        ("\x02All\x03 of", "All of it", "\x02All\x03 of\u00a0…"),
        ("of \x02it\x03", "All of it.\n", "… of \x02it\x03."),
        ("of it.", "All of it.", "… of it."),
        ("", "", ""),
        ("of \x04it", "All of <it all", "… of \x04it\u00a0…"),
        ("One … three", "One two three", "One … three"),
    ],
)
def test_an_excerpt_says_where_it_leaves_something_out(excerpt, text, shown):
    assert with_ellipses(excerpt, text) == shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "Sweep <b>parks</b> & <script>x</script>",
            "<mark>Sweep</mark> &lt;b&gt;parks&lt;/b&gt; &amp; &lt;script&gt;x&lt;/script&gt;",
        ),
        ("\x02Sweep\x03 \x04b> parks", "<mark>Sweep</mark> b&gt; parks"),
        ("</mark><img src=x onerror=y> sweeps", "&lt;/mark&gt;&lt;img src=x onerror=y&gt; <mark>sweeps</mark>"),
    ],
)
def test_postgres_marks_what_it_found_and_drops_nothing(public, text, html):
    make_action(text=text)
    rows = KINDS["action"].rows(public).annotate(said=marked(F("body"), read("sweep", []), highlight_all=True))
    assert as_html(rows.get().said.strip()) == html
