"""An answer stays what it was, and is not sent to who has it already."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from violence_plan.kept.answers import Answer

BODY = b"Work with schools. " * 50
NOON = 1764590400  # 1 December 2025
EARLIER, NOON_SAID = "Mon, 01 Dec 2025 11:59:59 GMT", "Mon, 01 Dec 2025 12:00:00 GMT"


@pytest.fixture
def answer():
    """An answer of some length."""
    return Answer.of(HttpResponse(BODY, headers={"Vary": "Cookie", "Cache-Control": "public, no-cache", "X-Odd": "é"}))


def given(answer, *, last_modified=None, method="GET", **headers):
    """The response to somebody who asks with these headers."""
    request = RequestFactory().generic(method, "/", headers={name.replace("_", "-"): headers[name] for name in headers})
    return answer.given(request, last_modified)


def test_it_is_the_same_when_it_was_kept(answer):
    assert Answer.loaded(answer.dumped()) == answer
    response = given(Answer.loaded(answer.dumped()))
    assert (response.status_code, response.content) == (200, BODY)
    assert response.headers == {
        "Content-Type": "text/html; charset=utf-8",
        "Vary": "Cookie",
        "Cache-Control": "public, no-cache",
        "X-Odd": "é",
        "ETag": answer.headers["ETag"],
        "Content-Length": "950",
    }


def test_each_form_has_a_tag_of_its_own(answer):
    forms = [answer, answer.encoded("gzip"), answer.encoded("br")]
    assert len({form.headers["ETag"] for form in forms}) == 3
    assert [form.headers.get("Content-Encoding") for form in forms] == [None, "gzip", "br"]
    assert all(form.headers["ETag"].startswith('"') for form in forms)
    assert gzip.decompress(forms[1].body) == BODY
    assert forms[1].headers["Content-Length"] == str(len(forms[1].body))
    assert Answer.of(HttpResponse(BODY + b"!")).headers["ETag"] != answer.headers["ETag"]


def test_what_has_a_form_already_keeps_it(answer):
    assert answer.encoded("gzip").encoded("br") == answer.encoded("gzip")
    assert answer.encoded("") == answer


def test_head_is_told_everything_but_the_body(answer):
    response = given(answer, method="HEAD")
    assert (response.content, response.headers) == (b"", given(answer).headers)


@pytest.mark.parametrize("asked", ["{}", "W/{}", '"other", {}', "*"])
def test_who_has_it_is_told_so(answer, asked):
    response = given(answer, last_modified=NOON, if_none_match=asked.format(answer.headers["ETag"]))
    assert (response.status_code, response.content) == (304, b"")
    assert response.headers == {
        "ETag": answer.headers["ETag"],
        "Cache-Control": "public, no-cache",
        "Vary": "Cookie",
        "Last-Modified": NOON_SAID,
        "X-Odd": "é",
    }


@pytest.mark.parametrize("asked", ['"other"', "other", '"x", W/', "\xff", ""])
def test_who_has_another_is_given_it(answer, asked):
    assert given(answer, if_none_match=asked).content == BODY


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"if_modified_since": NOON_SAID}, 304),
        ({"if_modified_since": EARLIER}, 200),
        ({"if_modified_since": NOON_SAID, "if_none_match": '"other"'}, 200),  # the tag counts more
        ({"if_modified_since": "Sat, 99 Foo 99999 99:99:99 GMT"}, 200),
        ({"if_unmodified_since": EARLIER}, 412),
        ({"if_match": '"other"'}, 412),
        ({"range": "bytes=0-1"}, 200),
    ],
)
def test_who_asks_by_date(answer, headers, status):
    assert given(answer, last_modified=NOON, **headers).status_code == status


def test_where_no_date_is_told_none_counts(answer):
    for headers in ({"if_modified_since": NOON_SAID}, {"if_unmodified_since": EARLIER}):
        response = given(answer, **headers)
        assert (response.status_code, "Last-Modified" in response.headers) == (200, False)
