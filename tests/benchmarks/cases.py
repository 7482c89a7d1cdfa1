"""What is measured, and what it is compared with."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field

LIST = "/api/v1/actions/?page_size=1000"
GZIP = {"Accept-Encoding": "gzip"}
FIGURES = re.compile(r'matrix__(?:count|stated)">(\d+)<')


@dataclass(frozen=True)
class Case:
    """An address to ask for: its name in the table, its path and the headers that are sent."""

    name: str
    path: str
    headers: dict = field(default_factory=dict)


def cold(slug):
    """What is measured where no answer is kept; `slug` is the plan's."""
    return [
        Case("list, cold", f"{LIST}&plan={slug}"),
        Case("list, plain serializer", f"/api/v1/compared/actions?page_size=1000&plan={slug}"),
        Case("matrix page, cold", f"/plans/{slug}/alignment/"),
        Case("matrix page, ORM and templates", f"/compared/page/{slug}"),
        Case("its table alone, ORM and template", f"/compared/matrix/{slug}"),
        Case("action page, cold", f"/plans/{slug}/actions/5.1.2/"),
        Case("search, cold", "/search/?q=knife"),
        Case("matrix as JSON, cold", f"/api/v1/alignment/?plan={slug}"),
    ]


def kept(server, slug):
    """What is measured where answers are kept."""
    path = f"{LIST}&plan={slug}"
    tag = server.get(path)[1]["ETag"]
    return [
        Case("list, kept", path),
        Case("list, kept, gzip", path, GZIP),
        Case("list, 304", path, {"If-None-Match": tag}),
        Case("matrix page, kept", f"/plans/{slug}/alignment/"),
        Case("action page, kept", f"/plans/{slug}/actions/5.1.2/"),
        Case("search, kept", "/search/?q=knife"),
    ]


def constant(server, slug):
    """Constant bytes, as many as those of the list that `server` keeps; asked for where nothing is kept, these too."""
    path = f"{LIST}&plan={slug}"
    plain, packed = (len(server.get(path, headers)[2]) for headers in ({}, GZIP))
    return [
        Case("constant bytes", f"/api/v1/compared/constant/{plain}"),
        Case("constant bytes, gzip", f"/api/v1/compared/constant/{packed}?packed", GZIP),
    ]


# Of each pair of cases the first is to be at least so many times as quick as the second.
BOUNDS = [
    ("list, cold", "list, plain serializer", 7),
    ("matrix page, cold", "matrix page, ORM and templates", 2),
    ("matrix page, cold", "its table alone, ORM and template", 2),
    ("matrix as JSON, cold", "its table alone, ORM and template", 2),
    ("list, kept", "constant bytes", 0.65),
    ("list, kept, gzip", "constant bytes, gzip", 0.9),
    ("list, 304", "constant bytes", 0.85),
]


def check_alike(server, slug):
    """Raise ValueError where ours and what it is compared with do not tell the same."""
    ours, plain = (json.loads(server.get(case.path)[2])["results"] for case in cold(slug)[:2])
    if ours != plain:
        raise ValueError("The list and the plain serializer tell different rows.")
    ours, plain, table = (server.get(case.path)[2].decode() for case in cold(slug)[2:5])
    if shown(ours) != shown(plain):
        raise ValueError("The matrix page and the one of ORM and templates show different things.")
    if Counter(FIGURES.findall(table)) - Counter(FIGURES.findall(ours)):
        raise ValueError("The matrix and the table of ORM and template tell different figures.")


def shown(page):
    """The HTML of a page's own content, within the frame that all pages have, without white space between tags."""
    content = page.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s*([<>])\s*", r"\1", " ".join(content.split()))
