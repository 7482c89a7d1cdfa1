"""From when to when changes are asked for."""

from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from actions.models import Plan
from actions.past import first_known
from tables.parameters import MomentField, given, refused, shown

USUAL = timedelta(days=30)
A_DAY = len("2026-03-01")
NO_MOMENT = "“{}” is not a day. Write a day as 2026-01-31, or a time as 2026-01-31T09:00:00Z."


class StretchForm:
    """The moments `since` and `until` of a query; without them today and 30 whole days. `wrong` are messages by name.

    A day alone means its beginning as `since` and its end as `until`. What is known of a plan has a beginning; where
    `since` is before it, `begins` says so, and changes are told from there.
    """

    NAMES = ("since", "until")

    def __init__(self, query, *, plan, user, also_known=()):
        self.data = given(query)
        self.wrong = refused(query, filters=dict.fromkeys(self.NAMES), also_known=also_known)
        self.now = timezone.now()
        self.begins = None
        self.until = self._moment("until", time.max) or self.now
        self.since = self._moment("since", time.min) or at_time(self.until - USUAL, time.min)
        if not self.wrong:
            self._refuse_backwards()
            self._begin(plan, user)

    @property
    def typed(self):
        """What to show in the two fields: what was typed, else the days meant."""
        days = {"since": timezone.localdate(self.since), "until": timezone.localdate(self.until)}
        return {name: shown(self.data.get(name, day.isoformat())) for name, day in days.items()}

    @property
    def one_day(self):
        """Whether both moments are of one day."""
        return timezone.localdate(self.since) == timezone.localdate(self.until)

    @property
    def name(self):
        """The stretch, for a file's name."""
        return f"{timezone.localdate(self.since):%Y-%m-%d}-to-{timezone.localdate(self.until):%Y-%m-%d}"

    def _moment(self, name, at):
        """The moment that the parameter says; None where it is empty or wrong."""
        text = self.data.get(name, "").strip()
        if not text or name in self.wrong:
            return None
        try:
            moment = MomentField().clean(text)
            if len(text) == A_DAY:
                moment = at_time(moment, at)
            moment.astimezone(timezone.get_default_timezone())
        except (ValidationError, OverflowError):
            self.wrong[name] = [NO_MOMENT.format(shown(text))]
            return None
        if timezone.localdate(moment) == timezone.localdate(self.now) and moment > self.now:
            return self.now
        if moment > self.now:
            self.wrong[name] = [f"{shown(text)} has not come yet. Choose a day up to today."]
        return moment

    def _refuse_backwards(self):
        if self.since >= self.until:
            self.wrong["since"] = ["The first day must come before the last."]

    def _begin(self, plan, user):
        """Note when what `user` may know of the plan begins, where that is later than `since`."""
        first = first_known(Plan.objects.filter(pk=plan.pk), user)
        if first and self.since < first:
            self.begins = first
            self.since = min(first, self.until)


def at_time(moment, clock):
    """The moment of the same day, where the portal is, at the time `clock`."""
    return timezone.make_aware(datetime.combine(timezone.localdate(moment), clock))
