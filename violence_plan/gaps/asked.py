"""After how many days without news an action counts as silent, as a reader asks for it in the query string."""

from django import forms
from django.utils import timezone

from tables.parameters import given, refused, shown
from violence_plan.gaps.ground import Ground

USUAL_DAYS = 90
MOST_DAYS = 3650


class DaysForm(forms.Form):
    """After how many days without an update an action counts as silent; 90 where nothing is asked.

    `also_known` are parameters that others read.
    """

    days = forms.IntegerField(required=False, min_value=1, max_value=MOST_DAYS)

    def __init__(self, query, also_known=()):
        super().__init__(given(query))
        self.wrong = refused(query, filters=self.fields, also_known=also_known)
        if "days" in self.errors:
            sentence = f"“{shown(self.data['days'])}” is no number of days. Write a whole number from 1 to {MOST_DAYS}."
            self.wrong["days"] = [sentence]

    @property
    def chosen(self):
        """The number of days, where nothing is wrong."""
        return self.cleaned_data["days"] or USUAL_DAYS

    @property
    def typed(self):
        """What to show in the field: what was typed, the usual number where nothing was."""
        return shown(self.data.get("days", str(USUAL_DAYS)))

    def ground(self, plan, user):
        """The Ground of a plan today, for `user`, where nothing is wrong."""
        return Ground(plan=plan, user=user, today=timezone.localdate(), days=self.chosen)
