"""Reads every address that a reader can reach: all that the portal has, with every filter, and all links on them."""

import re
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import quote, quote_plus, unquote_plus, urldefrag, urlencode, urljoin, urlsplit

from django.urls import URLResolver, get_resolver, resolve

HOST = "http://testserver"
ELSEWHERE = ("/admin/", "/accounts/", "/static/")
# The page's own address, whatever the order in which its query was asked.
ITSELF = re.compile(rb'<(?:link rel="canonical"|meta property="og:url")[^>]*>')
# What a form carries against forgery and against being sent twice, and the time of day: new each time it is shown.
CHANGING = re.compile(rb'<input[^>]* name="(?:csrfmiddlewaretoken|token)"[^>]*>|(?<= at )\d\d:\d\d(?=\.</strong>)')
ZIP = b"PK\x03\x04"  # how a zip file, and so a workbook, begins
LINK = re.compile(rb'(?:href="|")((?:http://testserver)?[/?][^"<>\s{}]*)"')


@dataclass(frozen=True)
class Answer:
    """What came back from an address: status, headers, body."""

    status: int
    headers: tuple
    body: bytes

    def said(self, *, asked):
        """All that the answer says but for echoes of the address that was asked for, in lower case."""
        text = f"{self.headers} {self.body.decode(errors='replace')}"  # a zip file is no text
        path, _, query = asked.partition("?")
        for echo in sorted({*path.split("/"), *re.split("[=&]", query)}, key=len, reverse=True):
            plain = unquote_plus(echo)
            either = " or ".join(plain.split())  # what a search that finds nothing offers instead
            for form in {echo, plain, escape(plain), quote(plain), quote_plus(plain), quote(either)} - {""}:
                text = text.replace(form, "")
        return text.casefold()


def routes(patterns=None, prefix="", *, but=("admin/",)):
    """Every address but the admin's and those of signing in, as its pattern is written: plans/<slug:plan>/.

    Our own pages among the admin's begin as the admin's do; `but` is empty where they are asked for too.
    """
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin" and route != "accounts/":
                yield from routes(pattern.url_patterns, route, but=but)
        elif not route.startswith(tuple(but)):
            yield route


def filled(route, values):
    """The address that `route` makes with `values` by name. Raises KeyError where it has a name that they lack."""
    return "/" + re.sub(r"<\w+:(\w+)>", lambda name: quote(str(values[name[1]])), route)


def asked_with(address, parameters):
    """The `address` with each value of each of its `parameters`, one at a time."""
    return [f"{address}?{urlencode({name: value})}" for name, values in parameters.items() for value in values]


def crawl(client, addresses, *, choosing=True):
    """An Answer by address: of all `addresses`, and of all that their answers link to, however far.

    What may be chosen combines without end: from an answer to some choice only links to a single one are followed;
    and none that chooses anything where not `choosing`.
    """
    answers, left = {}, list(addresses)
    while left:
        address = left.pop()
        if address in answers or address.startswith(ELSEWHERE):
            continue
        answers[address] = answer = answer_of(client, address)
        found = led_to(address, answer.body, dict(answer.headers).get("Location", ""))
        left += [link for link in found if "?" not in link or (choosing and ("?" not in address or "&" not in link))]
    return answers


def leads_to_sign_in(client, address):
    """Whether this reader is asked to sign in before the address says anything."""
    response = client.get(address)
    return response.status_code == 302 and "?next=" in response["Location"]


def answer_of(client, address):
    """What `client` is answered at `address`, as an Answer."""
    response = client.get(address)
    return Answer(response.status_code, tuple(sorted(response.headers.items())), response.getvalue())


def led_to(address, body, location=""):
    """The addresses of the portal that an answer leads to, by a link in its `body` or its header `location`."""
    text = b"" if body.startswith(ZIP) else body  # what is packed looks like a link now and then
    for found in [*LINK.findall(ITSELF.sub(b"", text)), location.encode()]:
        link = urldefrag(urljoin(HOST + address, unescape(found.decode()))).url
        if link.startswith(HOST + "/"):
            parts = urlsplit(link)
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def one_of_each(client):
    """An address that answers, by route: of each route that links lead to the first, or its own if it has no names."""
    found, left = {}, ["/", *(f"/{route}" for route in routes() if not set("<^") & set(route))]
    while left:
        address = left.pop(0).partition("?")[0]
        if address.startswith(ELSEWHERE) or (route := resolve(address).route) in found:
            continue
        response = client.get(address)
        if response.status_code < 400:
            found[route] = address
            left += led_to(address, response.getvalue(), response.headers.get("Location", ""))
    return found
