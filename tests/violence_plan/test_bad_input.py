"""Whatever is asked of whatever address, the answer says what was wrong: never a breakdown, never a silent full list.

The addresses are those that links lead to, one of each route; the parameters those that each address says it knows.
"""

import re
from urllib.parse import unquote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from tests.crawling import filled, leads_to_sign_in, one_of_each, routes
from tests.hidden_plan import make_world
from tests.page_reading import links, read
from tests.violence_plan.test_visibility import addresses_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uncounted")]

NOTHING = "zz-nothing"
NOBODY = "00000000-0000-4000-8000-000000000000"
# Of these values any number may be given at once; one is enough.
REPEATABLE = {"basis", "status"}
# What is free text: nothing is wrong with it, it is found nowhere.
FREE = {"q"}
PAGES = ["0", "-1", "abc", "1.5", "٣", "99999999999999999999", "1e3"]
HOSTILE = {
    "NUL": "%00",
    "control characters": "%01%08%1B%7F%C2%85",
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
    "white space": "%20%09",
}
ALWAYS = ["NUL", "half a surrogate pair", "huge"]  # what databases, decoders and numbers break on
MARKUP = b"<script>alert"
# What is sent together is read apart from each other.
HEADERS = {
    "what one has": {
        "if-none-match": '"x", *, W/',
        "if-modified-since": "Sat, 99 Foo 99999 99:99:99 GMT",
        "range": "bytes=9-1,-,0-",
    },
    "what one likes": {
        "accept": "text/html;q=zz,*/*;q=,\xff",
        "accept-language": "x" * 5000,
        "accept-encoding": "br;q=zz",
    },
    "who one is": {"authorization": "Basic zzz"},
    "where one comes from": {
        "x-forwarded-host": "evil.example",
        "cookie": 'messages=a:b; csrftoken="\\000"; =; \xff=\xfe',
        "referer": "\xff",
    },
    "what one sends": {
        "content-type": "multipart/form-data; boundary=",
        "x-http-method-override": "DELETE",
    },
}


@pytest.fixture
def client():
    """A stranger's browser; what breaks is answered, not raised."""
    return Client(raise_request_exception=False)


