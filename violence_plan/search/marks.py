"""What was found, with the words it was found by marked, as HTML in which all else is escaped."""

import re

from django.contrib.postgres.search import SearchHeadline
from django.db.models import Func, TextField, Value
from django.utils.html import format_html, format_html_join

START, STOP, LESS = "\x02", "\x03", "\x04"  # no text may hold them where they would be read as ours
ELLIPSIS = " … "  # between the parts of an excerpt
ENDING = re.compile(rf"[^\w{STOP}]*$")
LIST_MARK = re.compile(r"(^|\n)(?:-|\d+\.|##+) ")


def marked(name, words, **options):
    """The text `name` of a row, an expression: what the Words found in it stands between START and STOP.

    Postgres would read what begins with “<” as a tag, and drop it.
    """
    readable = Func(name, Value(f"<{START}{STOP}{LESS}"), Value(LESS), function="TRANSLATE", output_field=TextField())
    return SearchHeadline(readable, words.wanted, config="english", start_sel=START, stop_sel=STOP, **options)


def with_ellipses(excerpt, text):
    """A `marked` excerpt of a text, with an ellipsis where the text begins before it or goes on after it."""
    said = re.sub(f"[{START}{STOP}]", "", excerpt.replace(LESS, "<"))
    parts = said.split(ELLIPSIS)
    before = "" if text.strip().startswith(parts[0].strip()) else "… "
    ending = ENDING.search(text)
    if not text[: ending.start()].endswith(ENDING.sub("", parts[-1])):
        return f"{before}{excerpt.strip()}\u00a0…"
    return f"{before}{ENDING.sub('', excerpt).lstrip()}{ending[0].rstrip()}"  # Postgres leaves the last full stop out


def as_html(text):
    """HTML of a `marked` text: what was found as <mark>, all else escaped, the marks of lists and headings left out."""
    pieces = re.split(f"[{START}{STOP}]", LIST_MARK.sub(r"\1", text.replace(LESS, "<")))
    said = (format_html("<mark>{}</mark>", piece) if at % 2 else piece for at, piece in enumerate(pieces))
    return format_html_join("", "{}", ((piece,) for piece in said))
