"""Why something is changed, as its history will tell it."""

from contextlib import contextmanager

import pghistory


@contextmanager
def because(why):
    """What is changed within is changed for the reason `why`; several reasons of one request stand one after another.

    A request has one context for all that it changes, so the last reason alone would stand for every change.
    """
    with pghistory.context() as context:
        said = context.metadata.get("why", "")
        if why and why not in said.split("; "):
            context.metadata["why"] = f"{said}; {why}" if said else why
        yield