@pytest.fixture(scope="module")
def addresses(django_db_setup, django_db_blocker):
    """An address of rows that are there, by route, whatever the portal's routes are."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_world()
        client = Client()
        found = one_of_each(client)
        for route in (route for route in routes() if "^" not in route and route not in found):  # what no link leads to
            if not leads_to_sign_in(client, addresses_of(route)[0]):
                found[route] = next(each for each in addresses_of(route) if client.get(each).status_code == 200)
        yield found
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def known(addresses, django_db_blocker):
    """The parameters that each address says it knows, by address; none where it reads none."""
    with django_db_blocker.unblock():
        return {address: said_to_be_known(Client().get(f"{address}?zz-unknown=1")) for address in addresses.values()}


def said_to_be_known(response):
    """The parameters that the answer to an unknown one says there are."""
    if response.status_code == 200:
        return []
    said = response.content.decode()
    assert (response.status_code, "zz-unknown" in said) == (400, True), said
    named = re.search(r"Known here: ([\w, ]+)\.|None is known here\.", said)
    return named[1].split(", ") if named[1] else []


def words_for(names, route, found):
    """Of the HOSTILE words those that each of `names` of a route is asked, by name: every word where the name is new.

    A name that another address of the kind had before (a page, or one of the API) is read there by the same code: then
    it is asked those that databases and decoders break on, and one more, another one at each address.
    """
    door = route.partition("/")[0] == "api"
    for name in names:
        met = found.setdefault((door, name), [])
        yield name, ALWAYS + [[*HOSTILE][len(met) % len(HOSTILE)]] if met else [*HOSTILE]
        met.append(route)


@pytest.fixture(scope="module")
def hostile(addresses, known):
    """The addresses that carry a hostile word, by route and by what is sent."""
    found, asked = {}, {sent: {} for sent in HOSTILE}
    for at, (route, address) in enumerate(addresses.items()):
        names = resolve(address).kwargs
        for number, (sent, word) in enumerate(HOSTILE.items()):
            forms = [f"{address}?{word}", f"{address}{word}/", f"{address}?{word}=1", f"{address}?colour={word}"]
            # Each word takes each form at every other address, and at each address every other word does.
            asked[sent][route] = forms if sent in ALWAYS else forms[(at + number) % 2 :: 2]
            # quote() would hide what is hostile, so it is put in afterwards.
            asked[sent][route] += [filled(route, names | {name: "HOSTILE"}).replace("HOSTILE", word) for name in names]
        for name, several in words_for(known[address], route, found):
            for sent in several:
                asked[sent][route].append(f"{address}?{name}={HOSTILE[sent]}")
    return asked


def is_page(response):
    """Whether an answer is for people."""
    return response["Content-Type"].startswith("text/html")


def test_a_name_that_nothing_has_is_named_in_a_404(client, addresses):
    for route, address in addresses.items():
        names = resolve(address).kwargs
        for name in names:
            nothing = NOBODY if name == "uid" else NOTHING
            asked = filled(route, names | {name: nothing})
            response = client.get(asked)
            assert response.status_code == 404, asked
            if is_page(response):
                assert nothing in read(response), asked
                assert {"/", "/help/"} <= set(links(response)), asked


def test_a_value_that_nothing_answers_to_is_never_a_full_list(client, known):
    for address, names in known.items():
        for name in names:
            response = client.get(f"{address}?{name}={NOTHING}")
            if name in FREE:
                assert response.status_code == 200, (address, name)
            else:
                assert response.status_code in (400, 404), (address, name)
            said = response.content.decode()
            echoed = said.replace(unquote(address), "").replace(address, "")
            shows = re.search("(?s)<main.*</main>", said)[0] if is_page(response) else echoed
            assert "plain-" not in re.sub(r"(?s)<(nav|form).*?</\1>|<a [^>]*>", "", shows), (address, name)
            if response.status_code == 400 and is_page(response):
                assert re.search(r"<title>\s*Error: ", said), (address, name)
                [summary] = re.findall(r'(?s)class="govuk-error-summary".*?</ul>', said)
                fields = re.findall('href="#([^"]+)"', summary)
                assert [field for field in fields if f'id="{field}"' not in said] == [], (address, name)


def test_a_parameter_that_takes_one_value_is_not_given_two(client, known):
    for address, names in known.items():
        for name in set(names) - REPEATABLE:
            response = client.get(f"{address}?{name}=1&{name}=2")
            assert response.status_code in (400, 404), (address, name)


@pytest.mark.parametrize("number", PAGES)
def test_a_page_that_is_not_there_is_named(client, known, number):
    numbered = [address for address, names in known.items() if "page" in names]
    assert len(numbered) > 2
    for address in numbered:
        response = client.get(address, {"q": "plain", "page": number} if "q" in known[address] else {"page": number})
        assert response.status_code == (404 if is_page(response) else 400), address
        if is_page(response):
            assert f"There is no page “{number}”." in read(response), address


def test_every_parameter_is_asked_hostile_words_and_every_word_of_every_parameter(known, hostile):
    asked = {sent: [each for several in hostile[sent].values() for each in several] for sent in HOSTILE}
    for address, names in known.items():
        for name in names:
            assert {sent for sent in HOSTILE if f"{address}?{name}={HOSTILE[sent]}" in asked[sent]} >= set(ALWAYS)
    for name in {name for names in known.values() for name in names}:
        assert [sent for sent in HOSTILE if not any(f"?{name}={HOSTILE[sent]}" in each for each in asked[sent])] == []


@pytest.mark.parametrize("sent", HOSTILE)
def test_no_hostile_word_breaks_an_address(client, hostile, sent):
    for asked in hostile[sent].values():
        for each in asked:
            response = client.get(each)
            assert response.status_code in (200, 301, 302, 400, 404, 406), each
            assert response.getvalue() or response.status_code in (301, 302), each
            assert "json" in response["Content-Type"] or MARKUP not in response.getvalue(), each
            assert not response.cookies, each
            assert "Set-Cookie" not in response.headers, each


@pytest.fixture(scope="module")
def usual(addresses, django_db_blocker):
    """The status that each address usually answers with, by address."""
    with django_db_blocker.unblock():
        return {address: Client().get(address).status_code for address in addresses.values()}


@pytest.mark.parametrize("name", HEADERS)
def test_no_hostile_header_breaks_an_address(client, usual, name):
    for address, status in usual.items():
        response = client.get(address, headers=HEADERS[name])
        refused = {"what one likes": 406, "who one is": 401 if address.startswith("/api/") else status}
        assert response.status_code in {status, refused.get(name, status)}, address
        assert b"evil" not in response.getvalue(), address
