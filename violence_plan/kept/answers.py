"""An answer as it is kept and given again: headers and bytes."""

import json
from dataclasses import dataclass, field
from hashlib import sha256

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from violence_plan.kept.encodings import compressed

# What a reader asks with who has some answer already; no view is to see it, since it is the whole that is kept.
CONDITIONS = ("HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE")

OF_THE_BODY = {"Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition"}


@dataclass(frozen=True)
class Answer:
    """A whole answer with status 200: its headers by name, and the bytes of its body."""

    headers: dict = field(repr=False)
    body: bytes = field(repr=False)

    @classmethod
    def of(cls, response):
        """The Answer that an HttpResponse is, with its ETag."""
        return cls.tagged(dict(response.headers), response.content)

    @classmethod
    def tagged(cls, headers, body, encoding=""):
        """The Answer of these headers and bytes; its ETag is of these very bytes, and so another for each encoding."""
        tag = f"{sha256(body).hexdigest()[:32]}{'-' if encoding else ''}{encoding}"
        return cls(headers | {"ETag": f'"{tag}"', "Content-Length": str(len(body))}, body)

    def encoded(self, encoding):
        """The Answer in the form of that name; itself where it would be no shorter."""
        shorter = compressed(self.body, encoding)
        if shorter is None or "Content-Encoding" in self.headers:
            return self
        return self.tagged(self.headers | {"Content-Encoding": encoding}, shorter, encoding)

    @property
    def size(self):
        """About how many bytes of memory it takes."""
        return len(self.body) + 2048

    def dumped(self):
        """The Answer as bytes: a line of JSON, and the body."""
        return json.dumps(self.headers).encode() + b"\n" + self.body

    @classmethod
    def loaded(cls, dumped):
        """The Answer that was `dumped`."""
        headers, _, body = dumped.partition(b"\n")
        return cls(json.loads(headers), body)

    def given(self, request, last_modified=None):
        """The response to `request`: whole, or 304 to who has it already; without a body to HEAD.

        `last_modified` is in seconds since 1970; None where nobody is told.
        """
        if last_modified is None:
            request.META.pop("HTTP_IF_UNMODIFIED_SINCE", None)  # which asks nothing then
        given = get_conditional_response(request, self.headers["ETag"], last_modified)
        if given is None:
            given = HttpResponse(self.body if request.method == "GET" else b"", headers=self.headers)
        elif given.status_code == 304:
            for name in self.headers.keys() - OF_THE_BODY:
                given.headers[name] = self.headers[name]
        if last_modified is not None:
            given.headers["Last-Modified"] = http_date(last_modified)
        return given
