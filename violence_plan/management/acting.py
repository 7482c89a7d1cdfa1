"""Whom a command acts for: nobody in person, with an administrator's rights, or a person with his or her own."""

from contextlib import nullcontext

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError

from history.write_gate import acting_as


def add_person_argument(parser):
    """Let `--as NAME` say whose rights, and whose name in the history, a command writes with."""
    parser.add_argument(
        "--as",
        dest="person",
        metavar="NAME",
        help="write as this person, with no more rights than that; without it, as an administrator",
    )


def done_by(name, source):
    """A block in which the person called `name` writes; with None the command itself. Raises CommandError."""
    if name is None:
        return nullcontext()
    person = get_user_model().objects.filter(username=name, is_active=True).first()
    if person is None:
        raise CommandError(f"There is no active person called {name}. Give the name that the list of people shows.")
    return acting_as(person, source=source)
