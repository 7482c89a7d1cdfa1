"""What a log line says, and what it never does."""

import io
import json
import logging
import sys
from contextlib import suppress
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError

from violence_plan.serving import log_lines
from violence_plan.serving.log_lines import JSONLines, Lines, Overwhelmed, config, frames_of

TOKEN = "vp_abcd1234_a-token"  # noqa: S105


def record(message="said", level=logging.ERROR, exception=None, name="some.logger", args=(), **carried):
    """A log record, of an exception where one is given, that carries what else is named."""
    info = None
    if exception:
        with suppress(type(exception)):
            try:
                raise exception
            finally:
                info = sys.exc_info()
    made = logging.LogRecord(name, level, "here.py", 1, message, args, info)
    vars(made).update(carried)
    return made


def asked(route="action", **also):
    """A request for an address with a token in it, of that route, with what else a view noted."""
    return SimpleNamespace(path=f"/answer/{TOKEN}/", resolver_match=route and SimpleNamespace(view_name=route), **also)


@pytest.mark.parametrize("form", [Lines, JSONLines])
def test_neither_the_path_nor_the_words_of_an_exception_are_told(form):
    problem = ValueError(f"jo@anytown.example typed {TOKEN}")
    problem.__cause__ = KeyError("Jo Bloggs")
    line = form().format(
        record("%s: /answer/%s/", exception=problem, args=("Internal Server Error", TOKEN), name="django.request",
               request=asked(), status_code=500)
    )  # fmt: skip
    assert TOKEN not in line
    assert "jo@anytown" not in line
    assert "Jo Bloggs" not in line
    assert "500 django.request at action" in line
    assert line.index("builtins.KeyError") < line.index("builtins.ValueError")
    assert "raise exception" in line  # the line of code


def test_a_request_that_came_to_no_route_is_told_as_that():
    said = Lines().format(record("Not Found: %s", args=("/x",), name="django.request", request=asked(None)))
    assert said.endswith("ERROR django.request:  django.request at no route")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Error handling request GET /search/?q=Jo", "Error handling request"),
        ("Invalid request from ip=192.0.2.1: Invalid HTTP Header: 'Jo'", "Invalid request"),
        ("Worker (pid:7) was sent SIGKILL!", "Worker (pid:7) was sent SIGKILL!"),
    ],
)
def test_gunicorns_own_lines_end_before_an_address(said, told):
    assert Lines().format(record("%s", args=(said,), name="gunicorn.error")).endswith(f"gunicorn.error: {told}")


def test_what_is_wrong_with_the_settings_is_told_in_full():
    line = Lines().format(record(exception=ImproperlyConfigured("SECRET_KEY is not set.")))
    assert line.endswith("django.core.exceptions.ImproperlyConfigured: SECRET_KEY is not set.")


def test_a_circle_of_exceptions_ends():
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one
    assert frames_of(one).count("Traceback") == 10


def test_what_an_exception_says_it_did_not_come_from_is_left_out():
    problem = ValueError()
    problem.__context__, problem.__suppress_context__ = KeyError(), True
    assert "KeyError" not in frames_of(problem)
    problem.__suppress_context__ = False
    assert "KeyError" in frames_of(problem)


def test_a_json_line_says_what_its_record_carries():
    line = json.loads(
        JSONLines().format(record("key_made", level=logging.INFO, security={"event": "key_made", "n": 5}))
    )
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "key_made", "n": 5, "level": "info", "logger": "some.logger"}


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test sets."""
    now = SimpleNamespace(seconds=100.0)
    monkeypatch.setattr(log_lines, "monotonic", lambda: now.seconds)
    return now


def test_a_lost_database_is_one_line_a_second_without_traceback(clock):
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Lines())
    handler.addFilter(Overwhelmed())
    for seconds in (0, 0.1, 0.2, 0.9, 1.1, 1.2, 3):
        clock.seconds = 100 + seconds
        kind = InterfaceError if seconds == 0.1 else OperationalError
        handler.handle(record(exception=kind("server at 10.0.0.1 is gone"), request=asked(), status_code=503))
    handler.handle(record(name="django.request", request=asked(), status_code=503))
    handler.handle(record("something else"))
    said = [line.partition("some.logger: ")[2] for line in written.getvalue().splitlines()]
    assert said == [
        "The database does not answer (OperationalError).",
        "The database does not answer (OperationalError). 3 more like this since the last line.",
        "The database does not answer (OperationalError). 1 more like this since the last line.",
        "something else",
    ]


def test_a_request_alone_that_a_lost_database_failed_is_told_as_that():
    line = Lines().format(record("Service Unavailable: /x", request=asked(), status_code=503))
    assert line.endswith("The database does not answer (503).")


def test_a_full_queue_is_told_apart_from_a_lost_database(clock):
    overwhelmed, lines = Overwhelmed(), []
    for seconds, also in (
        (0, {}),
        (0.1, {"met_full_queue": True}),
        (0.2, {"met_full_queue": True}),
        (0.3, {}),
        (2, {}),
    ):
        clock.seconds = 100 + seconds
        each = record("Service Unavailable: /x", request=asked(**also), status_code=503)
        if overwhelmed.filter(each):
            lines.append(Lines().format(each).partition("some.logger: ")[2])
    assert lines == [
        "The database does not answer (503).",
        "More pages are asked for than can be made at once (503).",
        "The database does not answer (503). 1 more like this since the last line.",
    ]


def test_each_request_has_a_line_only_as_json():
    assert config("line")["loggers"]["violence_plan.requests"] == {"level": "WARNING"}
    assert config("json")["loggers"] == {
        "violence_plan.security": {"level": "INFO"},
        "violence_plan.requests": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
    }
