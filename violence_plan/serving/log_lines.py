"""Log lines: as people read them, or as JSON; without paths, and without the words of exceptions.

An address may hold a token or what somebody searched for, and an exception what somebody typed. So a record that Django
makes of a request is told by its status and its route, and an exception by its class and the lines of code it went
through.
"""

import copy
import logging
import traceback
from collections import defaultdict
from threading import Lock
from time import monotonic

import orjson
import structlog

LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
LOST = {"OperationalError", "InterfaceError"}  # by name, of Django or of the driver
QUIET = 1  # seconds in which a lost database is told once
SAID = ("security", "request_line", "frames")  # what a record may carry beside its message
# Lines of gunicorn's that go on with an address, or with what was sent, and how far each is told.
CUT = ("Error handling request", "Invalid request")
SPEAKING = {"ImproperlyConfigured", "ImportError", "ModuleNotFoundError"}  # of the start, before anybody asked anything
LONGEST_CHAIN = 10  # exceptions that led to one another


def config(form):
    """The `logging` settings whose lines have the `form` line or json."""
    formatter = (
        "violence_plan.serving.log_lines.JSONLines" if form == "json" else "violence_plan.serving.log_lines.Lines"
    )
    quieter = {"django.request": {"level": "ERROR"}} if form == "json" else {}  # each request has its line already
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"overwhelmed": {"()": f"{__name__}.Overwhelmed"}},
        "formatters": {"told": {"()": formatter}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "told", "filters": ["overwhelmed"]}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "violence_plan.security": {"level": "INFO"},
            "violence_plan.requests": {"level": "INFO" if form == "json" else "WARNING"},
            **quieter,
        },
    }


LOST_DATABASE, FULL_QUEUE = "The database does not answer", "More pages are asked for than can be made at once"


class Overwhelmed(logging.Filter):
    """Lets one record a second through of those that say that the database is out of reach, or the queue of pages full.

    The next one of the same says, as `folded`, how many were left out since.
    """

    def __init__(self, name=""):
        super().__init__(name)
        self.lock = Lock()
        self.told_at, self.left_out = defaultdict(lambda: float("-inf")), defaultdict(int)

    def filter(self, record):
        trouble = trouble_in(record)
        if not trouble:
            return True
        with self.lock:
            if monotonic() - self.told_at[trouble] < QUIET:
                self.left_out[trouble] += 1
                return False
            self.told_at[trouble], record.folded = monotonic(), self.left_out.pop(trouble, 0)
        return True


def trouble_in(record):
    """What a log record says in common with many others, as the beginning of a sentence; empty where it does not."""
    kind = record.exc_info[0] if record.exc_info else None
    if kind and LOST & {parent.__name__ for parent in kind.__mro__}:
        return LOST_DATABASE
    if getattr(record, "status_code", 0) != 503:
        return ""
    return FULL_QUEUE if getattr(getattr(record, "request", None), "met_full_queue", False) else LOST_DATABASE


def folded(record):
    """The sentence that says it, without traceback, and with what was left out."""
    kind = record.exc_info[0].__name__ if record.exc_info else "503"
    also = f" {record.folded} more like this since the last line." if getattr(record, "folded", 0) else ""
    return f"{trouble_in(record)} ({kind}).{also}"


def told(record):
    """A copy of a log record as it may be written: without a path and without the words of an exception."""
    said = copy.copy(record)
    if hasattr(record, "request"):
        match = getattr(record.request, "resolver_match", None)
        status = getattr(record, "status_code", "")
        said.msg, said.args = f"{status} {record.name} at {match.view_name if match else 'no route'}", ()
    if record.name == "gunicorn.error":
        whole = record.getMessage()
        said.msg, said.args = next((cut for cut in CUT if whole.startswith(cut)), whole), ()
    if trouble_in(record):
        said.msg, said.args, said.exc_info, said.exc_text = folded(record), (), None, None
    elif record.exc_info and record.exc_info[1]:
        said.exc_info, said.exc_text = None, frames_of(record.exc_info[1])
    return said


def frames_of(problem):
    """The classes of an exception and of those that led to it, each with its lines of code; never its words."""
    parts, seen = [], 0
    while problem and seen < LONGEST_CHAIN:
        kind = type(problem)
        frames = "".join(traceback.format_tb(problem.__traceback__))
        words = f": {problem}" if kind.__name__ in SPEAKING else ""
        parts.insert(0, f"Traceback (most recent call last):\n{frames}{kind.__module__}.{kind.__qualname__}{words}")
        problem = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
        seen += 1
    return "\n\n".join(parts)


class Lines(logging.Formatter):
    """Lines for people."""

    def __init__(self):
        super().__init__(LINE)

    def format(self, record):
        return super().format(told(record))


class JSONLines(structlog.stdlib.ProcessorFormatter):
    """One JSON object a line: time, level, logger, event, the request's id, and what the record carries beside."""

    def __init__(self):
        super().__init__(
            foreign_pre_chain=[
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                what_is_carried,
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(serializer=as_json),
            ],
        )

    def format(self, record):
        said = told(record)
        said.frames, said.exc_text = said.exc_text, None
        return super().format(said)


def what_is_carried(logger, name, event):
    """A processor of structlog: puts into the `event` what its record carries beside the message."""
    for carried in SAID:
        value = getattr(event["_record"], carried, None)
        if carried == "frames" and value:
            event["frames"] = value
        elif value:
            event |= value
    return event


def as_json(event, default=None):
    """The `event` as JSON text; what JSON does not know is told by `default`."""
    return orjson.dumps(event, default=default).decode()
