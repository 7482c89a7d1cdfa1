"""Whatever is sent to whatever address, the answer is one that was foreseen."""

import pytest
from django.test import Client

from tests.crawling import filled, routes
from tests.factories import make_alignment, make_lead
from violence_plan.api.views import description

pytestmark = pytest.mark.django_db

HOSTILE = {
    "NUL": "%00",
    "very long": "a" * 10_000,
    "markup": "%3Cscript%3Ealert%281%29%3C%2Fscript%3E",
    "right to left, zero width": "%E2%80%AE%E2%80%8B",
    "half a surrogate pair": "%ED%A0%80",
    "not UTF-8": "%FF%FE",
    "the folder above": "..%2F..%2Fetc%2Fpasswd",
    "negative": "-1",
    "huge": "9" * 5000,
    "not a number": "NaN",
    "operators of search": "%21%21%21%20%26%20%7C%20%28%3A%2A",
    "quotation marks": "%27%22%5C",
    "line ends": "%0D%0ASet-Cookie%3A%20a%3Db",
    "half an escape": "%zz%",
    "a foreign digit": "%D9%A0",
}
MARKUP = b"<script>alert"


@pytest.fixture
def names():
    """What may stand in an address, by name, of rows that are there."""
    lead = make_lead()
    action = lead.action
    framework = make_alignment(action=action).principle.framework
    return {
        "plan": action.plan.slug,
        "slug": action.plan.slug,
        "ref": action.ref,
        "uid": action.uid,
        "code": lead.partner.code,
        "framework": framework.code,
    }


def parameters():
    """The names of the parameters that each route takes, by route; those of a page are those of the API, at most."""
    taken = {
        path.lstrip("/"): [each["name"] for each in operation["get"].get("parameters", ()) if each["in"] == "query"]
        for path, operation in description()["paths"].items()
    }
    of_pages = {"plans/<slug:plan>/actions/": "actions", "plans/<slug:plan>/alignment/": "alignment"}
    return taken | {page: taken[f"api/v1/{name}/"] for page, name in of_pages.items()}


@pytest.mark.parametrize("sent", HOSTILE)
def test_no_hostile_word_breaks_an_address(names, sent):
    client, word, taken = Client(raise_request_exception=False), HOSTILE[sent], parameters()
    for route in (route for route in routes() if "^" not in route):
        whole = filled(route, names)
        asked = [f"{whole}?{name}={word}" for name in [*taken.get(route, ()), "colour"]]
        asked += [f"{whole}?{word}", f"{whole}?{word}=1", f"{whole}{word}/"]
        # quote() would hide what is hostile, so it is put in afterwards.
        asked += [
            filled(route, names | {name: "HOSTILE"}).replace("HOSTILE", word) for name in names if f":{name}>" in route
        ]
        for address in asked:
            response = client.get(address)
            assert response.status_code in (200, 301, 400, 404, 406), address
            assert response.getvalue() or response.status_code == 301, address
            assert "json" in response["Content-Type"] or MARKUP not in response.content, address
            assert "Set-Cookie" not in response.headers, address
            assert not response.cookies, address


HEADERS = {
    "if-none-match": '"x", *, W/',
    "if-modified-since": "Sat, 99 Foo 99999 99:99:99 GMT",
    "range": "bytes=9-1,-,0-",
    "accept": "text/html;q=zz,*/*;q=,\xff",
    "accept-language": "x" * 5000,
    "accept-encoding": "br;q=zz",
    "authorization": "Basic zzz",
    "content-type": "multipart/form-data; boundary=",
    "x-forwarded-host": "evil.example",
    "x-http-method-override": "DELETE",
    "cookie": 'messages=a:b; csrftoken="\\000"; =; \xff=\xfe',
    "referer": "\xff",
}


@pytest.mark.parametrize("name", HEADERS)
def test_no_hostile_header_breaks_an_address(names, name):
    client = Client(raise_request_exception=False)
    for route in (route for route in routes() if "^" not in route):
        address = filled(route, names)
        usual, response = client.get(address), client.get(address, headers={name: HEADERS[name]})
        assert response.status_code in {usual.status_code, 406 if name == "accept" else usual.status_code}, address
        assert b"evil" not in response.content
