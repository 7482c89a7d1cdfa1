"""Which pages can be read as at a past moment, and what `as_at` in their query string may say."""

from dataclasses import dataclass
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from actions.models import Plan
from actions.past import first_known
from tables.parameters import MomentField, shown

PAGES = frozenset({"plan", "strategy", "theme", "action", "action_list", "alignment", "alignment_csv"})
ENDPOINTS = frozenset({"api-strategies-one", "api-actions-one", "api-alignment"})
A_DAY = len("2026-03-01")


class NotReadableError(Exception):
    """Says, in a sentence for the reader, why nothing can be read as at what was asked."""


@dataclass(frozen=True)
class Past:
    """The moment that a page is read as at, `asked` as typed; `now` is the address of the page as it is.

    `now` is empty where what the page shows is no more.
    """

    asked: str
    moment: datetime
    now: str = ""

    @property
    def day(self):
        """The day of the moment, where the portal is."""
        return timezone.localdate(self.moment)


def moment_asked(values):
    """The moment that the values of `as_at` ask for, a day meaning its end; None where they are empty.

    Raises NotReadableError.
    """
    asked = [value.strip() for value in values if value.strip()]
    if len(asked) > 1:
        raise NotReadableError("Give this parameter once; it takes one value.")
    if not asked:
        return None
    now, moment = timezone.now(), moment_of(asked[0])
    if timezone.localdate(now) == moment.date() and len(asked[0]) == A_DAY:
        return now
    if moment > now:
        raise NotReadableError(f"{shown(asked[0])} has not come yet. Choose a day up to today.")
    return moment


def moment_of(text):
    """The moment that `text` says, in the portal's own time where it does not say which. Raises NotReadableError."""
    try:
        moment = MomentField().clean(text)
    except (ValidationError, OverflowError):
        raise NotReadableError(
            f"“{shown(text)}” is not a day. Write a day as 2026-01-31, or a time as 2026-01-31T09:00:00Z. "
            "In an address, + is written %2B."
        ) from None
    return datetime.combine(moment.date(), time.max, moment.tzinfo) if len(text) == A_DAY else moment


def refuse_before_history(moment, *, slug, user):
    """Raise NotReadableError where `moment` is before the first that `user` may know of the plan with that slug."""
    first = first_known(Plan.objects.filter(slug=slug), user)
    if first and moment < first:
        day = date_format(timezone.localtime(first), r"j F Y \a\t H:i")
        raise NotReadableError(f"What is known here of this plan begins on {day}. Choose a day from then on.")
